# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which an account is written."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.draft import Draft, Phase
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import (
    DiffSection,
    Operation,
    Plan,
    in_sequence,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import RuleState

# All operations that an account's plan can hold, in the order of their phases.
ORDER = [
    [("create", "application", "AddApplication"), ("rename", "application", "SetApplicationInfo")],
    [("create", "secret", "AddSecret"), ("rename", "secret", "SetSecretInfo")],
    [("create", "user", "AddUser"), ("update", "user", "SetUserInfo")],
    [("rename", "scenario", "SetScenarioInfo")],
    [("create", "scenario", "AddScenario"), ("update", "scenario", "SetScenarioInfo")],
    [("update", "rule", "SetRuleInfo"), ("rename", "rule", "SetRuleInfo")],
    [("create", "rule", "AddRule")],
    [("unbind", "rule", "BindScenario")],
    [("bind", "rule", "BindScenario")],
    [("reorder", "rule", "ReorderScenarios")],
    [("reorder", "application", "ReorderRules")],
    [("unbind", "phone_number", "BindPhoneNumberToApplication")],
    [("bind", "phone_number", "BindPhoneNumberToApplication")],
    [("update", "phone_number", "SetPhoneNumberInfo")],
    [("update", "phone_number", "ControlSms")],
    [("prune", "phone_number", "BindPhoneNumberToApplication")],
    [("delete", "rule", "DelRule")],
    [("delete", "scenario", "DelScenario")],
    [("delete", "secret", "DelSecret")],
    [("delete", "user", "DelUser")],
    [("delete", "application", "DelApplication")],
]
KINDS = list(itertools.chain.from_iterable(ORDER))
RANKS = {kind: rank for rank, kinds in enumerate(ORDER) for kind in kinds}


def operation(kind: tuple[str, str, str], name: str = "x") -> Operation:
    """Return an operation of a kind."""
    action, object_kind, method = kind
    is_pruning = action == "prune"
    return Operation("unbind" if is_pruning else action, object_kind, name, method, {}, is_pruning=is_pruning)


def kind_of(found: Operation) -> tuple[str, str, str]:
    """Return the kind of an operation."""
    return "prune" if found.is_pruning else found.action, found.object, found.method


@pytest.mark.parametrize("kind", KINDS, ids=" ".join)
def test_phase_when_asked_for_then_it_is_the_one_of_the_documented_order(kind: tuple[str, str, str]) -> None:
    assert list(Phase).index(Phase.of(operation(kind))) == RANKS[kind]


def test_phases_when_counted_then_every_one_has_an_operation() -> None:
    assert {Phase.of(operation(kind)) for kind in KINDS} == set(Phase)


@given(st.lists(st.sampled_from(KINDS)))
def test_stages_when_operations_come_in_any_order_then_phases_follow_each_other_and_nothing_is_lost(
    kinds: list[tuple[str, str, str]],
) -> None:
    operations = [operation(kind, str(number)) for number, kind in enumerate(kinds)]
    draft = Draft()
    draft.operations = operations
    stages = draft.stages()
    ranks = [{RANKS[kind_of(found)] for found in stage} for stage in stages]
    assert all(len(rank) == 1 for rank in ranks)
    assert [min(rank) for rank in ranks] == sorted(min(rank) for rank in ranks)
    flat = [found for stage in stages for found in stage]
    assert flat == sorted(operations, key=lambda found: RANKS[kind_of(found)])
    sizes = {kind: [len(stage) for stage in stages if RANKS[kind_of(stage[0])] == RANKS[kind]] for kind in kinds}
    for kind in kinds:
        if kind[2] == "AddRule":
            assert set(sizes[kind]) == {1}  # new rules come in the order of their creation
        else:
            assert len(sizes[kind]) == 1


def test_draft_when_a_plan_is_added_then_its_operations_sections_and_warnings_get_the_application() -> None:
    draft = Draft()
    state = RuleState(None, label="rule in")
    plan = Plan(state, state, in_sequence([operation(("create", "rule", "AddRule"))]), ("Careful.",))
    draft.add("rule support/in", plan, "support")
    draft.add("rule support/out", dataclasses.replace(plan, stages=()), "support")
    draft.add("application support", dataclasses.replace(plan, stages=(), warnings=()))
    assert [found.application for found in draft.operations] == ["support"]
    assert draft.warnings == ["rule support/in: Careful.", "rule support/out: Careful."]
    assert draft.unchanged == 2
    assert draft.before.keys() == draft.after.keys()
    assert draft.before["rule support/in attributes"] == DiffSection("rule in (absent) in support", "")
    assert draft.before["application support attributes"] == DiffSection("rule in (absent)", "")


def test_draft_when_an_operation_names_its_application_then_that_is_kept() -> None:
    draft = Draft()
    state = RuleState(None, label="number")
    unbind = operation(("unbind", "phone_number", "BindPhoneNumberToApplication"))
    draft.add(
        "phone_number support/1202",
        Plan(state, state, in_sequence([dataclasses.replace(unbind, application="sales")])),
        "support",
    )
    assert [found.application for found in draft.operations] == ["sales"]
