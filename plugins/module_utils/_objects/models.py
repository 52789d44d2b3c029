# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The platform's objects as values."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ProtocolError

if t.TYPE_CHECKING:
    from .._api.response import Row


@dataclasses.dataclass(frozen=True)
class PendingId:
    """Stands for an id that the platform assigns when an operation of the same plan creates the object.

    :arg key: what the creating operation has as its C(creates)
    :arg field: where that operation's answer holds the id
    """

    key: str
    field: str


Id = t.Union[int, PendingId]


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A scenario as GetScenarios lists it, without its text.

    :arg scenario_id: none for one that does not exist yet
    :arg modified: UTC, as the platform writes it
    :arg application_id: the application whose own it is; none for a Shared one, and where the scope is not known
    :arg parent: it belongs to the parent account and cannot be changed here
    """

    scenario_id: t.Optional[int]
    scenario_name: str
    modified: t.Optional[str] = None
    application_id: t.Optional[Id] = None
    parent: bool = False

    @classmethod
    def from_row(cls, row: Row, application_id: t.Optional[int] = None) -> Scenario:
        """Read a row of GetScenarios; the row itself does not tell the application."""
        return cls(
            row.integer("scenario_id"),
            row.text("scenario_name"),
            row.text("modified", ""),
            application_id,
            row.flag("parent"),
        )

    def as_result(self) -> t.Dict[str, t.Any]:
        """The scenario as a task returns it."""
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
    """A scenario in the running order of a rule."""

    scenario_id: Id
    scenario_name: str


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule with the scenarios that it runs, in their order.

    :arg rule_id: none for one that does not exist yet
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
    def from_row(cls, row: Row) -> Rule:
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
        """The ids of the bound scenarios, in running order."""
        return tuple(bound.scenario_id for bound in self.scenarios)

    def as_result(self) -> t.Dict[str, t.Any]:
        """The rule as a task returns it."""
        return dataclasses.asdict(self, dict_factory=_plain)

    def __str__(self) -> str:
        return display_name("rule", self.rule_name, self.rule_id)


@dataclasses.dataclass(frozen=True)
class Application:
    """An application.

    :arg application_id: none for one that does not exist yet
    :arg application_name: in full, such as C(support.account.voximplant.com)
    """

    application_id: t.Optional[int]
    application_name: str
    secure_record_storage: bool = False
    modified: str = ""
    rules: t.Optional[t.Tuple[Rule, ...]] = None

    @classmethod
    def from_row(cls, row: Row) -> Application:
        """Read a row of GetApplications."""
        return cls(
            row.integer("application_id"),
            row.text("application_name"),
            row.flag("secure_record_storage"),
            row.text("modified", ""),
        )

    @property
    def short_name(self) -> str:
        """The name without the account's part, as one writes it."""
        return short_name_of(self.application_name)

    def renamed(self, short_name: str) -> str:
        """The full name that it would have under another short name."""
        return ".".join([short_name, *self.application_name.split(".")[1:]])

    def is_called(self, name: str) -> bool:
        """Whether this is its short or its full name."""
        return name in (self.application_name, self.short_name)

    def as_result(self) -> t.Dict[str, t.Any]:
        """The application as a task returns it; with its rules only where they were read."""
        result = dataclasses.asdict(self, dict_factory=_plain)
        if self.rules is None:
            del result["rules"]
        return result

    def __str__(self) -> str:
        return display_name("application", self.short_name, self.application_id)


@dataclasses.dataclass(frozen=True)
class StartedSession:
    """What the platform tells of a session that it has just started; every field may be missing."""

    media_session_access_url: t.Optional[str] = None
    media_session_access_secure_url: t.Optional[str] = None
    call_session_history_id: t.Optional[int] = None

    @classmethod
    def from_row(cls, row: Row) -> StartedSession:
        """Read the answer of StartScenarios or StartConference."""
        return cls(
            row.text("media_session_access_url", "") or None,
            row.text("media_session_access_secure_url", "") or None,
            row.optional_integer("call_session_history_id"),
        )


def require_id(value: t.Optional[Id]) -> int:
    """The id of an object that exists."""
    if not isinstance(value, int):
        raise ProtocolError("The platform gave an object no id.")
    return value


def short_name_of(application_name: str) -> str:
    """An application's name without the account's part."""
    return application_name.partition(".")[0]


def display_name(kind: str, name: str, number: t.Optional[int]) -> str:
    """An object as a person calls it, such as C(scenario inbound (id 12))."""
    return f"{kind} {name} (id {number})" if number is not None else f"{kind} {name}"


def _plain(pairs: t.Iterable[t.Tuple[str, t.Any]]) -> t.Dict[str, t.Any]:
    """A dictionary whose tuples are lists, as JSON has them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}
