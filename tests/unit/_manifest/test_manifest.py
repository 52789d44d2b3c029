# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A manifest's mistakes: each with its file, line and key, all at once."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import MissingLibraryError
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest import nodes as _manifest_nodes
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.mistakes import mistakes_in
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.names import name_mistakes
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.nodes import Located, Unreadable
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.schema import SCHEMA
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.substitutions import (
    Substitutions,
    expand_document,
)
from ansible_collections.voximplant.platform.tests.unit.support.libraries import PanicException, break_library

ROOT = pathlib.Path(__file__).resolve().parents[3]
PUBLISHED = ROOT / "docs" / "docsite" / "rst" / "manifest.schema.json"

EVERYTHING = """\
substitutions:
  __HOTLINE__: null
  __GREETING__: Welcome
scenarios_dir: scenarios
scenarios:
  - name: inbound
    src: scenarios/inbound.js
    renamed_from: old_inbound
    application_name: support
    protect: true
applications:
  - name: support
    renamed_from: help
    secure_record_storage: false
    rules:
      - name: inbound
        renamed_from: old
        pattern: '1\\d{10}'
        pattern_exclude: '1900.*'
        video_conference: false
        bind_key_id: 3f2504e0
        scenarios: [common, inbound]
        protect: true
    phone_numbers:
      - number: '+1 202-555-0100'
        rule: inbound
        sms_enabled: true
        incoming_sms_callback_url: https://example.com/sms
        force: true
    secrets:
      - CRM_KEY
      - name: TTS_KEY
        renamed_from: SPEECH_KEY
        description: speech
    users:
      - name: agent1
        renamed_from: agent
        display_name: Agent 1
        active: true
        parent_accounting: false
        custom_data: x
    protect: false
ignore:
  applications: ['other-*']
  rules: [support/lab_*]
  scenarios: [lab_*]
  users: [support/lab_*]
  secrets: [support/LAB_*]
  phone_numbers: ['49*']
  files: ['*.test.js', vendor]
"""


def found(text: str) -> list[str]:
    """Return the mistakes of a manifest in the order of their lines."""
    located = Located("voximplant.yml", text)
    expanded = expand_document(located, Substitutions({}))
    return [str(mistake) for mistake in sorted({*mistakes_in(located, expanded), *name_mistakes(expanded, {})})]


