# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a project may find its scripts: files, directories and links."""

from __future__ import annotations

import functools
import itertools
import os
import pathlib

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, read_options
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.sources import Roots, read_source

from ..support import manifests
from ..support.manifests import by_name, mistakes, read, write

directory = manifests.directory


def test_manifest_when_it_names_a_directory_then_its_scripts_are_scenarios(directory: pathlib.Path) -> None:
    write(directory, js__menu="// menu", js__deep__log="// log")
    project = read(directory, "scenarios_dir: js\nscenarios: [{name: log, application_name: support}]\n")
    assert project.scenarios == [
        {"name": "log", "application_name": "support", "src": "js/deep/log.js", "script": "// log"},
        {"name": "menu", "src": "js/menu.js", "script": "// menu"},
    ]


def test_src_when_it_has_more_parts_than_python_can_nest_then_it_is_missing(directory: pathlib.Path) -> None:
    path = f"{'a/' * 1200}x.js"
    assert mistakes(directory, f"scenarios: [{{name: a, src: {path}}}]\n") == [
        f"m.yml:1: scenarios[0].src: there is no file {directory / path}"
    ]


def test_directory_when_the_task_names_one_then_it_replaces_the_manifests(directory: pathlib.Path) -> None:
    write(directory, js__menu="// menu", dist__built="// built")
    given = (str(directory / "dist"), "dist")
    assert by_name(read(directory, "scenarios_dir: js\n", scenarios_dir=given)) == {"built": "// built"}


def test_directory_when_there_is_none_then_the_manifests_line_is_named(directory: pathlib.Path) -> None:
    assert mistakes(directory, "\nscenarios_dir: js\n") == [
        f"m.yml:2: scenarios_dir: there is no directory {directory}/js"
    ]


@pytest.fixture
def outside(directory: pathlib.Path) -> pathlib.Path:
    """Give a directory beside the project that links of the project lead to."""
    outside = directory.parent / "outside"
    write(outside, secret="// secret")
    write(directory, js__menu="// menu")
    (directory / "link.js").symlink_to(outside / "secret.js")
    (directory / "linked").symlink_to(outside)
    return outside


OUTSIDE = "is outside of the manifest's directory; name its directory in the option src_roots to allow it"


@pytest.mark.parametrize("src", ["../outside/secret.js", "link.js", "linked/secret.js", "js/../../outside/secret.js"])
def test_src_when_it_leads_out_of_the_project_then_it_is_refused_unless_the_task_allows_it(
    directory: pathlib.Path, outside: pathlib.Path, src: str
) -> None:
    manifest = f"substitutions: {{__A__: x}}\nscenarios:\n  - name: a\n    src: {src}\n"
    assert mistakes(directory, manifest) == [f"m.yml:4: scenarios[0].src: {src} {OUTSIDE}"]
    manifest = manifest.partition("\n")[2]
    assert by_name(read(directory, manifest, roots=(str(outside),))) == {"a": "// secret"}
    assert by_name(read(directory, manifest, roots=("/",))) == {"a": "// secret"}


