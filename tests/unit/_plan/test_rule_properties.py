# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every plan of a rule, whatever is there and whatever is wanted."""

from __future__ import annotations

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.read_current import read_rule_state
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import Flow, carry_out
from ansible_collections.voximplant.platform.plugins.module_utils._apply.verify import confirm_rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import (
    LAST,
    DesiredRule,
    RuleState,
    plan_rule,
)
from ansible_collections.voximplant.platform.tests.unit.support.accounts import accounts
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform

PATTERNS = ("1.*", "2.*")


@st.composite
def wishes(draw: st.DrawFn, platform: Platform) -> DesiredRule:
    """What a task may want of a rule of the first application."""
    own = [row.rule_id for row in platform.rules if row.application_id == platform.applications[0].application_id]
    rule_id = draw(st.none() | st.sampled_from(own)) if own else None
    name = draw(st.sampled_from(("rule0", "rule1", "new")))
    names = [row.scenario_name for row in platform.scenarios]
    some = st.lists(st.sampled_from(names), unique=True).map(tuple) if names else st.just(())
    return DesiredRule(
        rule_name=name,
        rule_id=rule_id,
        renamed_from=None if rule_id is not None else draw(st.sampled_from((None, "rule0", "rule2"))),
        rule_pattern=draw(st.sampled_from((None, *PATTERNS))),
        rule_pattern_exclude=draw(st.sampled_from((None, "", "9"))),
        video_conference=draw(st.sampled_from((None, True, False))),
        bind_key_id=draw(st.sampled_from((None, "key-1"))),
        position=draw(st.sampled_from((None, 0, 1, 2, LAST))),
        scenarios=draw(st.none() | some),
        present=draw(st.integers(0, 3)) > 0,
    )


@given(accounts(), st.data())
def test_rule_when_the_plan_is_carried_out_then_it_is_as_the_plan_said_and_nothing_is_left_to_do(
    platform: Platform, data: st.DataObject
) -> None:
    desired = data.draw(wishes(platform))
    application_id = platform.applications[0].application_id
    client = platform.client

    def plan() -> Plan[RuleState]:
        return plan_rule(read_rule_state(client, application_id, desired), desired)

    before = platform.snapshot()
    try:
        first = plan()
    except errors.VoximplantError:
        assert platform.snapshot() == before
        reject()
    flow = Flow(plan, platform.execute, lambda plan, answers: confirm_rule(client, plan, answers))
    reached = carry_out(flow, first)
    again = plan()
    assert again.operations == ()
    rows = [row for row in platform.rules if row.application_id == application_id]
    if any(operation.method == "ReorderRules" for operation in first.operations):
        assert first.after.order == tuple(row.rule_name for row in rows)
    if reached.rule is None:
        assert desired.rule_id not in [row.rule_id for row in rows]
        return
    row = platform.rule(reached.rule.rule_id or 0)
    for name in ("rule_name", "rule_pattern", "rule_pattern_exclude", "video_conference"):
        assert getattr(row, name) == getattr(reached.rule, name)
        assert getattr(desired, name) in (None, getattr(row, name))
    assert desired.scenarios in (None, tuple(platform.scenario(one).scenario_name for one in row.scenario_ids))
    assert desired.bind_key_id is None or desired.bind_key_id in row.key_ids


@given(accounts(), st.data())
def test_rule_when_the_account_is_as_wanted_then_the_plan_is_empty(platform: Platform, data: st.DataObject) -> None:
    assume(platform.rules)
    row = data.draw(st.sampled_from(platform.rules))
    siblings = [one for one in platform.rules if one.application_id == row.application_id]
    desired = DesiredRule(
        row.rule_name,
        data.draw(st.sampled_from((None, row.rule_id))),
        None,
        row.rule_pattern,
        row.rule_pattern_exclude,
        row.video_conference,
        None,
        siblings.index(row),
        tuple(platform.scenario(one).scenario_name for one in row.scenario_ids),
    )
    plan = plan_rule(read_rule_state(platform.client, row.application_id, desired), desired)
    assert plan.operations == ()
    assert plan.before.rule == plan.after.rule
