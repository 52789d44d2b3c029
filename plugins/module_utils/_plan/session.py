# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans for sessions: one to start, or a command to one that runs. Pure functions."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import urlsplit

from .._api.errors import AccountStateError, InputError, LimitError
from .._objects.models import Rule, StartedSession
from .operations import Document, Operation, Plan

MAX_CONFERENCE_NAME_CHARACTERS = 49
MAX_CUSTOM_DATA_BYTES = 200


@dataclasses.dataclass(frozen=True)
class SessionState:
    """A session that a rule is to run, or runs."""

    rule: Rule
    starts: bool
    started: StartedSession = dataclasses.field(default_factory=StartedSession)

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        return {**dataclasses.asdict(self.started), "rule": self.rule.as_result()}

    def documents(self) -> t.Mapping[str, Document]:
        """What runs, without the data that it is given."""
        names = ", ".join(bound.scenario_name for bound in self.rule.scenarios)
        return {"session": Document(f"session of {self.rule}", f"scenarios: {names}\n" if self.starts else "")}


@dataclasses.dataclass(frozen=True)
class CommandState:
    """A running session, before and after it was sent a command."""

    host: str
    sends: bool
    response: t.Optional[t.Dict[str, t.Any]] = None

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        return {"response": self.response}

    def documents(self) -> t.Mapping[str, Document]:
        """That a command is sent, without its text, which may hold secrets."""
        return {"command": Document(f"session on {self.host}", "command: sent\n" if self.sends else "")}


def check_start(conference_name: t.Optional[str], custom_data: t.Optional[str]) -> t.Tuple[str, ...]:
    """Refuse what the platform certainly refuses, and return warnings about what it may cut."""
    if conference_name is not None and not 0 < len(conference_name) <= MAX_CONFERENCE_NAME_CHARACTERS:
        raise LimitError(
            f"conference_name has {len(conference_name)} characters; "
            f"1 to {MAX_CONFERENCE_NAME_CHARACTERS} are possible.",
            field="conference_name",
        )
    size = len((custom_data or "").encode("utf-8", "surrogatepass"))
    if size > MAX_CUSTOM_DATA_BYTES:
        return (
            f"script_custom_data has {size} bytes; only {MAX_CUSTOM_DATA_BYTES} are promised to arrive. "
            "Send more as a command to the session once it runs.",
        )
    return ()


def plan_start(
    rule: Rule, conference_name: t.Optional[str], params: t.Mapping[str, t.Any], warnings: t.Tuple[str, ...] = ()
) -> Plan[SessionState]:
    """The one call that starts a session, if the rule can run one.

    :arg params: what StartScenarios and StartConference take beside the rule and the conference
    """
    if not rule.scenarios:
        raise AccountStateError(
            "No scenario is bound to the rule.",
            field="rule_name",
            advice="Bind one first, for example with vox_scenario_binding.",
        )
    if conference_name is not None and not rule.video_conference:
        raise AccountStateError(
            "The rule is not one for video conferences.", field="conference_name", advice="Set its video_conference."
        )
    method = "StartScenarios" if conference_name is None else "StartConference"
    call = {
        "rule_id": rule.rule_id,
        "application_id": rule.application_id,
        "conference_name": conference_name,
        **params,
    }
    operation = Operation("start", "session", rule.rule_name, method, call)
    return Plan(SessionState(rule, starts=False), SessionState(rule, starts=True), (operation,), warnings)


def plan_command(access_url: str, verb: str, params: t.Mapping[str, t.Any]) -> Plan[CommandState]:
    """The one request that goes to a running session."""
    try:
        parts = urlsplit(access_url)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host:
        raise InputError("access_url is not an http or https URL.", field="access_url")
    operation = Operation("command", "session", host, verb, {"access_url": access_url, **params})
    return Plan(CommandState(host, sends=False), CommandState(host, sends=True), (operation,))
