# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Errors that stop a task, with messages that a person can act on."""

from __future__ import annotations

import contextlib
import typing as t

from .advice import ADVICE
from .screen import lines, one_line

_LISTED = 10
_LONGEST_TEXT = 2000


class Operation(t.Protocol):
    """What an error says about a writing API call."""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the operation for a task's result."""

    def __str__(self) -> str:
        """Return what it does, such as C(update rule support/inbound)."""


class VoximplantError(Exception):
    """Base of all errors that stop a task on purpose.

    :arg text: what happened: one sentence without secrets
    :arg method: the API method, such as C(AddScenario)
    :arg code: the platform's error code
    :arg http_status: the HTTP status, if it is the failure
    :arg field: the parameter or option at fault
    :arg advice: what the reader can do: a sentence; by default the advice for the code
    :arg ambiguous: whether the request may have been executed
    :ivar retry_after: time in seconds that the server asked to wait
    :ivar is_retried: whether an earlier try of the same call may have been executed
    """

    hint: t.ClassVar[str] = ""  # advice for a failed call without advice of its own

    def __init__(
        self,
        text: str,
        *,
        method: t.Optional[str] = None,
        code: t.Optional[int] = None,
        http_status: t.Optional[int] = None,
        field: t.Optional[str] = None,
        advice: str = "",
        ambiguous: bool = False,
    ) -> None:
        super().__init__(text)
        self.text = text
        self.method = method
        self.code = code
        self.http_status = http_status
        self.field = field
        self.advice = advice or ADVICE.get(code or 0, "")
        self.ambiguous = ambiguous
        self.retry_after: t.Optional[float] = None
        self.object: t.Optional[str] = None
        self.name: t.Optional[str] = None
        self.result: t.Mapping[str, t.Any] = {}
        self.done: t.Tuple[Operation, ...] = ()
        self.failed: t.Tuple[Operation, ...] = ()
        self.not_reached: t.Tuple[Operation, ...] = ()
        self.epilogue = ""
        self.is_retried = False

    @property
    def unclear(self) -> bool:
        """Return whether this try, or an earlier one of the same call, may have been executed."""
        return self.ambiguous or self.is_retried

    def __str__(self) -> str:
        """Return the message: object, method, code, the platform's text, advice, and what was done before."""
        subject = f"{self.object} {self.name}: " if self.object and self.name else ""
        sentences = [one_line(subject + self.text, _LONGEST_TEXT), lines(self.advice)]
        for label, operations in (
            ("Done before the failure", self.done),
            ("Failed as well", self.failed),
            ("Not reached", self.not_reached),
        ):
            if operations:
                sentences.append(one_line(f"{label}: {list_in_words(operations)}.", _LONGEST_TEXT))
        sentences.append(one_line(self.epilogue, _LONGEST_TEXT))
        return " ".join(sentence for sentence in sentences if sentence)

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the error as part of a failed task's result."""
        return {
            **self.result,
            "msg": str(self),
            "ambiguous": self.ambiguous,
            "error": {
                "method": self.method,
                "code": self.code,
                "http_status": self.http_status,
                "name": self.name,
                "object": self.object,
                "field": self.field,
            },
        }


class InputError(VoximplantError):
    """An option's value cannot be right, whatever the account looks like."""


class MissingLibraryError(VoximplantError):
    """A Python library that this task needs is not installed, or not in a usable version.

    :arg library: the name on the package index, perhaps with a version
    :arg reason: why it is needed: the end of a sentence that begins with "This is required"
    """

    def __init__(self, library: str, reason: str = "") -> None:
        super().__init__(f"The Python library {library} is missing." + (f" It is required {reason}." if reason else ""))
        self.library = library
        self.reason = reason


class AuthenticationError(VoximplantError):
    """The platform does not accept the credentials, or they are unusable."""


class NotPermittedError(VoximplantError):
    """The credentials do not allow this call."""


class NotFoundError(VoximplantError):
    """The object does not exist, or not in the given application or account."""


class ConflictError(VoximplantError):
    """The object conflicts with an existing one."""


class LimitError(VoximplantError):
    """A value is longer, or a number higher, than the platform allows."""


class AccountStateError(VoximplantError):
    """The account or the rule is in a state that does not allow this."""


class TransientError(VoximplantError):
    """The platform cannot do this now, but may be able to later."""

    hint = "The platform has an internal problem: run the task again later."


class TransportError(VoximplantError):
    """The request or its answer did not get through; C(ambiguous) says whether it may have been executed."""

    hint = "Check api_url or VOXIMPLANT_API_URL, the network, and the proxies in between."


class CertificateError(TransportError):
    """The server's certificate is not trusted; nothing was sent."""


class ProxyError(TransportError):
    """A proxy refused to connect to the server; nothing was sent.

    :arg retryable: whether it may be able to later
    """

    def __init__(self, text: str, *, retryable: bool, advice: str, http_status: t.Optional[int] = None) -> None:
        super().__init__(text, advice=advice, http_status=http_status)
        self.retryable = retryable


class CancelledError(TransportError):
    """The task's time was over before the call began, or before its answer was read."""

    hint = "Increase the timeout keyword of the task, and run it again."


class ProtocolError(VoximplantError):
    """An answer is not one of the platform's: not JSON, cut short, or of an unexpected shape."""

    hint = "Check api_url: the response may come from a proxy or another server."


class RejectedError(VoximplantError):
    """The platform refused the call for a reason of no other class."""

    hint = "Look the code up in the platform's documentation of the method."


_CODES_BY_CLASS: t.Dict[t.Type[VoximplantError], t.Tuple[int, ...]] = {
    AuthenticationError: (100, 115, 135, 137, 161, 433, 447, 454, 455, 456),
    NotPermittedError: (104, 316, 492, 527, 536),
    NotFoundError: (107, 116, 117, 121, 132, 147, 150, 156, 168, 181, 546, 558),
    ConflictError: (118, 129, 133, 175, 182, 493),
    LimitError: (108, 109, 130, 270, 418, 419, 437, 438, 477, 499, 512),
    AccountStateError: (127, 131, 281, 282, 315, 317, 375, 393),
    TransientError: (2, 4, 10, 15, 16, 21, 22, 23, 162, 314, 340, 416, 484, 515),
}
_CLASS_BY_CODE = {code: kind for kind, codes in _CODES_BY_CLASS.items() for code in codes}


def error_for_code(
    method: str, code: int, text: str, *, field: t.Optional[str] = None, http_status: t.Optional[int] = None
) -> VoximplantError:
    """Return the error for the platform's own code and text."""
    kind = _CLASS_BY_CODE.get(code, RejectedError)
    text = text if text.endswith((".", "!", "?")) else text + "."
    return kind(
        f"{method} failed with code {code}: {text}", method=method, code=code, field=field, http_status=http_status
    )


def list_in_words(things: t.Sequence[object]) -> str:
    """Return things in words; the first ones of a long list."""
    words = [str(thing) for thing in things]
    rest = [f"and {len(words) - _LISTED} more"] if len(words) > _LISTED else []
    return ", ".join(words[:_LISTED] + rest)


@contextlib.contextmanager
def error_context(kind: str, name: str) -> t.Iterator[None]:
    """Add the object to an error raised inside the block, unless an inner block has added one."""
    try:
        yield
    except VoximplantError as error:
        if error.object is None:
            error.object, error.name = kind, name
        raise
