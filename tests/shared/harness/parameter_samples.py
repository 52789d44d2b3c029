# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that between them send every parameter of the API methods for applications, rules, scenarios and sessions."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from .accounts import World
    from .plays import Json

START = (
    "rule_id rule_name user_id user_name application_id application_name script_custom_data reference_ip"
    " server_location"
)


@dataclasses.dataclass(frozen=True)
class Sample:
    """A task, and the values that arrive: by method, parameter of the table, and option that they come from."""

    module: str
    options: Json
    arrives: dict[tuple[str, str, str], object]

    @property
    def name(self) -> str:
        return f"{self.module} {self.options}"


def scenario_samples(world: World, own: int) -> list[Sample]:
    """Tasks that create, find, edit and bind scenarios; `own` is the scenario `own` of the application `support`."""
    add, change, bind, get = "AddScenario", "SetScenarioInfo", "BindScenario", "GetScenarios"
    by_name = {"application_name": "support", "rule_name": "spare"}
    token = {"__CALLER__": "+12025550100"}
    text = "// ¡Hola! 📞\r\n  "
    return [
        Sample(
            "vox_scenario",
            {
                "scenario_name": "queue",
                "scenario_script": text,
                "rule_id": world.spare,
                "application_id": world.support,
                "rewrite": True,
            },
            {
                (add, "scenario_name", "scenario_name"): "queue",
                (add, "scenario_script", "scenario_script"): text,
                (add, "rule_id", "rule_id"): world.spare,
                (add, "application_id", "application_id"): world.support,
                (add, "rewrite", "rewrite"): "true",
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "ivr", "src": "ivr.js", **by_name},
            {
                (add, "scenario_script", "src"): "// ivr\r\n",
                (add, "rule_name", "rule_name"): world.spare,
                (add, "application_name", "application_name"): world.support,
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "caller", "scenario_script": "call(__CALLER__)", "substitutions": token},
            {(add, "scenario_script", "substitutions"): "call(+12025550100)"},
        ),
        Sample("vox_scenario", {"scenario_name": "menu"}, {(get, "scenario_name", "scenario_name"): "menu"}),
        Sample(
            "vox_scenario",
            {"scenario_id": world.menu, "scenario_name": "main_menu", "scenario_script": text},
            {
                (get, "scenario_id", "scenario_id"): world.menu,
                (change, "scenario_id", "scenario_id"): world.menu,
                (change, "scenario_name", "scenario_name"): "main_menu",
                (change, "scenario_script", "scenario_script"): text,
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "voicemail", "src": "ivr.js"},
            {
                (change, "required_scenario_name", "scenario_name"): world.voicemail,
                (change, "scenario_script", "src"): "// ivr\r\n",
            },
        ),
        Sample(
            "vox_scenario",
            {
                "scenario_name": "mailbox",
                "renamed_from": "voicemail",
                "scenario_script": "__CALLER__",
                "substitutions": token,
            },
            {
                (change, "required_scenario_name", "renamed_from"): world.voicemail,
                (change, "scenario_script", "substitutions"): "+12025550100",
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_id": world.common, "rule_id": world.spare},
            {(bind, "scenario_id", "scenario_id"): world.common, (bind, "rule_id", "rule_id"): world.spare},
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "own", **by_name},
            {(bind, "scenario_name", "scenario_name"): own, (bind, "rule_name", "rule_name"): world.spare},
        ),
    ]


def info_samples(world: World) -> list[Sample]:
    """Tasks that read scenarios."""
    get = "GetScenarios"
    return [
        Sample(
            "vox_scenario_info",
            {"scenario_id": world.common, "with_script": True},
            {(get, "scenario_id", "scenario_id"): world.common, (get, "with_script", "with_script"): "true"},
        ),
        Sample(
            "vox_scenario_info",
            {"application_id": world.sales, "limit": 7, "offset": 1},
            {
                (get, "application_id", "application_id"): world.sales,
                (get, "count", "limit"): 7,
                (get, "offset", "offset"): 1,
            },
        ),
        Sample(
            "vox_scenario_info",
            {"application_name": "sales"},
            {(get, "application_name", "application_name"): world.sales},
        ),
    ]


