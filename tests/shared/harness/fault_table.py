# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task does about each fault, as a specification that a person can read.

The table names a behaviour for each fault and each kind of call. A call is met by a fault once, each time it is made,
or the platform is out of order from this call on. What a behaviour means then is in `BEHAVIOURS`.
"""

from __future__ import annotations

import dataclasses
import typing as t

Json = dict[str, t.Any]

KINDS = ("read", "write", "add", "start")
DURATIONS = ("once", "always", "outage")
LOGINS = ("key", "service account")
TRIES = 3  # of a call that is made again: the tests allow two retries

# "executed" says which calls meet the fault: those that are not executed, those that are, or, in turn, both.
# "advice" is a part of the message of a failed task, unless it is unknown whether a call that writes was executed.
TABLE = """
fault                    executed  read   write  add    start    advice
connection refused       no        again  again  again  again    Check api_url, the network and the proxies
reset before             no        again  look   look   unknown  Check api_url, the network and the proxies
reset after              yes       -      look   look   unknown  Check api_url, the network and the proxies
hang                     both      again  look   look   unknown  Check api_url, the network and the proxies
HTTP 429                 no        again  again  again  again    run the task again later
HTTP 429 with a wait     no        again  again  again  again    run the task again later
code 314                 no        again  again  again  fail     run the task again later
code 340                 no        again  again  again  fail     run the task again later
code 416                 no        again  again  again  fail     run the task again later
code 515                 no        again  again  again  fail     run the task again later
HTTP 500                 both      again  look   look   unknown  run the task again later
HTTP 502                 both      again  look   look   unknown  run the task again later
HTTP 503                 both      again  look   look   unknown  run the task again later
HTTP 504                 both      again  look   look   unknown  run the task again later
code 2                   both      again  look   look   unknown  run the task again later
code 2 in a list         both      again  look   look   unknown  run the task again later
code 4                   both      again  look   look   unknown  run the task again later
code 15                  both      again  look   look   unknown  run the task again later
code 16                  both      again  look   look   unknown  run the task again later
code 162                 both      again  look   look   unknown  run the task again later
truncated                both      again  look   look   unknown  Check api_url
cut short                both      again  look   look   unknown  Check api_url
not JSON                 both      again  look   look   unknown  Check api_url
result 0                 both      again  look   look   unknown  Check api_url
code 484                 both      again  look   look   unknown  wait a moment before the next try
code 455                 no        sign   sign   sign   sign     Check the clock
code 456                 no        sign   sign   sign   sign     Check the clock
code 454                 no        fail   fail   fail   fail     Check the clock
code 100                 no        fail   fail   fail   fail     Check the credentials
code 131                 no        fail   fail   fail   fail     Check the account's state and balance
code 133                 no        fail   fail   fail   fail     Names are unique
code 133                 yes       -      -      found  -        Names are unique
code 1                   no        fail   fail   fail   fail     Look the code up
HTTP 302                 no        fail   fail   fail   fail     Check api_url
HTTP 400                 no        fail   fail   fail   fail     Check api_url
HTTP 403                 no        fail   fail   fail   fail     Check api_url
HTTP 404                 no        fail   fail   fail   fail     Check api_url
"""

# How often the call is made, and how it ends. "look" is one of two, by what the look finds. "sign" is for service
# accounts; with a key it is "fail". Where the platform is out of order, no look gets an answer.
BEHAVIOURS = """
behaviour       once             always           outage
again           2 and succeeds   3 and fails      3 and fails
look, executed  1 and succeeds   1 and succeeds   1 and unknown
look, not       2 and succeeds   3 and unknown    1 and unknown
found           1 and succeeds   1 and succeeds   1 and fails
sign            2 and succeeds   2 and fails      2 and fails
fail            1 and fails      1 and fails      1 and fails
unknown         1 and unknown    1 and unknown    1 and unknown
"""

SLOW = "hang"  # costs a second of waiting
REFUSED = "connection refused"  # not by the emulator: the call goes to a port where nobody listens
WITH_A_WAIT, WAIT = "HTTP 429 with a wait", 7


@dataclasses.dataclass(frozen=True, eq=False)
class Fault:
    """A fault that a call meets, the call being executed before it or not."""

    name: str
    executed: bool
    behaviours: t.Mapping[str, str]
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
            fault = {"kind": "http_status", "status": self.http_status}
        return fault if fault["kind"].startswith("reset") else {**fault, "commit": self.executed}


@dataclasses.dataclass(frozen=True)
class Expected:
    """How often a call is made, and how its task ends: "succeeds", "fails" or "unknown"."""

    tries: int
    end: str


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
    """The rows of the table, one for each of the executed and the not executed."""
    found = []
    for line in TABLE.strip().splitlines()[1:]:
        name, rest = line[:25].strip(), line[25:].split(maxsplit=5)
        behaviours = dict(zip(KINDS, rest[1:5], strict=True))
        for executed in {"no": [False], "yes": [True], "both": [False, True]}[rest[0]]:
            found.append(Fault(name, executed, behaviours, rest[5]))
    return found


def expected(fault: Fault, kind: str, duration: str, login: str) -> Expected:
    """What the specification says about one cell."""
    behaviour = fault.behaviours[kind]
    if behaviour == "look":
        behaviour = "look, executed" if fault.executed else "look, not"
    if behaviour == "sign" and login == "key":
        behaviour = "fail"
    tries, end = _ENDS[behaviour, duration]
    return Expected(int(tries), end)


def _ends() -> dict[tuple[str, str], tuple[str, str]]:
    lines = [(line[:15].strip(), line[15:].replace(" and ", " ").split()) for line in BEHAVIOURS.strip().splitlines()]
    durations = lines.pop(0)[1]
    return {
        (behaviour, duration): (words[2 * place], words[2 * place + 1])
        for behaviour, words in lines
        for place, duration in enumerate(durations)
    }


_ENDS = _ends()
