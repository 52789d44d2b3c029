# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Tell what a deployment has written from what somebody else has changed since.

Each attribute is looked at by itself: a write that the platform accepted and did not carry out, or a rollback that was
interrupted, leaves an object that is not one of those that were written, but a mixture of them.
"""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

from .._objects.models import Id
from .._objects.names import is_same_name
from .._objects.script import is_same
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord
from .records import ApplicationRecord, Record, RuleRecord, ScenarioRecord

_RULE_FIELDS = ("name", "application_id", "pattern", "pattern_exclude", "video_conference")


def is_written(states: t.Sequence[t.Optional[Record]], shown: t.Optional[Record]) -> bool:
    """Return whether a deployment explains what the platform shows of an object.

    :arg states: the records that the object had, the first one before the deployment
    """
    if shown is None:
        return None in states[1:]
    if isinstance(shown, ScenarioRecord):
        scenarios = [state for state in states if isinstance(state, ScenarioRecord)]
        return _has_fields(scenarios, shown, ("name",)) and _has_script(states[0], scenarios, shown.script)
    if isinstance(shown, RuleRecord):
        rules = [state for state in states if isinstance(state, RuleRecord)]
        return _has_fields(rules, shown, _RULE_FIELDS) and is_mixture(
            [rule.scenario_ids for rule in rules], shown.scenario_ids
        )
    if isinstance(shown, SecretRecord):
        secrets = [state for state in states if isinstance(state, SecretRecord)]
        is_known = _has_secret_value([secret.value for secret in secrets], shown, is_new=states[0] is None)
        return _has_fields(secrets, shown, ("name", "application_id", "description")) and is_known
    if isinstance(shown, (PhoneNumberRecord, UserRecord)):
        objects = [state for state in states if isinstance(state, type(shown))]
        return _has_fields(objects, shown, [field.name for field in dataclasses.fields(shown)])
    applications = [state for state in states if isinstance(state, ApplicationRecord)]
    return _has_fields(applications, shown, ("name", "secure_record_storage"))


def is_mixture(lists: t.Sequence[t.Sequence[Id]], shown: t.Sequence[Id]) -> bool:
    """Return whether each id that is in a list, or not, and each two in their order, are so in one of some lists."""
    everything = {found for ids in lists for found in ids}
    is_known = all((found in shown) in {found in ids for ids in lists} for found in {*everything, *shown})
    ordered = {pair for ids in lists for pair in itertools.combinations(ids, 2)}
    pairs = itertools.combinations(shown, 2)
    return is_known and all((first, second) in ordered or (second, first) not in ordered for first, second in pairs)


def _has_fields(states: t.Sequence[Record], shown: Record, fields: t.Sequence[str]) -> bool:
    """Return whether each attribute is that of a state; C(None) stands for any value of a user's flag."""
    return all(
        any(_has_value(state, field, getattr(shown, field)) or _is_unknown(state, field) for state in states)
        for field in fields
    )


def _has_value(state: Record, field: str, shown: t.Any) -> bool:
    value = getattr(state, field)
    return value == shown or (field == "name" and is_same_name(value, shown))


def _is_unknown(state: Record, field: str) -> bool:
    return isinstance(state, UserRecord) and getattr(state, field) is None


def _has_secret_value(written: t.Sequence[t.Optional[str]], shown: SecretRecord, *, is_new: bool) -> bool:
    """Return whether the value may be one that was written; if that is not known, a new secret must be unchanged."""
    if shown.value is None or None in written:
        return not (is_new and shown.is_modified)
    return shown.value in written


def _has_script(before: t.Optional[Record], states: t.Sequence[ScenarioRecord], shown: t.Optional[str]) -> bool:
    """Return whether a script is one that was written, or as much of a new one as the platform has kept."""
    scripts = [state.script for state in states]
    if shown is None or None in scripts:
        return None in scripts  # it does not matter
    new = [script for script in scripts if script and script != getattr(before, "script", None)]
    is_beginning = bool(shown) and any(script.startswith(shown) for script in new)
    return is_beginning or any(is_same(script or "", shown) for script in scripts)
