# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_phone_number and vox_phone_number_info: every change in check mode, for real, and again; every switch."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from harness import transitions
from harness.accounts import fill, login
from harness.in_process import run_module
from harness.transitions import Transition, check_change
from voximplant_emulator.state.switches import CHOICES

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.one_core, pytest.mark.measured]

MODULE, INFO = "vox_phone_number", "vox_phone_number_info"
BIND, SET, SMS = "BindPhoneNumberToApplication", "SetPhoneNumberInfo", "ControlSms"
FIRST, SECOND, MUTE = "12025550100", "12025550101", "442079460000"
SUPPORT, SALES = {"application_name": "support"}, {"application_name": "sales"}
NUMBER = {"phone_number": FIRST}
URL = "https://example.com/sms"
TRANSITIONS = (
    Transition("new binding", {"phone_number": "+1 202-555-0100", **SUPPORT}, (BIND,)),
    Transition("rule", {**NUMBER, **SUPPORT, "rule_name": "inbound"}, (BIND,)),
    Transition("rule is left alone", {**NUMBER, **SUPPORT}),
    Transition("rule by id alone", {**NUMBER, "rule_id": "{{ spare }}"}, (BIND,)),
    Transition("application by id", {**NUMBER, "application_id": "{{ support }}", "rule_id": "{{ spare }}"}),
    Transition("no rule", {**NUMBER, **SUPPORT, "rule_id": 0}, (BIND, BIND)),
    Transition("still no rule", {**NUMBER, **SUPPORT, "rule_id": 0}),
    Transition("other application", {**NUMBER, **SALES, "rule_name": "orders", "force": True}, (BIND, BIND)),
    Transition(
        "everything at once",
        {
            "phone_number": SECOND,
            **SUPPORT,
            "rule_name": "inbound",
            "sms_enabled": True,
            "incoming_sms_callback_url": URL,
        },
        (BIND, SET, SMS),
    ),
    Transition("moves without its rule", {"phone_number": SECOND, **SALES, "force": True}, (BIND, BIND)),
    Transition("SMS off", {"phone_number": SECOND, **SALES, "sms_enabled": False}, (SMS,)),
    Transition("no URL", {"phone_number": SECOND, **SALES, "incoming_sms_callback_url": ""}, (SET,)),
    Transition("unbound elsewhere", {**NUMBER, **SUPPORT, "state": "unbound"}),
    Transition("unbound from what is not there", {**NUMBER, "application_name": "no-such", "state": "unbound"}),
    Transition("unbound", {**NUMBER, **SALES, "state": "unbound"}, (BIND,)),
    Transition("unbound by id", {"phone_id": "{{ second_id }}", "state": "unbound"}, (BIND,)),
    Transition("SMS of an unbound number", {"phone_number": SECOND, "state": "unbound", "sms_enabled": True}, (SMS,)),
)
REFUSED = {
    "bound elsewhere": (
        {"phone_number": MUTE, **SUPPORT},
        f"phone_number {MUTE}: phone number {MUTE} (id {{mute_id}}) is bound to the application sales (id {{sales}}).",
    ),
    "no application": ({**NUMBER}, "Binding a number requires an application."),
    "unknown application": ({**NUMBER, "application_name": "no-such"}, "no application named 'no-such'"),
    "unknown application id": ({**NUMBER, "application_id": 4711}, "no application with the ID 4711"),
    "unknown rule": ({**NUMBER, **SUPPORT, "rule_name": "no such"}, "has no rule named 'no such'"),
    "unknown number": ({"phone_number": "4711", **SUPPORT}, "does not have the phone number 4711."),
    "unknown id": ({"phone_id": 4711, **SUPPORT}, "does not have the phone number with the ID 4711."),
    "no number": ({"phone_number": "all", **SUPPORT}, "phone_number 'all' is not a phone number."),
    "no SMS": ({"phone_number": MUTE, **SALES, "sms_enabled": True}, "does not support SMS."),
    "line end": ({**NUMBER, **SUPPORT, "incoming_sms_callback_url": "https://x\nrule: y"}, "url contains a line end"),
    "rule of nothing": ({**NUMBER, "rule_id": 0, "state": "unbound"}, "unbound from its application and its rule"),
}
INFOS: dict[str, tuple[Json, list[str], int]] = {
    "all": ({}, [FIRST, SECOND, MUTE], 3),
    "number": ({"phone_number": "+1 202 555 0101"}, [SECOND], 1),
    "id": ({"phone_id": "{{ second_id }}"}, [SECOND], 1),
    "unknown id": ({"phone_id": 4711}, [], 0),
    "application": (SALES, [MUTE], 1),
    "application id": ({"application_id": "{{ support }}"}, [], 0),
    "rule": ({**SALES, "rule_name": "orders"}, [MUTE], 1),
    "bound": ({"bound": True}, [MUTE], 1),
    "unbound": ({"bound": False}, [FIRST, SECOND], 2),
    "country": ({"country_code": "GB"}, [MUTE], 1),
    "part": ({"number_contains": "+1 202"}, [FIRST, SECOND], 2),
    "page": ({"limit": 1, "offset": 1}, [SECOND], 3),
}


