# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_secret and vox_secret_info: every change in check mode, for real, and again; every switch; no value anywhere."""

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

MODULE, INFO = "vox_secret", "vox_secret_info"
ADD, SET, DELETE, GET = "AddSecret", "SetSecretInfo", "DelSecret", "GetSecretValue"
SUPPORT, SALES = {"application_name": "support"}, {"application_name": "sales"}
KEY = {**SUPPORT, "secret_name": "CRM_KEY"}
FIRST, SECOND, THIRD = "first-Value-0815", "second;Value=&4711 %41", "third-Value-ü-1234"
SEEDED = "seeded-Value-9999"
VALUES = (FIRST, SECOND, THIRD, SEEDED)
TRANSITIONS = (
    Transition("new", {**KEY, "secret_value": FIRST}, (ADD,)),
    Transition("same value", {**KEY, "secret_value": FIRST}),
    Transition("other value", {**KEY, "secret_value": SECOND}, (SET,)),
    Transition("description", {**KEY, "description": "Key of the CRM"}, (SET,)),
    Transition("value on creation only", {**KEY, "secret_value": THIRD, "update_value": "on_create"}),
    Transition("no value", KEY),
    Transition("no description", {**KEY, "description": ""}, (SET,)),
    Transition("long description", {**KEY, "description": "d" * 300}, (SET,)),
    Transition(
        "new with everything",
        {
            "application_id": "{{ sales }}",
            "name": "TOKEN_2",
            "secret_value": THIRD,
            "description": "A token",
            "update_value": "on_create",
        },
        (ADD,),
    ),
    Transition(
        "rename with another value",
        {**SUPPORT, "secret_name": "CRM_TOKEN", "renamed_from": "CRM_KEY", "secret_value": THIRD, "description": "x"},
        (SET,),
    ),
    Transition("gone", {**SUPPORT, "secret_name": "CRM_TOKEN", "state": "absent"}, (DELETE,)),
    Transition("gone before", {**KEY, "state": "absent"}),
    Transition("gone below nothing", {"application_name": "no-such", "secret_name": "X", "state": "absent"}),
)
REFUSED = {
    "no value": ({**SUPPORT, "secret_name": "FRESH"}, "secret FRESH: A new secret needs a value"),
    "empty value": ({**KEY, "secret_value": ""}, "secret_value is empty."),
    "long value": ({**KEY, "secret_value": "a-Value-" * 1025}, "secret_value has more than 8192 characters."),
    "bad name": ({**SUPPORT, "secret_name": "1st", "secret_value": FIRST}, "secret_name '1st' is invalid"),
    "long name": ({**SUPPORT, "secret_name": "x" * 65, "secret_value": FIRST}, "is invalid: at most 64"),
    "unknown application": (
        {"application_name": "no-such", "secret_name": "X", "secret_value": FIRST},
        "no application named 'no-such'",
    ),
    "unknown application id": ({"application_id": 4711, "secret_name": "X", "secret_value": FIRST}, "code 116"),
    "both names exist": ({**SUPPORT, "secret_name": "OLD", "renamed_from": "OTHER"}, "renamed_from names the second."),
}
INFOS: dict[str, tuple[Json, list[str], int]] = {
    "all": ({}, ["OLD", "OTHER", "TOKEN_2"], 3),
    "application": (SUPPORT, ["OLD", "OTHER"], 2),
    "application id": ({"application_id": "{{ sales }}"}, ["TOKEN_2"], 1),
    "name": ({"secret_name": "OTHER"}, ["OTHER"], 1),
    "name in another case": ({"secret_name": "other"}, [], 0),
    "part": ({"name_contains": "o"}, ["OLD", "OTHER", "TOKEN_2"], 3),
    "page": ({"limit": 1, "offset": 1}, ["OTHER"], 3),
}


def add_secrets(emulator: Emulator, world: World) -> None:
    """Give the application `support` two secrets."""
    for name in ("OLD", "OTHER"):
        emulator.call(ADD, application_id=world.support, secret_name=name, secret_value=SEEDED)


