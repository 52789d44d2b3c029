# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects: tokens, references, ignored objects, and where a manifest may name files."""

from __future__ import annotations

import os
import pathlib
import typing as t

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    Project,
    read_manifest,
    read_options,
)
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.sources import read_source


@pytest.fixture
def directory(tmp_path: pathlib.Path) -> pathlib.Path:
    project = tmp_path / "project"
    project.mkdir()
    return project


def write(directory: pathlib.Path, **scripts: str) -> None:
    """Write scripts; in a name, `__` stands for a slash."""
    for name, script in scripts.items():
        path = directory / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(script.encode())


def read(directory: pathlib.Path, manifest: str, **given: t.Any) -> Project:
    """Read a manifest below a directory."""
    loader = DataLoader()
    return read_manifest(
        "m.yml", str(directory / "m.yml"), manifest, lambda path: read_source(loader, path), Given(**given)
    )


def mistakes(directory: pathlib.Path, manifest: str, **given: t.Any) -> list[str]:
    return [str(mistake) for mistake in read(directory, manifest, **given).mistakes]


def by_name(project: Project) -> dict[str, str | None]:
    """Return the scripts by the names of their scenarios."""
    assert [str(mistake) for mistake in project.mistakes] == []
    return {script.name: script.script for script in project.scripts}


EVERYWHERE = """\
substitutions: {__E__: test, __N__: "12", __EMPTY__: ""}
scenarios:
  - {name: __E___menu, src: __E__.js, renamed_from: old___E__, application_name: app___E__}
applications:
  - name: app___E__
    renamed_from: old_app___E__
    rules:
      - name: __E___rule
        renamed_from: old_rule___E__
        pattern: '__N__.*'
        pattern_exclude: '__EMPTY__'
        bind_key_id: key___E__
        scenarios: [__E___menu]
"""


def test_tokens_when_they_have_values_then_every_string_but_src_is_expanded(directory: pathlib.Path) -> None:
    write(directory, __E__="")
    (directory / "__E__.js").write_text("call('__N__', '__E__')")
    project = read(directory, EVERYWHERE)
    assert by_name(project) == {"test_menu": "call('12', 'test')"}
    assert project.scenarios[0] == {
        "name": "test_menu",
        "src": "__E__.js",
        "renamed_from": "old_test",
        "application_name": "app_test",
        "script": "call('12', 'test')",
    }
    assert project.applications == [
        {
            "name": "app_test",
            "renamed_from": "old_app_test",
            "rules": [
                {
                    "name": "test_rule",
                    "renamed_from": "old_rule_test",
                    "pattern": "12.*",
                    "pattern_exclude": "",
                    "bind_key_id": "key_test",
                    "scenarios": ["test_menu"],
                }
            ],
        }
    ]


def test_tokens_when_values_contain_tokens_then_they_are_expanded_once(directory: pathlib.Path) -> None:
    write(directory, a="__A____B__ __A__ __AB__")
    manifest = "substitutions: {__A__: __B__, __B__: __A__, __AB__: __A__}\nscenarios_dir: .\n"
    assert by_name(read(directory, manifest)) == {"a": "__B____A__ __B__ __A__"}


def test_tokens_when_one_begins_as_another_then_the_longer_one_is_replaced(directory: pathlib.Path) -> None:
    write(directory, a="$URL_BASE $URL")
    manifest = "substitutions: {$URL: u, $URL_BASE: base}\nscenarios_dir: .\n"
    assert by_name(read(directory, manifest)) == {"a": "base u"}


def test_tokens_when_the_task_gives_values_then_they_override_single_defaults(directory: pathlib.Path) -> None:
    write(directory, a="__A__ __B__ __C__")
    manifest = "substitutions:\n  __A__: a\n  __B__: b\n  __C__: null\nscenarios_dir: .\n"
    given = {"__B__": 7, "__C__": "", "__A__": None}
    assert by_name(read(directory, manifest, substitutions=given)) == {"a": "a 7 "}


def test_tokens_when_the_manifest_declares_none_then_the_task_may_give_any(directory: pathlib.Path) -> None:
    write(directory, a="__A__")
    assert by_name(read(directory, "scenarios_dir: .\n", substitutions={"__A__": "1"})) == {"a": "1"}


