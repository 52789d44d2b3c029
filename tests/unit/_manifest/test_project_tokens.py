# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens in projects: where they are expanded, and which values are mistakes."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ..support import manifests
from ..support.manifests import by_name, mistakes, read, write

directory = manifests.directory
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
        ["m.yml:3: substitutions.__HOTLINE__: has no value; set it in the option substitutions"],
    ),
    "null in the task": (
        "substitutions:\n  __HOTLINE__: null\nscenarios_dir: js\n",
        {"__HOTLINE__": None},
        ["m.yml:2: substitutions.__HOTLINE__: has no value; set it in the option substitutions"],
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
    "a number": (
        "substitutions: {12345: x}\nscenarios_dir: js\n",
        {12345: "1", 54321: "2"},
        [
            "m.yml:1: substitutions.12345: occurs nowhere in the project",
            "substitutions.54321: the manifest does not declare this token",
        ],
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
    "given no strings": (
        "scenarios_dir: js\n",
        {"__HOTLINE__": ["1"], "__A__": True, "__1__": 1.1},
        [
            "substitutions.__1__: must be a string or a whole number; put it in quotes",
            "substitutions.__A__: must be a string or a whole number; put it in quotes",
            "substitutions.__HOTLINE__: must be a string or a whole number; put it in quotes",
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


def test_paths_when_they_contain_a_token_then_it_is_left_as_it_is(directory: pathlib.Path) -> None:
    (directory / "__A__").mkdir()
    (directory / "__A__" / "a.js").write_text("__A__")
    (directory / "__A__" / "__A__.js").write_text("")
    project = read(directory, "substitutions: {__A__: x}\nscenarios_dir: __A__\nignore: {files: [__A__.js]}\n")
    assert (by_name(project), project.mistakes) == ({"a": "x"}, ())


def test_path_when_it_contains_a_token_and_does_not_exist_then_that_is_explained(directory: pathlib.Path) -> None:
    manifest = "substitutions: {__A__: x}\nscenarios_dir: __A__\nscenarios:\n  - {name: a, src: js/__A__.js}\n"
    assert mistakes(directory, manifest) == [
        f"m.yml:2: scenarios_dir: there is no directory {directory}/__A__; tokens are not replaced in paths",
        f"m.yml:4: scenarios[0].src: there is no file {directory}/js/__A__.js; tokens are not replaced in paths",
    ]


def test_ignore_when_it_contains_a_token_then_that_is_a_mistake(directory: pathlib.Path) -> None:
    manifest = "substitutions: {__A__: x}\nscenarios: [{name: a__A__}]\nignore:\n  scenarios: [lab, lab__A__]\n"
    mistake = "tokens are not replaced in ignore; use a glob that matches the value of __A__"
    assert mistakes(directory, manifest, ignore={"rules": ["a/__A__*"]}) == [
        f"ignore.rules[0]: {mistake}",
        f"m.yml:4: ignore.scenarios[1]: {mistake}",
    ]
