# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Diffs of objects whose values have line ends: no value makes a line of its own."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.changes import Change
from ansible_collections.voximplant.platform.plugins.module_utils._account.restore import change_sections
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import diff_of
from ansible_collections.voximplant.platform.plugins.module_utils._export.plan import FileChange, FilesState
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import TargetFile
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import (
    Application,
    BoundScenario,
    Rule,
    Scenario,
)
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import PhoneNumber, Secret, User
from ansible_collections.voximplant.platform.plugins.module_utils._plan import (
    application,
    bindings,
    phone_number,
    rule,
    scenario,
    secret,
    session,
    user,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import DiffSection, Plan, State
from ansible_collections.voximplant.platform.plugins.plugin_utils._account_map.differences import map_differences
from ansible_collections.voximplant.platform.plugins.plugin_utils._report.content import diff_of as report_diff

ENDS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029")


def states(value: str) -> dict[str, State]:
    """Return a state of each kind with a value wherever the platform has a string."""
    number = PhoneNumber(1, value, 2, value, 3, value, incoming_sms_callback_url=value)
    bound = Rule(1, value, 2, value, value, value, scenarios=(BoundScenario(1, value), BoundScenario(2, value)))
    owned = (Scenario(1, value), number, Secret(1, value, 2), User(1, value, 2))
    app = Application(1, value, rules=(bound,))
    change = Change("user", value, value, None, {"custom_data": value, "scenarios": [value], "active": True})
    files = FilesState("/d", "m.yml", (FileChange(TargetFile(value, b"x"), None),), True)
    return {
        "application": application.ApplicationState(app, owned),
        "bindings": bindings.BoundState(bound),
        "phone number": phone_number.PhoneNumberState(number),
        "rule": rule.RuleState(bound, key_id=value, order=(value, value)),
        "scenario": scenario.ScenarioState(Scenario(1, value), "", (value, value)),
        "scenarios": scenario.AllScenarios(owned[:1]),
        "secret": secret.SecretState(Secret(1, value, 2, description=value), "changed"),
        "session": session.SessionState(bound, True),
        "user": user.UserState(User(1, value, 2, user_display_name=value, user_custom_data=value), "changed"),
        "restore": Sections(change_sections([change], lambda found: found.after)),
        "export": files,
    }


class Sections:
    """A state that consists of sections."""

    def __init__(self, sections: t.Mapping[str, DiffSection]) -> None:
        self._sections = sections

    def as_result(self) -> dict[str, t.Any]:
        """Return nothing."""
        return {}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the sections."""
        return self._sections


def shown(state: State) -> list[dict[str, str]]:
    """Return the diff of what a state adds to nothing."""
    before = {key: DiffSection("", "") for key in state.diff_sections()}
    return diff_of(Plan(Sections(before), state))


@pytest.mark.parametrize("end", ENDS, ids=ascii)
@pytest.mark.parametrize("kind", states(""))
def test_diff_when_a_value_has_line_ends_then_it_stays_on_its_line(kind: str, end: str) -> None:
    plain, forged = (shown(states(value)[kind]) for value in ("a-value: changed", f"a{end}value: changed"))
    assert plain
    for expected, entry in zip(plain, forged, strict=True):
        assert len(entry["after"].splitlines()) == len(expected["after"].splitlines())
        assert len(report_diff(entry)[1].splitlines()) == len(report_diff(expected)[1].splitlines())


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_map_when_a_value_has_line_ends_then_it_stays_on_its_line(end: str) -> None:
    drift = {"object": "user", "name": "u", "application": "a", "kind": "changed"}
    drift_rows = [{**drift, "before": {"custom_data": f"a{end}active: true"}, "after": {"scenarios": ["a", end]}}]
    (difference,) = map_differences(drift_rows, [])
    assert [len(line.splitlines()) for line in (*difference.actual, *difference.declared)] == [1, 1]
