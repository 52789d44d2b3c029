# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers, secrets and users of a manifest: mistakes with their lines, tokens, and values given beside it."""

from __future__ import annotations

import typing as t

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.withheld import take_withheld
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.action import _check_mappings
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    Project,
    read_manifest,
    read_options,
)
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.withheld import undeclared_values

OPTIONS = ("secret_values", "user_passwords")
HEAD = "applications:\n  - name: support\n    rules: [{name: inbound}]\n"
SECRET = "must have at most 64 Latin letters, digits and underscores, and start with a letter"


def project(text: str, **given: t.Any) -> Project:
    """Read a manifest."""
    return read_manifest("voximplant.yml", "/project/voximplant.yml", text, str, Given(**given))


@pytest.mark.parametrize(
    ("lines", "mistakes"),
    [
        (
            "    secrets:\n      - KEY\n      - 1KEY\n      - {name: KEY}\n",
            [
                f"voximplant.yml:6: applications[0].secrets[1]: {SECRET}",
                "voximplant.yml:7: applications[0].secrets[2].name: the secret 'KEY' is declared more than once, "
                "first on line 5",
            ],
        ),
        (
            "    secrets:\n      - 12\n",
            [
                "voximplant.yml:5: applications[0].secrets[0]: must be a string or a dictionary; put it in quotes",
                f"voximplant.yml:5: applications[0].secrets[0]: {SECRET}",
            ],
        ),
        (
            "    secrets:\n      - name: KEY\n        value: sesame\n",
            [
                "voximplant.yml:6: applications[0].secrets[0].value: unknown key; the keys are name, renamed_from, "
                "description"
            ],
        ),
        (
            "    secrets:\n      - KEY\n      - name: NEW\n        renamed_from: KEY\n",
            [
                "voximplant.yml:7: applications[0].secrets[1].renamed_from: 'KEY' is the name of another object, "
                "on line 5"
            ],
        ),
        (
            "    users:\n      - name: Ann\n      - {name: bob}\n      - {name: bob}\n",
            [
                "voximplant.yml:5: applications[0].users[0].name: must have 3 to 50 lower-case Latin letters, digits, "
                "underscores and hyphens, and start with a letter or a digit",
                "voximplant.yml:7: applications[0].users[2].name: the user 'bob' is declared more than once, first on "
                "line 6",
            ],
        ),
        (
            "    phone_numbers:\n      - number: 12025550100\n",
            ["voximplant.yml:5: applications[0].phone_numbers[0].number: must be a string; put it in quotes"],
        ),
        (
            "    phone_numbers:\n      - number: '+1 202'\n      - number: '1-202'\n      - number: 1x\n",
            [
                "voximplant.yml:6: applications[0].phone_numbers[1].number: the phone number 1202 is declared more "
                "than once, first on line 5",
                "voximplant.yml:7: applications[0].phone_numbers[2].number: '1x' is not a phone number; write its "
                "digits, such as '12025550100'",
            ],
        ),
        (
            "    phone_numbers:\n      - {number: '1', rule: inbuond}\n",
            [
                "voximplant.yml:5: applications[0].phone_numbers[0].rule: the application declares no rule 'inbuond'; "
                "did you mean 'inbound'?"
            ],
        ),
        (
            "    phone_numbers:\n      - {number: '1', incoming_sms_callback_url: \"https://x\\nrule: y\"}\n",
            [
                "voximplant.yml:5: applications[0].phone_numbers[0].incoming_sms_callback_url: must not contain line "
                "ends or other control characters"
            ],
        ),
        (
            "    secrets: [LAB_KEY]\n    users: [{name: lab_1}]\n    phone_numbers: [{number: '49'}]\n"
            "ignore:\n  secrets: [support/LAB_*]\n  users: ['*/lab_?']\n  phone_numbers: ['49*']\n",
            [
                "voximplant.yml:4: applications[0].secrets[0]: 'support/LAB_KEY' is declared, but ignore.secrets "
                "matches it",
                "voximplant.yml:5: applications[0].users[0].name: 'support/lab_1' is declared, but ignore.users "
                "matches it",
                "voximplant.yml:6: applications[0].phone_numbers[0].number: '49' is declared, but "
                "ignore.phone_numbers matches it",
            ],
        ),
    ],
)
def test_manifest_when_objects_are_wrong_then_each_mistake_has_its_line(lines: str, mistakes: list[str]) -> None:
    assert [str(mistake) for mistake in project(HEAD + lines).mistakes] == mistakes


def test_manifest_when_the_same_number_is_bound_to_two_applications_then_it_is_a_mistake() -> None:
    text = HEAD + "    phone_numbers: [{number: '1'}]\n  - name: sales\n    phone_numbers: [{number: '+1'}]\n"
    (mistake,) = project(text).mistakes
    assert str(mistake).endswith("the phone number 1 is declared more than once, first on line 4")


def test_manifest_when_a_rule_is_ignored_or_no_rules_are_declared_then_a_number_may_name_it() -> None:
    ignored = HEAD + "    phone_numbers: [{number: '1', rule: lab_1}]\nignore: {rules: [support/lab_*]}\n"
    undeclared = "applications:\n  - name: support\n    phone_numbers: [{number: '1', rule: any}]\n"
    assert (project(ignored).mistakes, project(undeclared).mistakes) == ((), ())


