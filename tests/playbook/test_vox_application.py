# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_application through ansible-playbook: every change in check mode, for real, and again."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness import transitions
from harness.transitions import Transition

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.measured]

TRANSITIONS = (
    Transition("new", {"application_name": "night"}, ("AddApplication",)),
    Transition("new with a setting", {"name": "vault", "secure_record_storage": True}, ("AddApplication",)),
    Transition("other setting", {"name": "night", "secure_record_storage": True}, ("SetApplicationInfo",)),
    Transition("rename by id", {"application_id": "{{ sales }}", "name": "orders"}, ("SetApplicationInfo",)),
    Transition(
        "rename by the previous name",
        {"name": "late", "renamed_from": "night", "secure_record_storage": False},
        ("SetApplicationInfo",),
    ),
    Transition("by the full name", {"name": "late.demoaccount.voximplant.com"}),
    Transition("gone", {"name": "late", "state": "absent"}, ("DelApplication",)),
    Transition("gone before", {"name": "no-such", "state": "absent"}),
    Transition("gone with its rules", {"name": "support", "state": "absent", "force": True}, ("DelApplication",)),
)
REFUSED = {
    "has rules": ({"name": "orders", "state": "absent"}, "rule orders (id"),
    "has a secret and a user": (
        {"name": "vault", "state": "absent"},
        ", user guard (id ",
    ),
    "both names exist": ({"name": "orders", "renamed_from": "vault"}, "exist, and renamed_from names the second."),
    "name is taken": ({"application_id": "{{ sales }}", "name": "vault"}, "Cannot rename application orders"),
    "name is wrong": ({"name": "Sales Team"}, "application_name 'Sales Team'"),
    "name is empty": ({"name": ""}, "application_name is empty"),
    "id is unknown": ({"application_id": 4242, "name": "other"}, "no application with the ID 4242"),
    "id has another name": (
        {"application_id": "{{ sales }}", "name": "vault", "state": "absent"},
        "is not named 'vault' and is not deleted.",
    ),
}


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    vault = {"application_name": "vault"}
    filled = [
        {"voximplant.platform.vox_secret": {**vault, "secret_name": "KEY", "secret_value": "value-of-the-vault"}},
        {"voximplant.platform.vox_user": {**vault, "user_name": "guard", "user_password": "Password-of-1-guard"}},
    ]
    return controller.run(
        [
            *transitions.tasks("vox_application", TRANSITIONS),
            *filled,
            *transitions.refused_tasks("vox_application", REFUSED),
        ],
        vars=dataclasses.asdict(world),
    )


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_application_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("name", REFUSED)
def test_application_when_it_cannot_be_then_the_task_says_why_and_writes_nothing(
    run: Run, name: str, check: bool
) -> None:
    transitions.check_refused(run, f"{name} {check}", REFUSED[name][1])


def test_application_when_renamed_then_it_keeps_its_id_and_its_rules(
    run: Run, emulator: Emulator, world: World
) -> None:
    assert run["rename by id: again"].status == "ok"
    by_id = {found["application_id"]: found for found in emulator.state()["applications"]}
    assert by_id[world.sales]["application_name"] == "orders"
    assert [rule["rule_name"] for rule in by_id[world.sales]["rules"]] == ["orders"]
    assert sorted(found["application_name"] for found in by_id.values()) == ["orders", "vault"]


def test_application_when_deleted_with_rules_then_the_diff_names_them(run: Run) -> None:
    (shown,) = run["gone with its rules: check"].result["diff"]
    assert [line for line in shown["before"].splitlines() if "rule inbound" in line]
    assert shown["after"] == ""
