# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the plans for bindings and sessions say: every refusal with its option and advice, every heading of a diff."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils import _errors as errors
from ansible_collections.voximplant.platform.plugins.module_utils._models import BoundScenario, Rule
from ansible_collections.voximplant.platform.plugins.module_utils._plan import Plan
from ansible_collections.voximplant.platform.plugins.module_utils._plan_binding import (
    WantedScenarios,
    plan_binding,
    plan_order,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan_session import (
    check_start,
    plan_command,
    plan_start,
)

RULE = Rule(30, "r", 20, scenarios=(BoundScenario(1, "a"), BoundScenario(2, "b")))
BARE = dataclasses.replace(RULE, scenarios=())
URL = "https://session.test:12092/request"
NONE, OTHER, BOUND = WantedScenarios(names=()), WantedScenarios(names=("x",)), WantedScenarios(names=("b", "a"))


@pytest.mark.parametrize(
    ("refused", "field", "text", "advice"),
    [
        (
            lambda: plan_binding(RULE, NONE, (), present=True, exclusive=False),
            *("scenarios", "scenarios is empty.", "Set exclusive to leave the rule no scenario."),
        ),
        (
            lambda: plan_binding(RULE, OTHER, (), present=True, exclusive=False),
            *("scenarios", "There is no scenario 'x' that this rule could run.", ""),
        ),
        (lambda: plan_order(RULE, NONE), "scenarios", "scenarios is empty.", ""),
        (
            lambda: plan_order(RULE, OTHER),
            *("scenarios", "'x' is not bound to the rule, which runs: a, b."),
            "Bind it first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_order(BARE, OTHER),
            *("scenarios", "'x' is not bound to the rule, which runs: nothing."),
            "Bind it first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_start(BARE, None, {}),
            *("rule_name", "No scenario is bound to the rule."),
            "Bind one first, for example with vox_scenario_binding.",
        ),
        (
            lambda: plan_start(RULE, "standup", {}),
            *("conference_name", "The rule is not one for video conferences.", "Set its video_conference."),
        ),
        (
            lambda: check_start("x" * 51, None),
            *("conference_name", "conference_name has 51 characters; 1 to 49 are possible.", ""),
        ),
        (lambda: plan_command("ftp://x", "GET", {}), "access_url", "access_url is not an http or https URL.", ""),
        (lambda: plan_command("http://[", "GET", {}), "access_url", "access_url is not an http or https URL.", ""),
    ],
)
def test_plan_when_it_is_refused_then_it_names_the_option_and_what_to_do(
    refused: t.Callable[[], object], field: str, text: str, advice: str
) -> None:
    with pytest.raises(errors.VoximplantError) as caught:
        refused()
    assert (caught.value.field, caught.value.text, caught.value.advice) == (field, text, advice)


@pytest.mark.parametrize(
    ("plan", "header", "before", "after"),
    [
        (plan_order(RULE, BOUND), f"scenarios of {RULE}", "a\nb\n", "b\na\n"),
        (plan_start(RULE, None, {}), f"session of {RULE}", "", "scenarios: a, b\n"),
        (plan_command(URL, "GET", {}), "session on session.test", "", "command: sent\n"),
    ],
)
def test_plan_when_it_is_shown_then_both_sides_say_what_they_are(
    plan: Plan[t.Any], header: str, before: str, after: str
) -> None:
    (left,), (right,) = (tuple(state.documents().values()) for state in (plan.before, plan.after))
    assert (left.header, right.header, left.text, right.text) == (header, header, before, after)


def test_session_when_custom_data_may_be_cut_then_the_warning_says_what_else_to_do() -> None:
    assert check_start(None, "x" * 201) == (
        "script_custom_data has 201 bytes; only 200 are promised to arrive. "
        "Send more as a command to the session once it runs.",
    )


def test_session_when_it_is_planned_then_the_result_has_its_rule() -> None:
    assert plan_start(RULE, None, {}).after.as_result()["rule"] == RULE.as_result()
