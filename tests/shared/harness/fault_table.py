# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults of the matrix, and how a task ends that meets one.

What is done about a fault is in the collection's one fault table, `Fault` and `verdict()` in
`plugins/module_utils/_api/retry.py`: here each fault that the emulator can produce names its row there. A call meets a
fault once, each time it is made, or the platform is out of order from this call on. `ENDINGS` says how it ends then.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._api.retry import Fault as Row
from ansible_collections.voximplant.platform.plugins.module_utils._api.retry import Kind, Verdict, verdict

Json = dict[str, t.Any]

KINDS = ("read", "write", "add", "start")
DURATIONS = ("once", "always", "outage")
LOGINS = ("key", "service account")
TAKEN = 133
TRIES = 3  # of a call that is made again: the tests allow two retries

# "executed" says which calls meet the fault: those that are not executed, those that are, or, in turn, both.
# "advice" is a part of the message of a failed task, unless it is unknown whether a call that writes was executed.
TABLE = """
fault                    executed  row                advice
connection refused       no        NOT_SENT           the network, and the proxies
reset before             no        INTERRUPTED        the network, and the proxies
reset after              yes       INTERRUPTED        the network, and the proxies
hang                     both      INTERRUPTED        the network, and the proxies
HTTP 429                 no        THROTTLED_BY_HTTP  run the task again later
HTTP 429 with a wait     no        THROTTLED_BY_HTTP  run the task again later
HTTP 429 of a gateway    no        THROTTLED_BY_HTTP  run the task again later
code 314                 no        THROTTLED          run the task again later
code 340                 no        THROTTLED          run the task again later
code 416                 no        THROTTLED          run the task again later
code 515                 no        THROTTLED          run the task again later
HTTP 500                 both      INTERNAL_ERROR     run the task again later
HTTP 502                 both      INTERNAL_ERROR     run the task again later
HTTP 503                 both      INTERNAL_ERROR     run the task again later
HTTP 504                 both      INTERNAL_ERROR     run the task again later
code 2                   both      INTERNAL_ERROR     run the task again later
code 2 in a list         both      INTERNAL_ERROR     run the task again later
code 4                   both      INTERNAL_ERROR     run the task again later
code 15                  both      INTERNAL_ERROR     run the task again later
code 16                  both      INTERNAL_ERROR     run the task again later
code 162                 both      INTERNAL_ERROR     run the task again later
truncated                both      GARBLED            Check api_url
cut short                both      INTERRUPTED        Check api_url
not JSON                 both      GARBLED            Check api_url
result 0                 both      GARBLED            Check api_url
code 484                 both      TAKEN_FOR_RESENT   wait a moment before you try again
code 455                 no        TOKEN_OUT_OF_TIME  Check the clock
code 456                 no        TOKEN_OUT_OF_TIME  Check the clock
code 454                 no        REJECTED           Check the clock
code 100                 no        REJECTED           Check the credentials
code 131                 no        REJECTED           Check the account's state and balance
code 133                 no        REJECTED           The name must be unique
code 133                 yes       REJECTED           The name must be unique
code 1                   no        REJECTED           Look the code up
HTTP 302                 no        REJECTED           Check api_url
HTTP 400                 no        REJECTED           Check api_url
HTTP 403                 no        REJECTED           Check api_url
HTTP 404                 no        REJECTED           Check api_url
HTTP 403 of a gateway    no        REJECTED           Check api_url
"""

# How often the call is made, and how it ends, by the verdict of the fault table. VERIFY is one of two, by what the
# probe finds. REAUTHENTICATE is for service accounts; with a key it is FAIL. Where the platform is out of order, no
# probe gets an answer. FOUND is AddScenario after code 133, where the scenario already is as wanted.
ENDINGS = """
verdict           once             always           outage
RETRY             2 and succeeds   3 and fails      3 and fails
VERIFY, executed  1 and succeeds   1 and succeeds   1 and unknown
VERIFY, not       2 and succeeds   3 and unknown    1 and unknown
FOUND             1 and succeeds   1 and succeeds   1 and fails
REAUTHENTICATE    2 and succeeds   2 and fails      2 and fails
FAIL              1 and fails      1 and fails      1 and fails
AMBIGUOUS         1 and unknown    1 and unknown    1 and unknown
"""

