# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An edit of an expanded text, brought into the text with tokens."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._export.diff import find_edits
from ansible_collections.voximplant.platform.plugins.module_utils._export.tokens import Adopted, ProjectTokens
from ansible_collections.voximplant.platform.plugins.module_utils._objects.script import is_same
from harness.examples import examples

VALUES = {"__NUMBER__": "+1202", "__GREETING__": "Welcome", "__EMPTY__": "", "__LINES__": "a\nb", "__LONG__": "aabaab"}
TOKENS = ProjectTokens(VALUES)
SMALL = st.text("ab+1\n \r\ufeff", max_size=8)
PARTS = st.lists(st.one_of(SMALL, st.sampled_from(sorted(VALUES))), max_size=8)


@pytest.mark.parametrize(
    ("raw", "edited", "expected"),
    [
        ('say("__GREETING__");', 'say("Welcome!");', 'say("__GREETING__!");'),
        ('say("__GREETING__");', 'say("", "Welcome");', 'say("", "__GREETING__");'),
        ("call(__NUMBER__);\nend();\n", "end();\n", "end();\n"),
        ("call(__NUMBER__);\n", "call(+1202); // +1202\n", "call(__NUMBER__); // +1202\n"),
        ("__NUMBER__", "+1202+1202", "__NUMBER__+1202"),
        ("+1202__NUMBER__", "+1202", "__NUMBER__"),
        ("a__LONG__", "aabaab", "__LONG__"),
        ("__LONG__a", "aabaab", "__LONG__"),
        ("__LONG____LONG__", "aabaab", "__LONG__"),
        ("x __NUMBER__ y __NUMBER__ z", "x +1202 Y +1202 z", "x __NUMBER__ Y __NUMBER__ z"),
        ("a__EMPTY__b", "ab!", "a__EMPTY__b!"),
        ("one\ntwo __EMPTY__\nthree", "one\nthree", "one\nthree"),
        ("x\n__LINES__\ny", "x!\na\nb\ny", "x!\n__LINES__\ny"),
        ("__NUMBER__", "", ""),
    ],
)
def test_edit_when_no_value_was_changed_then_tokens_stay_or_go_as_a_whole(raw: str, edited: str, expected: str) -> None:
    assert TOKENS.adopt_script(raw, edited) == Adopted(expected)


@pytest.mark.parametrize(
    ("raw", "edited", "line", "token"),
    [
        ("\n\ncall(__NUMBER__);", "\n\ncall(+1203);", 3, "__NUMBER__"),
        ("__LINES__ __NUMBER__", "a\nb +12.02", 1, "__NUMBER__"),
        ("x\n__LINES__\ny", "x\na\nc\ny", 2, "__LINES__"),
        ("call('__NUMBER__')", "call('987')", 1, "__NUMBER__"),
    ],
)
def test_edit_when_a_value_was_changed_then_it_is_literal_and_the_token_is_named(
    raw: str, edited: str, line: int, token: str
) -> None:
    assert TOKENS.adopt_script(raw, edited) == Adopted(edited.replace("a\nb +", "__LINES__ +"), ((line, token),))


@pytest.mark.parametrize(
    ("raw", "kept", "expected"),
    [
        ("a\r\nb\r\n", "a\nB\nc", "a\r\nB\r\nc\r\n"),
        ("\ufeffa __NUMBER__\n\n", "A +1202", "\ufeffA __NUMBER__\n\n"),
        ("a\r\nb\nc\n", "a\nb\nC\n", "a\r\nb\nC\n"),
        ("a\nb\n", "a\r\nB\r\n", "a\r\nB\r\n"),
        ("a\n", "b \n\n", "b \n\n"),
    ],
)
def test_edit_when_the_platform_normalized_the_text_then_nothing_else_is_changed(
    raw: str, kept: str, expected: str
) -> None:
    assert TOKENS.adopt_script(raw, kept) == Adopted(expected)


