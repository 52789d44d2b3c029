# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every switch, with every value that it has."""

from __future__ import annotations

import typing as t

import pytest

from voximplant_emulator.state import switches
from voximplant_emulator.state.sessions import FINISH_REASONS

from . import test_object_switches

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .conftest import Api, Json, World

Bound = t.Callable[[int], list[int]]
Observation = t.Callable[["Api", "World", Bound], object]


def code(method: str, **params: object) -> Observation:
    """Return an observation of the error code of a call, 0 for a success; "@first" stands for the id of that object."""

    def observe(api: Api, world: World, bound: Bound) -> object:
        ids = {
            name: getattr(world, value[1:]) if isinstance(value, str) and value.startswith("@") else value
            for name, value in params.items()
        }
        return api.send(method, **ids).json().get("error", {}).get("code", 0)

    return observe


def kept(script: str) -> Observation:
    """Return an observation of a script as the platform stores it."""

    def observe(api: Api, world: World, bound: Bound) -> object:
        api.call("SetScenarioInfo", scenario_id=world.first, scenario_script=script)
        return api.call("GetScenarios", scenario_id=world.first, with_script="true")["result"][0]["scenario_script"]

    return observe


def found(name: str) -> Observation:
    """Return an observation of the names that a filter finds."""
    return lambda api, world, bound: api.names("GetScenarios", scenario_name=name)


def after(method: str, **params: object) -> Observation:
    """Return an observation of the order of the rule `inbound` after a call, as words; "refused" if it is."""

    def observe(api: Api, world: World, bound: Bound) -> object:
        refused = code(method, rule_id=world.inbound, **params)(api, world, bound)
        names = {world.first: "first", world.second: "second", world.third: "third", world.loose: "loose"}
        return refused or " ".join(names[scenario_id] for scenario_id in bound(world.inbound))

    return observe


def secure_host(api: Api, world: World, bound: Bound) -> object:
    """Observe the host of a session's secure URL."""
    url: str = api.call("StartScenarios", rule_id=world.inbound)["media_session_access_secure_url"]
    return url.split("/")[2].split(":", maxsplit=1)[0]


def has_parent(api: Api, world: World, bound: Bound) -> object:
    """Observe whether a scenario says if it is the parent account's."""
    return "parent" in api.call("GetScenarios")["result"][0]


def has_escapes(api: Api, world: World, bound: Bound) -> object:
    """Observe whether a reply escapes slashes."""
    return "\\/" in api.send("StartScenarios", rule_id=world.inbound).text


def page_sizes(api: Api, world: World, bound: Bound) -> object:
    """Observe how many rows are listed without `count`, with 3 and with 1000."""
    return [api.call("GetScenarios", **count)["count"] for count in ({}, {"count": 3}, {"count": 1000})]


