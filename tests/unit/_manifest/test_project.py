# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects: references between their objects, ignored objects, and the same as options."""

from __future__ import annotations

import pathlib

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    read_options,
)

from ..support import manifests
from ..support.manifests import by_name, mistakes, read, write

directory = manifests.directory
RULES = """\
scenarios:
  - name: common
    src: common.js
  - name: console_made
applications:
  - name: support
    rules:
      - name: inbound
        scenarios: [comon, common, console_made, lab_1, other]
      - name: outbound
        scenarios: [Common]
ignore: {scenarios: ['lab_*']}
"""


def test_rules_when_scenarios_are_unknown_then_all_are_named_with_lines_and_near_names(directory: pathlib.Path) -> None:
    write(directory, common="")
    assert mistakes(directory, RULES) == [
        "m.yml:9: applications[0].rules[0].scenarios[0]: the project has no scenario 'comon'; did you mean 'common'?",
        "m.yml:9: applications[0].rules[0].scenarios[4]: the project has no scenario 'other'; declare it, without src "
        "if its script is not to be managed",
        "m.yml:11: applications[0].rules[1].scenarios[0]: the project has no scenario 'Common'; did you mean 'common'?",
    ]


FOREIGN = """\
scenarios:
  - {name: own, application_name: __A__support.account.voximplant.com}
  - {name: old, application_name: help}
  - {name: foreign, application_name: sales}
applications:
  - name: support
    renamed_from: help
    rules:
      - {name: r, scenarios: [own, old, foreign]}
"""


def test_rule_when_it_runs_a_scenario_of_another_application_then_its_line_is_named(directory: pathlib.Path) -> None:
    assert mistakes(directory, FOREIGN, substitutions={"__A__": ""}) == [
        "m.yml:9: applications[0].rules[0].scenarios[2]: 'foreign' belongs to the application 'sales'; a rule runs "
        "Shared scenarios and those of its own application"
    ]


def test_rule_when_it_lists_something_else_than_names_then_the_schema_says_so(directory: pathlib.Path) -> None:
    rule = "{name: r, scenarios: [{a: b}, [c], 1]}"
    found = mistakes(directory, f"scenarios: [{{name: a}}]\napplications: [{{name: a, rules: [{rule}]}}]\n")
    assert [mistake.rsplit(": ", 1)[1] for mistake in found][:2] == ["must be a string", "must be a string"]


def test_scenario_when_it_has_no_source_then_its_script_is_left_alone(directory: pathlib.Path) -> None:
    assert by_name(read(directory, "scenarios: [{name: console_made}]\n")) == {"console_made": None}
    assert read(directory, "scenarios: [{name: console_made}]\n").scenarios == [{"name": "console_made"}]


IGNORED = """\
scenarios: [{name: lab_menu}, {name: Lab_menu}]
applications:
  - {name: other-team.account.voximplant.com}
  - name: support.account.voximplant.com
    rules: [{name: lab_rule}, {name: menu}]
ignore:
  applications: ['other-*']
  scenarios: ['lab_*']
"""


def test_declared_object_when_it_is_ignored_then_that_is_a_mistake(directory: pathlib.Path) -> None:
    write(directory, js__lab_ivr="")
    path = str(directory / "js")
    found = mistakes(directory, IGNORED, ignore={"rules": ["support/lab_*"]}, scenarios_dir=(path, "js"))
    assert found == [
        "js/lab_ivr.js: ignore.scenarios matches the scenario 'lab_ivr'; leave its file out with ignore.files",
        "m.yml:1: scenarios[0].name: 'lab_menu' is declared, but ignore.scenarios matches it",
        "m.yml:3: applications[0].name: 'other-team' is declared, but ignore.applications matches it",
        "m.yml:5: applications[1].rules[0].name: 'support/lab_rule' is declared, but ignore.rules matches it",
    ]


TOUCHED = """\
scenarios:
  - {name: other, renamed_from: loose}
  - {name: menu, application_name: sales.account.voximplant.com}
applications:
  - {name: mine, renamed_from: sales}
  - name: help
    renamed_from: support
    rules:
      - {name: second, renamed_from: lab_rule}
      - {name: lab_new}
    secrets: [{name: KEY, renamed_from: LAB_KEY}]
    users: [{name: ann, renamed_from: lab_ann}]
ignore:
  applications: [sales]
  scenarios: [loose]
  rules: ['support/lab_*']
  secrets: ['help/LAB_*']
  users: ['*/lab_*']
"""


def test_ignored_object_when_it_would_be_renamed_or_changed_then_that_is_a_mistake(directory: pathlib.Path) -> None:
    assert mistakes(directory, TOUCHED) == [
        "m.yml:2: scenarios[0].renamed_from: 'loose' would be renamed, but ignore.scenarios matches it",
        "m.yml:3: scenarios[1].application_name: 'sales' would be changed, but ignore.applications matches it",
        "m.yml:5: applications[0].renamed_from: 'sales' would be renamed, but ignore.applications matches it",
        "m.yml:9: applications[1].rules[0].renamed_from: 'support/lab_rule' would be renamed, "
        "but ignore.rules matches it",
        "m.yml:10: applications[1].rules[1].name: 'support/lab_new' is declared, but ignore.rules matches it",
        "m.yml:11: applications[1].secrets[0].renamed_from: 'help/LAB_KEY' would be renamed, "
        "but ignore.secrets matches it",
        "m.yml:12: applications[1].users[0].renamed_from: 'help/lab_ann' would be renamed, but ignore.users matches it",
        "m.yml:12: applications[1].users[0].renamed_from: 'support/lab_ann' would be renamed, "
        "but ignore.users matches it",
    ]


def test_ignore_when_the_task_gives_it_too_then_it_is_added_to_the_manifests(directory: pathlib.Path) -> None:
    manifest = "ignore: {scenarios: [a], users: [u]}\n"
    assert read(directory, manifest, ignore={"scenarios": ["b"], "rules": ["c/d"]}).ignore == {
        "rules": ["c/d"],
        "scenarios": ["a", "b"],
        "users": ["u"],
    }


def test_options_when_they_are_read_then_tokens_and_mistakes_are_as_in_a_manifest(directory: pathlib.Path) -> None:
    options = {
        "scenarios": [{"name": "__A___a", "script": "__A__"}, {"name": 12}],
        "applications": [{"name": "s", "rules": [{"name": "r", "scenarios": ["x_a", 12, "x_b"]}]}],
    }
    project = read_options(options, {}, str, Given({"__A__": "x"}))
    assert [str(mistake) for mistake in project.mistakes] == [
        "applications[0].rules[0].scenarios[2]: the project has no scenario 'x_b'; did you mean 'x_a'?"
    ]
    assert project.scenarios == [{"name": "x_a", "script": "x"}, {"name": 12}]


def test_options_when_a_scenario_has_no_name_then_its_place_is_named() -> None:
    project = read_options({"scenarios": [{"name": "a"}, {"script": ""}]}, {}, str, Given())
    assert [str(mistake) for mistake in project.mistakes] == ["scenarios[1]: name is missing"]
