# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in projects: those that the account cannot have, or has once only."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    read_options,
)

from ..support import manifests
from ..support.manifests import by_name, mistakes, read, write

directory = manifests.directory


def test_names_when_tokens_make_them_equal_then_both_lines_are_named(directory: pathlib.Path) -> None:
    manifest = (
        "substitutions: {__A__: x, __B__: x}\n"
        "scenarios:\n  - name: __A__1\n  - name: __B__1\n"
        "applications:\n  - name: __A__\n  - name: __B__\n    rules: [{name: __A__}, {name: __B__}]\n"
    )
    assert mistakes(directory, manifest) == [
        "m.yml:4: scenarios[1].name: the scenario 'x1' is declared more than once, first on line 3 "
        "(expanded from '__B__1')",
        "m.yml:7: applications[1].name: the application 'x' is declared more than once, first on line 6 "
        "(expanded from '__B__')",
        "m.yml:8: applications[1].rules[1].name: the rule 'x' is declared more than once, first on line 8 "
        "(expanded from '__B__')",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("x" * 26, "scenarios[0].name: has 30 characters; at most 29 are allowed (expanded from '__A__menu')"),
        ("a;", "scenarios[0].name: must not contain a semicolon (expanded from '__A__menu')"),
    ],
)
def test_name_when_it_is_wrong_after_substitution_then_it_is_shown_as_it_was_written(
    directory: pathlib.Path, value: str, message: str
) -> None:
    found = mistakes(directory, f"substitutions: {{__A__: '{value}'}}\nscenarios:\n  - name: __A__menu\n")
    assert found == [f"m.yml:3: {message}"]


def test_name_when_it_is_too_long_only_before_substitution_then_nothing_is_wrong(directory: pathlib.Path) -> None:
    manifest = f"substitutions: {{__{'A' * 40}__: a}}\nscenarios:\n  - name: __{'A' * 40}__\n"
    assert by_name(read(directory, manifest)) == {"a": None}


def test_application_when_its_name_is_given_short_and_in_full_then_it_is_given_twice(directory: pathlib.Path) -> None:
    found = mistakes(directory, "applications:\n  - name: a\n  - name: a.account.voximplant.com\n")
    assert found == ["m.yml:3: applications[1].name: the application 'a' is declared more than once, first on line 2"]


def test_names_when_tokens_empty_them_then_they_are_refused(directory: pathlib.Path) -> None:
    manifest = (
        "substitutions: {__A__: ''}\n"
        "scenarios:\n  - {name: a, renamed_from: __A__, application_name: __A__}\n"
        "applications:\n  - name: __A__\n    rules: [{name: __A__, scenarios: [__A__]}]\n"
    )
    found = mistakes(directory, manifest)
    assert [mistake.split(": ")[1] for mistake in found if "must not be empty" in mistake] == [
        "scenarios[0].application_name",
        "scenarios[0].renamed_from",
        "applications[0].name",
        "applications[0].rules[0].name",
        "applications[0].rules[0].scenarios[0]",
    ]


def test_rule_when_its_name_or_pattern_is_too_long_then_it_is_refused(directory: pathlib.Path) -> None:
    rule = {"name": "r" * 100, "pattern": "1" * 65536, "pattern_exclude": "1" * 65535}
    manifest = yaml.safe_dump({"applications": [{"name": "a", "rules": [rule]}]})
    assert [mistake.split(": ", 2)[1:] for mistake in mistakes(directory, manifest)] == [
        ["applications[0].rules[0].name", "has 100 characters; at most 99 are allowed"],
        ["applications[0].rules[0].pattern", "has more than 65535 bytes"],
    ]


PREVIOUS = """\
scenarios:
  - {name: a, renamed_from: b}
  - {name: b, renamed_from: old}
  - {name: c, renamed_from: old}
  - {name: d, renamed_from: d}
applications:
  - {name: b, renamed_from: a, rules: [{name: x, renamed_from: y}, {name: z, renamed_from: x}]}
  - {name: c, rules: [{name: y, renamed_from: x}]}
  - {name: d.acme.voximplant.com, renamed_from: d}
  - {name: e, renamed_from: a.acme.voximplant.com}
"""


def test_previous_name_when_another_object_has_or_had_it_then_both_lines_are_named(directory: pathlib.Path) -> None:
    assert mistakes(directory, PREVIOUS) == [
        "m.yml:2: scenarios[0].renamed_from: 'b' is the name of another object, on line 3",
        "m.yml:4: scenarios[2].renamed_from: 'old' is the previous name of another object, on line 3",
        "m.yml:7: applications[0].rules[1].renamed_from: 'x' is the name of another object, on line 7",
        "m.yml:10: applications[3].renamed_from: 'a.acme.voximplant.com' is the previous name of another object, "
        "on line 7",
    ]


