# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired account that the options of vox_sync describe."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    DesiredAccount,
    Ignore,
    Prune,
    Selection,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.options import (
    desired_account,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError, VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.phone_number import DesiredPhoneNumber
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.plugins.module_utils._plan.secret import DesiredSecret
from ansible_collections.voximplant.platform.plugins.module_utils._plan.user import DesiredUser


def options(**given: t.Any) -> dict[str, t.Any]:
    """Return the options of vox_sync, some of them given."""
    optional = (
        "manifest",
        "scenarios_dir",
        "scenarios",
        "substitutions",
        "applications",
        "src_roots",
        "ignore",
        "validate",
        "secret_values",
        "user_passwords",
    )
    defaults = {"only_scenarios": None, "only_rules": None, "prune": ["bindings"], "prune_pattern": "*"}
    return {**dict.fromkeys(optional), **defaults, "prune_limit": 10, "state": "present", **given}


def scenario(name: str, **given: t.Any) -> dict[str, t.Any]:
    """Return the options of a scenario, some of them given."""
    return {
        "name": name,
        "script": None,
        "src": None,
        "renamed_from": None,
        "application_name": None,
        "protect": False,
        **given,
    }


def rule(name: str, **given: t.Any) -> dict[str, t.Any]:
    """Return the options of a rule, some of them given."""
    optional = ("renamed_from", "pattern", "pattern_exclude", "video_conference", "bind_key_id", "scenarios")
    return {"name": name, **dict.fromkeys(optional), "protect": False, **given}


def application(**given: t.Any) -> dict[str, t.Any]:
    """Return the options of the application support, some of them given."""
    return {
        "name": "support",
        "renamed_from": None,
        "secure_record_storage": None,
        **dict.fromkeys(("rules", "phone_numbers", "secrets", "users")),
        "protect": False,
        **given,
    }


def secret(name: str, **given: t.Any) -> dict[str, t.Any]:
    """Return the options of a secret, some of them given."""
    return {"name": name, "renamed_from": None, "description": None, **given}


def user(name: str, **given: t.Any) -> dict[str, t.Any]:
    """Return the options of a user, some of them given."""
    optional = ("renamed_from", "display_name", "active", "parent_accounting", "custom_data")
    return {"name": name, **dict.fromkeys(optional), **given}


def number(digits: str, **given: t.Any) -> dict[str, t.Any]:
    """Return the options of a phone number, some of them given."""
    optional = ("rule", "sms_enabled", "incoming_sms_callback_url")
    return {"number": digits, **dict.fromkeys(optional), "force": False, **given}


def desired_applications(*entries: dict[str, t.Any]) -> tuple[DesiredApplication, ...]:
    """Return the applications that a task with these entries declares."""
    return desired_account(options(applications=list(entries))).applications


def test_account_when_nothing_is_declared_then_the_defaults_apply() -> None:
    assert desired_account(options()) == DesiredAccount((), (), Selection(), Prune(frozenset({"bindings"}), "*", 10))


def test_account_when_options_are_given_then_each_reaches_its_field() -> None:
    desired = desired_account(
        options(
            scenarios=[scenario("a", script="7")],
            applications=[application()],
            only_scenarios=["a*"],
            only_rules=["b*", "c"],
            prune=["rules", "scenarios"],
            prune_pattern="team_*",
            prune_limit=3,
            state="absent",
        )
    )
    assert desired == DesiredAccount(
        (DesiredScenario("a", scenario_script="7"),),
        (DesiredApplication("support"),),
        Selection(("a*",), ("b*", "c")),
        Prune(frozenset({"rules", "scenarios"}), "team_*", 3),
        present=False,
    )


def test_objects_when_options_are_given_then_values_and_passwords_come_from_beside_them() -> None:
    withheld = Withheld({"support": {"KEY": "value"}}, {"support": {"ann": "Password-1"}, "sales": {"bob": "x"}})
    entry = application(
        name="support.acme.voximplant.com",
        phone_numbers=[number("+1 202-555", rule="in", sms_enabled=True, incoming_sms_callback_url="", force=True)],
        secrets=[secret("KEY", description="d"), secret("OTHER", renamed_from="OLD")],
        users=[user("ann", display_name="Ann", active=False), user("bob", parent_accounting=True, custom_data="x")],
    )
    (found,) = desired_account(options(applications=[entry]), withheld).applications
    assert found.phone_numbers == (
        DesiredPhoneNumber("1202555", rule_name="in", sms_enabled=True, incoming_sms_callback_url="", force=True),
    )
    assert found.secrets == (
        DesiredSecret("KEY", secret_value="value", description="d"),
        DesiredSecret("OTHER", renamed_from="OLD"),
    )
    assert found.users == (
        DesiredUser("ann", user_display_name="Ann", user_password="Password-1", user_active=False),
        DesiredUser("bob", parent_accounting=True, user_custom_data="x"),
    )
    assert withheld.values() == ("value", "Password-1", "x")
    assert "value" not in repr((withheld, found.secrets)).replace("_value", "")
    assert "Password-1" not in repr((withheld, found.users))


def test_ignore_when_globs_are_given_then_each_reaches_its_field() -> None:
    kinds = ("applications", "rules", "scenarios", "users", "secrets", "phone_numbers")
    ignore = desired_account(options(ignore={kind: [kind] for kind in kinds})).ignore
    assert ignore == Ignore(**{kind: (kind,) for kind in kinds})


def test_ignore_when_applications_are_renamed_then_globs_of_new_names_are_for_the_previous_ones_too() -> None:
    entries = [application(name="help.acme.voximplant.com", renamed_from="support.acme.voximplant.com"), application()]
    ignore = desired_account(options(applications=entries[:1], ignore={"rules": ["help/lab_*"]})).ignore
    assert ignore == Ignore(rules=("help/lab_*",), renamed={"support": "help"})
    assert desired_account(options(applications=entries[1:])).ignore == Ignore()


def test_protection_when_it_is_given_then_the_keys_of_the_objects_are_protected() -> None:
    entry = application(name="support.acme.voximplant.com", protect=True, rules=[rule("in", protect=True), rule("out")])
    desired = desired_account(options(scenarios=[scenario("a", protect=True), scenario("b")], applications=[entry]))
    assert desired.protected == {"application support", "rule support/in", "scenario a"}


@pytest.mark.parametrize(
    "option",
    ["manifest", "scenarios_dir", "src_roots", "substitutions", "validate", "secret_values", "user_passwords"],
)
def test_account_when_the_controller_read_no_file_then_it_is_an_error(option: str) -> None:
    with pytest.raises(InputError, match=f"{option} was not read: this module runs on the controller") as refusal:
        desired_account(options(**{option: "x"}))
    assert refusal.value.field == option


def test_scenarios_when_options_are_given_then_they_are_declared() -> None:
    given = scenario("a", script="x", renamed_from="b", application_name="support")
    assert desired_account(options(scenarios=[given, scenario("c")])).scenarios == (
        DesiredScenario("a", scenario_script="x", renamed_from="b", application_name="support"),
        DesiredScenario("c"),
    )


@pytest.mark.parametrize("form", ["caf\u00e9", "cafe\u0301"])
def test_scenarios_when_a_token_leaves_the_previous_name_as_the_name_then_nothing_is_renamed(form: str) -> None:
    declared = desired_account(options(scenarios=[scenario("caf\u00e9", renamed_from=form)])).scenarios
    assert declared == (DesiredScenario("caf\u00e9"),)


def test_scenarios_when_a_file_was_not_read_then_it_is_an_error() -> None:
    with pytest.raises(InputError) as refusal:
        desired_account(options(scenarios=[scenario("a", src="a.js")]))
    assert "src of a was not read" in refusal.value.text
    assert refusal.value.field == "src"


def test_scenarios_when_a_file_was_read_then_its_content_is_the_script() -> None:
    read = desired_account(options(scenarios=[scenario("a", src="a.js", script="")]))
    assert read.scenarios == (DesiredScenario("a", scenario_script=""),)


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ({"only_scenarios": []}, "only_scenarios is empty. Omit it to deploy everything, or give it names or globs."),
        ({"only_rules": [""]}, "only_rules is empty."),
        ({"only_rules": ["a*", ""]}, "only_rules contains an empty glob."),
        ({"scenarios": [scenario("b", renamed_from="")]}, "scenario b: renamed_from is empty."),
        (
            {"scenarios": [scenario("b", renamed_from="", application_name="support.acme.voximplant.com")]},
            "scenario support/b: renamed_from is empty.",
        ),
        ({"applications": [application(renamed_from="")]}, "application support: renamed_from is empty."),
        ({"applications": [application(rules=[rule("in", pattern="")])]}, "rule support/in: rule_pattern is empty."),
        ({"applications": [application(rules=[rule("in", scenarios=["", "a"])])]}, "rule support/in: scenarios "),
        (
            {"applications": [application(secrets=[secret("KEY", renamed_from="")])]},
            "secret support/KEY: renamed_from ",
        ),
        (
            {"applications": [application(users=[user("ann", display_name="x" * 256)])]},
            "user support/ann: user_display",
        ),
        (
            {"applications": [application(phone_numbers=[number("x1")])]},
            "phone_number support/x1: number 'x1' is not a ",
        ),
        (
            {"applications": [application(phone_numbers=[number("1", rule="")])]},
            "phone_number support/1: rule_name is ",
        ),
        (
            {"applications": [application(secrets=[secret("KEY"), secret("KEY")])]},
            "the secrets of support: declared more than once: KEY.",
        ),
        (
            {"applications": [application(users=[user("ann"), user("bob", renamed_from="ann")])]},
            "the users of support: ann is the renamed_from of one object",
        ),
        (
            {"applications": [application(phone_numbers=[number("1 2"), number("+12")])]},
            "phone_numbers: declared more than once: 12.",
        ),
    ],
)
def test_account_when_an_entry_is_invalid_then_the_error_names_it(given: dict[str, t.Any], subject: str) -> None:
    with pytest.raises(VoximplantError) as refusal:
        desired_account(options(**given))
    assert str(refusal.value).startswith(subject) and refusal.value.field is not None


