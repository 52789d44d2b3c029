# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_scenario_binding through ansible-playbook: every change in check mode, for real, and again."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness import transitions
from harness.accounts import rules
from harness.transitions import Transition

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.measured]

SPARE = {"application_name": "support", "rule_name": "spare"}
TRANSITIONS = (
    Transition("bind the first", {**SPARE, "scenarios": ["common"]}, ("BindScenario",)),
    Transition("bind two more", {**SPARE, "scenarios": ["voicemail", "menu", "common"]}, ("BindScenario",)),
    Transition("the same in another order", {**SPARE, "scenarios": ["menu", "common", "voicemail"]}),
    Transition("unbind one", {**SPARE, "scenarios": ["common"], "state": "absent"}, ("BindScenario",)),
    Transition("unbind what does not exist", {**SPARE, "scenarios": ["no_such"], "state": "absent"}),
    Transition(
        "exactly two", {**SPARE, "scenarios": ["common", "menu"], "exclusive": True}, ("BindScenario", "BindScenario")
    ),
    Transition("exactly one of them", {**SPARE, "scenarios": ["menu"], "exclusive": True}, ("BindScenario",)),
    Transition("exactly none", {**SPARE, "scenarios": [], "exclusive": True}, ("BindScenario",)),
    Transition(
        "own scenario by the full name of the application",
        {"application_name": "sales.demoaccount.voximplant.com", "rule_name": "orders", "scenarios": ["foreign"]},
        ("BindScenario",),
    ),
    Transition(
        "bind by ids",
        {"rule_id": "{{ meeting }}", "scenario_ids": ["{{ loose }}", "{{ common }}"]},
        ("BindScenario",),
    ),
)


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    return controller.run(transitions.tasks("vox_scenario_binding", TRANSITIONS), vars=dataclasses.asdict(world))


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_binding_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


def test_binding_when_all_is_done_then_rules_run_what_was_declared(run: Run, emulator: Emulator, world: World) -> None:
    assert run["bind by ids: again"].status == "ok"
    assert rules(emulator) == {
        "inbound": [world.common, world.menu, world.voicemail],
        "spare": [],
        "meeting": [world.common, world.loose],
        "orders": [world.foreign],
    }


def test_binding_when_exclusive_then_it_unbinds_first(run: Run) -> None:
    calls = [call for call in run["exactly two: real"].calls if call["write"]]
    assert [call["params"]["bind"] for call in calls] == ["false", "true"]


def test_binding_when_changed_then_diff_shows_ordered_names(run: Run, world: World) -> None:
    (shown,) = run["bind two more: check"].result["diff"]
    assert shown["before"] == "common\n"
    assert shown["after"] == "common\nvoicemail\nmenu\n"
    assert shown["before_header"] == shown["after_header"] == f"scenarios of rule spare (id {world.spare})"


@pytest.mark.parametrize("step", ["check", "real"])
def test_binding_when_changed_then_rule_is_returned_in_running_order(run: Run, world: World, step: str) -> None:
    rule = run[f"bind two more: {step}"].result["rule"]
    assert (rule["rule_id"], rule["application_id"]) == (world.spare, world.support)
    assert [bound["scenario_name"] for bound in rule["scenarios"]] == ["common", "voicemail", "menu"]


def test_binding_when_unchanged_by_ids_then_one_read(run: Run) -> None:
    assert run["bind by ids: again"].reads == ["GetRules"]
