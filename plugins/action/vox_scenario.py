# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read C(src) on the controller, validate the script there, and hand the script to the module."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail

from ..module_utils._api.errors import InputError
from ..module_utils._objects.script import substitute
from ..modules import vox_scenario
from ..plugin_utils._controller.conversion import as_mapping
from ..plugin_utils._controller.execution import ModuleAction
from ..plugin_utils._controller.files import failure, read_text
from ..plugin_utils._controller.texts import check_script
from ..plugin_utils._validate.command import check_command, run_validator

Arguments = t.Dict[str, t.Any]

SCRIPT_OPTIONS = ("scenario_script", "script")
NAME_OPTIONS = ("scenario_name", "name", "scenario_id")


class ActionModule(ModuleAction):
    """Runs the module with a script in place of the name of a file."""

    main = staticmethod(vox_scenario.main)

    def arguments(self) -> Arguments:
        """Return the task's arguments, with the script of C(src), after the script was validated."""
        arguments = super().arguments()
        given = [option for option in SCRIPT_OPTIONS if arguments.get(option) is not None]
        for option in given:
            check_script(option, arguments[option])
        if arguments.get("src") is not None:
            if given:
                raise AnsibleActionFail(f"parameters are mutually exclusive: {given[0]}|src")
            arguments["scenario_script"] = read_text(self, "src", arguments.pop("src"))
        _validate(arguments.pop("validate", None), arguments)
        return arguments


def _validate(command: t.Any, arguments: Arguments) -> None:
    """Run the command of the user on the script as it would be sent, if there is one.

    :raises AnsibleActionFail: when it fails
    """
    if command is None or command == "":
        return
    command = check_command(command)
    script = next((arguments[option] for option in SCRIPT_OPTIONS if arguments.get(option) is not None), None)
    name = next((str(arguments[option]) for option in NAME_OPTIONS if arguments.get(option) is not None), "")
    if script is None:
        return
    substitutions = as_mapping(arguments.get("substitutions"), "substitutions")
    try:
        script = substitute({name: script}, substitutions)[name]
    except InputError:  # the module says so, before it reads anything
        return
    try:
        run_validator(command, name, script)
    except InputError as error:
        raise failure(str(error)) from None
