# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Which failed calls are made again: the fault table of the collection. Nothing here waits or sends."""

from __future__ import annotations

import enum
import typing as t

from . import errors


class Kind(enum.Enum):
    """How a method behaves when it is executed twice."""

    READ = "changes nothing"
    WRITE = "a second time changes nothing more"
    ADD = "a second time fails or makes a second object"
    START = "a second time starts a second session, which costs money"


class Fault(enum.Enum):
    """What happened to a call: the rows of the table."""

    NOT_SENT = "it did not leave this machine"
    INTERRUPTED = "it was sent, and no answer came"
    THROTTLED_BY_HTTP = "HTTP 429: refused before it was executed"
    THROTTLED = "a code for too many calls"
    INTERNAL_ERROR = "HTTP 5xx or a code for an internal error"
    GARBLED = "an answer came that is not the platform's"
    TAKEN_FOR_RESENT = "refused as the repetition of another call"
    TOKEN_OUT_OF_TIME = "the token was signed too early or too late"
    REJECTED = "refused for a permanent reason"
    CANCELLED = "the task's time was over before it was sent"
    CANCELLED_AFTER_SENDING = "the task's time was over before the answer came"


THROTTLED = frozenset((Fault.THROTTLED_BY_HTTP, Fault.THROTTLED))
OVERLOADED = THROTTLED | {Fault.NOT_SENT, Fault.INTERRUPTED, Fault.INTERNAL_ERROR}


class Verdict(enum.Enum):
    """What to do about a failed call: the cells of the table."""

    RETRY = "make it again after a pause"
    VERIFY = "find out whether it was executed; if not, make it again"
    REAUTHENTICATE = "make it again once, with a new token"
    FAIL = "give up: it was not executed"
    AMBIGUOUS = "give up: it is unknown whether it was executed"


_THROTTLED_CODES = frozenset((314, 340, 416, 515))
_INTERNAL_ERROR_CODES = frozenset((2, 4, 15, 16, 162))
_TOKEN_CODES = frozenset((455, 456))
_RESENT_CODE = 484
_SCENARIO_NAME_TAKEN = 133
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500

_RETRY, _VERIFY, _FAIL, _AMBIGUOUS = Verdict.RETRY, Verdict.VERIFY, Verdict.FAIL, Verdict.AMBIGUOUS
_REAUTHENTICATE = Verdict.REAUTHENTICATE
_COLUMNS = (Kind.READ, Kind.WRITE, Kind.ADD, Kind.START)
_TABLE: t.Dict[Fault, t.Tuple[Verdict, Verdict, Verdict, Verdict]] = {
    Fault.NOT_SENT: (_RETRY, _RETRY, _RETRY, _RETRY),
    Fault.INTERRUPTED: (_RETRY, _VERIFY, _VERIFY, _AMBIGUOUS),
    Fault.THROTTLED_BY_HTTP: (_RETRY, _RETRY, _RETRY, _RETRY),
    Fault.THROTTLED: (_RETRY, _RETRY, _RETRY, _FAIL),
    Fault.INTERNAL_ERROR: (_RETRY, _VERIFY, _VERIFY, _AMBIGUOUS),
    Fault.GARBLED: (_RETRY, _VERIFY, _VERIFY, _AMBIGUOUS),
    Fault.TAKEN_FOR_RESENT: (_RETRY, _VERIFY, _VERIFY, _AMBIGUOUS),
    Fault.TOKEN_OUT_OF_TIME: (_REAUTHENTICATE, _REAUTHENTICATE, _REAUTHENTICATE, _REAUTHENTICATE),
    Fault.REJECTED: (_FAIL, _FAIL, _FAIL, _FAIL),
    Fault.CANCELLED: (_FAIL, _FAIL, _FAIL, _FAIL),
    Fault.CANCELLED_AFTER_SENDING: (_FAIL, _AMBIGUOUS, _AMBIGUOUS, _AMBIGUOUS),
}


def kind_of(method: str) -> Kind:
    """Return how a method of the platform behaves when it is executed twice, judging by its name."""
    for prefix, kind in (("Get", Kind.READ), ("Add", Kind.ADD), ("Start", Kind.START)):
        if method.startswith(prefix):
            return kind
    return Kind.WRITE


def fault_of(error: errors.VoximplantError) -> Fault:
    """Return what happened to a call that failed with this error."""
    status = error.http_status or 0
    signs = (
        (
            isinstance(error, errors.CancelledError),
            Fault.CANCELLED_AFTER_SENDING if error.ambiguous else Fault.CANCELLED,
        ),
        (isinstance(error, errors.CertificateError), Fault.REJECTED),
        (isinstance(error, errors.ProxyError) and not error.retryable, Fault.REJECTED),
        (isinstance(error, errors.TransportError), Fault.INTERRUPTED if error.ambiguous else Fault.NOT_SENT),
        (status == TOO_MANY_REQUESTS, Fault.THROTTLED_BY_HTTP),
        (status >= SERVER_ERROR or error.code in _INTERNAL_ERROR_CODES, Fault.INTERNAL_ERROR),
        (error.code in _THROTTLED_CODES, Fault.THROTTLED),
        (error.code in _TOKEN_CODES, Fault.TOKEN_OUT_OF_TIME),
        (error.code == _RESENT_CODE, Fault.TAKEN_FOR_RESENT),
        (isinstance(error, errors.ProtocolError), Fault.GARBLED),
    )
    return next((fault for shown, fault in signs if shown), Fault.REJECTED)


def verdict(kind: Kind, fault: Fault) -> Verdict:
    """Return what to do about a call of this kind after this fault."""
    return _TABLE[fault][_COLUMNS.index(kind)]


def may_be_done(error: errors.VoximplantError, kind: Kind) -> bool:
    """Return whether the platform may show what a refused call should have done: the object is gone, or already so.

    What another one added under the same name is not ours, unless an earlier try of the call may have been executed. Of
    a scenario, all that AddScenario sets can be compared.
    """
    if kind is Kind.ADD and error.code != _SCENARIO_NAME_TAKEN:
        return isinstance(error, errors.ConflictError) and error.unclear
    return isinstance(error, (errors.ConflictError, errors.NotFoundError))


def pause(attempt: int, jitter: float, retry_after: t.Optional[float]) -> float:
    """Return the time in seconds to wait before the next try.

    :arg attempt: the number of failed tries, from 1
    :arg jitter: a random number from 0 to 1, which spreads the tries of parallel tasks
    :arg retry_after: the server's Retry-After in seconds; at most a minute counts
    """
    backed_off = min(30.0, 0.5 * 2.0 ** min(attempt, 10)) * (0.5 + jitter / 2)
    return max(backed_off, min(retry_after or 0.0, 60.0))