TOKEN_MISTAKES: dict[str, tuple[str, dict[str, t.Any], list[str]]] = {
    "no value": (
        "substitutions:\n  __A__: x\n  __HOTLINE__:\nscenarios_dir: js\n",
        {},
        ["m.yml:3: substitutions.__HOTLINE__: has no value; give it one in the option substitutions"],
    ),
    "null in the task": (
        "substitutions:\n  __HOTLINE__: null\nscenarios_dir: js\n",
        {"__HOTLINE__": None},
        ["m.yml:2: substitutions.__HOTLINE__: has no value; give it one in the option substitutions"],
    ),
    "occurs nowhere": (
        "substitutions:\n  __HOTLINE__: '1'\n  __NO__: '2'\nscenarios_dir: js\n",
        {},
        ["m.yml:3: substitutions.__NO__: occurs nowhere in the project"],
    ),
    "occurs in src only": (
        "substitutions:\n  __NO__: '2'\nscenarios:\n  - {name: a, src: js/__NO__.js}\n",
        {},
        ["m.yml:2: substitutions.__NO__: occurs nowhere in the project"],
    ),
    "occurs in a value only": (
        "substitutions:\n  __HOTLINE__: __A__\n  __B__: '1'\n  __C__: __B__\nscenarios:\n  - {name: a__C__}\n",
        {},
        [
            "m.yml:2: substitutions.__HOTLINE__: occurs nowhere in the project",
            "m.yml:3: substitutions.__B__: occurs nowhere in the project",
        ],
    ),
    "undeclared": (
        "substitutions:\n  __HOTLINE__: '1'\nscenarios_dir: js\n",
        {"__HOTLIN__": "1"},
        ["substitutions.__HOTLIN__: the manifest does not declare this token; did you mean '__HOTLINE__'?"],
    ),
    "declares none": (
        "substitutions: {}\nscenarios_dir: js\n",
        {"__HOTLINE__": "1"},
        ["substitutions.__HOTLINE__: the manifest does not declare this token"],
    ),
    "given, occurs nowhere": (
        "scenarios_dir: js\n",
        {"__NO__": "1"},
        ["substitutions.__NO__: occurs nowhere in the project"],
    ),
    "given without a value": (
        "scenarios_dir: js\n",
        {"__HOTLINE__": None},
        ["substitutions.__HOTLINE__: has no value"],
    ),
    "given a list": (
        "scenarios_dir: js\n",
        {"__HOTLINE__": ["1"], "__A__": True},
        [
            "substitutions.__A__: must be a string or a number; put it in quotes",
            "substitutions.__HOTLINE__: must be a string or a number; put it in quotes",
        ],
    ),
    "empty": ("scenarios_dir: js\n", {"": "1"}, ["substitutions.: a token must not be empty"]),
    "not a string": (
        "substitutions:\n  __HOTLINE__: 49\nscenarios_dir: js\n",
        {},
        ["m.yml:2: substitutions.__HOTLINE__: must be a string; put it in quotes"],
    ),
}


@pytest.mark.parametrize(("manifest", "given", "expected"), TOKEN_MISTAKES.values(), ids=TOKEN_MISTAKES)
def test_tokens_when_they_are_wrong_then_each_is_named_with_its_place(
    directory: pathlib.Path, manifest: str, given: dict[str, t.Any], expected: list[str]
) -> None:
    write(directory, js__menu="__HOTLINE__ __A__")
    (directory / "js" / "__NO__.js").write_text("")
    assert mistakes(directory, manifest, substitutions=given) == expected


def test_token_when_a_script_cannot_be_read_then_it_is_not_called_unused(directory: pathlib.Path) -> None:
    manifest = "substitutions: {__A__: x}\nscenarios:\n  - {name: a, src: gone.js}\n"
    assert mistakes(directory, manifest) == [f"m.yml:3: scenarios[0].src: there is no file {directory}/gone.js"]


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


PREVIOUS = """\
scenarios:
  - {name: a, renamed_from: b}
  - {name: b, renamed_from: old}
  - {name: c, renamed_from: old}
  - {name: d, renamed_from: d}
applications:
  - {name: b, renamed_from: a, rules: [{name: x, renamed_from: y}, {name: z, renamed_from: x}]}
  - {name: c, rules: [{name: y, renamed_from: x}]}
"""