def rule_samples(world: World) -> list[Sample]:
    """Tasks that bind scenarios to rules, and put them in order."""
    bind, order = "BindScenario", "ReorderScenarios"
    meeting = {"application_name": "support", "rule_name": "meeting"}
    inbound = {"application_name": "support", "rule_name": "inbound"}
    return [
        Sample(
            "vox_scenario_order",
            {"rule_id": world.inbound, "scenario_ids": [world.voicemail]},
            {
                (order, "rule_id", "rule_id"): world.inbound,
                (order, "scenario_id", "scenario_ids"): f"{world.voicemail};{world.common};{world.menu}",
            },
        ),
        Sample(
            "vox_scenario_order",
            {**inbound, "scenarios": ["main_menu"]},
            {
                (order, "rule_name", "rule_name"): world.inbound,
                (order, "scenario_id", "scenarios"): f"{world.menu};{world.voicemail};{world.common}",
            },
        ),
        Sample(
            "vox_scenario_binding",
            {
                "rule_id": world.meeting,
                "application_id": world.support,
                "scenario_ids": [world.loose, world.common],
                "state": "present",
            },
            {
                (bind, "scenario_id", "scenario_ids"): world.loose,
                (bind, "rule_id", "rule_id"): world.meeting,
                (bind, "application_id", "application_id"): world.support,
                (bind, "bind", "state"): "true",
            },
        ),
        Sample(
            "vox_scenario_binding",
            {**meeting, "scenarios": ["main_menu", "mailbox"]},
            {
                (bind, "scenario_name", "scenarios"): f"{world.menu};{world.voicemail}",
                (bind, "rule_name", "rule_name"): world.meeting,
                (bind, "application_name", "application_name"): world.support,
            },
        ),
        Sample(
            "vox_scenario_binding",
            {**meeting, "scenarios": ["loose"], "exclusive": True},
            {(bind, "bind", "exclusive"): "false"},
        ),
    ]


def session_samples(world: World, anna: int) -> list[Sample]:
    """Tasks that start sessions and conferences; `anna` is a user of the application `support`."""
    samples = []
    kinds = (("StartScenarios", "inbound", world.inbound, None), ("StartConference", "meeting", world.meeting, "daily"))
    for method, rule_name, rule_id, conference in kinds:
        named = {} if conference is None else {"conference_name": conference}
        by_id = {
            "rule_id": rule_id,
            "application_id": world.support,
            "user_id": anna,
            "script_custom_data": {"callers": ["+12025550100", "Zoë"]},
            "reference_ip": "192.0.2.7",
            "server_location": "eu-west",
            **named,
        }
        by_name = {"rule_name": rule_name, "application_name": "support", "user_name": "anna", **named}
        compact = {"script_custom_data": '{"callers":["+12025550100","Zoë"]}'}
        ids = {"rule_name": rule_id, "application_name": world.support, "user_name": "anna"}
        samples += [
            Sample("vox_session", by_id, {(method, name, name): value for name, value in {**by_id, **compact}.items()}),
            Sample("vox_session", by_name, {(method, name, name): value for name, value in ids.items()}),
        ]
    return samples


def delete_samples(world: World) -> list[Sample]:
    """Tasks that delete scenarios."""
    delete = "DelScenario"
    return [
        Sample(
            "vox_scenario",
            {"scenario_id": world.menu, "state": "absent", "force": True},
            {(delete, "scenario_id", "scenario_id"): world.menu, ("BindScenario", "bind", "force"): "false"},
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "mailbox", "state": "absent", "force": True},
            {(delete, "scenario_name", "scenario_name"): world.voicemail},
        ),
    ]
