# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a long task tells how far it is."""

from __future__ import annotations

import typing as t

from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.progress import ProgressLines
from harness.fakes import Time


def shown(*steps: tuple[float, str, int, int]) -> list[str]:
    """The lines of a task to which these things happen, each after so many seconds."""
    time = Time()
    lines: list[t.Any] = []
    progress = ProgressLines(lines.append, "[shop] vox_sync", time.clock)
    for seconds, *step in steps:
        time.sleep(seconds)
        progress(*t.cast("tuple[str, int, int]", tuple(step)))
    return lines


def test_progress_when_a_task_is_quick_then_nothing_is_shown() -> None:
    assert shown(*((0.01, "read", number, 290) for number in range(1, 291))) == []


def test_progress_when_a_task_takes_longer_then_a_line_is_shown_every_few_seconds() -> None:
    assert shown(*((0.5, "read", number, 20) for number in range(1, 21))) == [
        "[shop] vox_sync: read 6 of 20",
        "[shop] vox_sync: read 12 of 20",
        "[shop] vox_sync: read 18 of 20",
    ]


def test_progress_when_nothing_happens_for_long_then_one_line_is_enough() -> None:
    assert shown((60, "read", 5, 5), (2, "written", 1, 9), (2, "written", 2, 9)) == [
        "[shop] vox_sync: read 5 of 5",
        "[shop] vox_sync: written 2 of 9",
    ]
