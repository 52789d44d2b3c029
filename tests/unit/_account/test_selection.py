# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Globs of a partial deployment that select nothing: an error, or a warning if it may be deleted already."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    CurrentAccount,
    DesiredAccount,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.selection import check_selection
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Application, Rule, Scenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

CURRENT = CurrentAccount(
    (
        Application(1, "support.acme.voximplant.com", rules=(Rule(11, "old_rule", 1), Rule(12, "stray_rule", 1))),
        Application(2, "sales.acme.voximplant.com", rules=(Rule(21, "foreign_rule", 2),)),
        Application(3, "help.acme.voximplant.com"),
    ),
    (Scenario(31, "old"), Scenario(32, "stray")),
)
RULES = (DesiredRule("rule", renamed_from="old_rule"),)
SCENARIOS = (DesiredScenario("new", renamed_from="old"), DesiredScenario("caf\u00e9"))


def checked(selection: Selection, **given: t.Any) -> tuple[str, ...]:
    """Check a selection of a project that renames a scenario and a rule."""
    applications = (DesiredApplication("support", rules=RULES), DesiredApplication("help"), DesiredApplication("gone"))
    return check_selection(CURRENT, DesiredAccount(SCENARIOS, applications, selection, **given))


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(scenarios=("new", "str*", "cafe\u0301")),
        Selection(rules=("ru*", "stray_rule")),
        Selection(("*",), ("*",)),
    ],
)
def test_selection_when_each_glob_matches_something_then_it_is_accepted(selection: Selection) -> None:
    assert checked(selection) == ()
    assert checked(selection, present=False) == ()


@pytest.mark.parametrize(
    ("selection", "kind", "named"),
    [
        (Selection(scenarios=("new", "losse", "x*")), "scenario", "'losse', 'x*'"),
        (Selection(scenarios=("old",)), "scenario", "'old'"),
        (Selection(scenarios=("New",)), "scenario", "'New'"),
        (Selection(("new",), ("rul",)), "rule", "'rul'"),
        (Selection(rules=("old_rule",)), "rule", "'old_rule'"),
        (Selection(rules=("foreign_rule",)), "rule", "'foreign_rule'"),
    ],
)
@pytest.mark.parametrize("present", [True, False])
def test_selection_when_a_glob_matches_nothing_then_it_is_refused(
    selection: Selection, kind: str, named: str, present: bool
) -> None:
    with pytest.raises(InputError) as refusal:
        checked(selection, present=present)
    assert refusal.value.text == f"only_{kind}s: no {kind} of the project or the account matches {named}."
    assert refusal.value.field == f"only_{kind}s"
    assert refusal.value.advice == "Check the spelling; globs match whole names, case-sensitively."


def test_selection_when_a_glob_matches_nothing_of_a_pruned_kind_then_it_may_be_deleted_and_is_a_warning() -> None:
    selection = Selection(("gone", "new"), ("gone_rule",))
    assert checked(selection, prune=Prune(frozenset({"scenarios", "rules"}))) == (
        "only_scenarios: no scenario of the project or the account matches 'gone'.",
        "only_rules: no rule of the project or the account matches 'gone_rule'.",
    )
    with pytest.raises(InputError, match="only_rules"):
        checked(selection, prune=Prune(frozenset({"scenarios"})))
