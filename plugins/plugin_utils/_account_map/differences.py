# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Combine the differences of each object, with both sides and the texts, as the page shows them."""

from __future__ import annotations

import dataclasses
import typing as t

from ...module_utils._api.screen import visible_line
from .._report.content import diff_of
from .._report.lines import ObjectKey, group_by_object, value_as_text

Row = t.Mapping[str, t.Any]
Kinds = t.Tuple[str, ...]

_PARTS = ("", "scenarios of ")


@dataclasses.dataclass(frozen=True)
class MappedDifference:
    """How an object differs.

    :arg number: of the difference, beginning with 1
    :arg application: short name of its application; empty if it does not belong to one
    :arg actual: attributes in the account, as C(name: value)
    :arg declared: attributes in the project
    :arg texts: header and unified diff of what differs, where the texts are known
    :arg place: what the object is found by in the account
    """

    number: int
    object: str
    name: str
    application: str
    kinds: Kinds
    actual: t.Tuple[str, ...]
    declared: t.Tuple[str, ...]
    texts: t.Tuple[t.Tuple[str, str], ...]
    place: ObjectKey
    attributes: Row = dataclasses.field(default_factory=dict)

    @property
    def is_missing(self) -> bool:
        """Return whether the account does not have the object."""
        return "missing" in self.kinds


def object_key(kind: str, name: str, application: str) -> ObjectKey:
    """Return what an object is found by: the names of scenarios are unique in an account."""
    return kind, name, application if kind != "scenario" else ""


def map_differences(drift: t.Iterable[Row], diff: t.Iterable[Row]) -> t.Tuple[MappedDifference, ...]:
    """Combine the differences of each object, and add its entries of a diff.

    :arg drift: as returned by vox_sync
    :arg diff: as returned by vox_sync in diff mode
    """
    entries, groups = list(diff), group_by_object(drift)
    return tuple(
        MappedDifference(
            number,
            *key,
            kinds=tuple(found["kind"] for found in group),
            actual=_attributes(group, "before"),
            declared=_attributes(group, "after"),
            texts=tuple(diff_of(entry) for entry in entries if _is_of(entry, *key)),
            place=_current_key(groups, *key),
            attributes={name: value for found in group for name, value in (found.get("after") or {}).items()},
        )
        for number, (key, group) in enumerate(groups.items(), 1)
    )


def _current_key(groups: t.Mapping[ObjectKey, t.Iterable[Row]], kind: str, name: str, application: str) -> ObjectKey:
    """Return what an object is found by in the account, which has the previous names of what is renamed."""
    names = [
        next((found["before"]["name"] for found in groups.get(key, ()) if found["kind"] == "renamed"), key[1])
        for key in ((kind, name, application), ("application", application, ""))
    ]
    return object_key(kind, *names)


def _attributes(group: t.Iterable[Row], side: str) -> t.Tuple[str, ...]:
    values = {name: value for found in group for name, value in (found.get(side) or {}).items()}
    return tuple(visible_line(f"{name}: {value_as_text(value)}") for name, value in values.items())


def _is_of(entry: Row, kind: str, name: str, application: str) -> bool:
    """Return whether an entry of a diff is about an object; its headers name the object, its id and its application."""
    title = f"{kind.replace('_', ' ')} {name}"
    starts = tuple(f"{part}{title} ({state}" for part in _PARTS for state in ("id ", "absent)"))
    headers = [str(entry.get(f"{side}_header") or "") for side in ("before", "after")]
    if kind == "application" and f"order of the rules of {name}" in headers:
        return True
    is_located = kind in ("application", "scenario") or any(header.endswith(f" in {application}") for header in headers)
    return is_located and any(header.startswith(starts) for header in headers)
