# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired account that the options of vox_sync describe."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.options import (
    desired_account,
    desired_scenarios,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule

MUCH = 131_071


def scenario(name: str, **given: t.Any) -> dict[str, t.Any]:
    """The options of a scenario, of which some are given."""
    return {"name": name, "script": None, "src": None, "renamed_from": None, "application_name": None, **given}


def rule(name: str, **given: t.Any) -> dict[str, t.Any]:
    """The options of a rule, of which some are given."""
    optional = ("renamed_from", "pattern", "pattern_exclude", "video_conference", "bind_key_id", "scenarios")
    return {"name": name, **dict.fromkeys(optional), **given}


def test_scenarios_when_options_are_given_then_they_are_declared() -> None:
    given = scenario("a", script="x", renamed_from="b", application_name="support")
    assert desired_scenarios([given, scenario("c")], {}) == (
        (DeclaredScenario("a", "x", "b", "support"), DeclaredScenario("c")),
        (),
    )


def test_scenarios_when_there_are_tokens_then_every_text_has_values_instead() -> None:
    declared, _warnings = desired_scenarios(
        [scenario("a", script="__N__"), scenario("b", script=""), scenario("c", script="1__N__")], {"__N__": "7"}
    )
    assert [one.script for one in declared] == ["7", "", "17"]


def test_scenarios_when_a_token_is_in_no_text_then_it_is_an_error() -> None:
    with pytest.raises(InputError, match="__N__"):
        desired_scenarios([scenario("a", script="x"), scenario("b")], {"__N__": "7"})


def test_scenarios_when_a_text_is_long_in_bytes_only_then_a_warning_names_it() -> None:
    declared, warnings = desired_scenarios([scenario("a", script="ä" * MUCH), scenario("b", script="x")], {})
    assert len(declared) == 2
    assert len(warnings) == 1 and warnings[0].startswith("a: ")


def test_scenarios_when_a_file_was_not_read_then_it_is_an_error() -> None:
    with pytest.raises(InputError) as refusal:
        desired_scenarios([scenario("a", src="a.js")], {})
    assert "src of a was not read" in refusal.value.text
    assert refusal.value.field == "src"


def test_scenarios_when_a_file_was_read_then_its_text_counts() -> None:
    declared, _warnings = desired_scenarios([scenario("a", src="a.js", script="")], {})
    assert declared == (DeclaredScenario("a", ""),)


def test_applications_when_options_are_given_then_they_are_declared() -> None:
    given = rule(
        "in",
        renamed_from="old",
        pattern="1",
        pattern_exclude="",
        video_conference=False,
        bind_key_id="key",
        scenarios=["a", "b"],
    )
    entry = {"name": "support", "renamed_from": "help", "secure_record_storage": False, "rules": [given, rule("out")]}
    desired = DesiredRule(
        rule_name="in",
        renamed_from="old",
        rule_pattern="1",
        rule_pattern_exclude="",
        video_conference=False,
        bind_key_id="key",
        scenarios=("a", "b"),
    )
    assert declared_applications([entry]) == (
        DeclaredApplication(
            DesiredApplication("support", renamed_from="help", secure_record_storage=False),
            (desired, DesiredRule("out")),
        ),
    )


@pytest.mark.parametrize(("rules", "declared"), [(None, None), ([], ())])
def test_applications_when_there_is_no_list_of_rules_then_that_is_not_an_empty_list(
    rules: list[t.Any] | None, declared: tuple[t.Any, ...] | None
) -> None:
    entry = {"name": "support", "renamed_from": None, "secure_record_storage": None, "rules": rules}
    assert declared_applications([entry])[0].rules == declared


@pytest.mark.parametrize(("scenarios", "declared"), [(None, None), ([], ())])
def test_rules_when_there_is_no_list_of_scenarios_then_that_is_not_an_empty_list(
    scenarios: list[str] | None, declared: tuple[str, ...] | None
) -> None:
    entry = {"name": "support", "renamed_from": None, "secure_record_storage": None}
    rules = declared_applications([{**entry, "rules": [rule("in", scenarios=scenarios)]}])[0].rules or ()
    assert [one.scenarios for one in rules] == [declared]
