# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_user and vox_user_info: every change in check mode, for real, and again; every switch; no password anywhere."""

from __future__ import annotations

import base64
import dataclasses
import json
import typing as t

import pytest

from harness import transitions
from harness.accounts import fill, login
from harness.in_process import run_module
from harness.plays import check_hidden
from harness.transitions import Transition, check_change
from voximplant_emulator.state.switches import CHOICES

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.measured]

MODULE, INFO = "vox_user", "vox_user_info"
ADD, SET, DELETE = "AddUser", "SetUserInfo", "DelUser"
SUPPORT, SALES = {"application_name": "support"}, {"application_name": "sales"}
CARLA = {**SUPPORT, "user_name": "carla"}
FIRST, SECOND, SEEDED = "First-Word-0815", "Second;Word=&4711%41", "Seeded-Word-9999"
WEAK = "weak-weak-word"
PASSWORDS = (FIRST, SECOND, SEEDED, WEAK)
TRANSITIONS = (
    Transition("new", {**CARLA, "user_password": FIRST}, (ADD,)),
    Transition("other password on creation only", {**CARLA, "user_password": SECOND}),
    Transition("nothing", CARLA),
    Transition("display name", {**CARLA, "user_display_name": "Carla ü"}, (SET,)),
    Transition("inactive", {**CARLA, "user_active": False}, (SET,)),
    Transition("own balance", {**CARLA, "parent_accounting": False}, (SET,)),
    Transition("data", {**CARLA, "user_custom_data": '{"desk": 7}'}, (SET,)),
    Transition("no data", {**CARLA, "user_custom_data": ""}, (SET,)),
    Transition(
        "new with everything",
        {
            "application_id": "{{ sales }}",
            "name": "dora",
            "user_password": SECOND,
            "user_display_name": "Dora",
            "user_active": False,
            "parent_accounting": False,
            "user_custom_data": "x",
        },
        (ADD,),
    ),
    Transition(
        "rename with another display name",
        {**SUPPORT, "user_name": "clara", "renamed_from": "carla", "user_display_name": "Clara"},
        (SET,),
    ),
    Transition("gone", {**SUPPORT, "user_name": "clara", "state": "absent"}, (DELETE,)),
    Transition("gone before", {**CARLA, "state": "absent"}),
    Transition("gone below nothing", {"application_name": "no-such", "user_name": "abc", "state": "absent"}),
)
REFUSED = {
    "no password": ({**SUPPORT, "user_name": "fresh"}, "user fresh: A new user needs a password"),
    "empty password": ({**CARLA, "user_password": ""}, "user_password is empty."),
    "empty display name": ({**CARLA, "user_display_name": ""}, "user_display_name is empty."),
    "weak password": ({**SUPPORT, "user_name": "fresh", "user_password": WEAK}, "user_password is too weak"),
    "bad name": ({**SUPPORT, "user_name": "Anna S", "user_password": FIRST}, "user_name 'Anna S' is invalid"),
    "long display name": ({**CARLA, "user_display_name": "x" * 256}, "user_display_name has more than 255 characters."),
    "unknown application": (
        {"application_name": "no-such", "user_name": "abc", "user_password": FIRST},
        "no application named 'no-such'",
    ),
    "unknown application id": ({"application_id": 4711, "user_name": "abc", "user_password": FIRST}, "code 116"),
    "both names exist": ({**SUPPORT, "user_name": "anna", "renamed_from": "bert"}, "renamed_from names the second."),
}
INFOS: dict[str, tuple[Json, list[str], int]] = {
    "all": ({}, ["anna", "bert", "dora"], 3),
    "application": (SUPPORT, ["anna", "bert"], 2),
    "application id": ({"application_id": "{{ sales }}"}, ["dora"], 1),
    "name": ({"user_name": "bert"}, ["bert"], 1),
    "part of a name": ({"user_name": "ber"}, [], 0),
    "part": ({"name_contains": "R"}, ["bert", "dora"], 2),
    "page": ({"limit": 1, "offset": 1}, ["bert"], 3),
}


