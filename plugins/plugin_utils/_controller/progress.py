# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Progress lines of long tasks."""

from __future__ import annotations

import time
import typing as t

from ansible.utils.display import Display

from ...module_utils._api.screen import one_line

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

SECONDS_BETWEEN = 3.0
_LONGEST_LINE = 500


class ProgressLines:
    """Shows progress every few seconds, and nothing of a quick task.

    :arg show: prints a line
    :arg subject: the beginning of every line
    :arg clock: a monotonic clock
    """

    def __init__(
        self, show: t.Callable[[str], None], subject: str, clock: t.Callable[[], float] = time.monotonic
    ) -> None:
        self._show = show
        self._subject = subject
        self._clock = clock
        self._shown_at = clock()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Report progress: the label, how many are done, and how many there are."""
        now = self._clock()
        if now - self._shown_at >= SECONDS_BETWEEN:
            self._shown_at = now
            self._show(one_line(f"{self._subject}: {what} {done} of {total}", _LONGEST_LINE))


def progress_of(action: ActionBase, task_vars: t.Optional[t.Mapping[str, t.Any]]) -> ProgressLines:
    """Return the progress lines of an action, on standard error: some programs parse the standard output."""
    display = Display()
    return ProgressLines(lambda line: display.display(line, stderr=True), subject_of(action, task_vars))


def subject_of(action: ActionBase, task_vars: t.Optional[t.Mapping[str, t.Any]]) -> str:
    """Return the host and the module of an action, such as C([localhost] vox_sync), for what is shown while it runs."""
    host = (task_vars or {}).get("inventory_hostname", "localhost")
    return f"[{host}] {action._task.action.rsplit('.', 1)[-1]}"
