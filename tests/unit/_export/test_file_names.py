# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of files: kept where they are safe, else made so, and never two alike."""

from __future__ import annotations

import pathlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._export.file_names import file_stems, is_safe

LONGEST = 143  # bytes, on the file system that takes the fewest

TRICKY = st.text(st.sampled_from("aAbß.-_ /\\:;\0\n~é\u0301eK\u017f\ud800日"), max_size=8)
RESERVED = st.sampled_from(
    ["con", "CON", "nul.x", "com1", "LPT9.a.b", "..", ".", "", "con-1", "a/../../b", "a.voxengine"]
)
NAMES = st.lists(st.one_of(st.text(max_size=40), TRICKY, RESERVED), max_size=30)


@given(NAMES)
def test_stems_when_names_are_anything_then_each_is_safe_and_below_its_directory(names: list[str]) -> None:
    stems = file_stems(names)
    assert set(stems) == set(names)
    directory = pathlib.PurePosixPath("/export/scenarios")
    for stem in stems.values():
        assert is_safe(stem), stem
        assert (directory / f"{stem}.js").parent == directory
        assert not set(stem) & set('/\\:*?"<>|\0\n')
        assert len(f"{stem}.js".encode()) <= LONGEST


@given(NAMES)
def test_stems_when_names_are_anything_then_no_file_system_takes_two_for_one(names: list[str]) -> None:
    stems = list(file_stems(names).values())
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        for change in (str.lower, str.upper, str.casefold):
            assert len({change(unicodedata.normalize(form, stem)) for stem in stems}) == len(stems), stems


@given(NAMES)
def test_stems_when_names_come_in_another_order_then_they_are_the_same(names: list[str]) -> None:
    assert file_stems(reversed(names)) == file_stems(names)


@pytest.mark.parametrize(
    "name", ["inbound", "IVR_2", "a.b", "main menu", "приём", "日本", "v1.2+rc=1@x(2),y", "console", "com10", "x-"]
)
def test_stem_when_a_name_is_safe_then_it_is_kept(name: str) -> None:
    assert file_stems([name, "other"])[name] == name


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("", "_-"),
        ("..", "_"),
        ("../../etc/passwd", "______etc_passwd-"),
        ("/etc/passwd", "_etc_passwd-"),
        ("a\\b", "a_b-"),
        (".hidden", "_hidden-"),
        ("-rf", "rf-"),
        ("nul", "nul-"),
        ("COM1.log", "COM1_log-"),
        ("dot.", "dot_-"),
        ("blank ", "blank-"),
        ("e\u0301", "é-"),
        ("line\nfeed", "line_feed-"),
        ("inbound.voxengine", "inbound_voxengine-"),
        ("\ud800", "_-"),
        ("x" * 200, "x" * 29 + "-"),
    ],
)
def test_stem_when_a_name_is_not_safe_then_its_harmless_part_gets_a_digest(name: str, start: str) -> None:
    stem = file_stems([name])[name]
    assert stem.startswith(start), stem
    assert stem != name


def test_stems_when_names_differ_in_case_only_then_the_first_is_kept() -> None:
    stems = file_stems(["menu", "Menu", "MENU"])
    assert stems["MENU"] == "MENU"
    assert stems["Menu"].startswith("Menu-")
    assert stems["menu"].startswith("menu-")


def test_stems_when_a_name_is_already_called_as_another_was_made_safe_then_both_are_kept_apart() -> None:
    made = file_stems(["a/b"])["a/b"]
    stems = file_stems(["a/b", made])
    assert stems[made] == made
    assert stems["a/b"].startswith(made[:-1])
    assert stems["a/b"] != made
