# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of every plan of a rule, whatever is there and whatever is desired."""

from __future__ import annotations

import typing as t
from collections.abc import Sequence

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_rule import read_rule_state
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import list_rules
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import (
    LAST,
    CurrentRule,
    DesiredRule,
    plan_rule,
)
from ansible_collections.voximplant.platform.tests.unit.support.accounts import MOSTLY, accounts
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.rows import RuleRow
from ansible_collections.voximplant.platform.tests.unit.support.tasks import rule_task
from harness.examples import examples

PATTERNS = ("1.*", "2.*")
ATTRIBUTES = ("rule_name", "rule_pattern", "rule_pattern_exclude", "video_conference")
NEW = RuleRow(0, "", 0)


def running(names: Sequence[str] | None) -> DesiredBindings | None:
    """Return the bindings of a rule whose list of scenarios is given."""
    return None if names is None else DesiredBindings(tuple(names), ordered=True, unbind_pattern="*")


@st.composite
def desired_rules(draw: st.DrawFn, platform: Platform) -> DesiredRule:
    """Draw what a task may desire of a rule of the first application."""
    own = [row.rule_id for row in platform.rules if row.application_id == platform.applications[0].application_id]
    rule_id = draw(st.none() | st.sampled_from(own)) if own else None
    name = draw(st.sampled_from(("rule0", "rule1", "new")))
    names = [row.scenario_name for row in platform.scenarios]
    some = st.lists(st.sampled_from(names), unique=True).map(tuple) if names else st.just(())
    return DesiredRule(
        rule_name=name,
        rule_id=rule_id,
        renamed_from=None if rule_id is not None else draw(st.sampled_from((None, None, "rule0", "rule2"))),
        rule_pattern=draw(st.sampled_from((None, *PATTERNS))),
        rule_pattern_exclude=draw(st.sampled_from((None, None, "", "9"))),
        video_conference=draw(st.sampled_from((None, None, True, False))),
        bind_key_id=draw(st.sampled_from((None, "key-1"))),
        position=draw(st.sampled_from((None, None, 0, 1, 2, LAST))),
        bindings=draw((st.none() | some).map(running)),
        present=draw(MOSTLY),
    )


def check_rest(platform: Platform, before: t.Any, desired: DesiredRule, own: int | None) -> None:
    """Make sure that what is not declared is as before: other objects, and other fields of the rule.

    :arg before: the account before
    :arg own: id of the rule; None if it should not exist
    """
    scenarios, rules, *others = platform.snapshot()
    assert [scenarios, *others] == [before[0], *before[2:]]
    now, previous = ({row.rule_id: row for row in rows} for rows in (rules, before[1]))
    gone = previous.keys() - now.keys()
    assert {(previous[key].application_id, previous[key].rule_name) for key in gone} <= {
        (platform.applications[0].application_id, desired.rule_name if own is None else None)
    }
    assert {key: row for key, row in now.items() if key != own} == {
        key: row for key, row in previous.items() if key not in {own, *gone}
    }
    if own is None:
        return
    kept = previous.get(own, NEW)
    for name in ATTRIBUTES:
        assert getattr(desired, name) is not None or getattr(now[own], name) == getattr(kept, name)
    assert desired.bindings is not None or now[own].scenario_ids == kept.scenario_ids
    assert now[own].key_ids - kept.key_ids <= {desired.bind_key_id}
    assert now[own].key_ids >= kept.key_ids


@examples(2)
@given(accounts(), st.data())
def test_rule_when_the_plan_is_applied_then_it_is_as_planned_and_nothing_is_left_to_do(
    platform: Platform, data: st.DataObject
) -> None:
    desired = data.draw(desired_rules(platform))
    application_id = platform.applications[0].application_id
    task = rule_task(platform, application_id, desired)
    assert task.desired == desired
    before = platform.snapshot()
    try:
        plan = task.plan()
    except errors.VoximplantError:
        reject()
    finally:
        assert platform.snapshot() == before
    reached = task.apply(plan)
    assert task.plan().operations == ()
    check_rest(platform, before, desired, None if reached.rule is None else reached.rule.rule_id)
    rows = [row for row in platform.rules if row.application_id == application_id]
    if any(operation.method == "ReorderRules" for operation in plan.operations):
        assert plan.after.order == tuple(row.rule_name for row in rows)
    assert (reached.rule is not None) is desired.present
    if reached.rule is None:
        assert desired.rule_id not in [row.rule_id for row in rows]
        assert desired.rule_id is not None or desired.rule_name not in [row.rule_name for row in rows]
        return
    row = platform.rule(reached.rule.rule_id or 0)
    former = [rule.rule_id for rule in before[1] if rule.application_id == application_id]
    index = former.index(row.rule_id) if row.rule_id in former else len(former)
    if desired.position is not None:
        index = len(rows) - 1 if desired.position == LAST else desired.position
    expected = [rule_id for rule_id in former if rule_id != row.rule_id]
    expected.insert(index, row.rule_id)
    assert [rule.rule_id for rule in rows] == expected
    for name in ATTRIBUTES:
        assert getattr(row, name) == getattr(reached.rule, name) == getattr(plan.after.rule, name)
        assert getattr(desired, name) in (None, getattr(row, name))
    names = tuple(platform.scenario(scenario_id).scenario_name for scenario_id in row.scenario_ids)
    assert desired.bindings is None or desired.scenarios == names
    assert desired.bind_key_id is None or desired.bind_key_id in row.key_ids


@given(accounts(), st.data())
def test_rule_when_the_account_is_as_desired_then_the_plan_is_empty(platform: Platform, data: st.DataObject) -> None:
    assume(platform.rules)
    row = data.draw(st.sampled_from(platform.rules))
    siblings = [rule for rule in platform.rules if rule.application_id == row.application_id]
    desired = DesiredRule(
        row.rule_name,
        data.draw(st.sampled_from((None, row.rule_id))),
        rule_pattern=row.rule_pattern,
        rule_pattern_exclude=row.rule_pattern_exclude,
        video_conference=row.video_conference,
        position=siblings.index(row),
        bindings=running([platform.scenario(scenario_id).scenario_name for scenario_id in row.scenario_ids]),
    )
    rules = CurrentRule(row.application_id, list_rules(platform.client, row.application_id))
    plan = plan_rule(read_rule_state(platform.client, rules, desired), desired)
    assert plan.operations == ()
    assert plan.before.rule == plan.after.rule
    assert plan.before.rule is not None
