# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""One call of the Management API: encoding, response, repetition. It knows nothing about scenarios."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import random
import time
import typing as t
from urllib.parse import urlencode

from .advice import ADVICE
from .call_limit import CallLimit
from .deadline import Deadline
from .errors import CancelledError, InputError, VoximplantError
from .half_characters import has_half_characters
from .listing import complete_rows, part_pages
from .response import ApiObject, parse_response, warnings_in
from .retry import THROTTLED, Kind, Verdict, fault_of, kind_of, may_be_done, pause, verdict
from .throttle import Throttle
from .transport import Http, proxy_passwords

if t.TYPE_CHECKING:
    from .credentials import Credentials

_MAX_WARNINGS = 100
_SECRET_PARAMS = ("user_password", "secret_value", "api_key", "session_id")
_CHECK_HISTORY = "Check the call history before you start another session."
_RUN_AGAIN = "Run the task again: it checks the account and completes what is missing."
_TIME_IS_UP = "The call was not retried, because the task ran out of time."

Value = t.Union[None, bool, int, str, t.Sequence[int]]


class Client:
    """Calls methods of the Management API; safe to use from several threads.

    :arg http: sends requests
    :arg url: the API's URL, without a slash at its end
    :arg credentials: attached to every call
    :arg retries: how many times a failed call is repeated; it can be replaced, for example for a rollback
    :arg deadline: the end of the task's time; it can be replaced, for example for a rollback
    :arg limit: how many calls may be under way at a time
    :arg sleep: waits a number of seconds; by default until the deadline at most
    :arg clock: a monotonic clock
    :arg jitter: returns random numbers from 0 to 1
    """

    def __init__(
        self,
        http: Http,
        url: str,
        credentials: Credentials,
        *,
        retries: int = 4,
        deadline: t.Optional[Deadline] = None,
        limit: t.Optional[CallLimit] = None,
        sleep: t.Optional[t.Callable[[float], None]] = None,
        clock: t.Callable[[], float] = time.monotonic,
        jitter: t.Callable[[], float] = random.random,
    ) -> None:
        self._http = http
        self._url = url
        self._credentials = credentials
        self.retries = retries
        self.deadline = deadline or Deadline()
        self.limit = limit or CallLimit()
        self._given_sleep = sleep
        self._throttle = Throttle(self.sleep, clock, self._check, self.limit)
        self.clock = clock
        self._jitter = jitter
        self.warnings: t.List[str] = []
        self._date: t.Optional[str] = None
        self._hidden: t.Tuple[str, ...] = ()

    def warn(self, text: str) -> None:
        """Add a warning to those that the task shows at its end."""
        self.warnings.append(self.clean(text))

    def hide(self, values: t.Iterable[str]) -> None:
        """Never show these values in texts of the platform, in answers to any call."""
        self._hidden = (*self._hidden, *values)

    def sleep(self, seconds: float) -> None:
        """Wait, without making other calls wait."""
        (self._given_sleep or self.deadline.sleep)(seconds)

    @property
    def account(self) -> str:
        """Return the account and the platform that are called."""
        return " ".join((self._url, *self._credentials.account))

    @property
    def account_name(self) -> str:
        """Return the id, the name or the e-mail address of the account."""
        return self._credentials.account[1]

    @property
    def platform_time(self) -> datetime.datetime:
        """Return the platform's time of its last response; this machine's if the platform does not say."""
        try:
            return email.utils.parsedate_to_datetime(self._date or "").astimezone(datetime.timezone.utc)
        except (TypeError, ValueError, OverflowError, IndexError):
            return datetime.datetime.now(datetime.timezone.utc)

    def call(
        self,
        method: str,
        params: t.Optional[t.Mapping[str, Value]] = None,
        probe: t.Optional[t.Callable[[], t.Optional[ApiObject]]] = None,
    ) -> ApiObject:
        """Call a method, and repeat it after a failure that allows it.

        :arg params: its parameters; C(None) leaves one out
        :arg probe: finds out whether a call without an answer was executed; returns the answer, or C(None) if not
        :raises VoximplantError: with C(ambiguous) if it is unknown whether the call was executed
        """
        attempt = 0
        renewed, unclear = False, False
        while True:
            try:
                return self._answer_of(method, params or {})
            except VoximplantError as error:
                failure = error
            _complete(failure, method)
            if unclear:
                failure.is_retried = True
            fault = fault_of(failure)
            decision = verdict(kind_of(method), fault)
            if decision is Verdict.REAUTHENTICATE and not renewed and self._credentials.renew():
                renewed = True
                continue
            answer = self._verify(failure, decision, probe)
            if answer is not None:
                return answer
            attempt += 1
            unclear = unclear or decision is Verdict.VERIFY
            if decision not in (Verdict.RETRY, Verdict.VERIFY) or attempt > self.retries:
                raise _final(failure, decision)
            self._pause(attempt, failure, throttles=fault in THROTTLED)
            if self.deadline.is_over:
                failure.text = f"{failure.text} {_TIME_IS_UP}"
                raise _final(failure, decision)

    def pages(self, method: str, params: t.Optional[t.Mapping[str, Value]] = None) -> t.Iterable[ApiObject]:
        """Return the rows of a whole listing, each once.

        :raises ProtocolError: if it is too large, or kept changing while it was read
        """
        return complete_rows(self._page_reader(method, params), method, self.sleep)

    def answers(
        self, method: str, params: t.Optional[t.Mapping[str, Value]], offset: int, limit: int
    ) -> t.Iterator[ApiObject]:
        """Yield the answers that contain at most so many rows of a listing from an offset."""
        return part_pages(self._page_reader(method, params), offset, limit)

    def clean(self, text: str, params: t.Optional[t.Mapping[str, Value]] = None) -> str:
        """Return text of the platform without anything secret that was sent to it.

        :arg params: the parameters of the call
        """
        from .redact import Redactor

        sent = [str(value) for name, value in (params or {}).items() if name in _SECRET_PARAMS and value is not None]
        return Redactor([*self._credentials.secrets, *self._hidden, *proxy_passwords(), *sent]).clean(text)

    def _page_reader(self, method: str, params: t.Optional[t.Mapping[str, Value]]) -> t.Callable[[int, int], ApiObject]:
        return lambda offset, count: self.call(method, {**(params or {}), "count": count, "offset": offset})

    def _check(self) -> None:
        self.deadline.check()

    def _pause(self, attempt: int, failure: VoximplantError, *, throttles: bool) -> None:
        """Wait before the next try; all threads do if the platform asked for it."""
        seconds = pause(attempt, self._jitter(), failure.retry_after)
        if throttles:
            self._throttle.pause_all(seconds)
            with contextlib.suppress(CancelledError):  # the caller reports the failure that led to the pause
                self._throttle.wait()
        else:
            self.sleep(seconds)

    def _verify(
        self, failure: VoximplantError, decision: Verdict, probe: t.Optional[t.Callable[[], t.Optional[ApiObject]]]
    ) -> t.Optional[ApiObject]:
        """Return the answer of a failed call that turns out to have been executed, or C(None) if it was not."""
        may_show = decision is Verdict.FAIL and may_be_done(failure, kind_of(failure.method or ""))
        if decision is not Verdict.VERIFY and not may_show:
            return None
        if probe is None:
            if may_show:
                return None
            raise _final(failure, Verdict.AMBIGUOUS)
        try:
            return probe()
        except VoximplantError as error:
            raise _final(failure, decision) from error

    def _answer_of(self, method: str, params: t.Mapping[str, Value]) -> ApiObject:
        """Send one request when its turn comes, and read its answer."""

        def clean(text: str) -> str:
            return self.clean(text, params)

        with self._throttle.turn():
            response = self._http.send(
                "POST",
                f"{self._url}/{method}/",
                {"Content-Type": "application/x-www-form-urlencoded", **self._credentials.headers()},
                _encode_form({**params, **self._credentials.form()}),
                self.deadline,
            )
            self._date = response.headers.get("date")
            answer = parse_response(method, response, clean)
        for warning in warnings_in(answer, clean, max(0, _MAX_WARNINGS - len(self.warnings))):
            text = f"{method}: {warning}"
            if text not in self.warnings:
                self.warnings.append(text)
        return answer


