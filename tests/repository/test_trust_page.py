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
PROMISE = re.compile(r"^   \* - .*\n     - (?P<proof>.*)$", re.MULTILINE)


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


def test_guide_to_trust_when_it_promises_something_then_a_test_proves_it() -> None:
    promises = PAGE.partition("\nLimits\n")[0]
    proofs = PROMISE.findall(promises)
    assert len(proofs) == promises.count("\n   * - ")
    proofs = [proof for proof in proofs if proof != "Proved by"]
    assert proofs
    assert [proof for proof in proofs if "``test_" not in proof] == []


def test_tests_of_trust_when_there_is_a_file_of_them_then_the_guide_names_it() -> None:
    files = {f"tests/trust/{path.name}" for path in (ROOT / "tests" / "trust").glob("test_*.py")}
    assert files - {path for path, _test in NAMED} == set()


def test_policy_when_it_names_versions_then_they_are_those_that_are_tested() -> None:
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    cores = re.findall(r'^    "(2\.\d+)": \(', noxfile, re.MULTILINE)
    assert f"ansible-core {cores[0]} to {cores[-1]}." in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