def test_names_when_they_look_the_same_then_files_and_references_find_them(directory: pathlib.Path) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    (directory / "js").mkdir()
    (directory / "js" / f"{decomposed}.js").write_text("// file")
    rules = f"applications: [{{name: a, rules: [{{name: r, scenarios: [{decomposed}]}}]}}]\n"
    for manifest in (f"scenarios_dir: js\nscenarios: [{{name: {composed}}}]\n", "scenarios_dir: js\n"):
        project = read(directory, manifest + rules)
        assert by_name(project) == {composed: "// file"}
        assert project.applications[0]["rules"][0]["scenarios"] == [composed]
    assert by_name(read(directory, f"scenarios: [{{name: a, src: js/{composed}.js}}]\n")) == {"a": "// file"}


def test_name_when_it_is_declared_then_it_stays_as_the_account_can_have_it(directory: pathlib.Path) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    scenarios = f"scenarios: [{{name: {decomposed}, renamed_from: old}}]\n"
    rules = f"applications: [{{name: a, rules: [{{name: r, scenarios: [{composed}]}}]}}]\n"
    project = read(directory, scenarios + rules)
    assert project.mistakes == ()
    assert project.scenarios == [{"name": decomposed, "renamed_from": "old"}]
    assert project.applications[0]["rules"][0]["scenarios"] == [decomposed]


def test_names_when_two_differ_in_their_unicode_form_only_then_both_lines_are_named(directory: pathlib.Path) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    manifest = (
        f"scenarios:\n- name: {composed}\n- name: {decomposed}\n- {{name: x, renamed_from: {decomposed}}}\n"
        f"applications:\n- name: a\n  rules:\n  - {{name: {composed}}}\n  - {{name: {decomposed}}}\n"
        f"  phone_numbers: [{{number: '1', rule: {decomposed}}}]\n"
    )
    assert [(mistake.line, mistake.message.partition(",")[0]) for mistake in read(directory, manifest).mistakes] == [
        (3, f"the scenario {decomposed!r} is declared more than once"),
        (4, f"{decomposed!r} is the name of another object"),
        (9, f"the rule {decomposed!r} is declared more than once"),
    ]


def test_options_when_a_name_is_given_twice_then_the_first_place_is_named() -> None:
    project = read_options({"scenarios": [{"name": "a"}, {"name": "a"}, {"name": "a"}]}, {}, str, Given())
    assert [str(mistake) for mistake in project.mistakes] == [
        "scenarios[1].name: the scenario 'a' is declared more than once, first in scenarios[0].name",
        "scenarios[2].name: the scenario 'a' is declared more than once, first in scenarios[0].name",
    ]


def test_options_when_a_name_is_empty_then_its_place_is_named() -> None:
    scenario = {"name": "a", "renamed_from": "", "application_name": ""}
    project = read_options({"scenarios": [scenario], "applications": [{"name": ""}]}, {}, str, Given())
    assert [str(mistake) for mistake in project.mistakes] == [
        "applications[0].name: must not be empty",
        "scenarios[0].application_name: must not be empty",
        "scenarios[0].renamed_from: must not be empty",
    ]


def test_attribute_when_the_platform_has_none_that_is_empty_then_its_place_is_named_also_after_substitution() -> None:
    rule = {"name": "r", "pattern": "T", "pattern_exclude": "T", "bind_key_id": "T"}
    number = {"number": "12025550100", "rule": "T", "incoming_sms_callback_url": "T"}
    user = {"name": "anna", "display_name": "T", "custom_data": "T"}
    secret = {"name": "S", "description": "T"}
    application = {"name": "a", "rules": [rule], "phone_numbers": [number], "users": [user], "secrets": [secret]}
    wrong = ["phone_numbers[0].rule", "rules[0].bind_key_id", "rules[0].pattern", "users[0].display_name"]
    for value, given, note in (("", {}, ""), ("T", {"T": ""}, " (expanded from 'T')")):
        written = json.loads(json.dumps({"applications": [application]}).replace('"T"', json.dumps(value)))
        project = read_options(written, {}, str, Given(substitutions=given))
        assert [str(mistake) for mistake in project.mistakes] == [
            f"applications[0].{key}: must not be empty{note}" for key in wrong
        ]


def test_mistake_when_names_hold_what_a_terminal_obeys_then_it_is_escaped(directory: pathlib.Path) -> None:
    write(directory, js__a="")
    (directory / "js" / "b\x1b[2J\n;.js").write_text("")
    (found,) = mistakes(directory, '"scenarios_dir": js\n')
    assert found.startswith("js/b\\x1b[2J\\n;.js: the scenario's name must not")
    assert mistakes(directory, '"\\u202e\\na": 1\n')[0].startswith("m.yml:1: \\u202e\\na: unknown key")