def _encode_form(params: t.Mapping[str, Value]) -> bytes:
    """Return a form as the platform reads it: UTF-8, true and false, lists with semicolons, C(None) left out."""
    try:
        return urlencode([(name, _text(value)) for name, value in params.items() if value is not None]).encode("ascii")
    except UnicodeEncodeError as error:
        broken = next(name for name, value in params.items() if has_half_characters(value))
        raise InputError(
            f"The parameter {broken} contains a character that is not valid Unicode.", field=broken
        ) from error


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(str(item) for item in value)
    return str(value)


def _complete(failure: VoximplantError, method: str) -> None:
    """Add the method, where an error was raised below the calls, and what to do about it."""
    failure.advice = failure.advice or failure.hint
    if failure.method is None:
        failure.method = method
        if not isinstance(failure, InputError):
            failure.text = f"{method} failed: {failure.text}"


def _final(failure: VoximplantError, decision: Verdict) -> VoximplantError:
    """Return the error as the caller sees it: no further try is made."""
    failure.ambiguous = decision in (Verdict.AMBIGUOUS, Verdict.VERIFY)
    if failure.ambiguous:
        method = failure.method or ""
        next_step = _CHECK_HISTORY if kind_of(method) is Kind.START else _RUN_AGAIN
        advice = ADVICE.get(failure.code or 0, "")
        failure.advice = f"It is unknown whether {method} was executed. {next_step} {advice}".strip()
    return failure
