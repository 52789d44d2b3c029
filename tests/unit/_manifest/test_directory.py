# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Directories of scenarios: what is found, what is left out, and what must not be passed over in silence."""

from __future__ import annotations

import errno
import os
import pathlib

import pytest

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest import directory as walked
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.directory import (
    Listing,
    ScenarioFile,
    list_scenarios,
)


@pytest.fixture
def root(tmp_path: pathlib.Path) -> pathlib.Path:
    root = tmp_path / "js"
    root.mkdir()
    return root


def touch(root: pathlib.Path, *names: str) -> None:
    """Make empty files, with the directories that they are in."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")


def walk(root: pathlib.Path, *ignored: str) -> Listing:
    return list_scenarios(str(root), "js", ignored)


def found(root: pathlib.Path, *ignored: str) -> list[str]:
    listing = walk(root, *ignored)
    assert [str(mistake) for mistake in listing.mistakes] == []
    return [file.shown for file in listing.files]


def test_hidden_files_and_node_modules_when_they_hold_scripts_then_they_are_left_out(root: pathlib.Path) -> None:
    touch(
        root, "menu.js", ".#menu.js", "._menu.js", ".eslintrc.js", "node_modules/x/index.js", "deep/node_modules/y.js"
    )
    touch(
        root, ".voxengine-ci/scenarios/dist/x.js", "deep/.cache/z.js", "deep/log.voxengine.js", "my_node_modules/a.js"
    )
    assert found(root) == ["js/my_node_modules/a.js", "js/deep/log.voxengine.js", "js/menu.js"]


def test_directory_when_it_is_hidden_itself_then_its_scripts_are_found(tmp_path: pathlib.Path) -> None:
    touch(tmp_path / ".build", "menu.js")
    assert found(tmp_path / ".build") == ["js/menu.js"]


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        (["*.test.js"], ["js/lib/log.js", "js/menu.js", "js/vendor/x.js"]),
        (["vendor"], ["js/lib/log.js", "js/lib/log.test.js", "js/menu.js"]),
        (["lib/*", "vendor/*"], ["js/menu.js"]),
        (["lib", "vendor"], ["js/menu.js"]),
        (["x.js", "log*"], ["js/menu.js"]),
        (["LIB"], ["js/lib/log.js", "js/lib/log.test.js", "js/menu.js", "js/vendor/x.js"]),
        (["js/lib/*"], ["js/lib/log.js", "js/lib/log.test.js", "js/menu.js", "js/vendor/x.js"]),
    ],
)
def test_ignored_files_when_they_match_then_they_are_left_out(
    root: pathlib.Path, ignored: list[str], left: list[str]
) -> None:
    touch(root, "menu.js", "lib/log.js", "lib/log.test.js", "vendor/x.js")
    assert sorted(found(root, *ignored)) == left


def test_link_to_a_directory_when_it_is_met_then_it_is_followed_and_loops_end(root: pathlib.Path) -> None:
    shared = root.parent / "shared"
    touch(shared, "common.js")
    touch(root, "deep/menu.js")
    (root / "a_link").symlink_to(shared)
    (shared / "back").symlink_to(root)
    (root / "deep" / "self").symlink_to(root)
    assert found(root) == ["js/a_link/common.js", "js/deep/menu.js"]


def test_link_to_a_directory_when_it_is_below_the_directory_then_files_keep_their_own_paths(root: pathlib.Path) -> None:
    touch(root, "real/menu.js")
    (root / "alias").symlink_to(root / "real")
    (root / "zalias").symlink_to(root / "real")
    assert found(root) == ["js/real/menu.js"]


def test_link_when_it_leads_nowhere_then_that_is_a_mistake(root: pathlib.Path) -> None:
    touch(root, "menu.js")
    (root / "more").symlink_to(root.parent / "gone")
    (root / ".hidden").symlink_to(root.parent / "gone")
    assert [str(mistake) for mistake in walk(root).mistakes] == ["js/more: cannot be read: No such file or directory"]


def test_directory_when_it_cannot_be_read_then_that_is_a_mistake(
    root: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(root, "menu.js", "closed/log.js")
    real = os.listdir

    def listdir(path: str) -> list[str]:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    listing = walk(root)
    assert [str(mistake) for mistake in listing.mistakes] == [
        "js/closed: the directory cannot be read: Permission denied"
    ]


def test_directory_when_it_holds_no_script_then_that_is_a_mistake(root: pathlib.Path) -> None:
    assert [str(mistake) for mistake in walk(root).mistakes] == [
        "js: this directory and its subdirectories have no file whose name ends in .js"
    ]
    touch(root, "src/menu.ts", "readme.md")
    assert [str(mistake) for mistake in walk(root).mistakes] == [
        "js: this directory and its subdirectories have no file whose name ends in .js; other files: src/menu.ts"
    ]


def test_files_that_are_almost_scripts_when_there_are_others_then_they_are_named_in_a_warning(
    root: pathlib.Path,
) -> None:
    touch(root, "menu.js", "a.ts", "b.mjs", "deep/c.cjs", "d.jsx", "E.JS", "f.js.bak", "g.js~", "h.js.txt", "i.es6")
    touch(root, "readme.md", "types.d.ts", "package.json", "sound.mp3", "jsfile", "node_modules/x.ts", ".eslintrc.cjs")
    listing = walk(root)
    assert [file.name for file in listing.files] == ["menu"]
    assert listing.warnings == (
        "js: left out, because their names do not end in .js: "
        "E.JS, a.ts, b.mjs, d.jsx, deep/c.cjs, f.js.bak, g.js~, h.js.txt, i.es6",
    )
    assert walk(root, "*.ts", "[!m]*").warnings == ()


def test_near_misses_when_there_are_many_then_the_rest_is_counted(root: pathlib.Path) -> None:
    touch(root, "menu.js", *(f"{number:02}.ts" for number in range(12)))
    assert walk(root).warnings[0].endswith("08.ts, 09.ts, and 2 more")


def test_name_of_a_file_when_it_is_decomposed_then_the_scenarios_is_composed(root: pathlib.Path) -> None:
    touch(root, "cafe\u0301.js")
    assert [file.name for file in walk(root).files] == ["caf\u00e9"]


def test_ignored_file_when_glob_and_name_differ_in_their_unicode_form_then_they_match(root: pathlib.Path) -> None:
    touch(root, "cafe\u0301.js", "caf\u00e9s/a.js", "menu.js")
    assert found(root, "caf\u00e9.js", "cafe\u0301s/*") == ["js/menu.js"]


def test_directory_when_it_has_too_many_entries_then_the_walk_ends(
    root: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(root, *(f"{number}.js" for number in range(11)))
    monkeypatch.setattr(walked, "_MAX_ENTRIES", 10)
    assert [str(mistake) for mistake in walk(root).mistakes] == [
        "js: there are more than 10 files below this directory"
    ]


def test_script_when_its_path_is_not_utf_8_then_that_is_a_mistake_unless_it_is_ignored(root: pathlib.Path) -> None:
    touch(root, "menu.js", os.fsdecode(b"a\xff.js"), os.fsdecode(b"dir\xfe/b.js"), os.fsdecode(b"c\xff.md"))
    assert sorted(str(mistake) for mistake in walk(root).mistakes) == [
        "js/a\\xff.js: the name is not valid UTF-8; rename the file or its directory",
        "js/dir\\xfe/b.js: the name is not valid UTF-8; rename the file or its directory",
    ]
    assert found(root, "a*", "dir*") == ["js/menu.js"]


def test_listing_when_files_are_about_to_be_written_or_deleted_then_it_is_as_it_will_be(tmp_path: pathlib.Path) -> None:
    paths = {name: str(tmp_path / f"{name}.js") for name in "abc"}
    (tmp_path / "link").symlink_to(tmp_path)
    files = tuple(ScenarioFile(name, str(tmp_path / "link" / f"{name}.js"), f"{name}.js") for name in "ab")
    listing = Listing(files, warnings=("w",)).with_planned({paths["b"]: None, paths["c"]: "cafe\u0301"})
    assert [file.name for file in listing.files] == ["a", "caf\u00e9"]
    assert (listing.files[1].path, listing.warnings) == (paths["c"], ("w",))