SLOW = "hang"  # costs a second of waiting
REFUSED = "connection refused"  # not by the emulator: the call goes to a port where nobody listens
WITH_A_WAIT, WAIT = "HTTP 429 with a wait", 7


@dataclasses.dataclass(frozen=True, eq=False)
class Fault:
    """A fault that a call meets, the call being executed before it or not."""

    name: str
    executed: bool
    row: Row
    advice: str

    def __str__(self) -> str:
        return f"{self.name} {'executed' if self.executed else 'not executed'}"

    @property
    def code(self) -> int | None:
        """The platform's code in it."""
        words = self.name.split()
        return int(words[1]) if words[0] == "code" else None

    @property
    def http_status(self) -> int | None:
        """The HTTP status that is what went wrong."""
        words = self.name.split()
        return int(words[1]) if words[0] == "HTTP" else None

    def for_emulator(self) -> Json:
        """What the emulator is told, but for the calls that meet it."""
        if self.name in _OTHERS:
            fault = dict(_OTHERS[self.name])
        elif self.code is not None:
            fault = {"kind": "api_error", "code": self.code, "as": "errors" if "list" in self.name else "error"}
        else:
            answer = _OF_A_GATEWAY if self.name.endswith("gateway") else {}
            fault = {"kind": "http_status", "status": self.http_status, **answer}
        return fault if fault["kind"].startswith("reset") else {**fault, "commit": self.executed}


@dataclasses.dataclass(frozen=True)
class Expected:
    """How often a call is made, and how its task ends: "succeeds", "fails" or "unknown"."""

    tries: int
    end: str


_OF_A_GATEWAY = {"body": '{"error": {"code": "FORBIDDEN", "msg": "No."}}', "content_type": "application/json"}
_OTHERS: dict[str, Json] = {
    "reset before": {"kind": "reset_before_commit"},
    "reset after": {"kind": "reset_after_commit"},
    "hang": {"kind": "hang", "seconds": 4},
    WITH_A_WAIT: {"kind": "http_status", "status": 429, "retry_after": WAIT},
    "truncated": {"kind": "truncated"},
    "cut short": {"kind": "truncated", "incomplete": True},
    "not JSON": {"kind": "non_json"},
    "result 0": {"kind": "result_zero"},
}


def faults() -> list[Fault]:
    """The faults of the table, one for each of the executed and the not executed."""
    found = []
    for line in TABLE.strip().splitlines()[1:]:
        name, rest = line[:25].strip(), line[25:].split(maxsplit=2)
        for executed in {"no": [False], "yes": [True], "both": [False, True]}[rest[0]]:
            found.append(Fault(name, executed, Row[rest[1]], rest[2]))
    return found


def ending(fault: Fault, kind: str) -> str | None:
    """What happens to a call of this kind that meets the fault: a row of `ENDINGS`, none if that cannot be."""
    if fault.code == TAKEN and fault.executed:
        return "FOUND" if kind == "add" else None
    decision = verdict(Kind[kind.upper()], fault.row)
    if decision is Verdict.VERIFY:
        return f"VERIFY, {'executed' if fault.executed else 'not'}"
    return decision.name


def expected(fault: Fault, kind: str, duration: str, login: str) -> Expected:
    """What the collection's fault table says about one cell."""
    end = ending(fault, kind)
    assert end is not None
    if end == "REAUTHENTICATE" and login == "key":
        end = "FAIL"
    tries, result = _ENDS[end, duration]
    return Expected(int(tries), result)


def _ends() -> dict[tuple[str, str], tuple[str, str]]:
    lines = [(line[:18].strip(), line[18:].replace(" and ", " ").split()) for line in ENDINGS.strip().splitlines()]
    durations = lines.pop(0)[1]
    return {
        (end, duration): (words[2 * place], words[2 * place + 1])
        for end, words in lines
        for place, duration in enumerate(durations)
    }


_ENDS = _ends()
