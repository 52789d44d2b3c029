# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_scenario_order through ansible-playbook: every change in check mode, for real, and again."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness import transitions
from harness.accounts import World, rules
from harness.transitions import Transition

if t.TYPE_CHECKING:
    from harness.plays import Controller, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.measured]

INBOUND = {"application_name": "support", "rule_name": "inbound"}
REORDER = ("ReorderScenarios",)
TRANSITIONS = (
    Transition("as it is", {**INBOUND, "scenarios": ["common", "menu", "voicemail"]}),
    Transition("its start as it is", {**INBOUND, "scenarios": ["common", "menu"]}),
    Transition("all of them", {**INBOUND, "scenarios": ["voicemail", "menu", "common"]}, REORDER),
    Transition("the last one first", {**INBOUND, "scenarios": ["common"]}, REORDER),
    Transition(
        "two of them by ids",
        {"rule_id": "{{ inbound }}", "scenario_ids": ["{{ menu }}", "{{ common }}"]},
        REORDER,
    ),
)


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    return controller.run(transitions.tasks("vox_scenario_order", TRANSITIONS), vars=dataclasses.asdict(world))


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_order_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all of them", ["voicemail", "menu", "common"]),
        ("the last one first", ["common", "voicemail", "menu"]),
        ("two of them by ids", ["menu", "common", "voicemail"]),
    ],
)
def test_order_when_changed_then_the_complete_set_is_sent(
    run: Run, world: World, name: str, expected: list[str]
) -> None:
    (call,) = (call for call in run[f"{name}: real"].calls if call["write"])
    ids = ";".join(str(getattr(world, scenario)) for scenario in expected)
    assert call["params"] == {"rule_id": str(world.inbound), "scenario_id": ids}
    for step in ("check", "real"):
        bound = run[f"{name}: {step}"].result["rule"]["scenarios"]
        assert [scenario["scenario_name"] for scenario in bound] == expected


def test_order_when_all_is_done_then_the_platform_has_it(run: Run, emulator: Emulator, world: World) -> None:
    assert run.returncode == 0
    assert rules(emulator)["inbound"] == [world.menu, world.common, world.voicemail]


def test_order_when_changed_then_diff_shows_ordered_names(run: Run) -> None:
    (shown,) = run["all of them: check"].result["diff"]
    assert (shown["before"], shown["after"]) == ("common\nmenu\nvoicemail\n", "voicemail\nmenu\ncommon\n")


def test_order_when_unchanged_by_ids_then_one_read(run: Run) -> None:
    assert run["two of them by ids: again"].reads == ["GetRules"]
