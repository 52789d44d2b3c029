# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several objects of one name: each is told apart by its id and its application."""

from __future__ import annotations

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import diff_of
from ansible_collections.voximplant.platform.plugins.plugin_utils._account_map.differences import map_differences
from ansible_collections.voximplant.platform.tests.unit.support.declarations import deploy, support
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


def test_diff_when_two_rules_of_one_name_are_deleted_then_it_shows_both() -> None:
    platform = Platform()
    application = platform.add_application("support")
    twins = [platform.add_rule("twin", application, rule_pattern=pattern) for pattern in ("1.*", "2.*")]
    plan = deploy(platform, DesiredAccount((), (support(),), prune=Prune(frozenset(("rules",)))))
    assert platform.rules == []
    shown = [(entry["before_header"], entry["before"]) for entry in diff_of(plan)]
    for twin in twins:
        attributes = [text for header, text in shown if header == f"rule twin (id {twin.rule_id}) in support"]
        assert [f"rule_pattern: {twin.rule_pattern}" in text for text in attributes] == [True]


def test_map_when_two_applications_have_users_of_one_name_then_each_has_its_own_diff() -> None:
    drift = [{"object": "user", "name": "anna", "application": name, "kind": "changed"} for name in ("a", "b")]
    headers = [f"user anna (id {number}) in {name}" for number, name in enumerate("ab")]
    diff = [{"before_header": header, "after_header": header, "before": "x", "after": header} for header in headers]
    mapped = map_differences(drift, diff)
    assert [[header for header, _diff in found.texts] for found in mapped] == [[header] for header in headers]
