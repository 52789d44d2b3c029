# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines on the screen that tell how far a long task is."""

from __future__ import annotations

import time
import typing as t

from ansible.utils.display import Display

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

SECONDS_BETWEEN = 3.0


class ProgressLines:
    """Shows now and then how far a task is, and nothing of a quick one.

    :arg show: puts a line on the screen
    :arg subject: what every line begins with
    :arg clock: a time in seconds that never goes back
    """

    def __init__(
        self, show: t.Callable[[str], None], subject: str, clock: t.Callable[[], float] = time.monotonic
    ) -> None:
        self._show = show
        self._subject = subject
        self._clock = clock
        self._shown_at = clock()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take notice of how far it is."""
        now = self._clock()
        if now - self._shown_at >= SECONDS_BETWEEN:
            self._shown_at = now
            self._show(f"{self._subject}: {what} {done} of {total}")


def progress_of(action: ActionBase, task_vars: t.Optional[t.Mapping[str, t.Any]]) -> ProgressLines:
    """What shows how far an action is, on standard error: some programs read a result from the standard output."""
    display = Display()
    host = (task_vars or {}).get("inventory_hostname", "localhost")
    module = action._task.action.rsplit(".", 1)[-1]
    return ProgressLines(lambda line: display.display(line, stderr=True), f"[{host}] {module}")