def test_previous_name_when_another_object_has_or_had_it_then_both_lines_are_named(directory: pathlib.Path) -> None:
    assert mistakes(directory, PREVIOUS) == [
        "m.yml:2: scenarios[0].renamed_from: 'b' is the name of another object, on line 3",
        "m.yml:4: scenarios[2].renamed_from: 'old' is the previous name of another object, on line 3",
        "m.yml:7: applications[0].rules[1].renamed_from: 'x' is the name of another object, on line 7",
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
        "m.yml:1: scenarios[0].name: 'lab_menu' is declared, and ignore.scenarios matches it",
        "m.yml:3: applications[0].name: 'other-team' is declared, and ignore.applications matches it",
        "m.yml:5: applications[1].rules[0].name: 'support/lab_rule' is declared, and ignore.rules matches it",
    ]


def test_ignore_when_the_task_gives_it_too_then_it_is_added_to_the_manifests(directory: pathlib.Path) -> None:
    manifest = "ignore: {scenarios: [a], users: [u]}\n"
    assert read(directory, manifest, ignore={"scenarios": ["b"], "rules": ["c/d"]}).ignore == {
        "rules": ["c/d"],
        "scenarios": ["a", "b"],
        "users": ["u"],
    }


def test_ignore_and_scenarios_dir_when_they_contain_a_token_then_it_is_left_as_it_is(directory: pathlib.Path) -> None:
    (directory / "__A__").mkdir()
    (directory / "__A__" / "a.js").write_text("__A__")
    project = read(directory, "substitutions: {__A__: x}\nscenarios_dir: __A__\nignore: {scenarios: [__A__]}\n")
    assert by_name(project) == {"a": "x"}
    assert project.ignore == {"scenarios": ["__A__"]}


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
    scenarios = f"scenarios: [{{name: {decomposed}, renamed_from: {decomposed}}}, {{name: {composed}}}]\n"
    rules = f"applications: [{{name: a, rules: [{{name: r, scenarios: [{composed}, {decomposed}]}}]}}]\n"
    project = read(directory, scenarios + rules)
    assert project.mistakes == ()
    assert project.scenarios == [{"name": decomposed, "renamed_from": decomposed}, {"name": composed}]
    assert project.applications[0]["rules"][0]["scenarios"] == [composed, decomposed]


def test_manifest_when_it_names_a_directory_then_its_scripts_are_scenarios(directory: pathlib.Path) -> None:
    write(directory, js__menu="// menu", js__deep__log="// log")
    project = read(directory, "scenarios_dir: js\nscenarios: [{name: log, application_name: support}]\n")
    assert project.scenarios == [
        {"name": "log", "application_name": "support", "src": "js/deep/log.js", "script": "// log"},
        {"name": "menu", "src": "js/menu.js", "script": "// menu"},
    ]


def test_directory_when_the_task_names_one_then_it_replaces_the_manifests(directory: pathlib.Path) -> None:
    write(directory, js__menu="// menu", dist__built="// built")
    given = (str(directory / "dist"), "dist")
    assert by_name(read(directory, "scenarios_dir: js\n", scenarios_dir=given)) == {"built": "// built"}


def test_directory_when_there_is_none_then_the_manifests_line_is_named(directory: pathlib.Path) -> None:
    assert mistakes(directory, "\nscenarios_dir: js\n") == [
        f"m.yml:2: scenarios_dir: there is no directory {directory}/js"
    ]


@pytest.fixture
def outside(directory: pathlib.Path) -> pathlib.Path:
    """Give a directory beside the project that links of the project lead to."""
    outside = directory.parent / "outside"
    write(outside, secret="// secret")
    write(directory, js__menu="// menu")
    (directory / "link.js").symlink_to(outside / "secret.js")
    (directory / "linked").symlink_to(outside)
    return outside


OUTSIDE = "is outside of the manifest's directory; name its directory in the option src_roots to allow it"


@pytest.mark.parametrize("src", ["../outside/secret.js", "link.js", "linked/secret.js", "js/../../outside/secret.js"])
def test_src_when_it_leads_out_of_the_project_then_it_is_refused_unless_the_task_allows_it(
    directory: pathlib.Path, outside: pathlib.Path, src: str
) -> None:
    manifest = f"substitutions: {{__A__: x}}\nscenarios:\n  - name: a\n    src: {src}\n"
    assert mistakes(directory, manifest) == [f"m.yml:4: scenarios[0].src: {src} {OUTSIDE}"]
    manifest = manifest.partition("\n")[2]
    assert by_name(read(directory, manifest, roots=(str(outside),))) == {"a": "// secret"}
    assert by_name(read(directory, manifest, roots=("/",))) == {"a": "// secret"}