def test_manifest_when_it_gives_itself_roots_then_that_is_a_mistake_and_allows_nothing(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    manifest = f"src_roots: [{outside}]\nscenarios:\n  - {{name: a, src: ../outside/secret.js}}\n"
    first, second = mistakes(directory, manifest)
    assert first.startswith("m.yml:1: src_roots: unknown key; ")
    assert second == f"m.yml:3: scenarios[0].src: ../outside/secret.js {OUTSIDE}"


def test_src_of_the_task_when_it_or_a_link_lies_anywhere_then_it_is_read(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    loader = DataLoader()
    options = {"scenarios": [{"name": "a", "src": "a.js"}, {"name": "b", "src": "b.js"}]}
    paths = {0: str(outside / "secret.js"), 1: str(directory / "link.js")}
    project = read_options(options, paths, functools.partial(read_source, loader), Given())
    assert by_name(project) == {"a": "// secret", "b": "// secret"}


def test_src_when_the_file_system_spells_it_in_another_form_then_it_is_the_same_file(directory: pathlib.Path) -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    outside = directory.parent / "outside"
    write(outside, secret="// secret")
    write(directory, **{f"js__{decomposed}": "// file"})
    (directory / f"{decomposed}.link").symlink_to(outside)
    manifest = f"scenarios_dir: js\nscenarios: [{{name: a, src: js/{composed}.js}}]\n"
    assert by_name(read(directory, manifest)) == {"a": "// file"}
    for linked in (f"scenarios: [{{name: a, src: {composed}.link/secret.js}}]", f"scenarios_dir: {composed}.link"):
        assert OUTSIDE in mistakes(directory, linked)[0]


def test_src_when_it_is_absolute_then_only_one_below_the_project_is_read(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    assert by_name(read(directory, f"scenarios: [{{name: a, src: {directory}/js/menu.js}}]\n")) == {"a": "// menu"}
    assert OUTSIDE in mistakes(directory, f"scenarios: [{{name: a, src: {outside}/secret.js}}]\n")[0]
    assert OUTSIDE in mistakes(directory, f"scenarios: [{{name: a, src: {directory}_not/a.js}}]\n")[0]


def test_project_when_it_is_behind_a_link_itself_then_its_files_are_below_it(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    alias = directory.parent / "alias"
    alias.symlink_to(directory)
    assert by_name(read(alias, "scenarios: [{name: a, src: js/menu.js}]\n")) == {"a": "// menu"}


def test_manifests_directory_when_it_or_a_link_below_it_leads_out_then_it_is_refused(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    (directory / "js" / "more").symlink_to(outside)
    assert mistakes(directory, "\nscenarios_dir: linked\n") == [f"m.yml:2: scenarios_dir: linked {OUTSIDE}"]
    assert mistakes(directory, "\nscenarios_dir: js\n") == [f"m.yml:2: scenarios_dir: js/more {OUTSIDE}"]
    found = read(directory, "scenarios_dir: js\n", roots=(str(outside),))
    assert by_name(found) == {"menu": "// menu", "secret": "// secret"}


def test_directory_of_the_task_when_links_lead_out_of_it_then_they_are_followed(
    directory: pathlib.Path, outside: pathlib.Path
) -> None:
    (directory / "js" / "more").symlink_to(outside)
    given = (str(directory / "js"), "js")
    assert by_name(read(directory, "{}\n", scenarios_dir=given)) == {"menu": "// menu", "secret": "// secret"}


@pytest.mark.parametrize("src", ["fifo", "/dev/zero", "/dev/null", "js", "huge.js", '"a\\0b"', "loop"])
def test_src_when_it_is_not_a_regular_file_of_a_reasonable_size_then_it_is_refused_at_once(
    directory: pathlib.Path, src: str
) -> None:
    write(directory, js__a="")
    os.mkfifo(directory / "fifo")
    (directory / "loop").symlink_to("loop")
    with open(directory / "huge.js", "wb") as file:
        file.truncate(5 * 2**30)
    (found,) = mistakes(directory, f"scenarios: [{{name: a, src: {src}}}]\n", roots=("/",))
    expected = {
        "js": "is a directory",
        "huge.js": "has 5368709120 bytes; at most 4194304 are read",
        '"a\\0b"': OUTSIDE,
        "loop": "cannot be read: Too many levels of symbolic links",
    }
    assert found.startswith("m.yml:1: scenarios[0].src: ")
    assert found.endswith(expected.get(src, "is not a regular file"))


def test_directory_when_it_holds_a_fifo_named_as_a_script_then_it_is_refused(directory: pathlib.Path) -> None:
    (directory / "js").mkdir()
    os.mkfifo(directory / "js" / "menu.js")
    found = mistakes(directory, "scenarios_dir: js\n")
    assert found == [f"js/menu.js: {directory}/js/menu.js is not a regular file"]


def test_scripts_when_they_are_longer_than_the_platform_takes_then_they_are_read(directory: pathlib.Path) -> None:
    write(directory, long="x" * 144_934)
    assert len(by_name(read(directory, "scenarios_dir: .\n"))["long"] or "") == 144_934


@pytest.mark.parametrize("looks", [1, 2])
@pytest.mark.parametrize("swapped", ["js", "js/menu.js"])
def test_src_when_a_link_is_put_into_its_way_after_it_was_checked_then_it_is_not_followed(
    directory: pathlib.Path, outside: pathlib.Path, swapped: str, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = itertools.count(looks - 1, -1)
    (outside / "menu.js").write_text("// secret", encoding="utf-8")
    target = outside if swapped == "js" else outside / "menu.js"
    locate = Roots.locate

    def locate_then_swap(roots: Roots, path: str) -> tuple[str, str] | None:
        found = locate(roots, path)
        place = directory / swapped
        if next(left) == 0:
            place.rename(directory / "moved")
            place.symlink_to(target)
        return found

    monkeypatch.setattr(Roots, "locate", locate_then_swap)
    project = read(directory, "scenarios: [{name: a, src: js/menu.js}]\n")
    assert [script.script for script in project.scripts] != ["// secret"]
    assert ("is outside of" if looks == 1 else "is a symbolic link") in str(project.mistakes[0])
