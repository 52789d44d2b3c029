# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module of the collection inside the controller's process, as if it had been shipped."""

from __future__ import annotations

import abc
import contextlib
import functools
import io
import json
import os
import traceback
import typing as t

from ansible.errors import AnsibleActionFail
from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.plugins.action import ActionBase

from ...module_utils._api.errors import MissingLibraryError
from ...module_utils._module.runner import missing_library
from .login import connection_arguments
from .texts import check_texts

try:
    from ansible.module_utils.common.json import Direction, get_module_encoder
except ImportError:  # before ansible-core 2.19, plain JSON goes in and out; values of vaults are decrypted on the way
    from ansible.module_utils.common.json import AnsibleJSONEncoder

    _ENCODER: t.Any = functools.partial(AnsibleJSONEncoder, vault_to_text=True)
    _PROFILES: t.Tuple[str, ...] = ()
else:
    _ENCODER = get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)
    _PROFILES = ("legacy",)

try:
    from ansible.module_utils._internal._ansiballz._loader import _handle_exception
except ImportError:  # before ansible-core 2.19, what a broken module leaves is its traceback
    _handle_exception = None

Main = t.Callable[[], None]
Result = t.Dict[str, t.Any]
Variables = t.Dict[str, t.Any]


class InProcessAction(ActionBase):  # type: ignore[misc]  # ansible-core carries no type hints
    """Base of actions that never touch the host of the task."""

    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp: t.Optional[str] = None, task_vars: t.Optional[Variables] = None) -> Result:
        """Run the action; an error that it finds is a result, which C(failed_when) and C(until) of the task judge."""
        try:
            super().run(tmp, task_vars)
            return self.produce(task_vars or {})
        except MissingLibraryError as error:
            return {"changed": False, "failed": True, "msg": missing_library(error.library, error.reason)}
        except AnsibleActionFail as error:  # before ansible-core 2.19, it has a traceback
            found = {name: value for name, value in error.result.items() if name != "exception"}
            return {"changed": False, **found, "failed": True, "msg": str(error)}

    @abc.abstractmethod
    def produce(self, task_vars: Variables) -> Result:
        """Return the result of the task.

        :raises AnsibleActionFail: if the action refuses the task
        """

    def task_arguments(self) -> t.Dict[str, t.Any]:
        """Return the task's arguments as the user wrote them.

        :raises AnsibleActionFail: if no module can get one of them
        """
        arguments: t.Dict[str, t.Any] = self._task.args
        check_texts(arguments)
        if not _PROFILES:  # inline values of vaults are not strings there, and dates are not text
            arguments = plain(arguments)
        return arguments

    def arguments(self) -> t.Dict[str, t.Any]:
        """Return the task's arguments as the module gets them."""
        return connection_arguments(self, self.task_arguments(), on_controller=self.runs_on_controller())

    def runs_on_controller(self) -> bool:
        """Return whether the module runs on this machine."""
        return True

    def run_here(
        self, main: Main, task_vars: t.Optional[Variables], arguments: t.Optional[t.Mapping[str, t.Any]] = None
    ) -> Result:
        """Run a module's main function with the task's arguments and environment, and return its result.

        A worker process runs one task, so changing what belongs to the whole process is safe. The items of a loop
        share it, so warnings of one item are cleared before the next.

        :arg arguments: the module's arguments; by default the task's
        """
        arguments = dict(self.arguments() if arguments is None else arguments)
        self._update_module_args(self._task.action, arguments, task_vars or {})
        environment: t.Dict[str, t.Any] = {}
        self._compute_environment_string(environment)
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}, cls=_ENCODER).encode()
        basic._ANSIBLE_PROFILE = "legacy"
        warnings._global_warnings.clear()
        warnings._global_deprecations.clear()
        with _process(environment):
            output = _run(main)
        return self._parse_result(output)

    def _parse_result(self, output: t.Mapping[str, t.Any]) -> Result:
        """Return the result that a module has written, read as Ansible reads that of a shipped one."""
        parsed = self._parse_returned_data(output, *_PROFILES)
        if not isinstance(parsed, dict):  # since ansible-core 2.20
            parsed = parsed.as_result_dict(for_round_trip=True)
        return t.cast(Result, parsed)


def plain(value: t.Any) -> t.Any:
    """Return a value as a module gets it: decrypted, and without what Ansible knows about its origin."""
    return json.loads(json.dumps(value, cls=_ENCODER))


def _run(main: Main) -> t.Mapping[str, t.Any]:
    """Return what a module writes and how it ends; one that breaks off leaves what its own process would."""
    written, complained = io.StringIO(), io.StringIO()
    code: t.Any = 0
    with contextlib.redirect_stdout(written):
        try:
            try:
                main()
            except Exception as error:
                if _handle_exception is None:
                    raise
                _handle_exception(error, *_PROFILES)
        except SystemExit as end:
            code = end.code
        except Exception:
            code = 1
            complained.write(traceback.format_exc())
    return {"rc": code or 0, "stdout": written.getvalue(), "stderr": complained.getvalue()}


@contextlib.contextmanager
def _process(variables: t.Mapping[str, t.Any]) -> t.Iterator[None]:
    """Set environment variables, and restore what would have ended with a process of its own."""
    environment, directory, umask = dict(os.environ), os.getcwd(), os.umask(0)
    os.umask(umask)
    os.environ.update({name: str(value) for name, value in variables.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(directory)
        os.umask(umask)
