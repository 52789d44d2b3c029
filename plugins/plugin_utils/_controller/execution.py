# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Decides where a module runs: in the controller's process, or shipped to the host as any other module."""

from __future__ import annotations

import dataclasses
import os
import pwd
import sys
import typing as t

from ansible import constants
from ansible.errors import AnsibleActionFail

from ...module_utils._api.transport import HAS_REQUESTS
from .in_process import InProcessAction, Main, Result, Variables

AUTO, IN_PROCESS, SHIPPED = "auto", "in_process", "shipped"
CHOICES = (AUTO, IN_PROCESS, SHIPPED)
VARIABLE = "vox_execution"
ENVIRONMENT = "VOXIMPLANT_EXECUTION"


@dataclasses.dataclass(frozen=True)
class Circumstances:
    """What decides where a module runs.

    :arg wanted: one of C(CHOICES)
    :arg connection: the kind of the task's connection
    :arg user: whom the task becomes; none if nobody
    :arg interpreter: the Python that modules were told to run with, or C(auto) and its like
    """

    wanted: str
    connection: str
    is_async: bool = False
    user: t.Optional[str] = None
    interpreter: str = AUTO
    has_requests: bool = True

    def allow_in_process(self) -> bool:
        """Whether this process is the one that the task means: its machine, its user, its Python."""
        return (
            self.connection == "local"
            and not self.is_async
            and self.user in (None, pwd.getpwuid(os.geteuid()).pw_name)
            and (self.interpreter.startswith(AUTO) or _is_this_python(self.interpreter))
            and self.has_requests
        )


def runs_here(circumstances: Circumstances) -> bool:
    """Decide; what is wanted explicitly goes before everything else."""
    wanted = circumstances.wanted
    if wanted not in CHOICES:
        raise AnsibleActionFail(f"{VARIABLE} is {wanted!r}. It is one of {', '.join(CHOICES)}.")
    if wanted == IN_PROCESS and circumstances.is_async:
        raise AnsibleActionFail(f"{VARIABLE} is {IN_PROCESS}, and such a task cannot be asynchronous.")
    return wanted == IN_PROCESS or (wanted == AUTO and circumstances.allow_in_process())


def _is_this_python(interpreter: str) -> bool:
    """Whether a path names the controller's Python; a link from another folder may have other packages beside it."""
    given, own = (
        (os.path.realpath(os.path.dirname(path)), os.path.realpath(path)) for path in (interpreter, sys.executable)
    )
    return given == own


class ModuleAction(InProcessAction):
    """The base of actions that run a module here where that makes no difference, and ship it otherwise.

    :cvar main: the module's own function
    """

    _supports_async = True
    main: t.ClassVar[Main]

    def run(self, tmp: t.Optional[str] = None, task_vars: t.Optional[Variables] = None) -> Result:
        """Run the action."""
        super().run(tmp, task_vars)
        task_vars = task_vars or {}
        if runs_here(self._circumstances(task_vars)):
            return self.run_here(type(self).main, task_vars, self.arguments())
        return t.cast(
            Result,
            self._execute_module(
                module_args=self.arguments(), task_vars=task_vars, wrap_async=bool(self._task.async_val)
            ),
        )

    def arguments(self) -> t.Dict[str, t.Any]:
        """What the module is given: the task's arguments."""
        return dict(self._task.args)

    def _circumstances(self, task_vars: Variables) -> Circumstances:
        delegated = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        variables = {**task_vars, **delegated}
        become = self._connection.become
        wanted = variables.get(VARIABLE, os.environ.get(ENVIRONMENT) or AUTO)
        interpreter = constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
        return Circumstances(
            wanted=self._templar.template(wanted),
            connection=self._connection.transport,
            is_async=bool(self._task.async_val),
            user=None if become is None else self.get_become_option("become_user", "root"),
            interpreter=self._templar.template(interpreter),
            has_requests=HAS_REQUESTS,
        )
