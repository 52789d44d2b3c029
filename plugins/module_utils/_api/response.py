# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Answers of the platform: strict JSON, the result or the error, and objects with typed fields."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import typing as t

from .errors import ProtocolError, RejectedError, TransientError, VoximplantError, error_for_code
from .retry import SERVER_ERROR, TOO_MANY_REQUESTS, Kind, kind_of
from .screen import one_line

if t.TYPE_CHECKING:
    from .transport import Response

_FIRST_HTTP_STATUS_OF_FAILURE = 300
_MAX_DIGITS = 100
_MAX_DEPTH = 20
_MAX_PARTS = 500_000
_LONGEST_TEXT = 500
_OBJECT_RESULTS = ("AddSecret", "GetSecretValue")

Clean = t.Callable[[str], str]
"""Hides secrets in the platform's text."""


@dataclasses.dataclass(frozen=True)
class ApiObject:
    """A JSON object of an answer, whose fields are read with the types that they must have.

    :arg method: the API method that answered
    :arg size: length of the whole answer in bytes
    """

    method: str
    fields: t.Mapping[str, t.Any]
    size: int = dataclasses.field(default=0, compare=False, repr=False)

    def integer(self, name: str) -> int:
        """Return a number that must be there; ids may come as digits in a string."""
        value = self.optional_integer(name)
        if value is None:
            raise self._wrong(name)
        return value

    def optional_integer(self, name: str) -> t.Optional[int]:
        """Return a number, or C(None) if it is missing."""
        value = self.fields.get(name)
        if isinstance(value, str) and value.isdecimal() and len(value) <= _MAX_DIGITS:
            value = int(value)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self._wrong(name)
        return value

    def text(self, name: str, default: t.Optional[str] = None) -> str:
        """Return a string; without a default it must be there."""
        value = self.fields.get(name)
        if value is None:
            value = default
        if not isinstance(value, str):
            raise self._wrong(name)
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean; false if it is missing."""
        value = self.fields.get(name)
        if not isinstance(value, (bool, type(None))):
            raise self._wrong(name)
        return bool(value)

    def rows(self, name: str) -> t.Tuple[ApiObject, ...]:
        """Return a list of objects; empty if it is missing."""
        value = self.fields.get(name)
        value = [] if value is None else value
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong(name)
        return tuple(ApiObject(self.method, item) for item in value)

    def plain(self) -> t.Dict[str, t.Any]:
        """Return all fields as they came, unless they are nested too deeply."""
        if not _is_shallow(self.fields, _MAX_DEPTH):
            raise ProtocolError(f"{self.method} returned data that is nested too deeply.", method=self.method)
        return dict(self.fields)

    def _wrong(self, name: str) -> ProtocolError:
        return ProtocolError(f"{self.method} did not return a usable value for {name}.", method=self.method, field=name)


def parse_response(method: str, response: Response, clean: Clean = str) -> ApiObject:
    """Return the JSON object of a successful answer.

    The platform reports its errors with the HTTP status 200, in C(error) or in the list C(errors).

    :arg clean: hides secrets in the platform's texts
    :raises VoximplantError: for any other answer
    """
    answer = _with_fields_of_result(method, _parse_json(response.body))
    error: VoximplantError
    status = response.status if response.status >= _FIRST_HTTP_STATUS_OF_FAILURE else None
    failure = _failure(answer)
    code = _code(method, failure or {})
    if failure is not None and code is not None:
        text, field = failure.get("msg"), failure.get("field_name")
        text = _clean_line(text, clean) if isinstance(text, str) and text else "no text"
        field = _clean_line(field, clean) if isinstance(field, str) else None
        error = error_for_code(method, code, text, field=field, http_status=status)
    elif status is not None:
        kind = TransientError if status == TOO_MANY_REQUESTS or status >= SERVER_ERROR else RejectedError
        advice = ProtocolError.hint if kind is RejectedError else ""
        error = kind(f"{method} returned HTTP status {status}.", method=method, http_status=status, advice=advice)
    elif answer is None or failure is not None:
        error = ProtocolError(f"{method} returned something that is not the platform's JSON.", method=method)
    elif not _is_success(method, answer):
        error = ProtocolError(f"{method} returned neither a result nor an error.", method=method)
    else:
        return ApiObject(method, answer, len(response.body))
    error.retry_after = _seconds(response.headers.get("retry-after"))
    raise error


def _parse_json(body: bytes) -> t.Optional[t.Mapping[str, t.Any]]:
    """Return the body as a JSON object, or C(None) if it is not one, or is one that parsers read differently."""
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
            json.dumps(answer, ensure_ascii=False).encode("utf-8")  # half a character is not text
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _with_fields_of_result(method: str, answer: t.Optional[t.Mapping[str, t.Any]]) -> t.Optional[t.Mapping[str, t.Any]]:
    """Return an answer with its fields next to the result 1, where a method returns an object or a list of one."""
    result = None if answer is None else answer.get("result")
    if isinstance(result, list) and len(result) == 1:
        result = result[0]
    return {**result, "result": 1} if method in _OBJECT_RESULTS and isinstance(result, dict) else answer


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
    """Return whether a value is nested in at most so many levels."""
    if not isinstance(value, (dict, list)):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in parts)


def warnings_in(answer: ApiObject, clean: Clean = str, limit: t.Optional[int] = None) -> t.Tuple[str, ...]:
    """Return the warnings of an answer.

    :arg limit: the greatest number of them
    """
    warnings = answer.fields.get("warnings")
    if not isinstance(warnings, list):
        return ()
    shallow = (warning for warning in warnings if _is_shallow(warning, _MAX_DEPTH))
    return tuple(_clean_line(str(warning), clean) for warning in itertools.islice(shallow, limit))


def _clean_line(text: str, clean: Clean) -> str:
    """Return text of the platform for a message: cleaned first, then cut."""
    return one_line(clean(text), _LONGEST_TEXT)


def _failure(answer: t.Optional[t.Mapping[str, t.Any]]) -> t.Optional[t.Mapping[str, t.Any]]:
    """Return the error that an answer reports, the first one of several."""
    if answer is None:
        return None
    reported = answer.get("error") or answer.get("errors")
    if isinstance(reported, list) and reported:
        reported = reported[0]
    if reported:
        return reported if isinstance(reported, dict) else {}
    return None


def _code(method: str, failure: t.Mapping[str, t.Any]) -> t.Optional[int]:
    """Return the code of an error, or C(None) if it has none of the platform's, as that of a gateway."""
    try:
        return ApiObject(method, failure).optional_integer("code")
    except ProtocolError:
        return None


def _is_success(method: str, answer: t.Mapping[str, t.Any]) -> bool:
    """Return whether a reading method answered a list or an object, or any other method the number 1."""
    result = answer.get("result")
    if kind_of(method) is Kind.READ and method not in _OBJECT_RESULTS:
        return isinstance(result, (list, dict))
    return result == 1 and not isinstance(result, bool)


def _seconds(header: t.Optional[str]) -> t.Optional[float]:
    """Return the header Retry-After in seconds; the platform does not use its other form, a date."""
    return float(header) if header and header.isdecimal() else None
