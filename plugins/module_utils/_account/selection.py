# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Check what a partial deployment selects: a mistyped glob would deploy nothing, and look like success."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError
from .._objects.names import compose, matches
from .desired import CurrentAccount, DesiredAccount

Pairs = t.Iterable[t.Tuple[str, t.Optional[str]]]


def check_selection(current: CurrentAccount, desired: DesiredAccount) -> t.Tuple[str, ...]:
    """Return a warning for each glob that selects nothing any more, because an earlier run may have deleted it.

    :raises InputError: if a glob selects nothing and nothing of its kind is pruned
    """
    selection = desired.selection
    if not selection.is_partial:
        return ()
    warnings = []
    for kind, globs, names in (
        ("scenarios", selection.scenarios, _scenario_names(current, desired)),
        ("rules", selection.rules, _rule_names(current, desired)),
    ):
        idle = [glob for glob in globs or () if not any(matches(name, (glob,)) for name in names)]
        message = f"only_{kind}: no {kind[:-1]} of the project or the account matches {', '.join(map(repr, idle))}."
        if idle and kind in desired.prune.kinds:
            warnings.append(message)
        elif idle:
            raise InputError(
                message, field=f"only_{kind}", advice="Check the spelling; globs match whole names, case-sensitively."
            )
    return tuple(warnings)


def _scenario_names(current: CurrentAccount, desired: DesiredAccount) -> t.Set[str]:
    declared = [(scenario.name, scenario.renamed_from) for scenario in desired.scenarios]
    return _selectable((scenario.scenario_name for scenario in current.scenarios), declared)


def _rule_names(current: CurrentAccount, desired: DesiredAccount) -> t.Set[str]:
    """Return the names of the rules that declared applications have and will have."""
    names: t.Set[str] = set()
    for application in desired.applications:
        existing = current.application(*application.names)
        rules = (existing.rules or ()) if existing is not None else ()
        declared = [(rule.name, rule.renamed_from) for rule in application.rules or ()]
        names |= _selectable((rule.rule_name for rule in rules), declared)
    return names


def _selectable(current: t.Iterable[str], declared: Pairs) -> t.Set[str]:
    """Return the names that globs can select: a renamed object is selected by its new name only.

    :arg declared: names with previous names
    """
    pairs = list(declared)
    previous = {compose(renamed_from) for _name, renamed_from in pairs if renamed_from is not None}
    return {name for name, _renamed_from in pairs} | {name for name in current if compose(name) not in previous}
