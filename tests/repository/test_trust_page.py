# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to trust names tests that there are, and every test of trust that there is."""

from __future__ import annotations

import ast
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "docsite" / "rst" / "guide_trust.rst").read_text(encoding="utf-8")
NAMED = re.findall(r"``(tests/[\w/]+\.py)``|``(test_\w+)``", PAGE)
FOOTNOTES = dict(re.findall(r"^\.\. \[#(\w+)\] (.+)$", PAGE, re.MULTILINE))
# Guarantees are items of lists up to the limits, but for the list of what Ansible itself can show.
PROMISES = re.sub(r"\*\*Ansible itself\*\*.*?\n---", "", PAGE.partition("\nLimits\n")[0], flags=re.DOTALL)
KINDS = PAGE.partition("\nKinds of faults\n")[2].partition("\nTest results\n")[0]


def named() -> set[tuple[str, str]]:
    """The tests that the page names, each with the file that is named before it."""
    found, file = set(), ""
    for path, test in NAMED:
        file = path or file
        if test:
            found.add((file, test))
    return found


def defined_in(file: str) -> set[str]:
    """The tests of a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize(("file", "test"), sorted(named()))
def test_guide_to_trust_when_it_names_a_test_then_it_is_there(file: str, test: str) -> None:
    assert test in defined_in(file)


def test_guide_to_trust_when_it_promises_something_then_a_footnote_names_a_test_of_it() -> None:
    promises = re.findall(r"^- (.+)$", PROMISES, re.MULTILINE)
    kinds = re.findall(r"^   \* - .+\n     - (.+)$", KINDS, re.MULTILINE)[1:]
    assert len(promises) > 30
    assert len(kinds) > 8
    referred = [re.findall(r"\[#(\w+)\]_$", text) for text in (*promises, *kinds)]
    assert [text for text, found in zip((*promises, *kinds), referred, strict=True) if not found] == []
    assert [name for (name,) in referred] == list(FOOTNOTES)
    assert [name for name, text in FOOTNOTES.items() if "``test_" not in text] == []


def test_guide_to_trust_when_it_counts_places_then_no_more_were_mended_than_examined() -> None:
    counts = re.findall(r"^     - (\d+)\n     - (\d+)$", KINDS, re.MULTILINE)
    assert len(counts) == KINDS.count("\n   * - ") - 1  # the first row is the header
    assert [pair for pair in counts if not 0 < int(pair[1]) <= int(pair[0])] == []


def test_tests_of_trust_when_there_is_a_file_of_them_then_the_guide_names_it() -> None:
    files = {f"tests/trust/{path.name}" for path in (ROOT / "tests" / "trust").glob("test_*.py")}
    assert files - {path for path, _test in NAMED} == set()


def test_policy_when_it_names_versions_then_they_are_those_that_are_tested() -> None:
    interpreters = (ROOT / ".ci" / "interpreters.py").read_text(encoding="utf-8")
    cores = re.findall(r'^    "(2\.\d+)": \(', interpreters, re.MULTILINE)
    assert f"ansible-core {cores[0]} to {cores[-1]}." in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
