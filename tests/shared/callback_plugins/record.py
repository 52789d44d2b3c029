# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes each task's result, with the API calls that it made, as a line of JSON to a file."""

from __future__ import annotations

import json
import os
import typing as t
import urllib.request

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: record
type: notification
short_description: Records task results for tests
description: Writes each task's result, with the API calls that it made, as a line of JSON to a file.
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]  # ansible-core carries no type hints
    """Records what the screen does not show in full."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "record"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._file = os.environ["RECORD_FILE"]
        self._journal_url = os.environ["RECORD_JOURNAL_URL"]
        self._seen = int(os.environ["RECORD_JOURNAL_SEEN"])
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._opener.addheaders = [("Authorization", f"Bearer {os.environ['RECORD_JOURNAL_TOKEN']}")]

    def _record(self, status: str, outcome: t.Any) -> None:
        line = {
            "task": outcome._task.get_name(),
            "host": outcome._host.get_name(),
            "status": status,
            "result": outcome._result,
            "calls": self._new_calls(),
        }
        with open(self._file, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")

    def _new_calls(self) -> list[dict[str, t.Any]]:
        """The API calls since the last result."""
        with self._opener.open(f"{self._journal_url}?since={self._seen}", timeout=10) as answer:
            calls: list[dict[str, t.Any]] = json.load(answer)
        self._seen = calls[-1]["n"] if calls else self._seen
        return calls

    def v2_runner_on_ok(self, result: t.Any) -> None:
        self._record("ok", result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        self._record("failed", result)

    def v2_runner_on_unreachable(self, result: t.Any) -> None:
        self._record("unreachable", result)

    def v2_runner_on_skipped(self, result: t.Any) -> None:
        self._record("skipped", result)
