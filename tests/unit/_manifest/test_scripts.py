# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which file is which scenario's script, and what is wrong with the files."""

from __future__ import annotations

import functools
import pathlib
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.directory import list_scenarios
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.document import Mistake
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.scripts import Declared, Scripts
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.sources import read_source

Entry = dict[str, t.Any]


@pytest.fixture
def directory(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "js").mkdir()
    return tmp_path


def write(directory: pathlib.Path, **contents: str) -> None:
    """Write files; in a name, `__` stands for a slash and `_js` for the ending."""
    for name, content in contents.items():
        path = directory / "js" / name.replace("__", "/").replace("_vox", ".voxengine").replace("_js", ".js")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())


def join(directory: pathlib.Path, *entries: Entry) -> tuple[list[Entry], list[str]]:
    """Return the scenarios with their scripts, and the mistakes."""

    def declare(values: Entry) -> Declared:
        path = str(directory / values["src"]) if "src" in values else None
        return Declared(values, path, values.get("src", ""), lambda message: Mistake("m.yml", 3, "src", message))

    loader = DataLoader()
    scripts = Scripts(functools.partial(read_source, loader), list_scenarios(str(directory / "js"), "js").files)
    result = scripts.join([declare(values) for values in entries])
    return [script.values for script in result], [str(mistake) for mistake in scripts.mistakes]


def test_directory_when_nothing_is_declared_then_every_js_file_below_it_is_a_scenario(directory: pathlib.Path) -> None:
    write(directory, b_js="// b\r\n", a_vox_js="\ufeff// a ", deep__c_js="// ü\n", readme="no")
    assert join(directory) == (
        [
            {"name": "a", "src": "js/a.voxengine.js", "script": "\ufeff// a "},
            {"name": "b", "src": "js/b.js", "script": "// b\r\n"},
            {"name": "c", "src": "js/deep/c.js", "script": "// ü\n"},
        ],
        [],
    )


def test_directory_when_a_scenario_is_declared_without_src_then_its_file_is_taken(directory: pathlib.Path) -> None:
    write(directory, a_js="// a\n")
    found, mistakes = join(directory, {"name": "a", "renamed_from": "old", "application_name": "support"})
    assert found == [
        {"name": "a", "renamed_from": "old", "application_name": "support", "src": "js/a.js", "script": "// a\n"}
    ]
    assert mistakes == []


def test_src_when_it_is_in_the_directory_under_another_name_then_it_is_one_scenario(directory: pathlib.Path) -> None:
    write(directory, con_1_js="// con\n", plain_js="// plain\n")
    found, mistakes = join(directory, {"name": "con", "src": "js/con_1.js"}, {"name": "plain", "src": "js/plain.js"})
    assert [(entry["name"], entry["script"]) for entry in found] == [("con", "// con\n"), ("plain", "// plain\n")]
    assert mistakes == []


def test_src_when_the_directory_has_another_file_of_its_name_then_that_is_a_mistake(directory: pathlib.Path) -> None:
    write(directory, a_js="// a\n", other_txt="")
    (directory / "a.js").write_text("// mine\n")
    assert join(directory, {"name": "a", "src": "a.js"})[1] == [
        "m.yml:3: src: scenarios_dir also has a file for it: js/a.js"
    ]


def test_directory_when_two_files_have_one_name_then_the_way_out_is_named(directory: pathlib.Path) -> None:
    write(directory, a_js="1", deep__a_vox_js="2")
    assert join(directory)[1] == [
        "js/deep/a.voxengine.js: js/a.js is already the scenario 'a'; declare it as {name: ..., src: ...}"
    ]


def test_directory_when_two_links_of_one_name_lead_to_one_file_then_it_is_one_scenario(
    directory: pathlib.Path,
) -> None:
    write(directory, a_js="1", deep__other_js="")
    (directory / "js" / "deep" / "a.js").symlink_to(directory / "js" / "a.js")
    found, mistakes = join(directory)
    assert [entry["name"] for entry in found] == ["a", "other"]
    assert mistakes == []


def test_directory_when_one_of_two_files_of_a_name_is_declared_then_nothing_is_wrong(directory: pathlib.Path) -> None:
    write(directory, a_js="1", deep__a_vox_js="2")
    found, mistakes = join(directory, {"name": "b", "src": "js/deep/a.voxengine.js"})
    assert [(entry["name"], entry["script"]) for entry in found] == [("b", "2"), ("a", "1")]
    assert mistakes == []


def test_scenario_when_it_has_no_file_then_its_script_is_left_alone(directory: pathlib.Path) -> None:
    assert join(directory, {"name": "a"}) == ([{"name": "a"}], [])


def test_scenario_when_it_has_script_and_src_then_that_is_a_mistake(directory: pathlib.Path) -> None:
    (directory / "a.js").write_text("// mine\n")
    found = join(directory, {"name": "a", "src": "a.js", "script": "// inline\n"})[1]
    assert found == ["m.yml:3: src: src and script are mutually exclusive"]


def test_scenario_when_its_script_is_inline_then_it_is_kept(directory: pathlib.Path) -> None:
    assert join(directory, {"name": "a", "script": ""}) == ([{"name": "a", "script": ""}], [])


@pytest.mark.parametrize(
    ("src", "ending"),
    [("gone.js", "there is no file {}"), ("js", "{} is a directory"), ("latin.js", "{} is not UTF-8: byte 3 cannot")],
)
def test_src_when_it_cannot_be_read_then_the_file_is_named(directory: pathlib.Path, src: str, ending: str) -> None:
    (directory / "latin.js").write_bytes(b"// \xfc\n")
    (mistake,) = join(directory, {"name": "a", "src": src})[1]
    assert mistake.startswith("m.yml:3: src: " + ending.format(directory / src))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a;b.js", "the scenario's name must not contain a semicolon"),
        ("x" * 30 + ".js", "the scenario's name has 30 characters; at most 29 are allowed"),
    ],
)
def test_file_when_its_name_cannot_be_a_scenarios_then_the_way_out_is_named(
    directory: pathlib.Path, name: str, message: str
) -> None:
    (directory / "js" / name).write_text("")
    assert join(directory)[1] == [f"js/{name}: {message}; declare it as {{name: ..., src: ...}}"]
    assert join(directory, {"name": "mapped", "src": f"js/{name}"})[1] == []


def test_files_when_several_are_wrong_then_all_are_named(directory: pathlib.Path) -> None:
    write(directory, a_js="1", deep__a_js="2")
    (directory / "js" / "a;b.js").write_text("")
    mistakes = join(directory, {"name": "c", "src": "gone.js"})[1]
    assert [mistake.split(": ")[0] for mistake in mistakes] == ["js/deep/a.js", "m.yml:3", "js/a;b.js"]