@pytest.mark.parametrize(
    ("rules", "mistakes"),
    [({}, ()), ({"rules": None}, ()), ({"rules": []}, ("the application declares no rule 'in'",))],
)
def test_options_when_the_key_of_rules_is_null_then_they_are_left_alone_as_without_it(
    rules: dict[str, t.Any], mistakes: tuple[str, ...]
) -> None:
    application = {"name": "support", "phone_numbers": [{"number": "1", "rule": "in"}], **rules}
    found = read_options({"applications": [application]}, {}, str, Given())
    assert tuple(mistake.message for mistake in found.mistakes) == mistakes


def test_manifest_when_it_has_tokens_then_names_and_numbers_are_expanded() -> None:
    text = (
        "substitutions: {__STAGE__: test, __HOTLINE__: null}\n"
        "applications:\n  - name: support-__STAGE__\n    secrets: [__STAGE___KEY, {name: B, description: __STAGE__}]\n"
        "    users: [{name: agent-__STAGE__}]\n    phone_numbers: [{number: __HOTLINE__}]\n"
    )
    found = project(text, substitutions={"__HOTLINE__": "+1 202"})
    assert found.mistakes == ()
    (application,) = found.applications
    assert application["secrets"] == [{"name": "test_KEY"}, {"name": "B", "description": "test"}]
    assert (application["users"], application["phone_numbers"]) == ([{"name": "agent-test"}], [{"number": "+1 202"}])
    assert found.names("secrets", "support-test") == {"test_KEY", "B"}
    assert found.names("users", "support-test") == {"agent-test"}


def test_options_when_secrets_are_names_then_they_become_mappings() -> None:
    options = {"applications": [{"name": "support", "secrets": ["A", {"name": "B"}]}]}
    assert read_options(options, {}, str, Given()).applications == [
        {"name": "support", "secrets": [{"name": "A"}, {"name": "B"}]}
    ]


@pytest.mark.parametrize(
    ("application", "message"),
    [
        ({"secrets": [{"name": "A", "value": "sesame"}]}, "secrets[0] has unknown keys: value. The keys are name, "),
        ({"users": [{"name": "ann", "user_password": "sesame"}]}, "users[0] has unknown keys: user_password. The "),
        ({"secrets": ["A", 7]}, "secrets is not a list of dictionaries."),
        ({"phone_numbers": ["sesame"]}, "phone_numbers is not a list of dictionaries."),
    ],
)
def test_options_when_they_hold_a_value_then_it_is_refused_and_not_shown(
    application: dict[str, t.Any], message: str
) -> None:
    with pytest.raises(AnsibleActionFail) as refusal:
        _check_mappings({"applications": [{"name": "support", **application}]})
    assert f"applications[0].{message}" in str(refusal.value)
    assert "sesame" not in str(refusal.value)


def test_values_when_they_are_taken_then_no_argument_is_left() -> None:
    arguments = {
        "secret_values": '{"support.acme.voximplant.com": {"KEY": "1", "B": null}, "sales": {"K": "v=w="}}',
        "user_passwords": None,
        "workers": 1,
    }
    assert take_withheld(arguments, *OPTIONS) == Withheld({"support": {"KEY": "1"}, "sales": {"K": "v=w="}}, {})
    assert arguments == {"workers": 1}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"secret_values": ["sesame"]}, "secret_values is not a dictionary."),
        ({"user_passwords": {"support": ["sesame"]}}, "user_passwords.support is not a dictionary."),
        ({"secret_values": {"KEY": "c2VzYW1l=sesame="}}, "secret_values.KEY is not a dictionary."),
        ({"user_passwords": "agent=sesame="}, "user_passwords is not a dictionary."),
        ({"user_passwords": '{"agent": "sesame"'}, "user_passwords is not a dictionary."),
        ({"secret_values": {"support": {"PIN": 1.10}}}, "secret_values.support.PIN is not a string. Put it in quotes."),
        ({"secret_values": {"support": {"KEY": ["sesame"]}}}, "secret_values.support.KEY is not a string. Put it in "),
        ({"secret_values": {"support": {"KEY": ""}}}, "secret_values.support.KEY is empty. Give it a value, or "),
    ],
)
def test_values_when_they_have_another_form_then_the_message_does_not_hold_them(
    given: dict[str, t.Any], message: str
) -> None:
    with pytest.raises(AnsibleActionFail) as refusal:
        take_withheld(given, *OPTIONS)
    assert message in str(refusal.value)
    assert "sesame" not in str(refusal.value)


def test_values_when_nothing_declares_them_then_it_is_a_mistake_without_the_value() -> None:
    declared = project(HEAD + "    secrets: [CRM_KEY]\n    users: [{name: ann}]\n")
    withheld = Withheld({"support": {"CRM_KEYS": "sesame", "CRM_KEY": "x"}}, {"support": {"ann": "x", "zoe": "sesame"}})
    assert [str(mistake) for mistake in undeclared_values(declared, withheld, prunes_users=False)] == [
        "secret_values: the application 'support' declares no secret 'CRM_KEYS'; did you mean 'CRM_KEY'?",
        "user_passwords: the application 'support' declares no user 'zoe'",
    ]


def test_passwords_when_other_users_are_pruned_then_they_serve_to_create_those_again() -> None:
    declared = project(HEAD + "    secrets: [CRM_KEY]\n    users: [{name: ann}]\n")
    withheld = Withheld({"support": {"CRM_KEY": "x"}}, {"support": {"zoe": "sesame"}})
    assert list(undeclared_values(declared, withheld, prunes_users=True)) == []