def add_users(emulator: Emulator, world: World) -> dict[str, int]:
    """Give the application `support` two users, and return their ids."""
    return {
        name: emulator.call(
            ADD, application_id=world.support, user_name=name, user_display_name=name.title(), user_password=SEEDED
        )["user_id"]
        for name in ("anna", "bert")
    }


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests; the passwords come from a file, as from a vault."""
    add_users(controller.emulator, world)
    names = {password: f"password_{number}" for number, password in enumerate(PASSWORDS)}
    file = controller.write("passwords.yml", {name: password for password, name in names.items()})

    def veiled(options: t.Mapping[str, t.Any]) -> Json:
        return {name: f"{{{{ {names[value]} }}}}" if value in names else value for name, value in options.items()}

    refused = {name: (veiled(options), text) for name, (options, text) in REFUSED.items()}
    changes = [dataclasses.replace(found, options=veiled(found.options)) for found in TRANSITIONS]
    infos = [
        {"name": f"info: {name}", f"voximplant.platform.{INFO}": row[0], "check_mode": bool(number % 2)}
        for number, (name, row) in enumerate(INFOS.items())
    ]
    return controller.run(
        [*transitions.tasks(MODULE, changes), *transitions.refused_tasks(MODULE, refused), *infos],
        vars=dataclasses.asdict(world),
        vars_files=[str(controller.folder / "login-1.yml"), str(file)],
    )


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_user_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("name", REFUSED)
def test_user_when_it_cannot_be_then_the_task_says_why_and_writes_nothing(run: Run, name: str, check: bool) -> None:
    transitions.check_refused(run, f"{name} {check}", REFUSED[name][1])


def test_passwords_when_the_play_has_run_then_they_are_nowhere_in_its_output_and_results(run: Run) -> None:
    results = json.dumps([outcome.result for outcome in run.outcomes], ensure_ascii=False)
    check_hidden(PASSWORDS, run.output, results, json.dumps(results))


def test_user_when_written_then_only_the_difference_arrives_by_id(run: Run, world: World) -> None:
    def sent(task: str) -> set[str]:
        (call,) = (call for call in run[task].calls if call["write"])
        assert call["params"].get("user_id", "1").isdecimal()
        return {name for name in call["params"] if name.startswith(("user_", "new_", "parent_", "application"))}

    assert sent("new: real") == {"application_id", "user_name", "user_display_name", "user_password"}
    assert sent("inactive: real") == {"user_id", "user_active"}
    assert sent("rename with another display name: real") == {"user_id", "new_user_name", "user_display_name"}
    assert sent("gone: real") == {"user_id"}
    assert run["new: real"].result["user"]["application_id"] == world.support


def test_user_when_unchanged_then_one_listing_is_read(run: Run) -> None:
    assert run["nothing: again"].reads == ["GetApplications", "GetUsers"]


def test_user_when_all_is_done_then_the_account_has_what_was_declared(
    run: Run, emulator: Emulator, world: World
) -> None:
    assert run["gone: again"].status == "ok"
    names = [row["user_name"] for row in emulator.call("GetUsers", application_id=world.support)["result"]]
    assert names == ["anna", "bert"]
    (dora,) = emulator.call("GetUsers", application_id=world.sales)["result"]
    assert emulator.has_password(dora["user_id"], SECOND)
    shown = (dora["user_display_name"], dora["user_active"], dora["parent_accounting"], dora["user_custom_data"])
    assert shown == ("Dora", False, False, "x")
    assert run["rename with another display name: real"].result["operations"] == [
        {"action": "rename", "object": "user", "name": "clara", "application": "support", "method": SET}
    ]


@pytest.mark.parametrize("name", INFOS)
def test_users_when_selected_then_exactly_those_are_listed(run: Run, name: str) -> None:
    _unused, names, total = INFOS[name]
    found = run[f"info: {name}"].result
    assert [row["user_name"] for row in found["users"]] == names
    assert (found["total_count"], found["changed"]) == (total, False)
    assert not run[f"info: {name}"].writes


def test_password_when_it_is_always_set_then_the_task_is_always_changed(emulator: Emulator) -> None:
    emulator.reset()
    ids = add_users(emulator, fill(emulator))
    options = {**login(emulator), **SUPPORT, "user_name": "anna", "user_password": FIRST, "update_password": "always"}
    emulator.clear_journal()
    checked = run_module(MODULE, options, check_mode=True)
    assert emulator.has_password(ids["anna"], SEEDED)
    assert [run_module(MODULE, options)["changed"] for _number in range(2)] == [True, True]
    assert [call["method"] for call in emulator.journal(write=True)] == [SET, SET]
    assert emulator.has_password(ids["anna"], FIRST)
    (diff,) = checked["diff"]
    assert set(diff["after"].splitlines()) - set(diff["before"].splitlines()) == {"password: changed"}


def test_password_when_the_platform_refuses_the_same_one_then_the_advice_names_the_option(emulator: Emulator) -> None:
    emulator.reset()
    add_users(emulator, fill(emulator))
    emulator.set_switches(reused_password="error")
    options = {**login(emulator), **SUPPORT, "user_name": "anna", "user_password": SEEDED}
    assert not run_module(MODULE, options)["changed"]
    refused = run_module(MODULE, {**options, "update_password": "always"})
    assert (refused["error"]["code"], refused["changed"]) == (535, False)
    assert "set update_password to on_create" in refused["msg"]


def test_user_when_the_name_is_taken_in_the_account_then_the_advice_says_where_to_look(emulator: Emulator) -> None:
    emulator.reset()
    add_users(emulator, fill(emulator))
    emulator.set_switches(user_name_scope="account")
    refused = run_module(MODULE, {**login(emulator), **SALES, "user_name": "anna", "user_password": FIRST})
    assert refused["error"]["code"] == 118
    assert "possibly in another application" in refused["msg"]


SWITCHES = [name for name in CHOICES if name.startswith("user_") or name == "reused_password"]
SWITCHED = [(name, value) for name in SWITCHES for value in CHOICES[name]]
FLOWS: tuple[tuple[Json, tuple[str, ...]], ...] = (
    ({**CARLA, "user_password": FIRST}, (ADD,)),
    ({**CARLA, "user_active": False, "user_display_name": "Carla"}, (SET,)),
    ({**SUPPORT, "user_name": "clara", "renamed_from": "carla"}, (SET,)),
    ({**SUPPORT, "user_name": "clara", "state": "absent"}, (DELETE,)),
    ({**SUPPORT, "user_name": "no_such", "state": "absent"}, ()),
)


@pytest.mark.parametrize(("name", "value"), [("count_cap", 1), *SWITCHED])
def test_user_when_the_platform_behaves_so_then_every_change_works(
    emulator: Emulator, name: str, value: object
) -> None:
    emulator.reset()
    add_users(emulator, fill(emulator))
    emulator.set_switches(**{name: value})
    for wanted, methods in FLOWS:
        check_change(emulator, MODULE, wanted, methods)
    assert run_module(INFO, login(emulator))["total_count"] == 2


@pytest.mark.parametrize("kind", ["reset_before_commit", "reset_after_commit"])
def test_user_when_the_response_to_its_creation_is_lost_then_it_is_looked_for_and_never_doubled(
    emulator: Emulator, kind: str
) -> None:
    emulator.reset()
    world = fill(emulator)
    emulator.clear_journal()
    emulator.add_fault(kind, method=ADD, times=1)
    result = run_module(MODULE, {**login(emulator), **CARLA, "user_password": FIRST})
    assert result["changed"]
    (row,) = emulator.call("GetUsers", application_id=world.support)["result"]
    assert result["user"]["user_id"] == row["user_id"]
    assert [call["method"] for call in emulator.journal(write=True)].count(ADD) == (2 if "before" in kind else 1)


@pytest.mark.parametrize("kind", ["reset_before_commit", "reset_after_commit"])
def test_password_when_the_response_to_its_change_is_lost_then_it_is_set_again(emulator: Emulator, kind: str) -> None:
    emulator.reset()
    ids = add_users(emulator, fill(emulator))
    emulator.add_fault(kind, method=SET, times=1)
    options = {**login(emulator), **SUPPORT, "user_name": "anna", "user_password": FIRST, "update_password": "always"}
    emulator.clear_journal()
    assert run_module(MODULE, options)["changed"]
    assert [call["method"] for call in emulator.journal(write=True)] == [SET, SET]
    assert emulator.has_password(ids["anna"], FIRST)


def test_password_when_the_platform_echoes_it_in_an_error_then_it_is_hidden(emulator: Emulator) -> None:
    emulator.reset()
    fill(emulator)
    body = json.dumps({"error": {"code": 523, "msg": f"{FIRST} ({FIRST.encode().hex()}) is weak."}}).encode()
    emulator.add_fault("raw", method=ADD, times=1, body=base64.b64encode(body).decode())
    refused = run_module(MODULE, {**login(emulator), **CARLA, "user_password": FIRST})
    assert refused["error"]["code"] == 523
    check_hidden((FIRST, FIRST.encode().hex()), json.dumps(refused))
