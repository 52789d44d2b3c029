# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module of the collection inside the controller's process, as if it had been shipped."""

from __future__ import annotations

import contextlib
import io
import json
import os
import typing as t

from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.plugins.action import ActionBase

try:
    from ansible.module_utils.common.json import Direction, get_module_decoder, get_module_encoder
except ImportError:  # before ansible-core 2.19, plain JSON goes in and out
    _ENCODER, _DECODER = None, None
else:
    _ENCODER = get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)
    _DECODER = get_module_decoder("legacy", Direction.MODULE_TO_CONTROLLER)


class InProcessAction(ActionBase):  # type: ignore[misc]  # ansible-core carries no type hints
    """The base of actions that never touch the host of the task."""

    _supports_check_mode = True
    _supports_async = False

    def run_here(
        self,
        main: t.Callable[[], None],
        task_vars: t.Optional[t.Dict[str, t.Any]],
        arguments: t.Optional[t.Mapping[str, t.Any]] = None,
    ) -> t.Dict[str, t.Any]:
        """Run a module's own function with the task's arguments and environment, and return its result.

        A worker process runs one task, so what is changed for all of the process here disturbs nobody. The items of a
        loop share it, and none may inherit the warnings of another.

        :arg arguments: arguments to use instead of the task's
        """
        arguments = dict(self._task.args if arguments is None else arguments)
        self._update_module_args(self._task.action, arguments, task_vars or {})
        environment: t.Dict[str, t.Any] = {}
        self._compute_environment_string(environment)
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}, cls=_ENCODER).encode()
        basic._ANSIBLE_PROFILE = "legacy"
        warnings._global_warnings.clear()
        warnings._global_deprecations.clear()
        written = io.StringIO()
        with _environment(environment), contextlib.redirect_stdout(written), contextlib.suppress(SystemExit):
            main()
        result = json.loads(written.getvalue(), cls=_DECODER)
        return t.cast(t.Dict[str, t.Any], result)


@contextlib.contextmanager
def _environment(variables: t.Mapping[str, t.Any]) -> t.Iterator[None]:
    """Set environment variables for a while."""
    before = dict(os.environ)
    os.environ.update({name: str(value) for name, value in variables.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
