# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which file is which scenario's text, and what is wrong with the files."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.files import read_file
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.nodes import Mistake
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.scripts import (
    Declared,
    Texts,
    scenario_files,
)

Entry = dict[str, t.Any]


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "js").mkdir()
    return tmp_path


def write(folder: pathlib.Path, **contents: str) -> None:
    """Write files; in a name, `__` stands for a slash and `_js` for the ending."""
    for name, content in contents.items():
        path = folder / "js" / name.replace("__", "/").replace("_vox", ".voxengine").replace("_js", ".js")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())


def texts(folder: pathlib.Path, *entries: Entry) -> tuple[list[Entry], list[str]]:
    """The scenarios with their texts, and the mistakes."""

    def declared(values: Entry) -> Declared:
        path = str(folder / values["src"]) if "src" in values else None
        return Declared(values, path, lambda key, text: Mistake("m.yml", 3, key, text))

    loader = DataLoader()
    found = Texts(lambda path: read_file(loader, path), scenario_files(str(folder / "js"), "js"))
    result = found.of([declared(values) for values in entries])
    return result, [str(mistake) for mistake in found.mistakes]


def test_folder_when_nothing_is_declared_then_every_js_file_below_it_is_a_scenario(folder: pathlib.Path) -> None:
    write(folder, b_js="// b\r\n", a_vox_js="\ufeff// a ", deep__c_js="// ü\n", readme="no")
    assert texts(folder) == (
        [
            {"name": "a", "src": "js/a.voxengine.js", "script": "\ufeff// a "},
            {"name": "b", "src": "js/b.js", "script": "// b\r\n"},
            {"name": "c", "src": "js/deep/c.js", "script": "// ü\n"},
        ],
        [],
    )


def test_folder_when_a_scenario_is_declared_without_src_then_its_file_is_taken(folder: pathlib.Path) -> None:
    write(folder, a_js="// a\n")
    found, mistakes = texts(folder, {"name": "a", "renamed_from": "old", "application_name": "support"})
    assert found == [
        {"name": "a", "renamed_from": "old", "application_name": "support", "src": "js/a.js", "script": "// a\n"}
    ]
    assert mistakes == []


def test_src_when_it_is_in_the_folder_under_another_name_then_it_is_one_scenario(folder: pathlib.Path) -> None:
    write(folder, con_1_js="// con\n", plain_js="// plain\n")
    found, mistakes = texts(folder, {"name": "con", "src": "js/con_1.js"}, {"name": "plain", "src": "js/plain.js"})
    assert [(entry["name"], entry["script"]) for entry in found] == [("con", "// con\n"), ("plain", "// plain\n")]
    assert mistakes == []


def test_src_when_the_folder_has_another_file_of_its_name_then_that_is_a_mistake(folder: pathlib.Path) -> None:
    write(folder, a_js="// a\n", other_txt="")
    (folder / "a.js").write_text("// mine\n")
    assert texts(folder, {"name": "a", "src": "a.js"})[1] == ["m.yml:3: src: js/a.js is the scenario 'a', too"]


def test_folder_when_two_files_have_one_name_then_that_is_a_mistake(folder: pathlib.Path) -> None:
    write(folder, a_js="1", deep__a_vox_js="2")
    assert texts(folder)[1] == ["js/deep/a.voxengine.js: js/a.js is the scenario 'a' already"]


def test_scenario_when_it_has_no_file_then_that_is_a_mistake(folder: pathlib.Path) -> None:
    assert texts(folder, {"name": "a"})[1] == ["m.yml:3: src is missing, and scenarios_dir has no file of this name"]


def test_scenario_when_it_has_script_and_src_then_that_is_a_mistake(folder: pathlib.Path) -> None:
    (folder / "a.js").write_text("// mine\n")
    found = texts(folder, {"name": "a", "src": "a.js", "script": "// inline\n"})[1]
    assert found == ["m.yml:3: src: script is given as well"]


def test_scenario_when_its_text_is_inline_then_it_is_kept(folder: pathlib.Path) -> None:
    assert texts(folder, {"name": "a", "script": ""}) == ([{"name": "a", "script": ""}], [])


@pytest.mark.parametrize(
    ("src", "ending"),
    [("gone.js", "there is no file {}"), ("js", "{} is a directory"), ("latin.js", "{} is not UTF-8: byte 3 cannot")],
)
def test_src_when_it_cannot_be_read_then_the_file_is_named(folder: pathlib.Path, src: str, ending: str) -> None:
    (folder / "latin.js").write_bytes(b"// \xfc\n")
    (mistake,) = texts(folder, {"name": "a", "src": src})[1]
    assert mistake.startswith("m.yml:3: src: " + ending.format(folder / src))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".js", "the scenario has no name"),
        ("a;b.js", "the scenario's name has a semicolon"),
        ("x" * 30 + ".js", "the scenario's name has 30 characters; at most 29 are possible"),
    ],
)
def test_file_when_its_name_cannot_be_a_scenarios_then_it_is_named(folder: pathlib.Path, name: str, text: str) -> None:
    (folder / "js" / name).write_text("")
    (mistake,) = texts(folder)[1]
    assert mistake.startswith(f"js/{name}: {text}")


def test_files_when_several_are_wrong_then_all_are_named(folder: pathlib.Path) -> None:
    write(folder, a_js="1", deep__a_js="2")
    (folder / "js" / ".js").write_text("")
    mistakes = texts(folder, {"name": "b"}, {"name": "c", "src": "gone.js"})[1]
    assert [mistake.split(": ")[0] for mistake in mistakes] == ["js/deep/a.js", "m.yml:3", "m.yml:3", "js/.js"]
