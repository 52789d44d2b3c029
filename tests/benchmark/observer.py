# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Something that a thread observes while a `with` block runs."""

from __future__ import annotations

import threading
import typing as t


class Observer:
    """Calls `observe` in a thread until the `with` block ends."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self._thread = threading.Thread(target=self.observe, daemon=True)

    def __enter__(self) -> t.Self:
        self._thread.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self.done.set()
        self._thread.join()

    def observe(self) -> None:
        """Observe until `done` is set."""
        raise NotImplementedError
