# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that unit tests produce; what is done about them is in the fault table of `_api/retry.py` alone."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    CancelledError,
    CertificateError,
    InputError,
    ProxyError,
    TransportError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._api.retry import Fault, Kind, Verdict, verdict
from harness.fakes import answer, failed, ok, raw

METHODS = {
    "read": "GetScenarios",
    "write": "SetScenarioInfo",
    "add": "AddScenario",
    "start": "StartScenarios",
}
KINDS = tuple(METHODS)
FAULTS = {
    "connection refused": Fault.NOT_SENT,
    "no answer": Fault.INTERRUPTED,
    **dict.fromkeys(("HTTP 429", "HTTP 429 with code RATE_LIMITED"), Fault.THROTTLED_BY_HTTP),
    **dict.fromkeys(("code 314", "code 340", "code 416", "code 515"), Fault.THROTTLED),
    **dict.fromkeys(("HTTP 500", "HTTP 503", "HTTP 500 with code 1", "HTTP 502 with code X"), Fault.INTERNAL_ERROR),
    **dict.fromkeys(("code 2", "code 4", "code 15", "code 16", "code 162"), Fault.INTERNAL_ERROR),
    **dict.fromkeys(("not JSON", "cut short", "result 0", "code NONE"), Fault.GARBLED),
    "code 484": Fault.TAKEN_FOR_RESENT,
    **dict.fromkeys(("code 455", "code 456"), Fault.TOKEN_OUT_OF_TIME),
    **dict.fromkeys(("code 1", "code 3", "code 100", "code 161", "code 317", "code 454"), Fault.REJECTED),
    **dict.fromkeys(("HTTP 302", "HTTP 400", "HTTP 404", "HTTP 499", "HTTP 403 with code FORBIDDEN"), Fault.REJECTED),
    **dict.fromkeys(("untrusted certificate", "refused by the proxy", "impossible URL"), Fault.REJECTED),
    "proxy out of order": Fault.NOT_SENT,
    "time over before": Fault.CANCELLED,
    "time over after": Fault.CANCELLED_AFTER_SENDING,
}
"""Each fault that a test can produce, and the row of the collection's fault table that it belongs to."""


@dataclasses.dataclass(frozen=True)
class Cell:
    """A fault that meets a kind of call."""

    fault: str
    kind: str

    @property
    def verdict(self) -> Verdict:
        """What the collection's fault table says about it."""
        return verdict(Kind[self.kind.upper()], FAULTS[self.fault])

    def __str__(self) -> str:
        return f"{self.kind} after {self.fault}"

    @property
    def method(self) -> str:
        """A method of this kind."""
        return METHODS[self.kind]

    def step(self) -> t.Any:
        """What a server does to produce the fault; errors are made anew, since the client adds to them."""
        words = self.fault.split()
        if words[0] == "HTTP":
            status = int(words[1])
            return failed(_code(words[4]), status=status) if "code" in words else raw(b"<html></html>", status)
        return failed(_code(words[1])) if words[0] == "code" else _STEPS[self.fault]()

    def success(self) -> t.Any:
        """The answer of a call of this kind that succeeds."""
        return ok(self.success_result())

    def success_result(self) -> t.Any:
        """What such an answer has as its result."""
        return [] if self.kind == "read" else 1


def _code(word: str) -> t.Any:
    """A code of the platform, or one of somebody else's as text."""
    return int(word) if word.isdecimal() else word


_STEPS: dict[str, t.Callable[[], t.Any]] = {
    "connection refused": lambda: TransportError("Refused."),
    "no answer": lambda: TransportError("Silence.", ambiguous=True),
    "not JSON": lambda: raw(b"<html>"),
    "cut short": lambda: raw(b'{"result": 1'),
    "result 0": lambda: answer({"result": 0}),
    "untrusted certificate": lambda: CertificateError("Untrusted."),
    "refused by the proxy": lambda: ProxyError("Refused.", retryable=False, advice=""),
    "proxy out of order": lambda: ProxyError("Broken.", retryable=True, advice=""),
    "time over before": lambda: CancelledError("Late."),
    "time over after": lambda: CancelledError("Late.", ambiguous=True),
    "impossible URL": lambda: InputError("No URL."),
}
EXECUTED = ApiObject("AnyMethod", {"result": 1, "told_by": "a look"})


def cells() -> list[Cell]:
    """All faults, each for every kind of call."""
    return [Cell(fault, kind) for fault in FAULTS for kind in KINDS]
