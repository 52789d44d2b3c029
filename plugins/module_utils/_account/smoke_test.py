# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Start one session after a deployment, and see whether it ends well."""

from __future__ import annotations

import dataclasses
import fnmatch
import typing as t

from .._api.deadline import check_seconds
from .._api.errors import AccountStateError, ConflictError, NotFoundError, error_context
from .._api.screen import one_line
from .._objects.applications import ApplicationSelector
from .._objects.models import StartedSession
from .._objects.rules import RuleSelector, resolve_rule
from .._objects.sessions import Session, as_text, read_session, wait_for_end
from .._plan.operations import Operation
from .._plan.session import plan_start
from .deployment import FINISH_REASON, SMOKE_TEST_SECONDS

if t.TYPE_CHECKING:
    from .._api.client import Client

_PAUSE_SECONDS = 1.0
_LONGEST_URL = 500
_ADVICE: t.Mapping[t.Type[Exception], str] = {
    AccountStateError: "Declare scenarios of the rule, or choose another rule.",
    ConflictError: "Rename or delete one of them.",
}


@dataclasses.dataclass(frozen=True)
class SmokeTest:
    """A session that has to end well.

    :arg timeout: seconds that it may take
    :arg finish_reason: glob that its finish reason matches
    """

    rule_name: str
    application_name: str
    script_custom_data: t.Optional[str] = None
    timeout: int = SMOKE_TEST_SECONDS
    finish_reason: str = FINISH_REASON

    @classmethod
    def from_options(cls, options: t.Mapping[str, t.Any]) -> SmokeTest:
        """Read the option C(smoke_test)."""
        check_seconds("smoke_test.timeout", options["timeout"])
        return cls(
            options["rule_name"],
            options["application_name"],
            as_text("smoke_test.script_custom_data", options["script_custom_data"]),
            options["timeout"],
            options["finish_reason"],
        )

    def run(self, client: Client) -> Session:
        """Start the session, once, and wait until it has ended (StartScenarios, GetCallHistory).

        :raises VoximplantError: if it did not start, did not end in time or ended otherwise
        """
        with error_context("smoke test", f"{self.application_name}/{self.rule_name}"):
            session_id = self._start(client)
            session = wait_for_end(
                lambda: read_session(client, session_id),
                self.timeout,
                _PAUSE_SECONDS,
                field="smoke_test.timeout",
                clock=client.clock,
                sleep=client.sleep,
            )
            if not fnmatch.fnmatchcase(session.finish_reason, self.finish_reason):
                log = one_line(session.log_file_url, _LONGEST_URL)
                raise ConflictError(
                    f"The session {session_id} ended with {session.finish_reason!r}, not {self.finish_reason!r}.",
                    method="GetCallHistory",
                    field="smoke_test",
                    advice=f"Its log: {log}" if log else "",
                )
            return session

    def _plan(self, client: Client) -> Operation:
        """Plan the start for the rule; an error names the suboption, and advises only what a smoke test can do."""
        try:
            selector = RuleSelector(None, self.rule_name, ApplicationSelector(None, self.application_name))
            rule = resolve_rule(client, selector)
            (operation,) = plan_start(rule, None, {"script_custom_data": self.script_custom_data}).operations
        except (AccountStateError, ConflictError, NotFoundError) as error:
            if error.field is not None:
                error.field = f"smoke_test.{error.field}"
                error.advice = _ADVICE.get(type(error), "")
            raise
        return operation

    def _start(self, client: Client) -> int:
        operation = self._plan(client)
        started = StartedSession.from_row(client.call(operation.method, operation.params))
        if started.call_session_history_id is None:
            raise ConflictError(
                "The platform did not return the ID of the session, so the task cannot check how it ended.",
                method=operation.method,
                field="smoke_test",
            )
        return started.call_session_history_id
