# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Render an account as one HTML page that needs no network; names and scripts are treated as hostile."""

from __future__ import annotations

import base64
import functools
import hashlib
import pathlib
import re
import typing as t

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from ...module_utils._objects.models import short_name_of
from .._manifest.document import pluralize
from .._report.lines import ObjectKey
from .calls import numbers_by_rule
from .differences import Kinds, MappedDifference, Row, map_differences, object_key

_DIRECTORY = pathlib.Path(__file__).parent
_NOTHING_ELSE = "base-uri 'none'; form-action 'none'"
# What HTML cannot contain, or would take for something else: control characters and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class _Environment(Environment):
    """Raises the errors of Python, such as C(KeyError) for a key that a row does not have."""

    def getattr(self, obj: t.Any, attribute: str) -> t.Any:
        """Return an attribute of an object or a key of a row."""
        return getattr(obj, attribute) if hasattr(obj, attribute) else obj[attribute]


def render(
    applications: t.Iterable[Row],
    scenarios: t.Iterable[Row],
    drift: t.Optional[t.Iterable[Row]],
    title: str,
    *,
    diff: t.Iterable[Row],
    phone_numbers: t.Iterable[Row],
    environment: str,
    time: str,
) -> str:
    """Return the page of an account: by name, rules by priority; it is the same for the same rows.

    :arg applications: as returned by vox_application_info, with their rules
    :arg scenarios: as returned by vox_scenario_info
    :arg drift: as returned by vox_sync; None if nothing was compared
    :arg diff: as returned by vox_sync in diff mode
    :arg phone_numbers: as returned by vox_phone_number_info
    :arg environment: what the project calls the account
    :arg time: when the account was read, in UTC
    :raises KeyError: if a row does not have a key
    """
    applications = sorted(applications, key=lambda row: (short_name_of(row["application_name"]), row["application_id"]))
    scenarios = sorted(scenarios, key=lambda row: (row["scenario_name"], row["scenario_id"]))
    differences = None if drift is None else map_differences(drift, diff)
    full_name = applications[0]["application_name"] if applications else ""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; {_NOTHING_ELSE}"
    return _template().render(
        account=full_name[len(short_name_of(full_name)) :].lstrip("."),
        anchors=_anchors(differences or (), applications, scenarios),
        applications=applications,
        differences=differences,
        environment=environment,
        kinds=functools.partial(_kinds, {found.place: found.kinds for found in differences or ()}),
        listed={row["scenario_id"] for row in scenarios},
        missing=functools.partial(_missing, differences or ()),
        numbers=numbers_by_rule(phone_numbers, applications),
        pluralize=pluralize,
        policy=Markup(policy),
        run_by=_run_by(applications),
        scenarios=scenarios,
        script=Markup(script),
        short_name_of=short_name_of,
        size=_size,
        style=Markup(style),
        time=time,
        title=title,
    )


@functools.lru_cache(maxsize=1)
def _template() -> Template:
    environment = _Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_printable, keep_trailing_newline=True
    )
    return environment.from_string(_asset("page.html"))


def _kinds(differences: t.Mapping[ObjectKey, Kinds], kind: str, name: str, application: str = "") -> Kinds:
    """Return how an object differs."""
    return differences.get(object_key(kind, name, application), ())


def _missing(
    differences: t.Iterable[MappedDifference], kind: str, application: t.Optional[str] = None
) -> t.List[MappedDifference]:
    """Return the differences of objects that the account does not have, of one of its applications if it is given."""
    return [
        found
        for found in differences
        if found.object == kind and found.is_missing and application in (None, found.place[2])
    ]


def _anchors(
    differences: t.Iterable[MappedDifference], applications: t.Iterable[Row], scenarios: t.Iterable[Row]
) -> t.Dict[int, str]:
    """Return where the page tells more of the objects that differ, by the numbers of differences."""
    places: t.Dict[ObjectKey, str] = {}
    for application in applications:
        name = short_name_of(application["application_name"])
        places[object_key("application", name, "")] = f"application-{application['application_id']}"
        for rule in application["rules"]:
            places[object_key("rule", rule["rule_name"], name)] = f"rule-{rule['rule_id']}"
    for row in scenarios:
        places[object_key("scenario", row["scenario_name"], "")] = f"scenario-{row['scenario_id']}"
    shown_missing = ("application", "rule", "scenario")
    return {
        found.number: places.get(found.place)
        or (f"missing-{found.number}" if found.is_missing and found.object in shown_missing else "")
        for found in differences
    }


def _run_by(applications: t.Iterable[Row]) -> t.Dict[int, t.List[t.Tuple[Row, Row]]]:
    """Return the rules that run each scenario, with their applications, by the ids of scenarios."""
    run_by: t.Dict[int, t.List[t.Tuple[Row, Row]]] = {}
    for application in applications:
        for rule in application["rules"]:
            for scenario in rule["scenarios"]:
                run_by.setdefault(scenario["scenario_id"], []).append((application, rule))
    return run_by


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