UNKNOWN_KEY = {"headers": {"kid": "b2a4e5c0-0000-4000-8000-000000000000"}}
SCRIPT = "\ufeffa \r\nb\rc\n\n "
NAMELESS = {"scenario_name": "none", "rule_id": "@inbound"}
CASES: list[tuple[str, str, Observation, object]] = [
    ("name_filter", "substring", found("IRS"), ["first"]),
    ("name_filter", "exact", found("IRS"), []),
    ("name_filter", "exact", found("first"), ["first"]),
    ("name_case", "sensitive", code("AddScenario", scenario_name="First"), 0),
    ("name_case", "insensitive", code("AddScenario", scenario_name="First"), 133),
    ("name_case", "sensitive", code("DelScenario", scenario_name="LOOSE"), 132),
    ("name_case", "insensitive", code("DelScenario", scenario_name="LOOSE"), 0),
    ("getrules_app_required", "false", code("GetRules"), 0),
    ("getrules_app_required", "true", code("GetRules", rule_id="@inbound"), 116),
    ("getrules_app_required", "true", code("GetRules", application_id="@support"), 0),
    ("rebind", "noop", after("BindScenario", scenario_name="first;loose"), "first second third loose"),
    ("rebind", "move_last", after("BindScenario", scenario_name="first;loose"), "second third first loose"),
    ("rebind", "error", after("BindScenario", scenario_name="first;loose"), 132),
    ("unbind_missing", "noop", after("BindScenario", scenario_name="first;loose", bind="false"), "second third"),
    ("unbind_missing", "error", after("BindScenario", scenario_name="first;loose", bind="false"), 132),
    ("reorder_partial", "listed_first", after("ReorderScenarios", scenario_id="@third"), "third first second"),
    ("reorder_partial", "error", after("ReorderScenarios", scenario_id="@third"), 101),
    ("reorder_partial", "listed_first", code("ReorderRules", rule_id="@empty"), 0),
    ("reorder_partial", "error", code("ReorderRules", rule_id="@empty"), 101),
    ("delete_bound", "auto_unbind", code("DelScenario", scenario_id="@first"), 0),
    ("delete_bound", "error", code("DelScenario", scenario_id="@first"), 132),
    ("delete_bound", "error", code("DelScenario", scenario_id="@loose"), 0),
    ("normalize", "none", kept(SCRIPT), SCRIPT),
    ("normalize", "crlf", kept(SCRIPT), "\ufeffa \nb\rc\n\n "),
    ("normalize", "strip", kept(SCRIPT), "\ufeffa \r\nb\rc"),
    ("normalize", "bom", kept(SCRIPT), "a \r\nb\rc\n\n "),
    ("normalize", "all", kept(SCRIPT), "a \nb\rc"),
    ("missing_id_get", "empty", code("GetScenarios", scenario_id=1), 0),
    ("missing_id_get", "error", code("GetScenarios", scenario_id=1), 132),
    ("missing_id_get", "empty", code("GetRules", rule_id=1), 0),
    ("missing_id_get", "error", code("GetRules", rule_id=1), 147),
    ("missing_id_get", "error", code("GetApplications", application_id=1), 116),
    ("include_parent_field", "true", has_parent, True),
    ("include_parent_field", "false", has_parent, False),
    ("secure_url_host", "name", secure_host, "localhost"),
    ("secure_url_host", "ip", secure_host, "127.0.0.1"),
    ("escape_slashes", "false", has_escapes, False),
    ("escape_slashes", "true", has_escapes, True),
    ("bind_app_required", "false", code("BindScenario", scenario_id="@loose", rule_id="@inbound"), 0),
    ("bind_app_required", "true", code("BindScenario", scenario_id="@loose", rule_id="@inbound"), 485),
    ("missing_name_error", "132", code("BindScenario", **NAMELESS), 132),
    ("missing_name_error", "168", code("BindScenario", **NAMELESS), 168),
    ("missing_name_error", "168", code("SetScenarioInfo", required_scenario_name="none"), 168),
    ("name_length_error", "168", code("AddScenario", scenario_name="x" * 30), 168),
    ("name_length_error", "499", code("AddScenario", scenario_name="x" * 30), 499),
    ("missing_application_name_error", "107", code("GetRules", application_name="none"), 107),
    ("missing_application_name_error", "558", code("GetRules", application_name="none"), 558),
    ("foreign_scenario_error", "132", code("BindScenario", scenario_id="@foreign", rule_id="@inbound"), 132),
    ("foreign_scenario_error", "496", code("BindScenario", scenario_id="@foreign", rule_id="@inbound"), 496),
    ("script_length", "characters", code("SetScenarioInfo", scenario_id="@first", scenario_script="é" * 70000), 0),
    ("script_length", "bytes", code("SetScenarioInfo", scenario_id="@first", scenario_script="é" * 70000), 130),
    ("count_cap", "0", page_sizes, [5, 3, 5]),
    ("count_cap", "2", page_sizes, [2, 2, 2]),
]
ELSEWHERE = {
    *(("role_error", value) for value in ("104", "100")),
    *(("unknown_key_error", value) for value in ("100", "433")),
    *(("set_noop_bumps_modified", value) for value in ("true", "false")),
    *(("developer_manages", value) for value in ("false", "true")),  # in test_authentication.py
    *(("secret_roles", value) for value in ("developer", "admin", "anybody")),  # in test_authentication.py
    *(("session_finish_reason", value) for value in FINISH_REASONS),  # in test_sessions.py
}


