# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads C(src) on the controller, and hands the module its text."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ..plugin_utils._controller_files import read_text

SCRIPT_OPTIONS = ("scenario_script", "script")


class ActionModule(ActionBase):  # type: ignore[misc]  # ansible-core carries no type hints
    """Runs the module with the text in the place of the file's name."""

    _supports_check_mode = True
    _supports_async = True

    def run(self, tmp: t.Optional[str] = None, task_vars: t.Optional[t.Dict[str, t.Any]] = None) -> t.Dict[str, t.Any]:
        """Run the action."""
        super().run(tmp, task_vars)
        arguments = dict(self._task.args)
        given = [option for option in SCRIPT_OPTIONS if arguments.get(option) is not None]
        for option in given:
            if not isinstance(arguments[option], str):
                raise AnsibleActionFail(
                    f"{option} is not text but {type(arguments[option]).__name__}: a template has made "
                    "something else of it. Give the text as a file with src."
                )
        if arguments.get("src") is not None:
            if given:
                raise AnsibleActionFail(f"parameters are mutually exclusive: {given[0]}|src")
            arguments["scenario_script"] = read_text(self, "src", arguments.pop("src"))
        return t.cast(
            t.Dict[str, t.Any],
            self._execute_module(
                module_name="voximplant.platform.vox_scenario",
                module_args=arguments,
                task_vars=task_vars,
                wrap_async=bool(self._task.async_val),
            ),
        )
