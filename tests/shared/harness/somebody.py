# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody else, who works in the account of the rich project at the same time."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .whole_accounts import Account


class Somebody:
    """Somebody else, who works in the same account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.call = account.emulator.call

    def application(self, name: str) -> int:
        rows = self._account.emulator.state()["applications"]
        return next(int(row["application_id"]) for row in rows if row["application_name"] == name)

    def rule(self, application: str, name: str) -> int:
        rows = self._account.emulator.state()["applications"]
        rules = next(row["rules"] for row in rows if row["application_name"] == application)
        return next(int(rule["rule_id"]) for rule in rules if rule["rule_name"] == name)

    def scenario(self, name: str) -> int:
        return self._account.named(name)

    def edits_a_script(self) -> None:
        self.call("SetScenarioInfo", scenario_id=self.scenario("common"), scenario_script="// repaired by hand\n")

    def unbinds_a_scenario_that_stays(self) -> None:
        self.bind("sales", "inbound", "menu", bind=False)

    def orders_scenarios(self) -> None:
        ids = [self.scenario(name) for name in ("new", "menu", "common")]
        self.call("ReorderScenarios", rule_id=self.rule("sales", "inbound"), scenario_id=ids)

    def bind(self, application: str, rule: str, scenario: str, *, bind: bool = True) -> None:
        self.call(
            "BindScenario",
            rule_id=self.rule(application, rule),
            application_id=self.application(application),
            scenario_id=self.scenario(scenario),
            bind=bind,
        )

    def renames_a_rule(self) -> None:
        self.call("SetRuleInfo", rule_id=self.rule("sales", "evening"), rule_name="repaired")

    def binds_a_scenario_to_a_rule_that_was_changed(self) -> None:
        self.bind("help", "last", "after")

    def binds_a_new_scenario_to_a_rule_of_their_own(self) -> None:
        self.call("AddRule", application_id=self.application("closed"), rule_name="theirs", rule_pattern="5")
        self.bind("closed", "theirs", "new")

    def adds_a_rule_to_a_new_application(self) -> None:
        self.call("AddRule", application_id=self.application("fresh"), rule_name="theirs", rule_pattern="5")

    def deletes_a_rule(self) -> None:
        self.call("DelRule", rule_id=self.rule("help", "inbound"))

    def changes_a_new_scenario(self) -> None:
        self.call("SetScenarioInfo", scenario_id=self.scenario("new_own"), scenario_script="// theirs now\n")

    def orders_rules(self) -> None:
        rules = ("old", "first", "evening", "inbound")
        self.call("ReorderRules", rule_id=[self.rule("sales", name) for name in rules])

    def adds_a_rule_of_the_same_name_elsewhere(self) -> None:
        self.call("AddRule", application_id=self.application("help"), rule_name="first", rule_pattern=".*")

    def adds_an_object_of_their_own(self) -> None:
        self.call("AddScenario", scenario_name="theirs", scenario_script="// new\n")


class Vandal(Somebody):
    """Somebody who changes what is about to be deleted."""

    def binds_the_scenario_that_goes(self) -> None:
        self.bind("help", "inbound", "obsolete")

    def repairs_the_rule_that_goes(self) -> None:
        self.call("SetRuleInfo", rule_id=self.rule("sales", "old"), rule_pattern="99")

    def edits_the_scenario_that_goes(self) -> None:
        self.call("SetScenarioInfo", scenario_id=self.scenario("obsolete"), scenario_script="// needed again\n")

    def adds_a_rule_to_the_application_that_goes(self) -> None:
        self.call("AddRule", application_id=self.application("closed"), rule_name="theirs", rule_pattern="5")

    def adds_a_scenario_to_the_application_that_goes(self) -> None:
        self.call("AddScenario", scenario_name="theirs", application_id=self.application("closed"))


Draw = t.Callable[[list[t.Any]], t.Any]


def _ids(account: Account, kind: str) -> list[int]:
    return [object_id for found, object_id in account.rows() if found == kind]


def _edit(account: Account, draw: Draw) -> None:
    ids = _ids(account, "scenario")
    if ids:
        account.emulator.call("SetScenarioInfo", scenario_id=draw(ids), scenario_script="// theirs")


def _change_rule(account: Account, draw: Draw) -> None:
    ids = _ids(account, "rule")
    if ids:
        account.emulator.call("SetRuleInfo", rule_id=draw(ids), rule_pattern="77")


def _delete_rule(account: Account, draw: Draw) -> None:
    ids = _ids(account, "rule")
    if ids:
        account.emulator.call("DelRule", rule_id=draw(ids))


def _delete_scenario(account: Account, draw: Draw) -> None:
    ids = _ids(account, "scenario")
    if ids:
        account.emulator.call("DelScenario", scenario_id=draw(ids))


def _add_rule(account: Account, draw: Draw) -> None:
    ids = _ids(account, "application")
    if ids:
        account.emulator.call(
            "AddRule", application_id=draw(ids), rule_name=draw(["inbound", "theirs"]), rule_pattern="77"
        )


def _bind(account: Account, draw: Draw) -> None:
    rules, scenarios = _ids(account, "rule"), _ids(account, "scenario")
    if rules and scenarios:
        rule_id = draw(rules)
        application_id = account.rows()["rule", rule_id]["application_id"]
        account.emulator.call(
            "BindScenario",
            rule_id=rule_id,
            application_id=application_id,
            scenario_id=draw(scenarios),
            bind=draw([True, False]),
        )


CHANGES: dict[str, t.Callable[[Account, Draw], None]] = {
    "edits": _edit,
    "changes a rule": _change_rule,
    "deletes a rule": _delete_rule,
    "deletes a scenario": _delete_scenario,
    "adds a rule": _add_rule,
    "binds or unbinds": _bind,
}
"""What somebody may do to anything that there is."""
