# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Render an account as one HTML page that needs no network; names and scripts are treated as hostile."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import pathlib
import re
import typing as t

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ...module_utils._objects.models import short_name_of

Row = t.Mapping[str, t.Any]
Kinds = t.Tuple[str, ...]

_DIRECTORY = pathlib.Path(__file__).parent
_NOTHING_ELSE = "base-uri 'none'; form-action 'none'"
# What HTML cannot hold, or would take for something else: control characters and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclasses.dataclass(frozen=True)
class MappedApplication:
    """An application with its rules, in the order of their priority."""

    id: int
    name: str
    full_name: str
    secure: bool
    modified: str
    kinds: Kinds
    rules: t.Tuple[MappedRule, ...]


@dataclasses.dataclass(frozen=True)
class MappedRule:
    """A rule; its scenarios are in running order."""

    id: int
    name: str
    pattern: str
    pattern_exclude: str
    conference: bool
    modified: str
    kinds: Kinds
    scenarios: t.Tuple[RunScenario, ...]


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

    :arg differences: as C(drift) of vox_sync; none if nothing was compared
    """

    applications: t.Tuple[MappedApplication, ...]
    scenarios: t.Tuple[MappedScenario, ...]
    differences: t.Optional[t.Tuple[Row, ...]]

    @property
    def rule_count(self) -> int:
        """Return the number of rules."""
        return sum(len(application.rules) for application in self.applications)


def map_account(
    applications: t.Iterable[Row], scenarios: t.Iterable[Row], drift: t.Optional[t.Iterable[Row]]
) -> AccountMap:
    """Bring rows of the info modules, and differences, into the order of the page: by name, rules by priority."""
    scenarios = tuple(scenarios)
    differences = None if drift is None else tuple(drift)
    known = {row["scenario_id"] for row in scenarios}
    marks = _marks(differences or ())
    mapped = tuple(
        sorted(
            (_application(row, known, marks) for row in applications),
            key=lambda application: (application.name, application.id),
        )
    )
    return AccountMap(mapped, _scenarios(scenarios, mapped, marks), differences)


def render(account: AccountMap, title: str) -> str:
    """Return the page; it is the same for the same account."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; {_NOTHING_ELSE}"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_printable, keep_trailing_newline=True
    )
    template = environment.from_string(_asset("page.html"))
    return template.render(
        account=account, title=title, policy=Markup(policy), style=Markup(style), script=Markup(script)
    )


def _marks(differences: t.Iterable[Row]) -> t.Dict[t.Tuple[str, str, str], Kinds]:
    """Return the kinds of differences by object, name and, for rules, application."""
    marks: t.Dict[t.Tuple[str, str, str], Kinds] = {}
    for difference in differences:
        application = difference["application"] if difference["object"] == "rule" else ""
        key = (difference["object"], difference["name"], application)
        marks[key] = (*marks.get(key, ()), difference["kind"])
    return marks


def _application(
    row: Row, known: t.Container[int], marks: t.Mapping[t.Tuple[str, str, str], Kinds]
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
            marks.get(("rule", rule["rule_name"], name), ()),
            tuple(
                RunScenario(bound["scenario_id"], bound["scenario_name"], bound["scenario_id"] in known)
                for bound in rule["scenarios"]
            ),
        )
        for rule in row["rules"]
    )
    kinds = marks.get(("application", name, ""), ())
    return MappedApplication(
        row["application_id"], name, full_name, row["secure_record_storage"], row["modified"], kinds, rules
    )


def _scenarios(
    rows: t.Iterable[Row],
    applications: t.Iterable[MappedApplication],
    marks: t.Mapping[t.Tuple[str, str, str], Kinds],
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
            marks.get(("scenario", row["scenario_name"], ""), ()),
            users.get(row["scenario_id"], ()),
        )
        for row in rows
    )
    return tuple(sorted(mapped, key=lambda scenario: (scenario.name, scenario.id)))


def _size(text: t.Optional[str]) -> str:
    """Return the length of a script for people."""
    return "" if text is None else f"{len(text.encode('utf-8', 'surrogatepass')):,} bytes"


def _printable(value: t.Any) -> t.Any:
    """Return a value without characters that HTML cannot hold; the page's own markup is unchanged."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else _UNPRINTABLE.sub("\ufffd", str(value))


def _asset(name: str) -> str:
    return (_DIRECTORY / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return the source by which a content security policy allows inline code."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
