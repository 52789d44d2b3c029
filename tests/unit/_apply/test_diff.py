# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Diffs that are shown: a terminal obeys nothing in them, and a CI system nothing but a script's own lines."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import diff_of
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import DiffSection, Plan

HOSTILE = "a\x1b[2J\u202eb\n::error::x\n##vso[task]\n\tcaf\u00e9\r\n"


@dataclasses.dataclass(frozen=True)
class State:
    """A state with one section."""

    section: DiffSection

    def as_result(self) -> dict[str, t.Any]:
        """Return nothing."""
        return {}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the section."""
        return {"section": self.section}


def shown(text: str, *, is_content: bool) -> str:
    """Return the section after a change as it is shown."""
    before, after = (State(DiffSection("header", part, is_content)) for part in ("", text))
    (entry,) = diff_of(Plan(before, after))
    return entry["after"]


def test_diff_when_attributes_are_hostile_then_nobody_obeys_them() -> None:
    assert shown(HOSTILE, is_content=False) == "a\\x1b[2J\\u202eb\n: :error::x\n# #vso[task]\n caf\u00e9 \n"


def test_diff_when_a_script_is_hostile_then_no_terminal_obeys_it_and_its_lines_are_its_own() -> None:
    assert shown(HOSTILE, is_content=True) == "a\\x1b[2J\\u202eb\n::error::x\n##vso[task]\n\tcaf\u00e9\r\n"


def test_diff_when_a_script_is_harmless_then_it_is_shown_as_it_is() -> None:
    script = "VoxEngine.addEventListener(e => {\n\tcall(`\u0433\u0443\u0434\u043e\u043a \U0001f4de`);\n});\n"
    assert shown(script, is_content=True) == script
