# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done about each fault of each kind of call, as a table a person can read."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    CertificateError,
    InputError,
    TransportError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import Row

from .fakes import answer, failed, ok, raw

METHODS = {
    "read": "GetScenarios",
    "write": "SetScenarioInfo",
    "add": "AddScenario",
    "start": "StartScenarios",
}
KINDS = tuple(METHODS)
TABLE = """
fault                            read    write   add     start
connection refused               retry   retry   retry   retry
no answer                        retry   settle  settle  unknown
HTTP 429                         retry   retry   retry   retry
code 314                         retry   retry   retry   fail
code 340                         retry   retry   retry   fail
code 416                         retry   retry   retry   fail
code 515                         retry   retry   retry   fail
HTTP 500                         retry   settle  settle  unknown
HTTP 503                         retry   settle  settle  unknown
HTTP 500 with code 1             retry   settle  settle  unknown
code 2                           retry   settle  settle  unknown
code 4                           retry   settle  settle  unknown
code 15                          retry   settle  settle  unknown
code 16                          retry   settle  settle  unknown
code 162                         retry   settle  settle  unknown
not JSON                         retry   settle  settle  unknown
cut short                        retry   settle  settle  unknown
result 0                         retry   settle  settle  unknown
code 484                         retry   settle  settle  unknown
code 455                         sign    sign    sign    sign
code 456                         sign    sign    sign    sign
code 1                           fail    fail    fail    fail
code 3                           fail    fail    fail    fail
code 100                         fail    fail    fail    fail
code 161                         fail    fail    fail    fail
code 317                         fail    fail    fail    fail
code 454                         fail    fail    fail    fail
HTTP 302                         fail    fail    fail    fail
HTTP 400                         fail    fail    fail    fail
HTTP 404                         fail    fail    fail    fail
HTTP 499                         fail    fail    fail    fail
untrusted certificate            fail    fail    fail    fail
impossible URL                   fail    fail    fail    fail
"""


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell of the table."""

    fault: str
    kind: str
    expected: str

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
            return failed(int(words[4]), status=status) if "code" in words else raw(b"<html></html>", status)
        return failed(int(words[1])) if words[0] == "code" else _STEPS[self.fault]()

    def success(self) -> t.Any:
        """The answer of a call of this kind that succeeds."""
        return ok(self.success_result())

    def success_result(self) -> t.Any:
        """What such an answer has as its result."""
        return [] if self.kind == "read" else 1


_STEPS: dict[str, t.Callable[[], t.Any]] = {
    "connection refused": lambda: TransportError("Refused."),
    "no answer": lambda: TransportError("Silence.", ambiguous=True),
    "not JSON": lambda: raw(b"<html>"),
    "cut short": lambda: raw(b'{"result": 1'),
    "result 0": lambda: answer({"result": 0}),
    "untrusted certificate": lambda: CertificateError("Untrusted."),
    "impossible URL": lambda: InputError("No URL."),
}
EXECUTED = Row("AnyMethod", {"result": 1, "told_by": "a look"})


def cells() -> list[Cell]:
    """All cells of the table."""
    lines = [line.rsplit(maxsplit=4) for line in TABLE.strip().splitlines()[1:]]
    return [Cell(words[0], kind, expected) for words in lines for kind, expected in zip(KINDS, words[1:], strict=True)]
