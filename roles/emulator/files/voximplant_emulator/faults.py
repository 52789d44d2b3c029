# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: which call meets one, and what it then does to the answer."""

from __future__ import annotations

import base64
import dataclasses
import fnmatch
import json
import typing as t

from .answers import Answer, Ending, encoded
from .errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from .store import Row, Store

HANG_LIMIT = 120.0
_HTML = "<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>gateway</body></html>"
_SELECTORS = ("kind", "method", "skip", "times", "account_id")
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
    """Add a fault and return its id; raise ValueError if it asks for something that there is not."""
    kind = wanted.get("kind")
    if kind not in KINDS:
        raise ValueError(f"there is no kind of fault {kind!r}; there are: {', '.join(KINDS)}")
    allowed = (*_SELECTORS, *KINDS[kind].options)
    unknown = sorted(set(wanted) - set(allowed))
    if unknown:
        raise ValueError(f"a fault of the kind {kind} has no {unknown[0]!r}; it has: {', '.join(allowed)}")
    details = {name: value for name, value in wanted.items() if name not in _SELECTORS}
    return store.add(
        "fault",
        kind=kind,
        method=wanted.get("method", "*"),
        skip=int(wanted.get("skip", 0)),
        times=int(wanted.get("times", 1)),
        account_id=wanted.get("account_id"),
        details=json.dumps(details),
    )


def everything(store: Store) -> list[dict[str, object]]:
    """Return every fault with the number of calls that it has seen."""
    names = ("fault_id", "seen", *_SELECTORS)
    return [
        {**{name: row[name] for name in names}, **json.loads(row["details"])}
        for row in store.rows("SELECT * FROM fault ORDER BY fault_id")
    ]


def clear(store: Store) -> None:
    """Take every fault away."""
    store.run("DELETE FROM fault")


def met(store: Store, method: str, account_id: int | None) -> Fault | None:
    """Return the fault that a call meets, or None. A call counts for the faults up to the one that takes it."""
    for row in store.rows("SELECT * FROM fault ORDER BY fault_id"):
        if not fnmatch.fnmatchcase(method, row["method"]) or row["account_id"] not in (None, account_id):
            continue
        if _takes(store, row):
            return Fault(row["kind"], json.loads(row["details"]))
    return None


def _takes(store: Store, row: Row) -> bool:
    seen = row["seen"] + 1
    store.change("fault", "fault_id", row["fault_id"], seen=seen)
    return bool(seen > row["skip"] and (row["times"] == 0 or seen <= row["skip"] + row["times"]))
