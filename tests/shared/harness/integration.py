# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An integration target as a play against an emulator that runs already, without what is not about the modules."""

from __future__ import annotations

import shutil
import typing as t

import yaml

from .plays import HERE, Run

if t.TYPE_CHECKING:
    import pathlib

    from voximplant_emulator import Emulator

    from .accounts import World
    from .plays import Controller, Json

TARGETS = HERE.parent / "integration" / "targets"
SETUP = "setup_emulator"
APPLY = "{{ role_path }}/tasks/apply.yml"


def play(controller: Controller, _world: World) -> Run:
    """Run the target of vox_session_info, the only module without a play of its own, in an account seeded for it."""
    emulator = controller.emulator
    emulator.reset()
    seed(emulator)
    known = ("api_url", "control_url", "control_token", "account_id", "api_key")
    run = controller.run(
        [{"name": "Run the target", "ansible.builtin.include_role": {"name": "vox_session_info"}}],
        ignore_errors=False,
        vars={f"emulator_{option}": getattr(emulator, option) for option in known},
        environment={"ANSIBLE_ROLES_PATH": str(write_roles(controller))},
    )
    lines = (line for line in run.output.splitlines() if '"elapsed"' not in line)
    outcomes = (outcome for outcome in run.outcomes if "elapsed" not in outcome.result)
    return Run(tuple(outcomes), "\n".join(lines), run.returncode)


def write_roles(controller: Controller) -> pathlib.Path:
    """Copy the targets, with a role in the place of the one that runs an emulator and looks into its journal."""
    roles = controller.folder / "targets"
    shutil.copytree(TARGETS, roles)
    shutil.rmtree(roles / SETUP)
    steps: list[Json] = [
        {
            "name": f"{{{{ transition.name }}}}, {step}",
            "ansible.builtin.include_tasks": APPLY,
            "vars": {"transition_check_mode": step == "check"},
        }
        for step in ("check", "real")
    ]
    for name, tasks in (("main", []), ("stop", []), ("transition", steps)):
        controller.write(f"targets/{SETUP}/tasks/{name}.yml", tasks)
    return roles


def seed(emulator: Emulator) -> None:
    """Give the account the targets' phone numbers, and make the calls that the targets' own seed makes."""
    defaults = yaml.safe_load((TARGETS / SETUP / "defaults" / "main.yml").read_text(encoding="utf-8"))
    emulator.add_phone_numbers(*defaults["setup_emulator_phone_numbers"])
    (task,) = yaml.safe_load((TARGETS / SETUP / "tasks" / "seed.yml").read_text(encoding="utf-8"))
    for call in task["loop"]:
        emulator.call(call["method"], **call["params"])