def unreadable(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        Located("voximplant.yml", text)
    return str(caught.value.mistake)


def keys(schema: dict[str, t.Any], path: str = "") -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    """Yield every part of a schema with its place."""
    yield path, schema
    for name, part in schema.get("properties", {}).items():
        yield from keys(part, f"{path}.{name}")
    if "items" in schema:
        yield from keys(schema["items"], f"{path}[]")


def test_published_schema_when_read_then_it_is_the_one_that_is_used() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == SCHEMA


@pytest.mark.parametrize(("place", "schema"), [pytest.param(*part, id=part[0]) for part in keys(SCHEMA)])
def test_schema_when_walked_then_every_part_is_typed_and_closed(place: str, schema: dict[str, t.Any]) -> None:
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    assert {*kinds} <= {"string", "boolean", "array", "object"}, place
    closed = {".substitutions": {"type": ["string", "null"]}}.get(place, False)
    assert "object" not in kinds or schema["additionalProperties"] == closed
    assert "array" not in kinds or "items" in schema


def test_manifest_when_every_key_is_used_then_nothing_is_wrong() -> None:
    assert found(EVERYTHING) == []


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("- a\n", "voximplant.yml:1: must be a dictionary"),
        ("", "voximplant.yml:1: has no value; it must be a dictionary"),
        (
            "applications:\n  - name: a\n    rules: [{name: r, scenarios: [{a: b}]}]\n",
            "voximplant.yml:3: applications[0].rules[0].scenarios[0]: must be a string",
        ),
        ("scenarios:\n", "voximplant.yml:1: scenarios: has no value; it must be a list"),
        ("scenarios: {}\n", "voximplant.yml:1: scenarios: must be a list"),
        ("scenarios:\n  - inbound\n", "voximplant.yml:2: scenarios[0]: must be a dictionary"),
        ("substitutions:\n  __A__: 1\n", "voximplant.yml:2: substitutions.__A__: must be a string; put it in quotes"),
        ("substitutions: [a]\n", "voximplant.yml:1: substitutions: must be a dictionary"),
        ("scenarios_dir: ''\n", "voximplant.yml:1: scenarios_dir: must not be empty"),
        (
            "ignore:\n  scenario: [a]\n",
            "voximplant.yml:2: ignore.scenario: unknown key; did you mean 'scenarios'? "
            "The keys are applications, rules, scenarios, users, secrets, phone_numbers, files",
        ),
        ("scenarios:\n  - src: a.js\n", "voximplant.yml:2: scenarios[0]: name is missing"),
        ("scenarios:\n  - name: 12\n", "voximplant.yml:2: scenarios[0].name: must be a string; put it in quotes"),
        ("scenarios:\n  - name: [a]\n", "voximplant.yml:2: scenarios[0].name: must be a string"),
        ("scenarios:\n  - name: ''\n", "voximplant.yml:2: scenarios[0].name: must not be empty"),
        (
            "scenarios:\n\n  - name: " + "x" * 30 + "\n",
            "voximplant.yml:3: scenarios[0].name: has 30 characters; at most 29 are allowed",
        ),
        (
            "scenarios:\n  - name: a;b\n",
            "voximplant.yml:2: scenarios[0].name: must not contain a semicolon",
        ),
        (
            "scenarios:\n  - name: a\n    srk: a.js\n",
            "voximplant.yml:3: scenarios[0].srk: unknown key; did you mean 'src'? "
            "The keys are name, src, renamed_from, application_name, protect",
        ),
        (
            "1: a\n",
            "voximplant.yml:1: 1: unknown key; the keys are substitutions, "
            "scenarios_dir, scenarios, applications, ignore",
        ),
        (
            "scenarios:\n  - name: a\n  - name: a\n",
            "voximplant.yml:3: scenarios[1].name: the scenario 'a' is declared more than once, first on line 2",
        ),
        (
            "applications:\n  - name: a\n  - name: a\n",
            "voximplant.yml:3: applications[1].name: the application 'a' is declared more than once, first on line 2",
        ),
        (
            "applications:\n  - name: a\n    rules:\n      - name: r\n      - name: r\n",
            "voximplant.yml:5: applications[0].rules[1].name: the rule 'r' is declared more than once, first on line 4",
        ),
        (
            "applications:\n  - name: a\n    rules:\n      - name: r\n        scenarios:\n        - b\n        - b\n",
            "voximplant.yml:7: applications[0].rules[0].scenarios[1]: the scenario 'b' is listed more than once, "
            "first on line 6",
        ),
        (
            "applications:\n  - name: a\n    rules:\n      - name: r\n        video_conference: maybe\n",
            "voximplant.yml:5: applications[0].rules[0].video_conference: must be true or false",
        ),
        (
            "scenarios:\n  - name: a\n    name: b\n",
            "voximplant.yml:3: scenarios[0].name: this key is given more than once, first on line 2",
        ),
    ],
)
def test_manifest_when_one_thing_is_wrong_then_its_line_and_key_are_named(text: str, mistake: str) -> None:
    assert found(text) == [mistake]


def test_manifest_when_several_things_are_wrong_then_all_are_named_at_once() -> None:
    text = "scenarios:\n  - name: a\n    srk: a.js\n  - name: a\napplications:\n  - rules: none\nmore: 1\n"
    assert [line.split(": ")[:2] for line in found(text)] == [
        ["voximplant.yml:3", "scenarios[0].srk"],
        ["voximplant.yml:4", "scenarios[1].name"],
        ["voximplant.yml:6", "applications[0]"],
        ["voximplant.yml:6", "applications[0].rules"],
        ["voximplant.yml:7", "more"],
    ]


def test_rules_when_two_applications_have_one_of_the_same_name_then_nothing_is_wrong() -> None:
    text = "applications:\n  - name: a\n    rules: [{name: r}]\n  - name: b\n    rules: [{name: r}]\n"
    assert found(text) == []


