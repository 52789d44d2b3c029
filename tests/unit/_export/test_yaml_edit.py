# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of a YAML document changed in its text: the expected lines, and no others."""

from __future__ import annotations

import difflib

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._export.yaml_edit import (
    AddKey,
    Change,
    RemoveKey,
    SetItems,
    SetValue,
    edit_yaml,
)
from ansible_collections.voximplant.platform.plugins.module_utils._export.yaml_lists import New
from ansible_collections.voximplant.platform.plugins.module_utils._export.yaml_tree import Uneditable

TEXT = """\
# top
---
scenarios:   # all
  # first
  - name: a   # the a
    src: scenarios/a.js

  # second
  - {name: b, src: "scenarios/b.js"}
  - name: 'c'
    application_name: support   # own

# between
applications:
- name: support
  rules:
    - name: r1
      pattern: '1.*'   # ones
      scenarios: [a, b]   # both
    # night
    - name: r2
      pattern: |-
        2.*

      scenarios:
        - a
        # then
        - b
      # end of r2
    - {name: r3, scenarios: []}
    - name: r4
      scenarios: []  # none
# tail
"""
RULES = ("applications", 0, "rules")


def edited(text: str, *changes: Change) -> list[str]:
    """Return the lines that were removed and added."""
    new = edit_yaml(text, changes)
    lines = difflib.unified_diff(text.splitlines(keepends=True), new.splitlines(keepends=True), n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("2.*", "'2.*'"),
        ("it's", "'it''s'"),
        ("yes", "'yes'"),
        ("", "''"),
        ("a\tb\n", '"a\\tb\\n"'),
        ("\u2028", '"\\L"'),
        ("é # x", "'é # x'"),
    ],
)
def test_quoted_string_when_it_is_changed_then_its_quotes_stay_where_they_can(value: str, line: str) -> None:
    assert edited(TEXT, SetValue((*RULES, 0, "pattern"), value)) == [
        "-      pattern: '1.*'   # ones\n",
        f"+      pattern: {line}   # ones\n",
    ]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("b c", "b c"),
        ("yes", "'yes'"),
        ("~", "'~'"),
        ("0123", "'0123'"),
        ("1.5", "'1.5'"),
        ("a: b", "'a: b'"),
        ("a #b", "'a #b'"),
        ("a ", "'a '"),
        ("[x", "'[x'"),
        ("*x", "'*x'"),
        ("2026-11-26", "'2026-11-26'"),
        ("2026-13-45", "'2026-13-45'"),
        ("2026-02-30", "'2026-02-30'"),
        ("0x_", "'0x_'"),
        ("0b_", "'0b_'"),
        ("=", "'='"),
    ],
)
def test_plain_string_when_it_is_changed_then_it_is_quoted_unless_it_reads_back(value: str, line: str) -> None:
    assert edited(TEXT, SetValue(("scenarios", 0, "name"), value)) == [
        "-  - name: a   # the a\n",
        f"+  - name: {line}   # the a\n",
    ]


@pytest.mark.parametrize(("value", "line"), [("x, y", "'x, y'"), ("x}", "'x}'"), ("x y", "x y")])
def test_plain_string_when_it_is_between_brackets_then_those_count(value: str, line: str) -> None:
    assert edited(TEXT, SetValue(("scenarios", 1, "name"), value)) == [
        '-  - {name: b, src: "scenarios/b.js"}\n',
        f'+  - {{name: {line}, src: "scenarios/b.js"}}\n',
    ]


def test_block_string_when_it_is_changed_then_the_lines_around_it_stay() -> None:
    assert edited(TEXT, SetValue((*RULES, 1, "pattern"), "3")) == [
        "-      pattern: |-\n",
        "-        2.*\n",
        "+      pattern: '3'\n",
    ]


def test_keys_when_they_come_and_go_then_only_their_lines_change() -> None:
    changes = [
        AddKey(("scenarios", 0), "application_name", "x", "name"),
        AddKey(("scenarios", 1), "application_name", "x, y", "name"),
        RemoveKey(("scenarios", 2), "application_name"),
    ]
    assert edited(TEXT, *changes) == [
        "+    application_name: x\n",
        '-  - {name: b, src: "scenarios/b.js"}\n',
        """+  - {name: b, application_name: 'x, y', src: "scenarios/b.js"}\n""",
        "-    application_name: support   # own\n",
    ]
    assert edit_yaml("a: {x: 1, y: 2}\nb:\n  z: 1\n  w: 2\n", [RemoveKey(("a",), "x"), RemoveKey(("b",), "z")]) == (
        "a: {y: 2}\nb:\n  w: 2\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}\n", "k:\n  - v\n"),
        ("a: 1 # x\n# tail\n...\n", "a: 1 # x\nk:\n  - v\n# tail\n...\n"),
        ("a: 1", "a: 1\nk:\n  - v"),
        ("a: 1\r\n", "a: 1\r\nk:\r\n  - v\r\n"),
        ("{a: 1}\n", "{a: 1, k: [v]}\n"),
    ],
)
def test_list_when_it_is_added_to_the_document_then_it_is_the_last_content(text: str, expected: str) -> None:
    assert edit_yaml(text, [AddKey((), "k", ["v"])]) == expected


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (SetItems((*RULES, 0, "scenarios"), (1, 0)), ["[a, b]", "[b, a]"]),
        (SetItems((*RULES, 0, "scenarios"), (0, New("z, y"), 1)), ["[a, b]", "[a, 'z, y', b]"]),
        (SetItems((*RULES, 0, "scenarios"), (New("z"), 1)), ["[a, b]", "[z, b]"]),
        (SetItems((*RULES, 0, "scenarios"), ()), ["[a, b]", "[]"]),
    ],
)
def test_bracketed_list_when_its_items_change_then_its_line_alone_does(change: SetItems, lines: list[str]) -> None:
    before, after = lines
    assert edited(TEXT, change) == [
        f"-      scenarios: {before}   # both\n",
        f"+      scenarios: {after}   # both\n",
    ]