@pytest.mark.parametrize(
    ("raw", "edited"), [("a ", "a"), ("\ufeffa", "b"), ("a\r\nb", "a\nb"), ("__NUMBER__ ", "+1202")]
)
def test_edit_when_it_is_of_a_string_then_nothing_counts_as_normalized(raw: str, edited: str) -> None:
    assert TOKENS.adopt(raw, edited) == Adopted(edited.replace("+1202", "__NUMBER__"))


@pytest.mark.parametrize(("raw", "edited"), [("a", "a __NUMBER__"), ("__NUM", "__NUMBER__"), ("", "__EMPTY__")])
def test_edit_when_the_new_text_holds_a_token_itself_then_it_is_not_faithful(raw: str, edited: str) -> None:
    assert not TOKENS.adopt_script(raw, edited).faithful


@examples(4)
@given(PARTS, SMALL, st.data())
def test_any_edit_when_adopted_then_the_text_expands_to_it(parts: list[str], new: str, data: st.DataObject) -> None:
    raw = "".join(parts)
    expanded = TOKENS.expand(raw)
    start = data.draw(st.integers(0, len(expanded)))
    edited = data.draw(st.sampled_from([new, expanded[:start] + new, expanded[:start] + new + expanded[start + 2 :]]))
    adopted = TOKENS.adopt_script(raw, edited)
    assert adopted.faithful
    assert is_same(TOKENS.expand(adopted.text), edited)


@examples(4)
@given(PARTS, st.integers(0, 7), st.text("ab+1\n", max_size=6), st.integers(0, 8), st.integers(0, 8))
def test_edit_when_it_is_outside_of_all_tokens_then_all_of_them_stay(
    parts: list[str], index: int, new: str, start: int, length: int
) -> None:
    """Whatever is inserted, deleted or replaced in one literal part, however alike its surroundings are."""
    parts = [part.replace("\r", "").replace("\ufeff", "") for part in [*parts, "."]]
    index %= len(parts)
    literal = parts[index] if parts[index] not in VALUES else ""
    replaced = literal[:start] + new + literal[start + length :]
    after = [*parts[:index], replaced, *(parts[index:] if parts[index] in VALUES else parts[index + 1 :])]
    raw, wanted = "".join(parts), "".join(after)
    adopted = TOKENS.adopt_script(raw, TOKENS.expand(wanted))
    assert adopted.broken == ()
    filled = [part for part in parts if VALUES.get(part)]
    assert [token for token in re.findall("__[A-Z]+__", adopted.text) if VALUES[token]] == filled


@examples(3)
@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30), st.lists(st.integers(0, 29), max_size=4))
def test_edits_when_applied_then_they_lead_from_one_text_to_the_other(old: str, new: str, starts: list[int]) -> None:
    spans = [(start, min(start + 3, len(old))) for start in starts if start < len(old)]
    parts, at, new_at = [], 0, 0
    for edit in find_edits(old, new, spans):
        assert new[new_at : edit.new_start] == old[at : edit.old_start]
        parts += [old[at : edit.old_start], new[edit.new_start : edit.new_end]]
        at, new_at = edit.old_end, edit.new_end
    assert "".join([*parts, old[at:]]) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 130000, "\n" * 65000 + "x" + "\n" * 64000),
        ("a" * 130000, "b" * 130000),
        ("ab" * 65000, "ba" * 65000),
        ("let a = 1; " * 11000, "let b = 2; " * 11000),
        ("".join(f"line {number};\n" for number in range(9000)), "".join(f"row {n};\n" for n in range(9000, 0, -1))),
        ("".join(map(chr, range(1000, 9000))), "".join(map(chr, range(9000, 1000, -1)))),
    ],
    ids=["line feeds", "other letter", "shifted", "minified", "every line", "every character"],
)
def test_edits_when_texts_are_long_then_they_are_found_in_a_few_seconds(old: str, new: str) -> None:
    begun = time.process_time()
    assert find_edits(old, new)
    assert time.process_time() - begun < 10


def test_tokens_when_one_begins_like_another_then_the_longer_one_is_found() -> None:
    tokens = ProjectTokens({"__A__": 1, "__A____B__": "2"})
    assert tokens.expand("__A____B____A__") == "21"
    assert tokens.find_in(["__A____B__"]) == {"__A____B__"}
