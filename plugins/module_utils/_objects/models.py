# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The platform's objects as immutable values."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

from .._api.errors import ProtocolError

if t.TYPE_CHECKING:
    from .._api.response import ApiObject


_MOST_DIGITS = 20
_ACCOUNT_LABELS = 2  # application and account
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclasses.dataclass(frozen=True)
class PendingId:
    """An id that is known after apply: an operation of the same plan creates the object.

    :arg key: the C(provides) of that operation
    :arg field: the field of its response that contains the id
    """

    key: str
    field: str


Id = t.Union[int, PendingId]


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A scenario as GetScenarios lists it, without its script.

    :arg scenario_id: None if the scenario does not exist yet
    :arg modified: time of the last change in UTC, in the platform's format
    :arg application_id: the application that the scenario belongs to; None if it is Shared or the scope is unknown
    :arg parent: the scenario belongs to the parent account and cannot be changed from this one
    """

    scenario_id: t.Optional[int]
    scenario_name: str
    modified: t.Optional[str] = None
    application_id: t.Optional[Id] = None
    parent: bool = False

    @classmethod
    def from_row(cls, row: ApiObject, application_id: t.Optional[int] = None) -> Scenario:
        """Read a row of GetScenarios, which does not contain the application."""
        return cls(
            row.integer("scenario_id"),
            row.text("scenario_name"),
            row.text("modified", ""),
            application_id,
            row.flag("parent"),
        )

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the scenario for a task's result."""
        result: t.Dict[str, t.Any] = {
            "scenario_id": self.scenario_id,
            "scenario_name": self.scenario_name,
            "modified": self.modified,
        }
        if self.application_id is not None:
            result["application_id"] = self.application_id
        return result

    def __str__(self) -> str:
        return display_name("scenario", self.scenario_name, self.scenario_id)


@dataclasses.dataclass(frozen=True)
class BoundScenario:
    """A scenario that a rule runs."""

    scenario_id: Id
    scenario_name: str


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule with its scenarios in running order.

    :arg rule_id: None if the rule does not exist yet
    """

    rule_id: t.Optional[int]
    rule_name: str
    application_id: t.Optional[int]
    rule_pattern: str = ""
    rule_pattern_exclude: str = ""
    video_conference: bool = False
    modified: str = ""
    scenarios: t.Tuple[BoundScenario, ...] = ()

    @classmethod
    def from_row(cls, row: ApiObject) -> Rule:
        """Read a row of GetRules with C(with_scenarios)."""
        return cls(
            row.integer("rule_id"),
            row.text("rule_name"),
            row.integer("application_id"),
            row.text("rule_pattern", ""),
            row.text("rule_pattern_exclude", ""),
            row.flag("video_conference"),
            row.text("modified", ""),
            tuple(
                BoundScenario(bound.integer("scenario_id"), bound.text("scenario_name", ""))
                for bound in row.rows("scenarios")
            ),
        )

    @property
    def scenario_ids(self) -> t.Tuple[Id, ...]:
        """Return the ids of the bound scenarios in running order."""
        return tuple(bound.scenario_id for bound in self.scenarios)

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the rule for a task's result."""
        return dataclasses.asdict(self, dict_factory=_plain)

    def __str__(self) -> str:
        return display_name("rule", self.rule_name, self.rule_id)


@dataclasses.dataclass(frozen=True)
class Application:
    """An application.

    :arg application_id: None if the application does not exist yet
    :arg application_name: full name, such as C(support.account.voximplant.com)
    :arg rules: None if they were not read
    """

    application_id: t.Optional[int]
    application_name: str
    secure_record_storage: bool = False
    modified: str = ""
    rules: t.Optional[t.Tuple[Rule, ...]] = None

    @classmethod
    def from_row(cls, row: ApiObject) -> Application:
        """Read a row of GetApplications."""
        return cls(
            row.integer("application_id"),
            row.text("application_name"),
            row.flag("secure_record_storage"),
            row.text("modified", ""),
        )

    @property
    def short_name(self) -> str:
        """Return the name without the account's part."""
        return short_name_of(self.application_name)

    def full_name(self, short_name: str) -> str:
        """Return the full name of an application of the same account."""
        return ".".join([short_name, *self.application_name.split(".")[1:]])

    def is_called(self, name: str) -> bool:
        """Return whether this is its short or full name; a full one can name the node, as in C(a.account.n2.domain)."""
        if name in (self.application_name, self.short_name):
            return True
        labels, own = name.split("."), self.application_name.split(".")
        return len(labels) > _ACCOUNT_LABELS and labels[:_ACCOUNT_LABELS] == own[:_ACCOUNT_LABELS]

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the application for a task's result, with its rules if they were read."""
        result = dataclasses.asdict(self, dict_factory=_plain)
        if self.rules is None:
            del result["rules"]
        return result

    def __str__(self) -> str:
        return display_name("application", self.short_name, self.application_id)


@dataclasses.dataclass(frozen=True)
class StartedSession:
    """The response to the start of a session; every field may be missing."""

    media_session_access_url: t.Optional[str] = None
    media_session_access_secure_url: t.Optional[str] = None
    call_session_history_id: t.Optional[int] = None

    @classmethod
    def from_row(cls, row: ApiObject) -> StartedSession:
        """Read the response of StartScenarios or StartConference."""
        return cls(
            row.text("media_session_access_url", "") or None,
            row.text("media_session_access_secure_url", "") or None,
            row.optional_integer("call_session_history_id"),
        )


def require_id(value: t.Optional[Id]) -> int:
    """Return the id; raise if the object has none."""
    if not isinstance(value, int):
        raise ProtocolError("The platform returned an object without an ID.")
    return value


def pending_id(kind: str, name: str, scope: t.Optional[Id] = None) -> PendingId:
    """Return the id of an object that is created.

    :arg scope: id of the application that it belongs to; not of a scenario, whose name is unique in an account
    """
    return PendingId(f"{kind} {name}" if scope is None else f"{kind} {name} of {scope}", f"{kind}_id")


def parse_number(text: str) -> t.Optional[int]:
    """Return the number that digits stand for; None for any other text, and for more digits than an id has."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def parse_time(text: t.Optional[str]) -> t.Optional[datetime.datetime]:
    """Return a time in the platform's format, in UTC; None if it is in no such format."""
    try:
        return datetime.datetime.strptime(text or "", TIME_FORMAT).replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None


def short_name_of(application_name: str) -> str:
    """Return an application's name without the account's part."""
    return application_name.partition(".")[0]


def display_name(kind: str, name: str, object_id: t.Optional[int]) -> str:
    """Return an object's name for people, such as C(scenario inbound (id 12))."""
    return f"{kind} {with_id(name, object_id)}"


def with_id(name: str, object_id: t.Optional[int]) -> str:
    """Return a name with the id of its object, if that exists."""
    return name if object_id is None else f"{name} (id {object_id})"


def _plain(pairs: t.Iterable[t.Tuple[str, t.Any]]) -> t.Dict[str, t.Any]:
    """Return a dictionary with lists instead of tuples."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}
