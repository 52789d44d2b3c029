# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_scenario through ansible-playbook: every change in check mode, for real, and again."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness import transitions
from harness.accounts import World, rules, scenarios, texts
from harness.transitions import Transition

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.every_core, pytest.mark.measured]

ADD, SET, BIND, DELETE = "AddScenario", "SetScenarioInfo", "BindScenario", "DelScenario"
SUPPORT = {"application_name": "support"}
SUPPORT_ID = {"application_id": "{{ support }}"}
SPARE = {**SUPPORT, "rule_name": "spare"}
TRANSITIONS = (
    Transition("create", {"scenario_name": "ivr", "scenario_script": "// ivr\n"}, (ADD,)),
    Transition("create empty", {"name": "empty"}, (ADD,)),
    Transition("give it a text", {"name": "empty", "script": "// no longer\n"}, (SET,)),
    Transition("edit", {"scenario_name": "ivr", "scenario_script": "// ivr\n// edited\n"}, (SET,)),
    Transition("leave the text alone", {"scenario_name": "ivr"}),
    Transition("rename", {"scenario_name": "ivr_2", "renamed_from": "ivr"}, (SET,)),
    Transition(
        "rename and edit",
        {"scenario_name": "ivr_3", "renamed_from": "ivr_2", "scenario_script": "// three\n"},
        (SET,),
    ),
    Transition("rename by id", {"scenario_id": "{{ loose }}", "scenario_name": "tight"}, (SET,)),
    Transition("edit by id", {"scenario_id": "{{ loose }}", "scenario_script": "// tight\n"}, (SET,)),
    Transition(
        "rename and edit by id",
        {"scenario_id": "{{ loose }}", "scenario_name": "tied", "scenario_script": "// tied\n"},
        (SET,),
    ),
    Transition("bind by rule id", {"scenario_name": "ivr_3", "rule_id": "{{ spare }}"}, (BIND,)),
    Transition("edit and bind", {"name": "empty", "script": "// bound\n", "rule_id": "{{ spare }}"}, (SET, BIND)),
    Transition("create with a rule", {"name": "ruled", "script": "// ruled\n", "rule_id": "{{ spare }}"}, (ADD,)),
    Transition("create in an application", {"name": "scoped", "script": "// scoped\n", **SUPPORT}, (ADD,)),
    Transition("create in an application with a rule", {"name": "own", **SPARE}, (ADD,)),
    Transition("bind by rule name", {"name": "scoped", "rule_name": "inbound", **SUPPORT_ID}, (BIND,)),
    Transition("edit in an application", {"name": "scoped", "script": "// edited\n", **SUPPORT}, (SET,)),
    Transition("edit where it is", {"name": "own", "script": "// found anywhere\n"}, (SET,)),
    Transition(
        "substitute",
        {
            "name": "filled",
            "script": "const a = '__A__', b = '__B__';\n",
            "substitutions": {"__A__": "__B__", "__B__": 7},
        },
        (ADD,),
    ),
    Transition("kept in another form", {"name": "kept", "script": "\ufeff// kept\r\n// so\r\n\r\n"}),
    Transition("white space at the end is no change", {"name": "kept", "script": "// kept\n// so \n"}),
    Transition("white space elsewhere is", {"name": "kept", "script": "// kept \n// so"}, (SET,)),
    Transition("create or overwrite", {"name": "forced", "script": "// forced\n", "rewrite": True}, (ADD,)),
    Transition("delete", {"scenario_name": "doomed", "state": "absent"}, (DELETE,)),
    Transition("delete by id", {"scenario_id": "{{ doomed_id }}", "state": "absent"}, (DELETE,)),
    Transition("delete what is gone", {"scenario_name": "no_such", "state": "absent"}),
    Transition(
        "delete what two rules run", {"scenario_name": "common", "state": "absent", "force": True}, (BIND, BIND, DELETE)
    ),
)


@dataclasses.dataclass(frozen=True)
class Played:
    """The play, and the account as it left it."""

    run: Run
    world: World
    scenarios: dict[str, Json]
    texts: dict[str, str]
    rules: dict[str, list[int]]


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    emulator = controller.emulator
    emulator.call(ADD, scenario_name="kept", scenario_script="// kept\n// so")
    emulator.call(ADD, scenario_name="doomed")
    doomed_id = emulator.call(ADD, scenario_name="doomed_too")["scenario_id"]
    known = {**dataclasses.asdict(world), "doomed_id": doomed_id}
    return controller.run(transitions.tasks("vox_scenario", TRANSITIONS), vars=known)


@pytest.fixture(scope="module")
def played(run: Run, emulator: Emulator, world: World) -> Played:
    return Played(run, world, scenarios(emulator), texts(emulator), rules(emulator))


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_scenario_when_declared_then_check_foretells_and_again_rests(played: Played, transition: Transition) -> None:
    transitions.check(played.run, transition)


