# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""One call of the Management API: encoding, envelope, repetition. It knows nothing about scenarios."""

from __future__ import annotations

import datetime
import email.utils
import random
import time
import typing as t
from urllib.parse import urlencode

from .advice import ADVICE
from .errors import InputError, ProtocolError, VoximplantError
from .response import Row, checked, warnings_in
from .retry import THROTTLED, Kind, Verdict, fault_of, kind_of, may_have_been_executed_before, pause, verdict
from .throttle import Pace
from .transport import Http

PAGE_SIZE = 1000
MAX_PAGES = 10000
_MAX_WARNINGS = 100
_LOOK_YOURSELF = "Look into the call history before anything is started again."
_RUN_AGAIN = "Run the task again: it looks first, and does what is left."

Value = t.Union[None, bool, int, str, t.Sequence[int]]


class Credentials(t.Protocol):
    """Who calls."""

    @property
    def account(self) -> t.Tuple[str, str]:
        """The account: what names it, such as C(account_id), and its value."""

    def form(self) -> t.Mapping[str, str]:
        """The parameters that prove it."""

    def headers(self) -> t.Mapping[str, str]:
        """The headers that prove it."""

    def renew(self) -> bool:
        """Make a new proof; false if there is no other."""


class Client:
    """Calls methods of the Management API.

    :arg http: how requests are sent
    :arg url: the address that method names are appended to, without a slash at its end
    :arg credentials: who calls
    :arg retries: how often a failed call is made again
    :arg sleep: waits so many seconds
    :arg clock: a time in seconds that never goes back
    :arg jitter: gives random numbers from 0 to 1
    """

    def __init__(
        self,
        http: Http,
        url: str,
        credentials: Credentials,
        *,
        retries: int = 4,
        sleep: t.Callable[[float], None] = time.sleep,
        clock: t.Callable[[], float] = time.monotonic,
        jitter: t.Callable[[], float] = random.random,
    ) -> None:
        self._http = http
        self._url = url
        self._credentials = credentials
        self._retries = retries
        self._pace = Pace(sleep, clock)
        self._jitter = jitter
        self.warnings: t.List[str] = []
        self._date: t.Optional[str] = None

    @property
    def account(self) -> str:
        """Which account of which platform is called."""
        return " ".join((self._url, *self._credentials.account))

    @property
    def platform_time(self) -> datetime.datetime:
        """The platform's time when it answered last; this machine's, if the platform does not tell."""
        try:
            return email.utils.parsedate_to_datetime(self._date or "").astimezone(datetime.timezone.utc)
        except (TypeError, ValueError, OverflowError):
            return datetime.datetime.now(datetime.timezone.utc)

    def call(
        self,
        method: str,
        params: t.Optional[t.Mapping[str, Value]] = None,
        settled: t.Optional[t.Callable[[], t.Optional[Row]]] = None,
    ) -> Row:
        """Call a method, again if the first try failed in a way that allows it.

        :arg params: its parameters; those that are none are not sent
        :arg settled: looks whether a lost call was executed, and returns the answer it would have had, or none
        :raises VoximplantError: with C(ambiguous) when nobody knows whether the call was executed
        """
        attempt = 0
        renewed = False
        while True:
            self._pace.wait_for_turn()
            try:
                return self._call_once(method, params or {})
            except VoximplantError as error:
                failure = error
            _complete(failure, method)
            fault = fault_of(failure)
            decision = verdict(kind_of(method), fault)
            if decision is Verdict.SIGN_AGAIN and not renewed and self._credentials.renew():
                renewed = True
                continue
            answer = self._look(failure, decision, settled)
            if answer is not None:
                return answer
            attempt += 1
            if decision not in (Verdict.RETRY, Verdict.SETTLE) or attempt > self._retries:
                raise _final(failure, decision)
            seconds = pause(attempt, self._jitter(), failure.retry_after)
            if fault in THROTTLED:
                self._pace.hush(seconds)
            else:
                self._pace.rest(seconds)

    def pages(self, method: str, params: t.Optional[t.Mapping[str, Value]] = None) -> t.Iterator[Row]:
        """All rows of a listing, page by page, also from a server that sends fewer than it was asked for."""
        for answer in self.answers(method, params):
            yield from answer.rows("result")

    def answers(
        self,
        method: str,
        params: t.Optional[t.Mapping[str, Value]] = None,
        offset: int = 0,
        limit: t.Optional[int] = None,
    ) -> t.Iterator[Row]:
        """The answers that hold a listing, or the part of it that begins at a row and has at most so many."""
        end = None if limit is None else offset + limit
        for _page in range(MAX_PAGES):
            if end is not None and offset >= end:
                return
            count = PAGE_SIZE if end is None else min(PAGE_SIZE, end - offset)
            answer = self.call(method, {**(params or {}), "count": count, "offset": offset})
            yield answer
            received = len(answer.rows("result"))
            offset += received
            total = answer.optional_integer("total_count")
            if not received or (total is not None and offset >= total) or (total is None and received < count):
                return
        raise ProtocolError(f"{method} has answered {MAX_PAGES} pages, and says that there are more.", method=method)

    def _look(
        self, failure: VoximplantError, decision: Verdict, settled: t.Optional[t.Callable[[], t.Optional[Row]]]
    ) -> t.Optional[Row]:
        """The answer of a failed call that turns out to have been executed, or none if it was not."""
        executed_before = decision is Verdict.FAIL and may_have_been_executed_before(failure)
        if decision is not Verdict.SETTLE and not executed_before:
            return None
        if settled is None:
            if executed_before:
                return None
            raise _final(failure, Verdict.UNKNOWN)
        try:
            return settled()
        except VoximplantError as error:
            raise _final(failure, decision) from error

    def _call_once(self, method: str, params: t.Mapping[str, Value]) -> Row:
        """Send one request and read its answer."""
        response = self._http.send(
            "POST",
            f"{self._url}/{method}/",
            {"Content-Type": "application/x-www-form-urlencoded", **self._credentials.headers()},
            _encoded({**params, **self._credentials.form()}),
        )
        self._date = response.headers.get("date")
        answer = checked(method, response)
        told = (f"{method}: {warning}" for warning in warnings_in(answer))
        self.warnings = list(dict.fromkeys([*self.warnings, *told]))[:_MAX_WARNINGS]
        return answer


def _encoded(params: t.Mapping[str, Value]) -> bytes:
    """A form as the platform reads it: UTF-8, true and false, lists with semicolons, nothing for none."""
    try:
        return urlencode([(name, _text(value)) for name, value in params.items() if value is not None]).encode("ascii")
    except UnicodeEncodeError as error:
        raise InputError("A value holds characters that are no valid Unicode text.") from error


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(str(item) for item in value)
    return str(value)


def _complete(failure: VoximplantError, method: str) -> None:
    """Say which call it was, where what went wrong was found below the calls, and what to do about it."""
    failure.advice = failure.advice or failure.hint
    if failure.method is None:
        failure.method = method
        if not isinstance(failure, InputError):
            failure.text = f"{method} failed: {failure.text}"


def _final(failure: VoximplantError, decision: Verdict) -> VoximplantError:
    """The error as the caller sees it: one that is not worth another try."""
    failure.ambiguous = decision in (Verdict.UNKNOWN, Verdict.SETTLE)
    if failure.ambiguous:
        method = failure.method or ""
        next_step = _LOOK_YOURSELF if kind_of(method) is Kind.START else _RUN_AGAIN
        known = ADVICE.get(failure.code or 0, "")
        failure.advice = f"It is unknown whether {method} was executed. {next_step} {known}".strip()
    return failure