def test_src_when_it_is_absolute_then_only_one_below_the_project_is_read(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    assert by_name(read(directory, f"scenarios: [{{name: a, src: {directory}/js/menu.js}}]\n")) == {"a": "// menu"}
    assert OUTSIDE in mistakes(directory, f"scenarios: [{{name: a, src: {outside}/secret.js}}]\n")[0]
    assert OUTSIDE in mistakes(directory, f"scenarios: [{{name: a, src: {directory}_not/a.js}}]\n")[0]


def test_project_when_it_is_behind_a_link_itself_then_its_files_are_below_it(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    alias = directory.parent / "alias"
    alias.symlink_to(directory)
    assert by_name(read(alias, "scenarios: [{name: a, src: js/menu.js}]\n")) == {"a": "// menu"}


def test_manifests_directory_when_it_or_a_link_below_it_leads_out_then_it_is_refused(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    (directory / "js" / "more").symlink_to(outside)
    assert mistakes(directory, "\nscenarios_dir: linked\n") == [f"m.yml:2: scenarios_dir: linked {OUTSIDE}"]
    assert mistakes(directory, "\nscenarios_dir: js\n") == [f"m.yml:2: scenarios_dir: js/more {OUTSIDE}"]
    found = read(directory, "scenarios_dir: js\n", roots=(str(outside),))
    assert by_name(found) == {"menu": "// menu", "secret": "// secret"}


def test_directory_of_the_task_when_links_lead_out_of_it_then_they_are_followed(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    (directory / "js" / "more").symlink_to(outside)
    given = (str(directory / "js"), "js")
    assert by_name(read(directory, "{}\n", scenarios_dir=given)) == {"menu": "// menu", "secret": "// secret"}


@pytest.mark.parametrize("src", ["fifo", "/dev/zero", "/dev/null", "js", "huge.js", '"a\\0b"', "loop"])
def test_src_when_it_is_not_a_regular_file_of_a_reasonable_size_then_it_is_refused_at_once(
    directory: pathlib.Path, src: str
) -> None:
    write(directory, js__a="")
    os.mkfifo(directory / "fifo")
    (directory / "loop").symlink_to("loop")
    with open(directory / "huge.js", "wb") as file:
        file.truncate(5 * 2**30)
    (found,) = mistakes(directory, f"scenarios: [{{name: a, src: {src}}}]\n", roots=("/",))
    expected = {
        "js": "is a directory",
        "huge.js": "has 5368709120 bytes; at most 4194304 are read",
        '"a\\0b"': OUTSIDE,
        "loop": "cannot be read: Too many levels of symbolic links",
    }
    assert found.startswith("m.yml:1: scenarios[0].src: ")
    assert found.endswith(expected.get(src, "is not a regular file"))


def test_directory_when_it_holds_a_fifo_named_as_a_script_then_it_is_refused(directory: pathlib.Path) -> None:
    (directory / "js").mkdir()
    os.mkfifo(directory / "js" / "menu.js")
    found = mistakes(directory, "scenarios_dir: js\n")
    assert found == [f"js/menu.js: {directory}/js/menu.js is not a regular file"]


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


def test_mistake_when_names_hold_what_a_terminal_obeys_then_it_is_escaped(directory: pathlib.Path) -> None:
    write(directory, js__a="")
    (directory / "js" / "b\x1b[2J\n;.js").write_text("")
    (found,) = mistakes(directory, '"scenarios_dir": js\n')
    assert found.startswith("js/b\\x1b[2J\\n;.js: the scenario's name must not")
    assert mistakes(directory, '"\\u202e\\na": 1\n')[0].startswith("m.yml:1: \\u202e\\na: unknown key")


def test_scripts_when_they_are_longer_than_the_platform_takes_then_they_are_read(directory: pathlib.Path) -> None:
    write(directory, long="x" * 144_934)
    assert len(by_name(read(directory, "scenarios_dir: .\n"))["long"] or "") == 144_934