def test_applications_when_options_are_given_then_they_are_declared() -> None:
    given = rule(
        "in",
        renamed_from="old",
        pattern="1",
        pattern_exclude="",
        video_conference=False,
        bind_key_id="key",
        scenarios=["a", "b"],
    )
    entry = application(renamed_from="help", secure_record_storage=False, rules=[given, rule("out")])
    desired = DesiredRule(
        rule_name="in",
        renamed_from="old",
        rule_pattern="1",
        rule_pattern_exclude="",
        video_conference=False,
        bind_key_id="key",
        bindings=DesiredBindings(("a", "b"), ordered=True, unbind_pattern="*"),
    )
    assert desired_applications(entry) == (
        DesiredApplication(
            "support", renamed_from="help", secure_record_storage=False, rules=(desired, DesiredRule("out"))
        ),
    )


@pytest.mark.parametrize(("rules", "declared"), [(None, None), ([], ())])
def test_applications_when_there_is_no_list_of_rules_then_that_is_not_an_empty_list(
    rules: list[t.Any] | None, declared: tuple[t.Any, ...] | None
) -> None:
    assert desired_applications(application(rules=rules))[0].rules == declared


@pytest.mark.parametrize(("scenarios", "declared"), [(None, None), ([], ())])
def test_rules_when_there_is_no_list_of_scenarios_then_that_is_not_an_empty_list(
    scenarios: list[str] | None, declared: tuple[t.Any, ...] | None
) -> None:
    (found,) = desired_applications(application(rules=[rule("in", scenarios=scenarios)]))[0].rules or ()
    assert (None if found.bindings is None else found.bindings.names) == declared