def add_numbers(emulator: Emulator, world: World) -> dict[str, int]:
    """Give the account three numbers, of which the last has no SMS and is bound; return their ids and the account's."""
    mute = {"phone_number": MUTE, "country_code": "GB", "is_sms_supported": False}
    emulator.add_phone_numbers(FIRST, SECOND, mute)
    emulator.call(BIND, phone_number=MUTE, application_id=world.sales, rule_id=world.orders)
    ids = {row["phone_number"]: row["phone_id"] for row in emulator.call("GetPhoneNumbers")["result"]}
    return {**dataclasses.asdict(world), "first_id": ids[FIRST], "second_id": ids[SECOND], "mute_id": ids[MUTE]}


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    ids = add_numbers(controller.emulator, world)
    refused = [
        {"name": f"{name} {check}", f"voximplant.platform.{MODULE}": options, "check_mode": check}
        for name, (options, _text) in REFUSED.items()
        for check in (True, False)
    ]
    infos = [
        {"name": f"info: {name}", f"voximplant.platform.{INFO}": row[0], "check_mode": bool(number % 2)}
        for number, (name, row) in enumerate(INFOS.items())
    ]
    return controller.run([*refused, *transitions.tasks(MODULE, TRANSITIONS), *infos], vars=ids)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_number_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("name", REFUSED)
def test_number_when_it_cannot_be_then_the_task_says_why_and_writes_nothing(
    run: Run, emulator: Emulator, world: World, name: str, check: bool
) -> None:
    refused = run[f"{name} {check}"]
    ids = {row["phone_number"]: row["phone_id"] for row in emulator.call("GetPhoneNumbers")["result"]}
    assert REFUSED[name][1].format(mute_id=ids[MUTE], sales=world.sales) in refused.message
    assert refused.writes == []


def test_number_when_written_then_each_call_names_one_by_id_and_none_buys_or_releases(run: Run) -> None:
    writes = [call for outcome in run.outcomes for call in outcome.calls if call["write"]]
    assert {call["method"] for call in writes} == {BIND, SET, SMS}
    selectors = {BIND: "phone_id", SET: "phone_id", SMS: "phone_number"}
    assert all(call["params"][selectors[call["method"]]].isdecimal() for call in writes)
    assert [call["params"].get("phone_number") for call in writes if call["method"] == BIND] == [None] * 12


def test_number_when_it_moves_then_it_is_unbound_from_the_first_application(run: Run, world: World) -> None:
    moved = run["other application: real"]
    assert [call["params"]["bind"] for call in moved.calls if call["write"]] == ["false", "true"]
    assert [call["params"]["application_id"] for call in moved.calls if call["write"]] == [
        str(world.support),
        str(world.sales),
    ]
    shown = [(step["action"], step["name"], step["application"]) for step in moved.result["operations"]]
    assert shown == [("unbind", FIRST, "support"), ("bind", FIRST, "sales")]
    (diff,) = moved.result["diff"]
    assert diff["before"].splitlines()[:2] == ["application: support", "rule: "]
    assert diff["after"].splitlines()[:2] == ["application: sales", "rule: orders"]


def test_number_when_unchanged_then_one_listing_is_read(run: Run) -> None:
    assert run["rule is left alone: again"].reads == ["GetPhoneNumbers", "GetApplications"]
    assert run["SMS of an unbound number: again"].reads == ["GetPhoneNumbers"]


def test_number_when_all_is_done_then_the_account_has_what_was_declared(run: Run, emulator: Emulator) -> None:
    assert run["unbound by id: again"].status == "ok"
    rows = {row["phone_number"]: row for row in emulator.call("GetPhoneNumbers")["result"]}
    assert sorted(rows) == [FIRST, SECOND, MUTE]
    assert [rows[number].get("application_id") for number in (FIRST, SECOND)] == [None, None]
    assert rows[SECOND]["is_sms_enabled"] is True
    assert run["everything at once: real"].result["phone_number"]["incoming_sms_callback_url"] == URL


