# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that must be strings: what Ansible would convert as Python writes it is refused before anything is sent."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._module.strings import check_strings
from harness.in_process import run_module

SPEC: dict[str, t.Any] = {
    "own": {"type": "str", "aliases": ["other"]},
    "place": {"type": "path"},
    "names": {"type": "list", "elements": "str"},
    "users": {"type": "list", "elements": "dict", "options": {"data": {"type": "str"}}},
    "test": {"type": "dict", "options": {"rule": {}}},
    "anything": {"type": "raw"},
    "values": {"type": "dict"},
    "flag": {"type": "bool"},
    "number": {"type": "int"},
    "secret": {"type": "str", "no_log": True},
}
ACCOUNT = {"api_url": "https://api.invalid", "account_id": 1, "api_key": "0123456789abcdef", "retries": 0}


@pytest.mark.parametrize(
    ("value", "kind"), [({"a": True}, "a dictionary"), (["a"], "a list"), (True, "a boolean"), (1.1, "a number")]
)
def test_option_when_it_is_not_a_string_then_it_is_named_with_its_place(value: t.Any, kind: str) -> None:
    given: list[tuple[str, dict[str, t.Any]]] = [
        ("own", {"own": value}),
        ("other", {"other": value}),
        ("place", {"place": value}),
        ("names[1]", {"names": ["a", value]}),
        ("users[0].data", {"users": [{"data": value}]}),
        ("test.rule", {"test": {"rule": value}}),
    ]
    for name, options in given:
        with pytest.raises(InputError) as caught:
            check_strings(SPEC, options)
        assert (caught.value.field, caught.value.text) == (name, f"{name} must be a string, not {kind}.")
        assert "in quotes." in caught.value.advice


def test_options_when_several_are_not_strings_then_the_first_of_the_specification_is_named() -> None:
    spec: dict[str, t.Any] = {f"option_{number}": {"type": "str", "aliases": [f"alias_{number}"]} for number in "312"}
    given: dict[str, t.Any] = dict.fromkeys(("alias_1", "option_2", "alias_3", "option_3"), True)
    names = []
    while given:
        with pytest.raises(InputError) as caught:
            check_strings(spec, given)
        names.append(caught.value.field)
        del given[names[-1]]
    assert names == ["option_3", "alias_3", "alias_1", "option_2"]


def test_path_when_it_is_a_number_then_it_is_named() -> None:
    with pytest.raises(InputError, match=r"^place must be a string, not a number\. Put it in quotes\.$"):
        check_strings(SPEC, {"place": 5})


def test_secret_when_it_is_a_number_then_it_is_named_because_yaml_may_have_read_it_as_another_one() -> None:
    with pytest.raises(InputError, match=r"^secret must be a string, not a number\. Put it in quotes\.$"):
        check_strings(SPEC, {"secret": 0o123})
    check_strings(SPEC, {"secret": "0123"})


def test_option_when_ansible_converts_it_faithfully_then_it_is_accepted() -> None:
    check_strings(SPEC, {"own": 5, "place": "/a", "names": "a,b", "users": [{"data": None}, {"data": ""}], "test": {}})
    check_strings(SPEC, {"anything": {"a": 1}, "values": {"a": True}, "flag": True, "number": 1.5, "unknown": {}})


@pytest.mark.parametrize(
    ("module", "options", "field"),
    [
        (
            "vox_user",
            {"application_name": "support", "user_name": "anna", "user_custom_data": {"a": True}},
            "user_custom_data",
        ),
        (
            "vox_rule",
            {"application_name": "support", "rule_name": "r", "scenarios": ["a", {"name": "b"}]},
            "scenarios[1]",
        ),
        (
            "vox_sync",
            {"applications": [{"name": "a", "users": [{"name": "anna", "custom_data": {"a": True}}]}]},
            "applications[0].users[0].custom_data",
        ),
        ("vox_session_info", {"call_session_history_id": 1, "api_key": ["0123456789abcdef"]}, "api_key"),
    ],
)
def test_module_when_an_option_is_not_a_string_then_it_fails_and_sends_nothing(
    module: str, options: dict[str, t.Any], field: str
) -> None:
    result = run_module(module, {**ACCOUNT, **options})
    assert (result["failed"], result["error"]["field"]) == (True, field)
    assert result["msg"].startswith(f"{field} must be a string, not a ")


def test_module_when_a_survey_leaves_options_blank_then_their_defaults_apply() -> None:
    blank = dict.fromkeys(("state", "force", "rewrite", "retries", "timeout", "validate_certs"), "")
    result = run_module("vox_scenario", {**ACCOUNT, "scenario_name": "", **blank})
    assert (result["failed"], result["error"]["field"]) == (True, "scenario_name")


@pytest.mark.parametrize("option", ["backup_dir", "cache_file"])
def test_sync_when_a_path_is_empty_then_it_is_named(option: str) -> None:
    result = run_module("vox_sync", {**ACCOUNT, "scenarios": [], option: ""})
    assert (result["failed"], result["msg"]) == (True, f"{option} is empty. Omit it, or give it a value.")


def test_sync_when_it_describes_no_project_then_it_fails_and_sends_nothing() -> None:
    result = run_module("vox_sync", {**ACCOUNT, "prune": ["scenarios", "applications"]})
    assert (result["failed"], result["msg"]) == (
        True,
        "one of the following is required: manifest, scenarios, applications, scenarios_dir",
    )
