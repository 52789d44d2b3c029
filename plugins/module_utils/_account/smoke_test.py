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
from .._api.errors import AccountStateError, ConflictError, NotFoundError, VoximplantError, error_context
from .._api.option_values import refuse_empty
from .._api.screen import one_line
from .._objects.applications import ApplicationSelector, list_applications, select_application
from .._objects.models import Application, BoundScenario, Id, Rule, StartedSession, require_id
from .._objects.rules import list_rules, select_rule
from .._objects.sessions import Session, as_text, read_session, wait_for_end
from .._plan.operations import Operation, Plan
from .._plan.session import plan_start, size_warnings
from .deployment import FINISH_REASON, SMOKE_TEST_SECONDS
from .records import History, Key, RuleRecord, records_of

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .desired import CurrentAccount
    from .plan import AccountState

_PAUSE_SECONDS = 1.0
_LONGEST_URL = 500
_CUSTOM_DATA = "smoke_test.script_custom_data"
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
        """Read the option C(smoke_test).

        :raises InputError: if a suboption is invalid
        """
        required = {f"smoke_test.{name}": options[name] for name in ("rule_name", "application_name")}
        refuse_empty(required, *required, advice="Give it a value.")
        check_seconds("smoke_test.timeout", options["timeout"])
        return cls(
            options["rule_name"],
            options["application_name"],
            as_text(_CUSTOM_DATA, options["script_custom_data"]),
            options["timeout"],
            options["finish_reason"],
        )

    def check(self, client: Client, plan: Plan[AccountState]) -> Plan[AccountState]:
        """Return the plan with the test's warnings; refuse one that would be written in vain.

        :raises VoximplantError: if there is no session to start once everything but deletions is written
        """
        writes = [operation for operation in plan.operations if not operation.is_removal]
        if not writes:
            return plan
        with self._error_context():
            self._plan(client, self._planned_applications(plan.before.current, writes))
        warnings = size_warnings(_CUSTOM_DATA, self.script_custom_data)
        return dataclasses.replace(plan, warnings=(*plan.warnings, *warnings))

    def run(self, client: Client) -> Session:
        """Start the session, once, and wait until it has ended (StartScenarios, GetCallHistory).

        :raises VoximplantError: if it did not start, did not end in time or ended otherwise
        """
        with self._error_context():
            session_id = self._start(client)
            session = self._wait(client, session_id)
            if not fnmatch.fnmatchcase(session.finish_reason, self.finish_reason):
                raise ConflictError(
                    f"The session {session_id} ended with {session.finish_reason!r}, not {self.finish_reason!r}.",
                    method="GetCallHistory",
                    field="smoke_test",
                    advice=_name_log(session),
                )
            return session

    def _wait(self, client: Client, session_id: int) -> Session:
        """Wait until the session has ended; an error names the session, which may still be running."""
        seen: t.Optional[Session] = None

        def read() -> t.Optional[Session]:
            nonlocal seen
            seen = read_session(client, session_id) or seen
            return seen

        try:
            return wait_for_end(
                read,
                self.timeout,
                _PAUSE_SECONDS,
                field="smoke_test.timeout",
                clock=client.clock,
                sleep=client.sleep,
            )
        except VoximplantError as error:
            parts = (error.advice, f"The ID of the session is {session_id}.", _name_log(seen))
            error.advice = " ".join(part for part in parts if part)
            raise

    def _error_context(self) -> t.ContextManager[None]:
        return error_context("smoke test", f"{self.application_name}/{self.rule_name}")

    def _planned_applications(
        self, current: CurrentAccount, operations: t.Sequence[Operation]
    ) -> t.Sequence[Application]:
        """Return the applications as the operations leave them, with the rules that are known."""
        history = History.of(records_of(current), operations)
        applications: t.Dict[Key, Application] = {
            ("application", require_id(found.application_id)): found for found in current.applications
        }
        new = Application(None, self.application_name)  # of the account that the test names
        applications.update({key: new for key in history.keys if key[0] == "application" and key not in applications})
        return [
            dataclasses.replace(
                found, application_name=found.full_name(history.get(key).name), rules=_planned_rules(history, key[1])
            )
            for key, found in applications.items()
        ]

    def _plan(self, client: Client, applications: t.Sequence[Application]) -> Operation:
        """Plan the start for the rule; an error names the suboption, and advises only what a smoke test can do.

        :arg applications: those of the account, with their rules where they are known
        """
        try:
            application = select_application(applications, ApplicationSelector(None, self.application_name))
            rules = application.rules
            if rules is None:
                rules = list_rules(client, require_id(application.application_id))
            rule = select_rule(rules, self.rule_name)
            (operation,) = plan_start(rule, None, {"script_custom_data": self.script_custom_data}).operations
        except (AccountStateError, ConflictError, NotFoundError) as error:
            if error.field is not None:
                error.field = f"smoke_test.{error.field}"
                error.advice = _ADVICE.get(type(error), "")
            raise
        return operation

    def _start(self, client: Client) -> int:
        operation = self._plan(client, list_applications(client))
        started = StartedSession.from_row(client.call(operation.method, operation.params))
        if started.call_session_history_id is None:
            raise ConflictError(
                "The platform did not return the ID of the session, so the task cannot check how it ended.",
                method=operation.method,
                field="smoke_test",
            )
        return started.call_session_history_id


def _name_log(session: t.Optional[Session]) -> str:
    log = "" if session is None else one_line(session.log_file_url, _LONGEST_URL)
    return f"Its log: {log}" if log else ""


def _planned_rules(history: History, application_id: Id) -> t.Optional[t.Tuple[Rule, ...]]:
    """Return the rules of an application as far as a start needs them; C(None) if they were not read."""
    rule_ids = history.get(("order", application_id))
    if rule_ids is None:
        return None
    return tuple(_planned_rule(rule_id, history.get(("rule", rule_id))) for rule_id in rule_ids)


def _planned_rule(rule_id: Id, record: RuleRecord) -> Rule:
    scenarios = tuple(BoundScenario(scenario_id, "") for scenario_id in record.scenario_ids)
    return Rule(rule_id if isinstance(rule_id, int) else None, record.name, None, scenarios=scenarios)
