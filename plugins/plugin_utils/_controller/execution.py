# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a module runs: in the controller's process, or shipped to the host like any other module."""

from __future__ import annotations

import dataclasses
import os
import pwd
import sys
import typing as t

from ansible import constants

from ...module_utils._api.connections import REQUESTS
from .files import failure
from .in_process import InProcessAction, Main, Result, Variables
from .login import absolute_path_variables

AUTO, IN_PROCESS, SHIPPED = "auto", "in_process", "shipped"
CHOICES = (AUTO, IN_PROCESS, SHIPPED)
VARIABLE = "vox_execution"
ENVIRONMENT = "VOXIMPLANT_EXECUTION"


@dataclasses.dataclass(frozen=True)
class Circumstances:
    """The facts that decide where a module runs.

    :arg requested: one of C(CHOICES)
    :arg origin: the variable that requests it, for messages
    :arg connection: the kind of the task's connection
    :arg user: the user that the task becomes, if any
    :arg interpreter: the Python interpreter configured for modules, or a value such as C(auto)
    """

    requested: str
    connection: str
    is_async: bool = False
    user: t.Optional[str] = None
    interpreter: str = AUTO
    has_requests: bool = True
    origin: str = VARIABLE

    def allow_in_process(self) -> bool:
        """Return whether this process has the machine, the user and the Python that the task asks for."""
        return (
            self.connection == "local"
            and not self.is_async
            and self.user in (None, _own_name())
            and (self.interpreter.startswith(AUTO) or _is_this_python(self.interpreter))
            and self.has_requests
        )


def _own_name() -> t.Optional[str]:
    """Return the name of this process's user; in a container, it may have none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return None


def runs_here(circumstances: Circumstances) -> bool:
    """Return whether to run the module in this process; an explicit request takes precedence."""
    requested, origin = circumstances.requested, circumstances.origin
    if requested not in CHOICES:
        raise failure(f"{origin} is {requested!r}. Set it to one of {', '.join(CHOICES)}.")
    if requested == IN_PROCESS and circumstances.is_async:
        raise failure(
            f"{origin} is {IN_PROCESS}, but tasks with async cannot run in the controller's process. "
            f"Set it to {AUTO} or {SHIPPED}."
        )
    return requested == IN_PROCESS or (requested == AUTO and circumstances.allow_in_process())


def _is_this_python(interpreter: str) -> bool:
    """Return whether a path is the controller's Python; a link from another directory may see other packages."""
    given, own = (
        (os.path.realpath(os.path.dirname(path)), os.path.realpath(path)) for path in (interpreter, sys.executable)
    )
    return given == own


class ModuleAction(InProcessAction):
    """Base of actions that run a module in this process if that makes no difference, and ship it otherwise.

    :cvar main: the module's main function
    """

    _supports_async = True
    _is_here = False
    main: t.ClassVar[Main]

    def produce(self, task_vars: Variables) -> Result:
        """Return the result of the task."""
        self._is_here = runs_here(self._circumstances(task_vars))
        if self._is_here:
            return self.run_here(type(self).main, task_vars, self.arguments())
        absolute_path_variables(os.environ)  # of this worker, which runs no other task
        return t.cast(
            Result,
            self._execute_module(
                module_args=self.arguments(), task_vars=task_vars, wrap_async=bool(self._task.async_val)
            ),
        )

    def runs_on_controller(self) -> bool:
        """Return whether the module runs on this machine, here or in a process of its own."""
        return self._is_here or self._connection.transport == "local"

    def _compute_environment_string(self, raw_environment_out: t.Optional[t.Dict[str, t.Any]] = None) -> str:
        """Return the task's environment for a shell, with absolute paths if the module runs on this machine."""
        variables: t.Dict[str, t.Any] = {}
        super()._compute_environment_string(variables)
        if self.runs_on_controller():
            variables = {name: str(value) for name, value in variables.items()}
            absolute_path_variables(variables)
        if raw_environment_out is not None:
            raw_environment_out.update(variables)
        return t.cast(str, self._connection._shell.env_prefix(**variables))

    def _circumstances(self, task_vars: Variables) -> Circumstances:
        delegated = task_vars.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        variables = {**task_vars, **delegated}
        become = self._connection.become
        variable = self._templar.template(variables.get(VARIABLE))
        interpreter = constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
        return Circumstances(
            requested=variable or os.environ.get(ENVIRONMENT, "").strip() or AUTO,
            connection=self._connection.transport,
            is_async=bool(self._task.async_val),
            user=None if become is None else self.get_become_option("become_user", "root"),
            interpreter=self._templar.template(interpreter),
            has_requests=REQUESTS.is_usable,
            origin=VARIABLE if variable else ENVIRONMENT,
        )