def test_manifest_when_parts_are_merged_then_they_count_as_written() -> None:
    text = "applications:\n  - &a\n    name: a\n    rules: []\n  - <<: *a\n    name: b\n"
    assert found(text) == []
    assert Located("voximplant.yml", text).value["applications"][1] == {"name": "b", "rules": []}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("scenarios:\n  - name: a\n   src: b\n", "voximplant.yml:3: invalid YAML: "),
        ("scenarios: []\n\n# \x07\n", "voximplant.yml:3: invalid YAML: "),
        ("scenarios:\n\t- name: a\n", "voximplant.yml:2: invalid YAML: the line is indented with a tab; use spaces"),
        ("scenarios:\n  - {name: a\n\t", "voximplant.yml:3: invalid YAML: the line is indented with a tab; use spaces"),
        ("scenarios: !vault x\n", "voximplant.yml:1: invalid YAML: could not determine a constructor"),
        ("scenarios: &a\n  - *a\n", "voximplant.yml:1: invalid YAML: an alias refers to its own parent"),
        (f"scenarios:\n- name: 0x{'F' * 4000}\n", "voximplant.yml:2: invalid YAML: the number is too long"),
        ("a: 1\n---\nb: 2\n", "voximplant.yml:2: invalid YAML: but found another document"),
        ("scenarios:\n  - name: 2026-13-45\n", "voximplant.yml:2: invalid YAML: the value cannot be read: month must "),
        ("? [a]\n: b\n", "voximplant.yml:1: invalid YAML: found unhashable key"),
        ("scenarios: !!int ''\n", "voximplant.yml:1: invalid YAML: the value cannot be read: "),
        ("scenarios: !!bool maybe\n", "voximplant.yml:1: invalid YAML: the value cannot be read: "),
        ("scenarios: !!timestamp never\n", "voximplant.yml:1: invalid YAML: the value cannot be read: "),
        (f"scenarios: {'9' * 5000}\n", "voximplant.yml:1: invalid YAML: the number is too long"),
        ("scenarios: !!python/object/apply:os.getcwd []\n", "voximplant.yml:1: invalid YAML: could not determine"),
    ],
)
def test_manifest_when_it_is_not_yaml_then_the_line_is_named(text: str, start: str) -> None:
    assert unreadable(text).startswith(start)


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_manifest_when_it_is_nested_too_deeply_then_it_is_refused(monkeypatch: pytest.MonkeyPatch, loader: str) -> None:
    monkeypatch.setattr(_manifest_nodes, "_Loader", getattr(yaml, loader))
    assert "nest" in unreadable("scenarios: " + "[" * 5000)


def test_mistake_when_its_key_stands_in_for_a_merged_one_then_its_own_line_is_named() -> None:
    text = "scenarios:\n  - &a\n    name: a\n    src: a.js\n  - <<: *a\n    name: 12\n"
    assert found(text) == ["voximplant.yml:6: scenarios[1].name: must be a string; put it in quotes"]


def test_manifest_when_jsonschema_is_missing_then_the_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(MissingLibraryError, match="jsonschema"):
        found("{}")


def test_manifest_when_jsonschema_is_broken_then_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    break_library(monkeypatch, "jsonschema", PanicException())
    with pytest.raises(MissingLibraryError, match=r"jsonschema.*cannot be imported: PanicException"):
        found("{}")


@pytest.mark.parametrize(
    "line",
    ["a{i}: &a{i} [*a{j}, *a{j}, *a{j}]", "a{i}: &a{i} {{<<: [*a{j}, *a{j}, *a{j}]}}", "? &a{i} [*a{j}, *a{j}]\n: 1"],
    ids=["lists", "merged mappings", "keys"],
)
def test_manifest_when_aliases_make_it_endless_then_it_is_refused_at_once(line: str) -> None:
    start = "a0: &a0 {x: 1}\n" if "<<" in line else "a0: &a0 [x, x]\n"
    text = start + "".join(line.format(i=number, j=number - 1) + "\n" for number in range(1, 60))
    assert unreadable(text) == "voximplant.yml:1: invalid YAML: its aliases make it too large"


def test_manifest_when_it_is_as_deep_as_the_schema_and_as_wide_as_aliases_can_then_it_is_refused() -> None:
    names = f"names: &names [{', '.join(['x'] * 200)}]\n"
    rules = f"rules: &rules [{', '.join(['{name: r, scenarios: *names}'] * 200)}]\n"
    assert "aliases make it too large" in unreadable(
        f"{names}{rules}applications: [{', '.join(['{name: a, rules: *rules}'] * 200)}]\n"
    )


def test_manifest_when_aliases_save_some_writing_then_it_is_read() -> None:
    rules = "rules: [{name: a, scenarios: &common [common, menu]}, {name: b, scenarios: *common}]"
    assert found(f"applications: [{{name: a, {rules}}}, {{name: b, rules: [{{name: c, scenarios: *common}}]}}]\n") == []