def value_of(emulator: Emulator, application_id: int, name: str) -> str:
    """Return the value that a secret has."""
    result: Json = emulator.call(GET, application_id=application_id, secret_name=name)
    value: str = result["result"]["secret_value"]
    return value


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests; the values come from a file, as from a vault."""
    add_secrets(controller.emulator, world)
    values = {value: f"value_{number}" for number, value in enumerate(VALUES)}
    values_file = controller.write("values.yml", {name: value for value, name in values.items()})

    def veiled(options: t.Mapping[str, t.Any]) -> Json:
        return {name: f"{{{{ {values[value]} }}}}" if value in values else value for name, value in options.items()}

    refused = {name: (veiled(options), text) for name, (options, text) in REFUSED.items()}
    changes = [dataclasses.replace(found, options=veiled(found.options)) for found in TRANSITIONS]
    short = {
        "name": "short value",
        f"voximplant.platform.{MODULE}": {**SALES, "name": "SHORT", "secret_value": "~#~"},
        "check_mode": True,
    }
    infos = [
        {"name": f"info: {name}", f"voximplant.platform.{INFO}": row[0], "check_mode": bool(number % 2)}
        for number, (name, row) in enumerate(INFOS.items())
    ]
    warnings = ["longer than 200 characters"] * 3 + ["fewer than 4 characters"]
    return controller.run(
        [*transitions.tasks(MODULE, changes), *transitions.refused_tasks(MODULE, refused), short, *infos],
        vars=dataclasses.asdict(world),
        vars_files=[str(controller.folder / "login-1.yml"), str(values_file)],
        expected=warnings,
    )


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_secret_when_declared_then_check_foretells_and_again_rests(run: Run, transition: Transition) -> None:
    transitions.check(run, transition)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("name", REFUSED)
def test_secret_when_it_cannot_be_then_the_task_says_why_and_writes_nothing(run: Run, name: str, check: bool) -> None:
    transitions.check_refused(run, f"{name} {check}", REFUSED[name][1])


def test_values_when_the_play_has_run_then_they_are_nowhere_in_its_output_and_results(run: Run) -> None:
    results = json.dumps([outcome.result for outcome in run.outcomes], ensure_ascii=False)
    check_hidden(VALUES, run.output, results, json.dumps(results))


def test_diff_when_the_value_changes_then_it_says_only_that(run: Run) -> None:
    (diff,) = run["other value: check"].result["diff"]
    assert diff["before"] == "secret_name: CRM_KEY\ndescription: \n"
    assert diff["after"] == "secret_name: CRM_KEY\ndescription: \nvalue: changed\n"
    (diff,) = run["new: check"].result["diff"]
    assert (diff["before"], diff["after"]) == ("", "secret_name: CRM_KEY\ndescription: \nvalue: set\n")


def test_secret_when_written_then_only_the_difference_arrives_by_id(run: Run, world: World) -> None:
    def sent(task: str) -> Json:
        (call,) = (call for call in run[task].calls if call["write"])
        secret_id = call["params"].get("secret_id", "1")
        assert secret_id.isdecimal()
        assert call["params"]["application_id"] == str(world.support)
        return {name for name in call["params"] if name.startswith(("secret_v", "new_", "desc", "secret_n"))}

    assert sent("new: real") == {"secret_name", "secret_value"}
    assert sent("other value: real") == {"secret_value"}
    assert sent("description: real") == {"description"}
    assert sent("rename with another value: real") == {"new_secret_name", "description", "secret_value"}
    assert sent("gone: real") == set()


def test_value_when_it_is_compared_then_it_is_read_once_and_else_never(run: Run) -> None:
    assert run["same value: again"].reads == ["GetApplications", "GetSecrets", GET]
    assert run["value on creation only: again"].reads == ["GetApplications", "GetSecrets"]
    assert run["no value: again"].reads == ["GetApplications", "GetSecrets"]


def test_secret_when_all_is_done_then_the_account_has_what_was_declared(
    run: Run, emulator: Emulator, world: World
) -> None:
    assert run["gone: again"].status == "ok"
    names = [row["secret_name"] for row in emulator.call("GetSecrets", application_id=world.support)["result"]]
    assert names == ["OLD", "OTHER"]
    assert value_of(emulator, world.sales, "TOKEN_2") == THIRD
    assert value_of(emulator, world.support, "OLD") == SEEDED
    assert run["long description: real"].result["secret"]["description"] == "d" * 200
    operations = run["rename with another value: real"].result["operations"]
    assert operations == [
        {"action": "rename", "object": "secret", "name": "CRM_TOKEN", "application": "support", "method": SET}
    ]


@pytest.mark.parametrize("name", INFOS)
def test_secrets_when_selected_then_exactly_those_are_listed(run: Run, name: str) -> None:
    _unused, names, total = INFOS[name]
    found = run[f"info: {name}"].result
    assert [row["secret_name"] for row in found["secrets"]] == names
    assert (found["total_count"], found["changed"]) == (total, False)
    assert set(run[f"info: {name}"].reads) <= {"GetApplications", "GetSecrets"}
    assert not run[f"info: {name}"].writes


def test_value_when_it_is_always_set_then_the_task_is_always_changed(emulator: Emulator) -> None:
    emulator.reset()
    world = fill(emulator)
    add_secrets(emulator, world)
    options = {**login(emulator), **SUPPORT, "secret_name": "OLD", "secret_value": FIRST, "update_value": "always"}
    emulator.clear_journal()
    assert [run_module(MODULE, options)["changed"] for _number in range(2)] == [True, True]
    assert [call["method"] for call in emulator.journal(write=True)] == [SET, SET]
    assert value_of(emulator, world.support, "OLD") == FIRST


SWITCHES = [name for name in CHOICES if name.startswith("secret_")]
SWITCHED = [(name, value) for name in SWITCHES for value in CHOICES[name]]
FLOWS: tuple[tuple[Json, tuple[str, ...]], ...] = (
    ({**KEY, "secret_value": FIRST, "description": "d" * 300}, (ADD,)),
    ({**KEY, "secret_value": SECOND, "description": "e" * 300}, (SET,)),
    ({**SUPPORT, "secret_name": "NEW", "renamed_from": "CRM_KEY"}, (SET,)),
    ({**SUPPORT, "secret_name": "NEW", "state": "absent"}, (DELETE,)),
    ({**SUPPORT, "secret_name": "no_such", "state": "absent"}, ()),
)


@pytest.mark.parametrize(("name", "value"), [("count_cap", 1), *SWITCHED])
def test_secret_when_the_platform_behaves_so_then_every_change_works(
    emulator: Emulator, name: str, value: object
) -> None:
    emulator.reset()
    add_secrets(emulator, fill(emulator))
    emulator.set_switches(**{name: value})
    for wanted, methods in FLOWS:
        check_change(emulator, MODULE, wanted, methods)
    assert run_module(INFO, login(emulator))["total_count"] == 2


@pytest.mark.parametrize("code", CHOICES["secret_taken_error"])
def test_secret_when_a_name_differs_in_case_only_then_the_refusal_names_it(emulator: Emulator, code: str) -> None:
    emulator.reset()
    add_secrets(emulator, fill(emulator))
    emulator.set_switches(secret_name_case="insensitive", secret_taken_error=code)
    refused = run_module(MODULE, {**login(emulator), **SUPPORT, "name": "old", "secret_value": FIRST})
    assert refused["error"]["code"] == int(code)
    assert "The application has OLD, which differs only in case." in refused["msg"]
    assert FIRST not in json.dumps(refused)


@pytest.mark.parametrize("kind", ["reset_before_commit", "reset_after_commit"])
def test_secret_when_the_response_to_its_creation_is_lost_then_it_is_looked_for_and_never_doubled(
    emulator: Emulator, kind: str
) -> None:
    emulator.reset()
    world = fill(emulator)
    emulator.clear_journal()
    emulator.add_fault(kind, method=ADD, times=1)
    result = run_module(MODULE, {**login(emulator), **KEY, "secret_value": FIRST})
    assert result["changed"]
    (row,) = emulator.call("GetSecrets", application_id=world.support)["result"]
    assert result["secret"]["secret_id"] == row["secret_id"]
    assert value_of(emulator, world.support, "CRM_KEY") == FIRST
    assert [call["method"] for call in emulator.journal(write=True)].count(ADD) == (2 if "before" in kind else 1)


def test_value_when_the_platform_echoes_it_in_an_error_then_it_is_hidden(emulator: Emulator) -> None:
    emulator.reset()
    fill(emulator)
    body = json.dumps({"error": {"code": 496, "msg": f"The value {FIRST} ({FIRST.encode().hex()}) is bad."}}).encode()
    emulator.add_fault("raw", method=ADD, times=1, body=base64.b64encode(body).decode())
    refused = run_module(MODULE, {**login(emulator), **KEY, "secret_value": FIRST})
    assert refused["error"]["code"] == 496
    check_hidden((FIRST, FIRST.encode().hex()), json.dumps(refused))
