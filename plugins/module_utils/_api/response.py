# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What the platform answers: JSON without surprises, an envelope, and rows with typed fields."""

from __future__ import annotations

import dataclasses
import json
import math
import typing as t

from .errors import ProtocolError, RejectedError, TransientError, VoximplantError, error_for_code, readable
from .retry import SERVER_ERROR, TOO_MANY_REQUESTS, Kind, kind_of

if t.TYPE_CHECKING:
    from .transport import Response

_FIRST_HTTP_STATUS_OF_FAILURE = 300
_MAX_DIGITS = 100
_MAX_DEPTH = 20
_MAX_PARTS = 500_000
_LONGEST_TEXT = 500


@dataclasses.dataclass(frozen=True)
class Row:
    """One JSON object of an answer, read with the types that it must have."""

    method: str
    fields: t.Mapping[str, t.Any]

    def integer(self, name: str) -> int:
        """A number that must be there; ids may come as digits in a string."""
        value = self.optional_integer(name)
        if value is None:
            raise self._wrong(name)
        return value

    def optional_integer(self, name: str) -> t.Optional[int]:
        """A number, or none."""
        value = self.fields.get(name)
        if isinstance(value, str) and value.isdecimal() and len(value) <= _MAX_DIGITS:
            value = int(value)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self._wrong(name)
        return value

    def text(self, name: str, default: t.Optional[str] = None) -> str:
        """A text; without a default it must be there."""
        value = self.fields.get(name)
        if value is None:
            value = default
        if not isinstance(value, str):
            raise self._wrong(name)
        return value

    def flag(self, name: str) -> bool:
        """A boolean; a missing one is false."""
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name)
        return value

    def rows(self, name: str) -> t.Tuple[Row, ...]:
        """A list of objects; a missing one is empty."""
        value = self.fields.get(name)
        value = [] if value is None else value
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong(name)
        return tuple(Row(self.method, item) for item in value)

    def plain(self) -> t.Dict[str, t.Any]:
        """All of it as it came, for a reader who knows what to make of it."""
        if not _is_shallow(self.fields, _MAX_DEPTH):
            raise ProtocolError(f"{self.method} answered with something that is nested too deeply.", method=self.method)
        return dict(self.fields)

    def _wrong(self, name: str) -> ProtocolError:
        return ProtocolError(
            f"{self.method} answered without a usable value for {name}.", method=self.method, field=name
        )


def checked(method: str, response: Response) -> Row:
    """The answer's JSON object, if it is one of success.

    The platform reports its errors with the HTTP status 200, in C(error) or in the list C(errors).
    """
    answer = _decoded(response.body)
    error: VoximplantError
    status = response.status if response.status >= _FIRST_HTTP_STATUS_OF_FAILURE else None
    failure = _failure(answer)
    code = Row(method, failure or {}).optional_integer("code")
    if failure is not None and code is not None:
        text, field = failure.get("msg"), failure.get("field_name")
        text = readable(text, _LONGEST_TEXT) if isinstance(text, str) and text else "no text"
        error = error_for_code(method, code, text, field=field if isinstance(field, str) else None, http_status=status)
    elif status is not None:
        kind = TransientError if status == TOO_MANY_REQUESTS or status >= SERVER_ERROR else RejectedError
        advice = ProtocolError.hint if kind is RejectedError else ""
        error = kind(f"{method} was answered with HTTP {status}.", method=method, http_status=status, advice=advice)
    elif answer is None or failure is not None:
        error = ProtocolError(f"{method} was answered with something that is not the platform's JSON.", method=method)
    elif not _is_success(method, answer):
        error = ProtocolError(f"{method} was answered without a result and without an error.", method=method)
    else:
        return Row(method, answer)
    error.retry_after = _seconds(response.headers.get("retry-after"))
    raise error


def _decoded(body: bytes) -> t.Optional[t.Mapping[str, t.Any]]:
    """The body as a JSON object, or none if it is not one, or one that two readers can read differently."""
    if body.count(b"{") + body.count(b"[") > _MAX_PARTS:
        return None
    try:
        answer = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_with_unique_keys,
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_finite,
        )
        if b"\\u" in body:
            json.dumps(answer, ensure_ascii=False).encode("utf-8")  # half a character is no text
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _with_unique_keys(pairs: t.Sequence[t.Tuple[str, t.Any]]) -> t.Dict[str, t.Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError
    return fields


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError
    return value


def _is_shallow(value: t.Any, depth: int) -> bool:
    """Whether a value holds at most so many levels of others."""
    if not isinstance(value, (dict, list)):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in parts)


def warnings_in(answer: Row) -> t.Tuple[str, ...]:
    """What an answer warns of."""
    warnings = answer.fields.get("warnings")
    told = warnings if isinstance(warnings, list) else []
    return tuple(readable(str(warning), _LONGEST_TEXT) for warning in told if _is_shallow(warning, _MAX_DEPTH))


def _failure(answer: t.Optional[t.Mapping[str, t.Any]]) -> t.Optional[t.Mapping[str, t.Any]]:
    """The error that an answer reports, the first one of several."""
    if answer is None:
        return None
    reported = answer.get("error") or answer.get("errors")
    if isinstance(reported, list) and reported:
        reported = reported[0]
    if reported:
        return reported if isinstance(reported, dict) else {}
    return None


def _is_success(method: str, answer: t.Mapping[str, t.Any]) -> bool:
    """A reading method must answer a list or an object, any other one the number 1."""
    result = answer.get("result")
    if kind_of(method) is Kind.READ:
        return isinstance(result, (list, dict))
    return result == 1 and not isinstance(result, bool)


def _seconds(header: t.Optional[str]) -> t.Optional[float]:
    """The header Retry-After in seconds; its other form, a date, is not used by the platform."""
    return float(header) if header and header.isdecimal() else None
