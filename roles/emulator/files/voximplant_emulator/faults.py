# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: which call meets one, and what it then does to the answer."""

from __future__ import annotations

import base64
import dataclasses
import fnmatch
import json
import random
import typing as t

from .answers import Answer, Ending, encoded
from .errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Row, Store

HANG_LIMIT = 120.0
MEDIA = "media"
_HTML = "<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>gateway</body></html>"
_SELECTORS = ("kind", "method", "skip", "times", "account_id", "rate", "seed")
Details = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Fault:
    """A fault that a call has met."""

    kind: str
    details: Details

    @property
    def commits(self) -> bool:
        """Tell whether the call is executed all the same."""
        always = KINDS[self.kind].commits
        return bool(self.details.get("commit", False)) if always is None else always

    def spoil(self, answer: Answer) -> Answer:
        """Return what the client gets instead of `answer`."""
        return KINDS[self.kind].spoil(answer, self.details)


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of fault; `commits` says whether the call is executed, None if the fault itself says so."""

    spoil: c.Callable[[Answer, Details], Answer]
    options: tuple[str, ...] = ()
    commits: bool | None = None


def _http_status(answer: Answer, details: Details) -> Answer:
    status = int(details.get("status", 503))
    retry_after = details.get("retry_after")
    body = str(details.get("body", _HTML.format(status=status)))
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return Answer(body.encode(), status, str(details.get("content_type", "text/html")), headers)


def _api_error(answer: Answer, details: Details) -> Answer:
    error = ApiError(int(details.get("code", 2)), details.get("field_name"), details.get("msg"))
    in_list = details.get("as") == "errors"
    content = {"errors": [error.as_reply()]} if in_list else {"error": error.as_reply()}
    return Answer(encoded(content), code=error.code)


def _result_zero(answer: Answer, details: Details) -> Answer:
    return Answer(encoded({"result": 0}))


def _warnings(answer: Answer, details: Details) -> Answer:
    if not answer.body.startswith(b"{"):  # the answer of a session has no place for warnings
        return answer
    content = json.loads(answer.body)
    content["warnings"] = details.get("warnings", ["This is a warning."])
    return dataclasses.replace(answer, body=encoded(content))


def _delay(answer: Answer, details: Details) -> Answer:
    return dataclasses.replace(answer, pause=float(details.get("ms", 1000)) / 1000)


def _hang(answer: Answer, details: Details) -> Answer:
    pause = min(float(details.get("seconds", HANG_LIMIT)), HANG_LIMIT)
    return dataclasses.replace(answer, pause=pause, ending=Ending.HANGING)


def _truncated(answer: Answer, details: Details) -> Answer:
    body = answer.body or encoded({"result": 1, "count": 1})
    if details.get("incomplete"):
        return dataclasses.replace(answer, body=body, ending=Ending.CUT_SHORT)
    return dataclasses.replace(answer, body=body[: len(body) // 2])


def _non_json(answer: Answer, details: Details) -> Answer:
    body = str(details.get("body", _HTML.format(status="Please wait")))
    return Answer(body.encode(), content_type=str(details.get("content_type", "text/html")))


def _reset(answer: Answer, details: Details) -> Answer:
    return dataclasses.replace(answer, ending=Ending.RESET)


def _raw(answer: Answer, details: Details) -> Answer:
    return Answer(
        base64.b64decode(details.get("body", "")),
        int(details.get("status", 200)),
        str(details.get("content_type", "application/octet-stream")),
        tuple((str(name), str(value)) for name, value in dict(details.get("headers", {})).items()),
        ending=Ending.ENDLESS if details.get("endless") else Ending.ANSWERED,
    )


KINDS = {
    "http_status": Kind(_http_status, ("status", "retry_after", "body", "content_type", "commit")),
    "api_error": Kind(_api_error, ("code", "msg", "field_name", "as", "commit")),
    "result_zero": Kind(_result_zero, ("commit",)),
    "warnings": Kind(_warnings, ("warnings",), commits=True),
    "delay": Kind(_delay, ("ms",), commits=True),
    "hang": Kind(_hang, ("seconds", "commit")),
    "truncated": Kind(_truncated, ("incomplete", "commit")),
    "non_json": Kind(_non_json, ("body", "content_type", "commit")),
    "reset_before_commit": Kind(_reset, commits=False),
    "reset_after_commit": Kind(_reset, commits=True),
    "raw": Kind(_raw, ("body", "status", "content_type", "headers", "endless", "commit")),
}


def add(store: Store, wanted: c.Mapping[str, t.Any]) -> int:
    """Add a fault and return its id; raise ValueError or TypeError if it asks for something that there is not."""
    kind = wanted.get("kind")
    if kind not in KINDS:
        raise ValueError(f"there is no kind of fault {kind!r}; there are: {', '.join(KINDS)}")
    allowed = (*_SELECTORS, *KINDS[kind].options)
    unknown = sorted(set(wanted) - set(allowed))
    if unknown:
        raise ValueError(f"a fault of the kind {kind} has no {unknown[0]!r}; it has: {', '.join(allowed)}")
    for number in ("skip", "times"):
        if int(wanted.get(number, 1)) < 0:
            raise ValueError(f"{number} must be a number from 0, not {wanted[number]!r}")
    if not 0 <= float(wanted.get("rate", 1)) <= 1:
        raise ValueError(f"rate must be a number from 0 to 1, not {wanted['rate']!r}")
    KINDS[kind].spoil(Answer(b"{}"), dict(wanted))  # what it cannot do, it says now
    return store.add("fault", wanted=json.dumps(wanted))


def everything(store: Store) -> list[dict[str, object]]:
    """Return every fault, as it was asked for, with the number of calls that it has seen."""
    return [
        {"fault_id": row["fault_id"], "seen": row["seen"], "fault": json.loads(row["wanted"])}
        for row in store.rows("SELECT * FROM fault ORDER BY fault_id")
    ]


def clear(store: Store) -> None:
    """Take every fault away."""
    store.run("DELETE FROM fault")


def replace(store: Store, wanted: c.Iterable[c.Mapping[str, t.Any]]) -> None:
    """Make the faults exactly these; raise what `add` raises, changing none."""
    with store.transaction():
        clear(store)
        for one in wanted:
            add(store, one)


def met(store: Store, method: str, account_id: int | None) -> Fault | None:
    """Return the fault that a call meets, or None. A call counts for the faults up to the one that takes it."""
    for row in store.rows("SELECT * FROM fault ORDER BY fault_id"):
        wanted = json.loads(row["wanted"])
        if _concerns(wanted, method, account_id) and _takes(store, row, wanted):
            return Fault(wanted["kind"], wanted)
    return None


def _concerns(wanted: Details, method: str, account_id: int | None) -> bool:
    """Tell whether a call counts for a fault; a request to a session does so only if the fault names it."""
    pattern = wanted.get("method", "*")
    named = pattern == MEDIA if method == MEDIA else fnmatch.fnmatchcase(method, pattern)
    return named and wanted.get("account_id") in (None, account_id)


def _takes(store: Store, row: Row, wanted: Details) -> bool:
    seen, skip, times = row["seen"] + 1, int(wanted.get("skip", 0)), int(wanted.get("times", 1))
    store.change("fault", "fault_id", row["fault_id"], seen=seen)
    return bool(seen > skip and (times == 0 or seen <= skip + times) and _by_chance(wanted, seen))


def _by_chance(wanted: Details, seen: int) -> bool:
    """Tell whether chance lets a call meet a fault: the same calls each time, for one seed."""
    rate = float(wanted.get("rate", 1))
    return rate == 1 or random.Random(f"{wanted.get('seed', 0)} {seen}").random() < rate
