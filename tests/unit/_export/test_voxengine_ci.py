# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A voxengine-ci project, read from its directory."""

from __future__ import annotations

import json
import os
import pathlib

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, InputError
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
    files_of,
    warnings_of,
)
from ansible_collections.voximplant.platform.plugins.module_utils._export.voxengine_ci import read_project

SUPPORT = "support.acme.voximplant.com"
SALES = "sales.acme.voximplant.com"
SRC = pathlib.Path("scenarios", "src")
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
    write(root / "applications" / SALES / "application.config.json", json.dumps({"applicationName": SALES}))
    write(root / "applications" / SALES / "rules.config.json", '[{"ruleName": "any", "scenarios": ["own"]}]')
    write(root / "applications" / "sales.acme.voximplant.com" / "scenarios" / "src" / "own.voxengine.js", "// own\n")
    write(root / "scenarios" / "src" / "common.voxengine.js", "// common\r\n")
    write(root / "scenarios" / "src" / "menu.voxengine.ts", "let menu: string;\n")
    write(root / "scenarios" / "src" / "types.d.ts", "// no scenario\n")
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
            {"name": "sales", "rules": [{"name": "any", "scenarios": ["own"]}]},
            {
                "name": "support",
                "rules": [
                    {"name": "inbound", "pattern": "1.*", "scenarios": ["common", "menu"]},
                    {"name": "rest", "pattern": ".*", "scenarios": ["menu"]},
                ],
            },
        ),
        origin="the files of the project",
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
    with pytest.raises(InputError, match=r"is not a voxengine-ci project: ") as caught:
        read_project(str(tmp_path))
    assert caught.value.advice == "If the project sets VOX_CI_ROOT_PATH, use that directory."


def test_project_when_two_sources_have_one_name_then_it_is_refused(project: pathlib.Path) -> None:
    write(project / "voxfiles" / "scenarios" / "src" / "menu.voxengine.js", "// built\n")
    with pytest.raises(ConflictError, match="several different sources for the scenario 'menu'"):
        read_project(str(project))


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


def rules(project: pathlib.Path, file: str, content: str) -> None:
    """Write the rules of the application support in another format."""
    place = project / "voxfiles" / "applications" / SUPPORT
    (place / "rules.config.json").unlink(missing_ok=True)
    write(place / file, content)


@pytest.mark.parametrize("file", ["rules.config.yml", "rules.config.yaml"])
def test_rules_when_they_are_yaml_then_they_are_the_same(project: pathlib.Path, file: str) -> None:
    before = read_project(str(project))
    rules(project, file, yaml.safe_dump(RULES))
    assert read_project(str(project)) == before


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("rules.config.toml", "", "rules.config.toml cannot be read: "),
        ("rules.config.yml", "a: [", "rules.config.yml is not YAML: "),
        ("rules.config.yml", "-\n- a: 2026-13-45", 'month must be in 1..12 in "<unicode string>", line 2, column 6.'),
        ("rules.config.yml", "a: 1", "rules.config.yml has no usable value for the whole file."),
        (
            "rules.config.yml",
            "- {ruleName: a, rulePattern: 0123}",
            "rules.config.yml has no usable value for rulePattern.",
        ),
    ],
)
def test_rules_when_they_cannot_be_read_then_the_file_is_named(
    project: pathlib.Path, file: str, content: str, problem: str
) -> None:
    rules(project, file, content)
    with pytest.raises(InputError) as caught:
        read_project(str(project))
    assert problem in caught.value.text


def test_rules_when_there_are_two_files_then_both_are_named(project: pathlib.Path) -> None:
    write(project / "voxfiles" / "applications" / SUPPORT / "rules.config.yml", "[]")
    with pytest.raises(InputError, match=r"rules\.config\.json, .*rules\.config\.yml"):
        read_project(str(project))


def test_directories_when_version_36_made_them_empty_then_they_are_left_out(project: pathlib.Path) -> None:
    before = read_project(str(project))
    for kind in ("src", "dist"):
        (project / "voxfiles" / "applications" / "other.acme.voximplant.com" / "scenarios" / kind).mkdir(parents=True)
    assert read_project(str(project)) == before


def test_directory_when_it_has_sources_and_no_configuration_then_it_is_left_out_with_a_warning(
    project: pathlib.Path,
) -> None:
    before = read_project(str(project))
    write(project / "voxfiles" / "applications" / "backup" / "scenarios" / "src" / "old.voxengine.js", "")
    after = read_project(str(project))
    assert (after.scenarios, after.applications) == (before.scenarios, before.applications)
    (warning,) = warnings_of(after)[:1]
    assert "left out, with their sources: applications/backup." in warning