@pytest.mark.parametrize(("name", "value", "observe", "expected"), CASES)
def test_platform_when_switched_then_behaves_so(
    emulator: Emulator,
    api: Api,
    world: World,
    bound: Bound,
    name: str,
    value: str,
    observe: Observation,
    expected: object,
) -> None:
    emulator.set_switches(**{name: value})
    assert observe(api, world, bound) == expected


def test_cases_when_compared_with_the_switches_then_cover_every_value() -> None:
    cases = [*CASES, *test_object_switches.CASES]
    known = {(name, value) for name, values in switches.CHOICES.items() for value in values}
    covered = {(name, value) for name, value, *_unused in cases if name in switches.CHOICES}
    assert covered | ELSEWHERE == known


@pytest.mark.parametrize("value", ["104", "100"])
def test_role_error_when_switched_then_is_the_code(
    emulator: Emulator, token: t.Callable[..., str], api: Api, value: str
) -> None:
    emulator.set_switches(role_error=value)
    key = emulator.add_account(roles=["Accountant"])["credentials"]
    reply = api.http.post(f"{api.url}/GetScenarios", headers={"Authorization": f"Bearer {token(key)}"}).json()
    assert reply["error"]["code"] == int(value)


@pytest.mark.parametrize("value", ["100", "433"])
def test_unknown_key_error_when_switched_then_is_the_code(
    emulator: Emulator, token: t.Callable[..., str], api: Api, value: str
) -> None:
    emulator.set_switches(unknown_key_error=value)
    signed = token(emulator.add_account()["credentials"], **UNKNOWN_KEY)
    reply = api.http.post(f"{api.url}/GetScenarios", headers={"Authorization": f"Bearer {signed}"}).json()
    assert reply["error"]["code"] == int(value)


@pytest.mark.parametrize(("value", "moves"), [("true", True), ("false", False)])
@pytest.mark.parametrize("kind", ["scenario", "rule", "application"])
def test_noop_when_switched_then_moves_modified_or_not(
    emulator: Emulator, api: Api, world: World, monkeypatch: pytest.MonkeyPatch, value: str, moves: bool, kind: str
) -> None:
    emulator.set_switches(set_noop_bumps_modified=value)
    sets: dict[str, tuple[str, Json]] = {
        "scenario": ("SetScenarioInfo", {"scenario_id": world.first, "scenario_script": "// first"}),
        "rule": ("SetRuleInfo", {"rule_id": world.inbound, "rule_pattern": ".*"}),
        "application": ("SetApplicationInfo", {"application_id": world.support, "secure_record_storage": "false"}),
    }
    before = modified(emulator, kind)
    monkeypatch.setattr("voximplant_emulator.state.clock.timestamp", lambda: "2031-01-01 00:00:00")
    method, params = sets[kind]
    api.call(method, **params)
    assert (modified(emulator, kind) != before) is moves


def modified(emulator: Emulator, kind: str) -> str:
    """Return when the first object of a kind was modified."""
    state = emulator.state()
    first = {
        "scenario": state["scenarios"][0],
        "rule": state["applications"][0]["rules"][0],
        "application": state["applications"][0],
    }
    text: str = first[kind]["modified"]
    return text


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "blue"}, "no switch 'colour'"),
        ({"rebind": "maybe"}, "rebind must"),
        ({"count_cap": "x"}, "count_cap"),
    ],
)
def test_switch_when_it_cannot_be_then_is_refused_and_none_changes(
    emulator: Emulator, change: Json, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        emulator.set_switches(name_filter="substring", **change)
    assert emulator.switches()["name_filter"] == "exact"
