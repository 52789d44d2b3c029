# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan the start of a session, or a command to one that is running."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import urlsplit

from .._api.errors import AccountStateError, InputError, LimitError
from .._objects.models import Rule, StartedSession
from .operations import DiffSection, Operation, Plan, in_sequence

MAX_CONFERENCE_NAME_CHARACTERS = 49
MAX_CUSTOM_DATA_BYTES = 200


@dataclasses.dataclass(frozen=True)
class SessionState:
    """A session of a rule, before or after its start."""

    rule: Rule
    starts: bool
    started: StartedSession = dataclasses.field(default_factory=StartedSession)

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {**dataclasses.asdict(self.started), "rule": self.rule.as_result()}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return what the session runs, without its custom data."""
        names = ", ".join(bound.scenario_name for bound in self.rule.scenarios)
        lines = [f"scenarios: {names}"] if self.starts else []
        return {"session": DiffSection.of_lines(f"session of {self.rule}", lines)}


@dataclasses.dataclass(frozen=True)
class CommandState:
    """A running session, before or after a command was sent to it."""

    host: str
    sends: bool
    response: t.Optional[t.Dict[str, t.Any]] = None

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {"response": self.response}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return that a command is sent, without its content, which may contain secrets."""
        return {"command": DiffSection.of_lines(f"session on {self.host}", ["command: sent"] if self.sends else ())}


def check_start(conference_name: t.Optional[str], custom_data: t.Optional[str]) -> t.Tuple[str, ...]:
    """Refuse what the platform refuses, and return warnings about what it may truncate."""
    if conference_name is not None and not 0 < len(conference_name) <= MAX_CONFERENCE_NAME_CHARACTERS:
        raise LimitError(
            f"conference_name has {len(conference_name)} characters; it needs 1 to {MAX_CONFERENCE_NAME_CHARACTERS}.",
            field="conference_name",
        )
    advice = "Send larger data as a command to the running session."
    return tuple(f"{warning} {advice}" for warning in size_warnings("script_custom_data", custom_data))


def size_warnings(field: str, custom_data: t.Optional[str]) -> t.Tuple[str, ...]:
    """Return a warning if the platform may truncate the data.

    :arg field: the option that it is the value of
    """
    size = len((custom_data or "").encode("utf-8", "surrogatepass"))
    if size <= MAX_CUSTOM_DATA_BYTES:
        return ()
    return (f"{field} has {size} bytes; data over {MAX_CUSTOM_DATA_BYTES} bytes may be truncated.",)


def plan_start(
    rule: Rule, conference_name: t.Optional[str], params: t.Mapping[str, t.Any], warnings: t.Tuple[str, ...] = ()
) -> Plan[SessionState]:
    """Plan the call that starts a session (StartScenarios or StartConference).

    :arg params: parameters other than the rule and the conference
    :raises AccountStateError: if the rule cannot run a session
    """
    if not rule.scenarios:
        raise AccountStateError(
            "No scenario is bound to the rule.",
            field="rule_name",
            advice="Bind one first, for example with vox_scenario_binding.",
        )
    if conference_name is not None and not rule.video_conference:
        raise AccountStateError(
            "The rule does not run video conferences.",
            field="conference_name",
            advice="Set video_conference of the rule to true.",
        )
    method = "StartScenarios" if conference_name is None else "StartConference"
    call = {
        "rule_id": rule.rule_id,
        "application_id": rule.application_id,
        "conference_name": conference_name,
        **params,
    }
    operation = Operation("start", "session", rule.rule_name, method, call, application_id=rule.application_id)
    return Plan(SessionState(rule, starts=False), SessionState(rule, starts=True), in_sequence([operation]), warnings)


def plan_command(access_url: str, verb: str, params: t.Mapping[str, t.Any]) -> Plan[CommandState]:
    """Plan the HTTP request to a running session."""
    try:
        parts = urlsplit(access_url)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or not access_url.isprintable() or " " in access_url:
        raise InputError("access_url must be an http or https URL without spaces.", field="access_url")
    operation = Operation("command", "session", host, verb, {"access_url": access_url, **params})
    return Plan(CommandState(host, sends=False), CommandState(host, sends=True), in_sequence([operation]))
