# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read of an account after it was written to."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount, Prune
from ansible_collections.voximplant.platform.plugins.module_utils._account.observation import AccountObservation
from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._objects.secrets import list_secrets
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.declarations import (
    NEW,
    apply_plan,
    deploy,
    plan_for,
    scripts,
    support,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging

LATER = "2026-03-03 00:00:00"


READS = ("GetApplications", "GetRules", "GetScenarios")


class Recording(Platform):
    """An account that records its listings, and gives a changed scenario a new time unless it is frozen."""

    def __init__(self, *frozen: str) -> None:
        super().__init__()
        self._frozen = frozen
        self.forms: list[dict[str, str]] = []

    def GetScenarios(self, form: t.Mapping[str, str]) -> t.Any:
        """Record what is listed."""
        names = ("scenario_id", "application_id", "with_script")
        self.forms.append({name: form[name] for name in names if name in form})
        return super().GetScenarios(form)

    def SetScenarioInfo(self, form: t.Mapping[str, str]) -> t.Any:
        """Change a scenario."""
        row = self.scenario(int(form["scenario_id"]))
        if row.scenario_name not in self._frozen:
            row.modified = LATER
        return super().SetScenarioInfo(form)


def reads(platform: Platform) -> dict[str, int]:
    """Return how often each listing was read."""
    return {method: platform.calls.count(method) for method in READS}


def test_verification_when_everything_is_new_then_each_kind_is_listed_once_and_no_script_is_read() -> None:
    platform = Recording()
    plan = plan_for(platform, NEW)
    platform.calls.clear()
    platform.forms.clear()
    apply_plan(platform, NEW, plan)
    assert reads(platform) == {"GetApplications": 1, "GetRules": 1, "GetScenarios": 1}
    assert platform.forms == [{}]


@pytest.mark.parametrize("workers", [1, 4])
def test_verification_when_scripts_changed_then_only_those_whose_time_has_not_moved_are_read(workers: int) -> None:
    platform = Recording("b", "c")
    platform.workers = workers
    rows = {name: platform.add_scenario(name, "old") for name in "abcd"}
    desired = scripts(a="new", b="new", c="new", d="old")
    plan = plan_for(platform, desired)
    platform.calls.clear()
    platform.forms.clear()
    apply_plan(platform, desired, plan)
    assert {name: row.scenario_script for name, row in rows.items()} == {"a": "new", "b": "new", "c": "new", "d": "old"}
    assert reads(platform) == {"GetApplications": 0, "GetRules": 0, "GetScenarios": 4}
    read = [{"scenario_id": str(rows[name].scenario_id), "with_script": "true"} for name in "bc"]
    assert platform.forms == [{}, {}, *read]


def test_observation_when_objects_of_many_kinds_were_written_then_each_listing_that_shows_them_is_read_at_once() -> (
    None
):
    class Listing(Platform):
        """An account that records which applications are listed."""

        def __init__(self) -> None:
            super().__init__()
            self.scopes: list[str | None] = []

        def GetRules(self, form: t.Mapping[str, str]) -> t.Any:
            """Record what is listed."""
            self.scopes.append(form.get("application_id"))
            return super().GetRules(form)

    platform = Listing()
    written = [
        ("SetRuleInfo", "rule", 1),
        ("SetRuleInfo", "rule", 2),
        ("ReorderRules", "application", 2),
        ("AddRule", "rule", PendingId("application new", "application_id")),
        ("SetSecretInfo", "secret", 1),
        ("SetUserInfo", "user", 1),
        ("SetScenarioInfo", "scenario", None),
        ("SetScenarioInfo", "scenario", 1),
        ("ControlSms", "phone_number", 1),
        ("SetApplicationInfo", "application", None),
    ]
    accepted = [(Operation("x", kind, "x", method, {}, application_id=scope), None) for method, kind, scope in written]
    AccountObservation(platform.client, t.cast(t.Any, accepted), {})
    listings = ("GetRules", "GetRules", "GetSecrets", "GetUsers", "GetScenarios", "GetPhoneNumbers", "GetApplications")
    assert (platform.calls, platform.scopes) == ([*listings], ["1", "2"])


def test_second_look_when_applications_are_deleted_then_only_their_scenarios_are_listed() -> None:
    platform = Recording()
    rows = [platform.add_application(name) for name in ("one", "two")]
    desired = DesiredAccount(prune=Prune(frozenset({"applications"})))
    plan = plan_for(platform, desired)
    platform.forms.clear()
    apply_plan(platform, desired, plan)
    assert platform.forms == [{"application_id": str(row.application_id)} for row in rows]


def test_verification_when_many_rules_of_two_applications_changed_then_each_is_listed_once() -> None:
    platform = Platform()
    platform.workers = 3
    names = ("support", "sales")
    for name in names:
        application = platform.add_application(name)
        for number in range(5):
            platform.add_rule(f"rule{number}", application)
    rules = tuple(DesiredRule(f"rule{number}", rule_pattern="9") for number in range(5))
    desired = DesiredAccount(applications=tuple(DesiredApplication(name, rules=rules) for name in names))
    plan = plan_for(platform, desired)
    platform.calls.clear()
    apply_plan(platform, desired, plan)
    assert len(plan.operations) == 10
    assert reads(platform) == {"GetApplications": 0, "GetRules": 4, "GetScenarios": 0}


def test_script_when_its_time_has_not_moved_and_it_is_another_then_it_does_not_show() -> None:
    platform = Recording()
    row = platform.add_scenario("a", "old")
    observation = AccountObservation(platform.client, [], {("scenario", row.scenario_id): row.modified})
    assert not observation.shows_script(row.scenario_id, "new")
    assert observation.shows_script(row.scenario_id, "old")
    row.modified = LATER
    moved = AccountObservation(platform.client, [], {("scenario", row.scenario_id): "2026-01-01 00:00:00"})
    platform.forms.clear()
    assert moved.shows_script(row.scenario_id, "new")
    assert "with_script" not in platform.forms[0]
    assert not moved.shows_script(99, "")
    assert AccountObservation(platform.client, [], {}).shows_script(row.scenario_id, "created by this run")


def test_value_when_the_time_of_its_secret_has_not_moved_and_it_is_another_then_it_does_not_show() -> None:
    platform = Platform()
    row = platform.add_secret(platform.add_application("support").application_id, "KEY", "old")
    (secret,) = list_secrets(platform.client, row["application_id"])
    key = ("secret", row["secret_id"])
    still, moved = (AccountObservation(platform.client, [], {key: at}) for at in (row["modified"], LATER))
    assert (still.has_secret_value(secret, "new"), still.has_secret_value(secret, "old")) == (False, True)
    assert moved.has_secret_value(secret, "new")


def test_verification_when_the_account_shows_writes_late_then_it_waits_for_all_of_them() -> None:
    platform = Lagging(3)
    deploy(platform, NEW)
    assert platform.time.sleeps == [0.25, 0.5, 1, 2]
    assert platform.writes == ["AddApplication", "AddScenario", "AddScenario", "AddRule", "AddRule"]


def test_verification_when_the_account_never_shows_writes_then_all_were_done_and_it_fails_after_15_seconds() -> None:
    platform = Lagging(99)
    with pytest.raises(errors.ConflictError, match="accepted AddApplication, but does not show") as caught:
        deploy(platform, NEW)
    assert platform.time.now == 15
    assert [operation.name for operation in caught.value.done] == ["support", "common", "own", "first", "second"]
    assert caught.value.not_reached == ()


def spoil_attributes(platform: Platform) -> None:
    """Give the first rule another pattern."""
    platform.rules[0].rule_pattern = "9"


def spoil_bindings(platform: Platform) -> None:
    """Let the first rule run its scenarios in another order."""
    platform.rules[0].scenario_ids.reverse()


def spoil_presence(platform: Platform) -> None:
    """Delete the first rule."""
    del platform.rules[0]


@pytest.mark.parametrize("spoil", [spoil_attributes, spoil_bindings, spoil_presence])
def test_verification_when_a_rule_is_not_as_planned_then_it_is_an_error_that_names_it(
    spoil: t.Callable[[Platform], None],
) -> None:
    class Spoiling(Platform):
        def AddRule(self, form: t.Mapping[str, str]) -> t.Any:
            """Create a rule, and spoil the first one with the second."""
            response = super().AddRule(form)
            if form["rule_name"] == "second":
                spoil(self)
            return response

    platform = Spoiling()
    with pytest.raises(errors.ConflictError, match="accepted AddRule") as failure:
        deploy(platform, NEW)
    assert (failure.value.object, failure.value.name) == ("rule", "support/first")


def test_verification_when_the_rules_are_in_another_order_then_it_is_an_error_that_names_the_application(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    platform = Platform()
    application = platform.add_application("support")
    for name in "ba":
        platform.add_rule(name, application)
    desired = DesiredAccount(applications=(support(*(DesiredRule(name) for name in "ab")),))
    with monkeypatch.context() as patch:
        patch.setattr(platform, "ReorderRules", lambda form: {"result": 1})
        with pytest.raises(errors.ConflictError, match="accepted ReorderRules") as failure:
            deploy(platform, desired)
    assert (failure.value.object, failure.value.name) == ("application", "support")
    plan = plan_for(platform, desired)
    platform.calls.clear()
    apply_plan(platform, desired, plan)
    assert [row.rule_name for row in platform.rules] == ["a", "b"]
    assert reads(platform) == {"GetApplications": 0, "GetRules": 2, "GetScenarios": 0}


def test_verification_when_no_rule_was_written_then_none_is_read() -> None:
    platform = Platform()
    deploy(platform, NEW)
    desired = dataclasses.replace(NEW, scenarios=(DesiredScenario("common", scenario_script="new"),))
    plan = plan_for(platform, desired)
    platform.calls.clear()
    apply_plan(platform, desired, plan)
    assert platform.calls.count("SetScenarioInfo") == 1
    assert reads(platform) == {"GetApplications": 0, "GetRules": 0, "GetScenarios": 3}