def test_empty_list_when_it_is_filled_then_it_is_a_block_where_it_can_be() -> None:
    changes = [
        SetItems((*RULES, 2, "scenarios"), (New("q"),)),
        SetItems((*RULES, 3, "scenarios"), (New("q"), New("r"))),
    ]
    assert edited(TEXT, *changes) == [
        "-    - {name: r3, scenarios: []}\n",
        "+    - {name: r3, scenarios: [q]}\n",
        "-      scenarios: []  # none\n",
        "+      scenarios:  # none\n",
        "+        - q\n",
        "+        - r\n",
    ]


def test_block_list_when_items_come_go_and_move_then_comments_above_them_move_along() -> None:
    text = "a:\n  # x\n  - x\n  - y   # why\n\n  # z\n  - z\n# end\n"
    assert edit_yaml(text, [SetItems(("a",), (2, New({"k": ["v"]}), 0))]) == (
        "a:\n  # z\n  - z\n  - k:\n      - v\n\n  # x\n  - x\n# end\n"
    )
    assert edit_yaml(text, [SetItems(("a",), (New("w"), 0, 1, 2))]) == text.replace("  # x\n", "  - w\n  # x\n")
    assert edit_yaml(text, [SetItems(("a",), ())]) == "a: []\n  # x\n\n  # z\n# end\n"
    assert edit_yaml(text, [SetItems(("a",), (New("w"),))]) == "a:\n  # x\n  - w\n\n  # z\n# end\n"


@pytest.mark.parametrize(
    ("text", "items", "expected"),
    [
        ("a:\n- x\n- y", (0,), "a:\n- x"),
        ("a:\r\n- x\r\n- y", (0,), "a:\r\n- x"),
        ("a:\n- x\n- y", (0, 1, New("z")), "a:\n- x\n- y\n- z"),
        ("a:\n- x\n- y", (1, 0), "a:\n- y\n- x"),
        ("a: [x,\n  # why\n  y, z]\n", (0, New("k"), 2, 1), "a: [x, k,\n  # why\n  z, y]\n"),
    ],
)
def test_list_when_the_text_ends_or_breaks_oddly_then_it_stays_so(
    text: str, items: tuple[int | New, ...], expected: str
) -> None:
    assert edit_yaml(text, [SetItems(("a",), items)]) == expected


@pytest.mark.parametrize(
    ("text", "change", "line"),
    [
        ("a: [&x z]\nb:\n- *x\n", SetValue(("a", 0), "n"), 1),
        ("a: [&x z]\nb:\n- *x\n", SetValue(("b", 0), "n"), 3),
        ("a: &x {y: z}\nb:\n  c: d\n  <<: *x\n", SetValue(("b", "y"), "n"), 4),
        ("a: &x {y: z}\nb:\n  c: d\n  <<: *x\n", RemoveKey(("b",), "y"), 3),
        ("a: &x\n- y\nb: *x\n", SetItems(("a",), ()), 1),
        ("a: [x,\n  # why\n  y]\n", SetItems(("a",), (0,)), 1),
        ("a:\n- &x y\n- *x\n", SetItems(("a",), (1, 0)), 2),
    ],
)
def test_change_when_the_way_it_is_written_does_not_allow_it_then_the_line_is_named(
    text: str, change: Change, line: int
) -> None:
    with pytest.raises(Uneditable) as caught:
        edit_yaml(text, [change])
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "changes", "line"),
    [
        ("2026-13-45T10:00:\n", [SetValue(("2026-13-45T10:00",), "30Z")], 1),
        ("a:\n  x:\n  y: 1\nb: [1, 2]\n", [SetValue(("a", "x"), "z"), SetItems(("b",), (1, 0))], 2),
    ],
    ids=["a date that does not exist", "no document between two passes"],
)
def test_changes_when_they_make_what_no_parser_reads_then_the_line_is_named(
    text: str, changes: list[Change], line: int
) -> None:
    with pytest.raises(Uneditable) as caught:
        edit_yaml(text, changes)
    assert caught.value.line == line