def test_scenario_when_rules_run_it_and_it_has_no_source_then_it_is_declared_and_named(project: pathlib.Path) -> None:
    (project / "voxfiles" / "scenarios" / "src" / "common.voxengine.js").unlink()
    snapshot = read_project(str(project))
    assert yaml.safe_load(files_of(snapshot)[0].content or b"")["scenarios"][-1] == {"name": "common"}
    assert "the project has no source for them: common." in warnings_of(snapshot)[0]


def test_scenario_when_no_rule_runs_it_then_it_is_left_out_with_a_warning_unless_asked_for(
    project: pathlib.Path,
) -> None:
    write(project / "voxfiles" / "scenarios" / "src" / "draft.voxengine.js", "// draft")
    snapshot = read_project(str(project))
    assert "draft" not in [scenario.name for scenario in snapshot.scenarios]
    assert "they are left out: draft. Set include_unused" in warnings_of(snapshot)[0]
    everything = read_project(str(project), include_unused=True)
    assert ExportedScenario("draft", "// draft") in everything.scenarios
    assert not any("draft" in warning for warning in warnings_of(everything))


def test_source_when_it_lies_in_two_directories_with_the_same_bytes_then_it_is_taken_once_without_a_scope(
    project: pathlib.Path,
) -> None:
    write(project / "voxfiles" / "applications" / SUPPORT / SRC / "common.voxengine.js", "// common\r\n")
    assert read_project(str(project)) == read_project(str(project), include_unused=True)
    assert ExportedScenario("common", "// common\r\n") in read_project(str(project)).scenarios
    write(project / "voxfiles" / "applications" / SUPPORT / SRC / "common.voxengine.js", "// other\n")
    with pytest.raises(ConflictError, match="'common'"):
        read_project(str(project))


def test_project_when_its_root_has_another_name_then_that_directory_is_read(project: pathlib.Path) -> None:
    before = read_project(str(project))
    (project / "src").mkdir()
    (project / "voxfiles").rename(project / "src" / "voice")
    assert read_project(str(project / "src" / "voice")) == before
    with pytest.raises(InputError, match="is not a voxengine-ci project: "):
        read_project(str(project))


@pytest.mark.parametrize("to", ["gone", "applications/loop"], ids=["broken", "loop"])
@pytest.mark.parametrize("place", ["applications/loop", "scenarios/src", f"applications/{SALES}/scenarios/src"])
def test_directory_when_its_link_leads_nowhere_then_it_is_named(project: pathlib.Path, place: str, to: str) -> None:
    path = project / "voxfiles" / place
    if path.exists():
        path.rename(path.with_name("moved"))
    path.symlink_to(path if to != "gone" else project / "gone")
    with pytest.raises(InputError) as raised:
        read_project(str(project))
    assert str(path) in str(raised.value)


def test_applications_when_an_editor_has_left_a_link_among_them_then_it_is_left_out(project: pathlib.Path) -> None:
    expected = read_project(str(project))
    (project / "voxfiles" / "applications" / ".#lock").symlink_to("somebody@host.1234")
    assert read_project(str(project)) == expected


def test_script_when_its_name_is_almost_that_of_a_source_then_a_warning_names_it(project: pathlib.Path) -> None:
    write(project / "voxfiles" / "applications" / SALES / SRC / "own.js", "")
    (warning,) = read_project(str(project)).warnings
    assert warning.endswith(f"so these are left out: applications/{SALES}/scenarios/src/own.js.")
    assert read_project(str(project), ["support"]).warnings == ()


def test_file_when_it_is_a_fifo_or_too_long_then_it_is_named(project: pathlib.Path) -> None:
    source = project / "voxfiles" / SRC / "common.voxengine.js"
    source.write_bytes(b"/" * (4 * 2**20 + 1))
    with pytest.raises(InputError, match=r"common\.voxengine\.js is longer than"):
        read_project(str(project))
    source.unlink()
    os.mkfifo(source)
    with pytest.raises(InputError, match="is not a regular file"):
        read_project(str(project))


@pytest.mark.parametrize("name", ["._common.voxengine.js", ".voxengine.js"])
def test_source_when_it_is_hidden_then_it_is_left_out(project: pathlib.Path, name: str) -> None:
    before = read_project(str(project))
    (project / "voxfiles" / "scenarios" / "src" / name).write_bytes(b"\xff")
    assert read_project(str(project)) == before


def test_source_when_its_name_is_decomposed_then_the_rule_finds_it(project: pathlib.Path) -> None:
    rules(project, "rules.config.json", json.dumps([{"ruleName": "r", "scenarios": ["caf\u00e9"]}]))
    write(project / "voxfiles" / "scenarios" / "src" / "cafe\u0301.voxengine.js", "")
    assert "caf\u00e9" in [scenario.name for scenario in read_project(str(project)).scenarios]
