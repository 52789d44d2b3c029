# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts in memory behind a platform that loses responses, or shows writes late."""

from __future__ import annotations

import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import TransportError
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from harness.fakes import CREDENTIALS, URL, Time

from .platform import Platform, is_write


class Losing(Platform):
    """An account whose response to the first write is lost.

    :arg executed: whether that write is executed
    """

    def __init__(self, *, executed: bool) -> None:
        super().__init__()
        self._executed = executed
        self._armed = True

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *_deadline: object) -> Response:
        """Execute a request, or lose it."""
        method = url.rsplit("/", 2)[1]
        if not self._armed or not is_write(method):
            return super().send(verb, url, headers, body)
        self._armed = False
        if self._executed:
            super().send(verb, url, headers, body)
        else:
            self.calls.append(method)
        raise TransportError("Silence.", ambiguous=True)


class Lagging(Platform):
    """An account that shows everything as it was before the first write until some time has passed.

    :arg seconds: time from the first write until it shows
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._before: t.Any = None
        self._shown_from = 0.0
        self.time = Time()

    @property
    def client(self) -> Client:
        """Return a client that waits by the time of this account."""
        limit = CallLimit(self.workers, self.workers)
        return Client(t.cast(t.Any, self), URL, CREDENTIALS, limit=limit, sleep=self.time.sleep, clock=self.time.clock)

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *_deadline: object) -> Response:
        """Execute a write; answer a read from what is shown at this time."""
        if is_write(url.rsplit("/", 2)[1]):
            if self._before is None:
                self._before = self.snapshot()
                self._shown_from = self.time.now + self._seconds
            return super().send(verb, url, headers, body)
        if self._before is None or self.time.now >= self._shown_from:
            return super().send(verb, url, headers, body)
        now, self.content = self.content, self._before
        try:
            return super().send(verb, url, headers, body)
        finally:
            self.content = now
