# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Render an account as one HTML page that needs no network; names and scripts are treated as hostile."""

from __future__ import annotations

import base64
import dataclasses
import functools
import hashlib
import pathlib
import re
import typing as t

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from ...module_utils._objects.models import short_name_of
from .._manifest.document import pluralize
from .._report.lines import Place
from .calls import numbers_by_rule
from .differences import Kinds, MappedDifference, Row, map_differences, place_of

Differences = t.Mapping[Place, MappedDifference]

_DIRECTORY = pathlib.Path(__file__).parent
_NOTHING_ELSE = "base-uri 'none'; form-action 'none'"
# What HTML cannot contain, or would take for something else: control characters and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclasses.dataclass(frozen=True)
class MappedApplication:
    """An application with its rules, in the order of their priority.

    :arg missing: differences of rules that it does not have
    """

    id: int
    name: str
    full_name: str
    secure: bool
    modified: str
    kinds: Kinds
    rules: t.Tuple[MappedRule, ...]
    missing: t.Tuple[MappedDifference, ...]


@dataclasses.dataclass(frozen=True)
class MappedRule:
    """A rule; its scenarios are in running order.

    :arg phone_numbers: numbers whose calls it handles
    """

    id: int
    name: str
    pattern: str
    pattern_exclude: str
    conference: bool
    modified: str
    kinds: Kinds
    scenarios: t.Tuple[RunScenario, ...]
    phone_numbers: t.Tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class RunScenario:
    """A scenario that a rule runs.

    :arg listed: whether the page tells more of it
    """

    id: int
    name: str
    listed: bool


@dataclasses.dataclass(frozen=True)
class RunBy:
    """A rule that runs a scenario."""

    application_id: int
    application: str
    name: str


@dataclasses.dataclass(frozen=True)
class MappedScenario:
    """A scenario.

    :arg size: of its text, for the reader; empty if the text was not read
    """

    id: int
    name: str
    size: str
    parent: bool
    modified: str
    kinds: Kinds
    run_by: t.Tuple[RunBy, ...]


@dataclasses.dataclass(frozen=True)
class AccountMap:
    """What the page shows.

    :arg account: name of the account; empty if it has no application
    :arg environment: what the project calls the account
    :arg time: when the account was read, in UTC
    :arg idle_numbers: phone numbers whose calls reach no rule
    :arg differences: None if nothing was compared
    :arg anchors: places of the page by the numbers of differences
    """

    account: str
    environment: str
    time: str
    applications: t.Tuple[MappedApplication, ...]
    scenarios: t.Tuple[MappedScenario, ...]
    idle_numbers: t.Tuple[str, ...]
    differences: t.Optional[t.Tuple[MappedDifference, ...]]
    anchors: t.Mapping[int, str]

    @property
    def rule_count(self) -> int:
        """Return the number of rules."""
        return sum(len(application.rules) for application in self.applications)

    def missing(self, kind: str) -> t.Tuple[MappedDifference, ...]:
        """Return the differences of objects of a kind that the account does not have."""
        return tuple(found for found in self.differences or () if found.object == kind and found.is_missing)


def map_account(
    applications: t.Iterable[Row],
    scenarios: t.Iterable[Row],
    drift: t.Optional[t.Iterable[Row]],
    diff: t.Iterable[Row] = (),
    phone_numbers: t.Iterable[Row] = (),
    *,
    environment: str = "",
    time: str = "",
) -> AccountMap:
    """Bring rows of the info modules, and differences, into the order of the page: by name, rules by priority."""
    applications, scenarios = tuple(applications), tuple(scenarios)
    differences = None if drift is None else map_differences(drift, diff)
    known = {row["scenario_id"] for row in scenarios}
    by_place = {found.place: found for found in differences or ()}
    numbers = numbers_by_rule(phone_numbers, applications)
    mapped = tuple(
        sorted(
            (_application(row, known, by_place, numbers) for row in applications),
            key=lambda application: (application.name, application.id),
        )
    )
    account = mapped[0].full_name[len(mapped[0].name) :].lstrip(".") if mapped else ""
    listed = _scenarios(scenarios, mapped, by_place)
    anchors = _anchors(differences or (), mapped, listed)
    return AccountMap(account, environment, time, mapped, listed, numbers.get(0, ()), differences, anchors)


