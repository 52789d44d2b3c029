# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A project of voxengine-ci, read from its folder."""

from __future__ import annotations

import json
import pathlib

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, InputError
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
    files_of,
    warnings_of,
)
from ansible_collections.voximplant.platform.plugins.module_utils._export.voxengine_ci import read_project

SUPPORT = "support.acme.voximplant.com"
RULES = [
    {"ruleName": "inbound", "scenarios": ["common", "menu"], "rulePattern": "1.*"},
    {"ruleName": "rest", "scenarios": [None, "menu", "menu"], "rulePattern": ".*"},
]


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """A project with two applications, one of which has a scenario of its own."""
    root = tmp_path / "voxfiles"
    write(root / "applications" / SUPPORT / "application.config.json", json.dumps({"applicationName": SUPPORT}))
    write(root / "applications" / SUPPORT / "rules.config.json", json.dumps(RULES))
    write(root / "applications" / "sales.acme.voximplant.com" / "scenarios" / "src" / "own.voxengine.js", "// own\n")
    write(root / "scenarios" / "src" / "common.voxengine.js", "// common\r\n")
    write(root / "scenarios" / "src" / "menu.voxengine.ts", "let menu: string;\n")
    write(root / "scenarios" / "src" / "notes.js", "// no scenario\n")
    write(root / "scenarios" / "dist" / "menu.voxengine.js", "// built\n")
    return tmp_path


def write(path: pathlib.Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())


def test_project_when_it_is_read_then_applications_rules_and_sources_are_found(project: pathlib.Path) -> None:
    assert read_project(str(project)) == Snapshot(
        (
            ExportedScenario("common", "// common\r\n"),
            ExportedScenario("menu", None),
            ExportedScenario("own", "// own\n", "sales"),
        ),
        (
            {"name": "sales", "rules": []},
            {
                "name": "support",
                "rules": [
                    {"name": "inbound", "pattern": "1.*", "scenarios": ["common", "menu"]},
                    {"name": "rest", "pattern": ".*", "scenarios": ["menu"]},
                ],
            },
        ),
    )


def test_project_when_voxfiles_itself_is_given_then_it_is_the_same(project: pathlib.Path) -> None:
    assert read_project(str(project / "voxfiles")) == read_project(str(project))


def test_typescript_when_it_is_exported_then_a_warning_says_where_it_is_to_be_built(project: pathlib.Path) -> None:
    snapshot = read_project(str(project))
    assert [file.path for file in files_of(snapshot)] == [
        "voximplant.yml",
        "scenarios/common.js",
        "scenarios/own.js",
    ]
    assert b"src: scenarios/menu.js" in files_of(snapshot)[0].content
    (warning,) = warnings_of(snapshot)
    assert "'menu' to scenarios/menu.js" in warning


@pytest.mark.parametrize("name", ["support", SUPPORT])
def test_project_when_an_application_is_named_then_only_what_it_needs_is_read(project: pathlib.Path, name: str) -> None:
    snapshot = read_project(str(project), [name])
    assert [scenario.name for scenario in snapshot.scenarios] == ["common", "menu"]
    assert [application["name"] for application in snapshot.applications] == ["support"]


def test_project_when_names_are_searched_then_only_those_scenarios_are_read(project: pathlib.Path) -> None:
    assert [scenario.name for scenario in read_project(str(project), None, "M").scenarios] == ["common", "menu"]


def test_project_when_an_application_is_not_there_then_those_that_are_are_named(project: pathlib.Path) -> None:
    with pytest.raises(InputError, match=r"'shop'; it has: sales, support\."):
        read_project(str(project), ["support", "shop"])


def test_folder_when_it_is_no_project_then_it_is_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(InputError, match=r"no project of voxengine-ci"):
        read_project(str(tmp_path))


def test_project_when_two_sources_have_one_name_then_it_is_refused(project: pathlib.Path) -> None:
    write(project / "voxfiles" / "scenarios" / "src" / "menu.voxengine.js", "// built\n")
    with pytest.raises(ConflictError, match="'menu'"):
        files_of(read_project(str(project)))


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("rules.config.json", "[", "is not JSON: "),
        ("rules.config.json", "{}", "no usable value for the whole file"),
        ("rules.config.json", '[{"scenarios": []}]', "no usable value for ruleName"),
        ("rules.config.json", '[{"ruleName": "a", "rulePattern": 1}]', "no usable value for rulePattern"),
        ("rules.config.json", '[{"ruleName": "a", "scenarios": "b"}]', "no usable value for scenarios"),
        ("rules.config.json", '[{"ruleName": "a", "scenarios": [1]}]', "no usable value for scenarios"),
        ("application.config.json", '{"applicationName": 1}', "no usable value for applicationName"),
    ],
)
def test_project_when_a_file_cannot_be_used_then_it_is_named(
    project: pathlib.Path, file: str, content: str, problem: str
) -> None:
    path = project / "voxfiles" / "applications" / SUPPORT / file
    write(path, content)
    with pytest.raises(InputError) as caught:
        read_project(str(project))
    assert caught.value.text.startswith(str(path))
    assert problem in caught.value.text


def test_project_when_a_source_is_not_utf_8_then_it_is_named(project: pathlib.Path) -> None:
    path = project / "voxfiles" / "scenarios" / "src" / "common.voxengine.js"
    path.write_bytes(b"// \xfc\n")
    with pytest.raises(InputError, match=r"common\.voxengine\.js is not UTF-8: byte 3"):
        read_project(str(project))