def test_scenario_when_all_is_done_then_texts_are_what_was_declared(played: Played) -> None:
    assert played.texts == {
        "menu": "// menu\n",
        "voicemail": "// voicemail\n",
        "foreign": "",
        "ivr_3": "// three\n",
        "empty": "// bound\n",
        "tied": "// tied\n",
        "ruled": "// ruled\n",
        "scoped": "// edited\n",
        "own": "// found anywhere\n",
        "filled": "const a = '__B__', b = '7';\n",
        "kept": "// kept \n// so",
        "forced": "// forced\n",
    }


def test_scenario_when_all_is_done_then_rules_run_what_was_declared(played: Played) -> None:
    ids = {name: row["scenario_id"] for name, row in played.scenarios.items()}
    assert played.rules == {
        "inbound": [ids["menu"], ids["voicemail"], ids["scoped"]],
        "spare": [ids["ivr_3"], ids["empty"], ids["ruled"], ids["own"]],
        "meeting": [],
        "orders": [],
    }


@pytest.mark.parametrize(
    ("name", "scope"), [("ivr_3", None), ("scoped", "support"), ("own", "support"), ("foreign", "sales")]
)
def test_scenario_when_created_then_it_is_in_the_declared_scope(played: Played, name: str, scope: str | None) -> None:
    expected = None if scope is None else getattr(played.world, scope)
    assert played.scenarios[name]["application_id"] == expected


def test_scenario_when_renamed_then_its_id_stays(played: Played) -> None:
    created, renamed = (played.run[f"{name}: real"].result["scenario"] for name in ("create", "rename and edit"))
    assert renamed["scenario_id"] == created["scenario_id"] == played.scenarios["ivr_3"]["scenario_id"]


def test_scenario_when_created_then_only_the_real_run_knows_what_was_assigned(played: Played) -> None:
    checked, done = (played.run[f"create: {step}"].result["scenario"] for step in ("check", "real"))
    assert checked == {"scenario_id": None, "scenario_name": "ivr", "modified": None}
    assert done == {**checked, "scenario_id": done["scenario_id"], "modified": done["modified"]}
    assert isinstance(done["scenario_id"], int)
    assert done["modified"]


def test_scenario_when_the_application_is_named_then_its_id_is_returned(played: Played) -> None:
    assert played.run["create in an application: check"].result["scenario"]["application_id"] == played.world.support


@pytest.mark.parametrize("name", ["delete", "delete by id", "delete what is gone", "delete what two rules run"])
def test_scenario_when_absent_then_null_is_returned(played: Played, name: str) -> None:
    assert played.run[f"{name}: real"].result["scenario"] is None


@pytest.mark.parametrize(("name", "normalized"), [("kept in another form", True), ("edit", False), ("create", False)])
def test_scenario_when_compared_then_normalized_says_how(played: Played, name: str, normalized: bool) -> None:
    assert played.run[f"{name}: real"].result["normalized"] is normalized


def test_scenario_when_edited_then_diff_shows_both_texts(played: Played) -> None:
    (shown,) = played.run["edit: check"].result["diff"]
    assert (shown["before"], shown["after"]) == ("// ivr\n", "// ivr\n// edited\n")
    assert shown["before_header"] == f"scenario ivr (id {played.scenarios['ivr_3']['scenario_id']})"
    assert "+// edited\n" in played.run.output


def test_scenario_when_deleted_by_force_then_operations_name_each_rule(played: Played) -> None:
    operations = played.run["delete what two rules run: check"].result["operations"]
    assert [(operation["action"], operation["object"], operation["name"]) for operation in operations] == [
        ("unbind", "rule", "inbound"),
        ("unbind", "rule", "meeting"),
        ("delete", "scenario", "common"),
    ]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("create", {"scenario_name": "ivr", "scenario_script": "// ivr\n"}),
        ("create empty", {"scenario_name": "empty"}),
        ("create or overwrite", {"scenario_name": "forced", "scenario_script": "// forced\n", "rewrite": "true"}),
    ],
)
def test_scenario_when_created_then_only_what_was_declared_is_sent(played: Played, name: str, sent: Json) -> None:
    (call,) = (call for call in played.run[f"{name}: real"].calls if call["write"])
    assert call["params"] == sent


def test_scenario_when_only_the_name_differs_then_no_text_is_sent(played: Played) -> None:
    (call,) = (call for call in played.run["rename: real"].calls if call["write"])
    assert set(call["params"]) == {"scenario_id", "scenario_name"}


def test_every_scenario_when_deleted_by_force_then_each_is_named(controller: Controller, played: Played) -> None:
    every = Transition(
        "delete all",
        {"scenario_id": "all", "state": "absent", "force": True},
        (BIND,) * 2 + (DELETE,) * len(played.scenarios),
    )
    run = controller.run(transitions.tasks("vox_scenario", [every]))
    transitions.check(run, every)
    operations = run["delete all: real"].result["operations"]
    assert {operation["name"] for operation in operations if operation["action"] == "delete"} == set(played.scenarios)
    assert "all" not in {call["params"].get("scenario_id") for call in run["delete all: real"].calls}
    assert scenarios(controller.emulator) == {}