def render(account: AccountMap, title: str) -> str:
    """Return the page; it is the same for the same account."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; {_NOTHING_ELSE}"
    return _template().render(
        account=account,
        title=title,
        policy=Markup(policy),
        style=Markup(style),
        script=Markup(script),
        pluralize=pluralize,
    )


@functools.lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_printable, keep_trailing_newline=True
    )
    return environment.from_string(_asset("page.html"))


def _kinds(differences: Differences, place: Place) -> Kinds:
    found = differences.get(place)
    return found.kinds if found else ()


def _anchors(
    differences: t.Iterable[MappedDifference],
    applications: t.Iterable[MappedApplication],
    scenarios: t.Iterable[MappedScenario],
) -> t.Dict[int, str]:
    """Return where the page tells more of the objects that differ."""
    places: t.Dict[Place, str] = {}
    for application in applications:
        places[place_of("application", application.name, "")] = f"application-{application.id}"
        for rule in application.rules:
            places[place_of("rule", rule.name, application.name)] = f"rule-{rule.id}"
    places.update({place_of("scenario", scenario.name, ""): f"scenario-{scenario.id}" for scenario in scenarios})
    shown_missing = ("application", "rule", "scenario")
    return {
        found.number: places.get(found.place)
        or (f"missing-{found.number}" if found.is_missing and found.object in shown_missing else "")
        for found in differences
    }


def _application(
    row: Row, known: t.Container[int], differences: Differences, numbers: t.Mapping[int, t.Tuple[str, ...]]
) -> MappedApplication:
    full_name: str = row["application_name"]
    name = short_name_of(full_name)
    rules = tuple(
        MappedRule(
            rule["rule_id"],
            rule["rule_name"],
            rule["rule_pattern"],
            rule["rule_pattern_exclude"],
            rule["video_conference"],
            rule["modified"],
            _kinds(differences, place_of("rule", rule["rule_name"], name)),
            tuple(
                RunScenario(bound["scenario_id"], bound["scenario_name"], bound["scenario_id"] in known)
                for bound in rule["scenarios"]
            ),
            numbers.get(rule["rule_id"], ()),
        )
        for rule in row["rules"]
    )
    missing = tuple(
        found
        for found in differences.values()
        if (found.object, found.application) == ("rule", name) and found.is_missing
    )
    kinds = _kinds(differences, place_of("application", name, ""))
    return MappedApplication(
        row["application_id"], name, full_name, row["secure_record_storage"], row["modified"], kinds, rules, missing
    )


def _scenarios(
    rows: t.Iterable[Row],
    applications: t.Iterable[MappedApplication],
    differences: Differences,
) -> t.Tuple[MappedScenario, ...]:
    users: t.Dict[int, t.Tuple[RunBy, ...]] = {}
    for application in applications:
        for rule in application.rules:
            for bound in rule.scenarios:
                users[bound.id] = (*users.get(bound.id, ()), RunBy(application.id, application.name, rule.name))
    mapped = (
        MappedScenario(
            row["scenario_id"],
            row["scenario_name"],
            _size(row.get("scenario_script")),
            row["parent"],
            row["modified"],
            _kinds(differences, place_of("scenario", row["scenario_name"], "")),
            users.get(row["scenario_id"], ()),
        )
        for row in rows
    )
    return tuple(sorted(mapped, key=lambda scenario: (scenario.name, scenario.id)))


def _size(text: t.Optional[str]) -> str:
    """Return the length of a script for people."""
    return "" if text is None else f"{len(text.encode('utf-8', 'surrogatepass')):,} bytes"


def _printable(value: t.Any) -> t.Any:
    """Return a value without characters that HTML cannot contain; the page's own markup is unchanged."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else _UNPRINTABLE.sub("\ufffd", str(value))


def _asset(name: str) -> str:
    return (_DIRECTORY / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return the source by which a content security policy allows inline code."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
