# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of a voxengine-ci project with other names than it reads: an export says which, and drops none silently."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import files_of
from ansible_collections.voximplant.platform.plugins.module_utils._export.voxengine_ci import read_project

RULES = '[{"ruleName": "inbound", "scenarios": ["one"]}]'
SUPPORT = pathlib.Path("applications", "support")
SRC = pathlib.Path("scenarios", "src")


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """A project with one source and an application whose only file is not read yet."""
    write(tmp_path / SRC / "one.voxengine.js")
    (tmp_path / SUPPORT).mkdir(parents=True)
    return tmp_path


def write(path: pathlib.Path, content: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        *("rules.config.JSON", "Rules.Config.json", "rules.config.Yml", "rules.config.json5", "rules.config.toml"),
        *("rules.config.json.bak", "rules.config"),
    ],
)
def test_configuration_when_its_name_is_not_readable_then_it_and_the_readable_ones_are_named(
    project: pathlib.Path, name: str
) -> None:
    write(project / SUPPORT / name, RULES)
    with pytest.raises(InputError) as caught:
        read_project(str(project))
    assert caught.value.text == (
        f"{project / SUPPORT / name} cannot be read: "
        "only rules.config.json, rules.config.yml and rules.config.yaml are supported."
    )


@pytest.mark.parametrize("name", ["application.config.ts", "APPLICATION.config.json"])
def test_configuration_when_it_is_the_applications_then_its_name_counts_as_well(
    project: pathlib.Path, name: str
) -> None:
    write(project / SUPPORT / "rules.config.json", RULES)
    write(project / SUPPORT / name, "{}")
    with pytest.raises(InputError, match=rf"{name} cannot be read: only application\.config\.json, "):
        read_project(str(project))


def test_configuration_when_there_is_a_readable_one_too_then_both_are_named(project: pathlib.Path) -> None:
    write(project / SUPPORT / "rules.config.json", RULES)
    write(project / SUPPORT / "rules.config.JSON", "[]")
    with pytest.raises(InputError, match=r"more than one .* file: .*rules\.config\.JSON, .*rules\.config\.json\."):
        read_project(str(project))


def test_files_when_their_names_only_begin_like_configurations_then_they_are_left_alone(project: pathlib.Path) -> None:
    write(project / SUPPORT / "rules.config.json", RULES)
    expected = read_project(str(project))
    copies = ("rules.config.json.bak", "rules.config.json~", "rules.config.json.orig.yml")
    for name in ("rules.configuration.json", "rules.configs", ".rules.config.json.swp", "my.rules.config.yml", *copies):
        write(project / SUPPORT / name, "{")
    assert read_project(str(project)) == expected
    assert expected.applications[0]["rules"] == [{"name": "inbound", "scenarios": ["one"]}]


@pytest.mark.parametrize("place", [pathlib.Path(), SUPPORT], ids=["shared", "application"])
def test_scripts_when_they_are_no_sources_then_a_warning_names_each(project: pathlib.Path, place: pathlib.Path) -> None:
    write(project / SUPPORT / "rules.config.json", RULES)
    near_misses = [
        *("a.Js", "b.voxengine.cjs", "c.voxengine.js.bak", "d.ts", "sub/four.voxengine.js"),
        *("sub/sub/five.TS", "three.voxengine.mjs", "two.voxengine.JS"),
    ]
    others = ["notes.md", "sub/types.d.ts", "node_modules/x/index.js", ".git/x.js", "sub/.six.js", "data.json"]
    for name in (*near_misses, *others):
        write(project / place / SRC / name)
    snapshot = read_project(str(project), include_unused=True)
    assert [scenario.name for scenario in snapshot.scenarios] == ["one"]
    assert snapshot.warnings == (
        "Sources are files in scenarios/src whose names end in .voxengine.js or .voxengine.ts, so these are left out: "
        f"{', '.join(str(place / SRC / name) for name in near_misses)}.",
    )


def test_scripts_when_links_lead_to_them_or_nowhere_then_each_directory_is_read_once(project: pathlib.Path) -> None:
    write(project / SUPPORT / "rules.config.json", RULES)
    write(project / "lib" / "two.js")
    (project / "lib" / "again").symlink_to(project / SRC)
    (project / "lib" / "loop").symlink_to(project / "lib")
    (project / SRC / "lib").symlink_to(project / "lib")
    (project / SRC / "gone.js").symlink_to(project / "gone")
    (project / SRC / "typings").symlink_to(project / "gone")
    (warning,) = read_project(str(project)).warnings
    assert warning.endswith(f": {SRC / 'gone.js'}, {SRC / 'lib' / 'two.js'}.")


def test_directory_when_it_has_scripts_that_are_no_sources_and_no_configuration_then_a_warning_names_it(
    project: pathlib.Path,
) -> None:
    write(project / "applications" / "backup" / SRC / "old" / "menu.voxengine.js")
    (warning,) = read_project(str(project), include_unused=True).warnings
    assert warning.endswith("are left out, with their sources: applications/backup.")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (SUPPORT / "rules.config.json", '[{"ruleName": "\\ud800"}]'),
        (SRC / os.fsdecode(b"b\xff.voxengine.js"), "//\n"),
        (pathlib.Path("applications", os.fsdecode(b"a\xff"), "rules.config.json"), RULES),
    ],
)
def test_project_when_a_name_is_no_unicode_text_then_its_files_are_at_fault(
    project: pathlib.Path, path: pathlib.Path, content: str
) -> None:
    write(project / path, content)
    with pytest.raises(InputError, match="not valid Unicode") as caught:
        files_of(read_project(str(project), include_unused=True))
    assert caught.value.advice == "Correct them in the files of the project."
