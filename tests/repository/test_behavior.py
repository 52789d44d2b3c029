# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of behavior names, for each statement, tests that there are.

A test is ``<path>::<function>``; a target of ansible-test is the path of a file of its tasks.
"""

from __future__ import annotations

import ast
import collections
import functools
import pathlib
import re
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.tests.repository.imports import ROOT, parse

TABLES = sorted((ROOT / "tests" / "repository" / "behavior").glob("*.yml"))
TASKS = re.compile(r"tests/integration/targets/\w+/tasks/\w+\.yml")


def read(path: pathlib.Path) -> list[dict[str, t.Any]]:
    """Read the entries of a topic."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@functools.cache
def defined_in(file: str) -> set[str]:
    """Return the tests of a file; none if there is no such file."""
    path = ROOT / file
    body = parse(path).body if path.is_file() else []
    return {node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def exists(test: str) -> bool:
    """Whether a named test is in the tree."""
    file, separator, name = test.partition("::")
    return name in defined_in(file) if separator else bool(TASKS.fullmatch(file)) and (ROOT / file).is_file()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_table_of_behavior_when_a_statement_names_tests_then_they_exist(path: pathlib.Path) -> None:
    entries = read(path)
    assert entries
    assert [entry for entry in entries if set(entry) != {"statement", "tests"} or not entry["tests"]] == []
    assert [(entry["statement"], test) for entry in entries for test in entry["tests"] if not exists(test)] == []


def test_table_of_behavior_when_all_topics_are_read_then_no_statement_stands_twice() -> None:
    statements = collections.Counter(entry["statement"].casefold() for path in TABLES for entry in read(path))
    assert len(TABLES) > 1
    assert [statement for statement, count in statements.items() if count > 1] == []


@pytest.mark.parametrize(
    "test",
    [
        "tests/repository/test_behavior.py::test_that_is_not_there",
        "tests/repository/test_behavior.py::exists",
        "tests/repository/test_nothing.py::test_that_is_not_there",
        "tests/repository/test_behavior.py",
        "tests/integration/targets/vox_sync/tasks/nothing.yml",
    ],
)
def test_table_of_behavior_when_a_test_does_not_exist_then_it_is_found(test: str) -> None:
    assert not exists(test)
