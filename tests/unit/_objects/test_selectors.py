# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How rules and applications are selected by id or name."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import (
    ApplicationSelector,
    read_application,
    resolve_application,
)
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import (
    RuleSelector,
    list_matching,
    read_rule,
    resolve_rule,
)
from ansible_collections.voximplant.platform.tests.unit.support import module_tasks
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

NOWHERE = ApplicationSelector(None, None)
platform = module_tasks.platform


def test_rule_when_selected_then_it_is_found_by_id_or_by_name_in_its_application(platform: Platform) -> None:
    application, row = platform.applications[0], platform.rules[0]
    for selector in (
        RuleSelector(row.rule_id, None, NOWHERE),
        RuleSelector(row.rule_id, None, ApplicationSelector(application.application_id, None)),
        RuleSelector(None, "r", ApplicationSelector(None, "one")),
        RuleSelector(None, "r", ApplicationSelector(None, "one.acme.voximplant.com")),
    ):
        assert resolve_rule(platform.client, selector).rule_id == row.rule_id


def test_rule_when_selected_in_vain_then_the_error_names_the_candidates(platform: Platform) -> None:
    other = platform.add_application("two")
    first = ApplicationSelector(None, "one")
    with pytest.raises(errors.NotFoundError, match=r"no rule named 'x'\. Its rules: r \(id \d+\), s \(id \d+\)\."):
        resolve_rule(platform.client, RuleSelector(None, "x", first))
    with pytest.raises(errors.NotFoundError, match="Its rules: none") as missing:
        resolve_rule(platform.client, RuleSelector(None, "x", ApplicationSelector(None, "two")))
    assert (missing.value.method, missing.value.field) == ("GetRules", "rule_name")
    with pytest.raises(errors.NotFoundError, match="no rule with the ID 99"):
        resolve_rule(platform.client, RuleSelector(99, None, NOWHERE))
    elsewhere = ApplicationSelector(other.application_id, None)
    with pytest.raises(errors.NotFoundError, match=f"in the application with the ID {other.application_id}"):
        resolve_rule(platform.client, RuleSelector(platform.rules[0].rule_id, None, elsewhere))
    platform.add_rule("r", platform.applications[0])
    with pytest.raises(errors.ConflictError, match="Several rules are named 'r'") as several:
        resolve_rule(platform.client, RuleSelector(None, "r", first))
    assert (several.value.method, several.value.advice) == ("GetRules", "Use rule_id.")
    with pytest.raises(errors.InputError, match="requires an application") as alone:
        RuleSelector(None, "r", NOWHERE)
    advice = "Add application_id or application_name, or use rule_id."
    assert (alone.value.field, alone.value.advice) == ("rule_name", advice)


def test_selectors_when_a_name_is_empty_then_it_is_refused() -> None:
    with pytest.raises(errors.InputError, match="application_name is empty"):
        ApplicationSelector(None, "")
    with pytest.raises(errors.InputError, match="rule_name is empty"):
        RuleSelector(None, "", ApplicationSelector(1, None))


def test_application_when_selected_in_vain_then_the_error_names_the_candidates(platform: Platform) -> None:
    with pytest.raises(
        errors.NotFoundError, match=r"'x'\. Existing applications: one\.acme\.voximplant\.com \(id \d+\)\."
    ):
        resolve_application(platform.client, ApplicationSelector(None, "x"))
    with pytest.raises(errors.NotFoundError, match="Existing applications: none"):
        resolve_application(Platform().client, ApplicationSelector(None, "x"))
    platform.add_application("one")
    with pytest.raises(errors.ConflictError, match="Several applications are named 'one'"):
        resolve_application(platform.client, ApplicationSelector(None, "one"))


def test_application_when_read_then_it_is_the_selected_one_or_the_error_has_method_option_and_advice(
    platform: Platform,
) -> None:
    two = platform.add_application("two")
    found = read_application(platform.client, ApplicationSelector(two.application_id, None))
    assert found.short_name == "two"
    platform.add_application("two")
    for selector, start, field, advice in (
        (ApplicationSelector(99, None), "There is no application with the ID 99. ", "application_id", ""),
        (ApplicationSelector(None, "x"), "There is no application named 'x'. ", "application_name", ""),
        (ApplicationSelector(None, "two"), "Several applications are named", "application_name", "Use application_id."),
    ):
        with pytest.raises(errors.VoximplantError, match=start) as caught:
            read_application(platform.client, selector)
        error = caught.value
        assert (error.method, error.field, error.advice) == ("GetApplications", field, advice)


def test_rule_when_read_in_vain_then_the_error_says_where_it_was_looked_for(platform: Platform) -> None:
    scope = platform.applications[0].application_id
    for application_id, where in ((None, ""), (scope, f" in the application with the ID {scope}")):
        with pytest.raises(errors.NotFoundError) as caught:
            read_rule(platform.client, 99, application_id)
        error = caught.value
        assert error.text == f"There is no rule with the ID 99{where}."
        assert (error.method, error.field) == ("GetRules", "rule_id")


@pytest.mark.parametrize("application_id", [None, 1])
def test_rule_when_the_platform_refuses_the_call_then_its_error_is_not_taken_for_an_absence(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, application_id: int | None
) -> None:
    monkeypatch.setattr(platform, "GetRules", lambda _form: {"error": {"code": 104, "msg": "No."}})
    with pytest.raises(errors.NotPermittedError):
        read_rule(platform.client, 99, application_id)
    assert platform.calls == ["GetRules"]


def test_application_when_its_id_is_given_then_nothing_is_read(platform: Platform) -> None:
    assert resolve_application(platform.client, ApplicationSelector(5, None)) == 5
    assert platform.calls == []


@pytest.mark.parametrize(
    ("rule_id", "name", "found"), [(None, None, ["r", "s"]), (None, "s", ["s"]), (None, "x", []), (99, None, [])]
)
def test_rules_when_listed_then_only_those_that_match_are_returned(
    platform: Platform, rule_id: int | None, name: str | None, found: list[str]
) -> None:
    for application_id in (None, platform.applications[0].application_id):
        rules = list_matching(platform.client, rule_id, name, application_id)
        assert [rule.rule_name for rule in rules] == found
    (rule,) = list_matching(platform.client, platform.rules[1].rule_id, None, None)
    assert rule.rule_name == "s"


@pytest.mark.parametrize("code", [116, 134, 485])
def test_rule_when_the_platform_requires_an_application_then_each_is_tried(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    listing = platform.GetRules

    def demanding(form: t.Mapping[str, str]) -> t.Any:
        return listing(form) if "application_id" in form else {"error": {"code": code, "msg": "No."}}

    monkeypatch.setattr(platform, "GetRules", demanding)
    assert read_rule(platform.client, platform.rules[1].rule_id).rule_name == "s"
