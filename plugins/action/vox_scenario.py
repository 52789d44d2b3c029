# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads C(src) on the controller, and hands the module its text."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail

from ..modules import vox_scenario
from ..plugin_utils._controller.execution import ModuleAction
from ..plugin_utils._controller.files import read_text

SCRIPT_OPTIONS = ("scenario_script", "script")


class ActionModule(ModuleAction):
    """Runs the module with the text in the place of the file's name."""

    main = staticmethod(vox_scenario.main)

    def arguments(self) -> t.Dict[str, t.Any]:
        """The task's arguments, with the text of C(src)."""
        arguments = super().arguments()
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
        return arguments
