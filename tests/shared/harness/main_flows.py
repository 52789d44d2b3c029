# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The main flow of every module: a task that reads, and changes something if the module can."""

from __future__ import annotations

import dataclasses
import pathlib
import typing as t

from .accounts import World, fill

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

Json = dict[str, t.Any]
# vox_restore reads the rows that vox_sync reads, and waits for 5 seconds each time. vox_validate calls nothing.
ELSEWHERE = {"vox_restore", "vox_validate"}
MODULES = sorted(
    {path.stem for path in (pathlib.Path(__file__).resolve().parents[3] / "plugins" / "modules").glob("vox_*.py")}
    - ELSEWHERE
)


@dataclasses.dataclass(frozen=True)
class MainFlow:
    """A module with options; the text `{name}` in them stands for an id of the account, or for a folder."""

    name: str
    module: str
    options: Json

    def __str__(self) -> str:
        return self.name

    def filled(self, account: Account) -> Json:
        """The options for an account."""
        filled: Json = _filled(self.options, account.values)
        return filled


@dataclasses.dataclass(frozen=True)
class Account:
    """An account of the emulator that every flow can work on."""

    world: World
    values: dict[str, t.Any]


SECRET_VALUE, USER_PASSWORD = "a-Value-of-4711", "a-Password-of-0815"
FLOWS = (
    MainFlow("application", "vox_application", {"application_name": "fresh"}),
    MainFlow("application_info", "vox_application_info", {"with_rules": True}),
    MainFlow("export", "vox_export", {"dest": "{folder}"}),
    MainFlow(
        "phone_number",
        "vox_phone_number",
        {"phone_number": "12025550100", "application_name": "support", "rule_name": "inbound", "sms_enabled": True},
    ),
    MainFlow("phone_number_info", "vox_phone_number_info", {"bound": False}),
    MainFlow(
        "rule",
        "vox_rule",
        {"application_name": "support", "rule_name": "spare", "scenarios": ["menu"], "position": "first"},
    ),
    MainFlow("rule_info", "vox_rule_info", {"application_name": "support"}),
    MainFlow(
        "scenario", "vox_scenario", {"scenario_name": "menu", "scenario_script": "// more\n", "rule_id": "{spare}"}
    ),
    MainFlow("new_scenario", "vox_scenario", {"scenario_name": "fresh", "scenario_script": "// fresh\n"}),
    MainFlow("binding", "vox_scenario_binding", {"rule_id": "{spare}", "scenarios": ["menu", "common"]}),
    MainFlow("scenario_info", "vox_scenario_info", {"with_script": True}),
    MainFlow("order", "vox_scenario_order", {"rule_id": "{inbound}", "scenarios": ["voicemail"]}),
    MainFlow(
        "secret",
        "vox_secret",
        {"application_name": "support", "secret_name": "CRM_KEY", "secret_value": SECRET_VALUE},
    ),
    MainFlow("secret_info", "vox_secret_info", {"application_name": "support"}),
    MainFlow("session", "vox_session", {"rule_id": "{inbound}"}),
    MainFlow("conference", "vox_session", {"rule_id": "{meeting}", "conference_name": "standup"}),
    MainFlow("session_info", "vox_session_info", {"call_session_history_id": "{session}"}),
    MainFlow(
        "sync",
        "vox_sync",
        {
            "scenarios": [
                {"name": "menu", "script": "// more\n"},
                {"name": "fresh", "script": "// fresh\n"},
                {"name": "common"},
            ],
            "applications": [{"name": "support", "rules": [{"name": "inbound", "scenarios": ["menu", "common"]}]}],
        },
    ),
    MainFlow(
        "user",
        "vox_user",
        {"application_name": "support", "user_name": "anna", "user_password": USER_PASSWORD},
    ),
    MainFlow("user_info", "vox_user_info", {"application_name": "support"}),
)


def refill(emulator: Emulator, folder: pathlib.Path) -> Account:
    """Empty the emulator, and fill it with an account in which a session runs."""
    emulator.reset()
    world = fill(emulator)
    session = emulator.call("StartScenarios", rule_id=world.inbound)["call_session_history_id"]
    emulator.add_phone_numbers("12025550100")
    emulator.clear_journal()
    return Account(world, {**dataclasses.asdict(world), "session": session, "folder": folder})


def _filled(value: t.Any, values: dict[str, t.Any]) -> t.Any:
    if isinstance(value, dict):
        return {name: _filled(part, values) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, values) for part in value]
    if isinstance(value, str) and value.startswith("{"):
        return value.format_map(values)
    return value