@pytest.mark.parametrize("name", INFOS)
def test_numbers_when_selected_then_exactly_those_are_listed(run: Run, name: str) -> None:
    _unused, numbers, total = INFOS[name]
    found = run[f"info: {name}"].result
    assert [row["phone_number"] for row in found["phone_numbers"]] == numbers
    assert (found["total_count"], found["changed"]) == (total, False)
    assert run[f"info: {name}"].writes == []


SWITCHES = ("bind_bound_number", "bind_without_rule", "unbind_other_application", "unbind_unbound_number")
VALUES = [(name, value) for name in SWITCHES for value in CHOICES[name]]
FLOWS: tuple[tuple[Json, tuple[str, ...]], ...] = (
    ({**NUMBER, **SUPPORT, "rule_name": "inbound"}, (BIND,)),
    ({**NUMBER, **SUPPORT}, ()),
    ({**NUMBER, **SUPPORT, "rule_id": 0}, (BIND, BIND)),
    ({**NUMBER, **SALES, "rule_name": "orders", "force": True}, (BIND, BIND)),
    ({**NUMBER, **SUPPORT, "force": True}, (BIND, BIND)),
    ({**NUMBER, **SALES, "state": "unbound"}, ()),
    ({**NUMBER, "state": "unbound"}, (BIND,)),
)


@pytest.mark.parametrize(("name", "value"), [("count_cap", 1), *VALUES])
def test_number_when_the_platform_behaves_so_then_every_change_works(
    emulator: Emulator, name: str, value: object
) -> None:
    emulator.reset()
    add_numbers(emulator, fill(emulator))
    emulator.set_switches(**{name: value})
    for wanted, methods in FLOWS:
        check_change(emulator, MODULE, wanted, methods)
    assert run_module(INFO, login(emulator))["total_count"] == 3


def test_url_when_the_platform_refuses_to_clear_it_then_the_task_fails_with_its_code(emulator: Emulator) -> None:
    emulator.reset()
    add_numbers(emulator, fill(emulator))
    emulator.set_switches(clear_sms_url="error")
    options = {**login(emulator), **NUMBER, "state": "unbound"}
    assert run_module(MODULE, {**options, "incoming_sms_callback_url": URL})["changed"]
    refused = run_module(MODULE, {**options, "incoming_sms_callback_url": ""})
    assert (refused["failed"], refused["changed"], refused["error"]["code"]) == (True, False, 496)


def pass_at_once(client: Client, seconds: float) -> None:
    """Let a client's time pass without waiting."""
    before = client.clock
    client.clock = lambda: before() + seconds


def test_url_when_the_platform_keeps_it_instead_of_clearing_it_then_the_task_fails_after_the_accepted_write(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator.reset()
    add_numbers(emulator, fill(emulator))
    emulator.set_switches(clear_sms_url="keep")
    monkeypatch.setattr(Client, "sleep", pass_at_once)
    options = {**login(emulator), **NUMBER, "state": "unbound"}
    assert run_module(MODULE, {**options, "incoming_sms_callback_url": URL})["changed"]
    kept = run_module(MODULE, {**options, "incoming_sms_callback_url": ""})
    assert (kept["failed"], kept["changed"], kept["ambiguous"]) == (True, True, False)
    assert [operation["method"] for operation in kept["operations"]] == [SET]
    assert "accepted" in kept["msg"]
    assert emulator.state()["phone_numbers"][0]["incoming_sms_callback_url"] == URL


@pytest.mark.parametrize("kind", ["reset_before_commit", "reset_after_commit"])
def test_binding_when_its_response_is_lost_then_it_is_made_once(emulator: Emulator, kind: str) -> None:
    emulator.reset()
    world = fill(emulator)
    add_numbers(emulator, world)
    emulator.add_fault(kind, method=BIND, times=1)
    result = run_module(MODULE, {**login(emulator), **NUMBER, **SUPPORT, "rule_name": "inbound"})
    assert result["changed"]
    assert result["phone_number"]["rule_id"] == world.inbound
    journal = [call for call in emulator.journal(write=True) if call["method"] == BIND]
    assert len(journal) == (1 if kind == "reset_after_commit" else 2)
