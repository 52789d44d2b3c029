# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in either Unicode form, as macOS and editors write them: single objects are found in both."""

from __future__ import annotations

import typing as t
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._apply.observation import Observation
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import find
from ansible_collections.voximplant.platform.plugins.module_utils._objects import rules, scenarios
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import ApplicationSelector
from ansible_collections.voximplant.platform.plugins.module_utils._objects.filters import contains
from ansible_collections.voximplant.platform.plugins.module_utils._objects.keys import Keys
from ansible_collections.voximplant.platform.plugins.module_utils._objects.names import (
    NameTable,
    is_same_name,
    matches,
    select_named,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support import platform as memory
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.tasks import bindings_task, rule_task, scenario_task

COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"
FORMS = pytest.mark.parametrize(
    ("there", "given_name"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)], ids=["composed", "decomposed"]
)
TEXTS = st.text(st.sampled_from("ae\u0301\u00e9\u212b\u00c5A\u030a*"), max_size=5)


@given(TEXTS, TEXTS)
def test_names_when_they_look_the_same_then_they_are_the_same(first: str, second: str) -> None:
    looks_the_same = unicodedata.normalize("NFD", first) == unicodedata.normalize("NFD", second)
    assert is_same_name(first, second) is looks_the_same
    assert (second in NameTable([(first, 1)])) is looks_the_same
    assert select_named([first], second, str) == ([first] if looks_the_same else [])


def test_names_when_both_forms_exist_then_each_finds_its_own() -> None:
    table = NameTable([(COMPOSED, 1), (DECOMPOSED, 2)])
    assert (table.get(COMPOSED), table.get(DECOMPOSED), table.get(None)) == (1, 2, None)
    assert select_named([COMPOSED, DECOMPOSED], DECOMPOSED, str) == [DECOMPOSED]


@FORMS
def test_glob_when_its_form_differs_then_it_matches(there: str, given_name: str) -> None:
    assert matches(there, [f"{given_name}*"]) and contains(there, given_name[1:])
    assert not matches(there, ["cafe"]) and not matches(there.upper(), [given_name])


@FORMS
def test_scenario_when_its_form_differs_then_it_is_the_same_one(there: str, given_name: str) -> None:
    platform = Platform()
    row = platform.add_scenario(there, "old")
    task = scenario_task(platform, DesiredScenario(given_name, scenario_script="new"))
    task.apply(task.plan())
    assert [(row.scenario_name, row.scenario_script) for row in platform.scenarios] == [(there, "new")]
    assert scenarios.list_matching(platform.client, None, given_name, None)[0].scenario_id == row.scenario_id
    task = scenario_task(platform, DesiredScenario(given_name, scenario_id=row.scenario_id))
    task.apply(task.plan())  # by its id, it gets exactly this name
    assert row.scenario_name == given_name
    task = scenario_task(platform, DesiredScenario(there, present=False))
    task.apply(task.plan())
    assert platform.scenarios == []


@FORMS
def test_rule_when_its_form_differs_then_it_is_the_same_one(there: str, given_name: str) -> None:
    platform = Platform()
    application = platform.add_application("support")
    row = platform.add_rule(there, application)
    application_id = application.application_id
    selector = rules.RuleSelector(None, given_name, ApplicationSelector(application_id, None))
    assert rules.resolve_rule(platform.client, selector).rule_id == row.rule_id
    assert [rule.rule_id for rule in rules.list_matching(platform.client, None, given_name, None)] == [row.rule_id]
    for desired in (DesiredRule(given_name, rule_pattern="7.*"), DesiredRule("x", renamed_from=given_name)):
        task = rule_task(platform, application_id, desired)
        task.apply(task.plan())
    assert [(rule.rule_name, rule.rule_pattern) for rule in platform.rules] == [("x", "7.*")]


@FORMS
def test_binding_when_the_form_of_a_name_differs_then_the_scenario_is_bound_once(there: str, given_name: str) -> None:
    platform = Platform()
    scenario = platform.add_scenario(there)
    rule = platform.add_rule("r", platform.add_application("support"))
    for desired in (DesiredBindings((given_name,)), DesiredBindings((given_name,), unbind_pattern="*")):
        task = bindings_task(platform, rule.rule_id, desired)
        task.apply(task.plan())
        assert rule.scenario_ids == [scenario.scenario_id]
    with pytest.raises(InputError, match="lists more than once"):
        DesiredBindings((there, given_name))


@FORMS
def test_key_when_the_form_of_its_name_differs_then_it_is_found(
    there: str, given_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(memory.KEYS, "key-9", there)
    assert Keys(Platform().client).id_of(given_name) == "key-9"


@FORMS
def test_write_when_the_platform_changes_the_form_of_a_name_then_it_is_verified(there: str, given_name: str) -> None:
    class Composing(Platform):
        def AddScenario(self, form: t.Mapping[str, str]) -> t.Any:
            return super().AddScenario({**form, "scenario_name": there})

    platform = Composing()
    task = scenario_task(platform, DesiredScenario(given_name, scenario_script="x"))
    plan = task.plan()
    assert task.apply(plan).scenario is not None
    assert find(plan.operations[0], Observation(platform.client)) is not None
