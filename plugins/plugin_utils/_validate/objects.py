# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find undeclared secrets that scripts read, names of no application, and phone numbers that no rule matches."""

from __future__ import annotations

import typing as t

from ...module_utils._api.errors import InputError
from ...module_utils._objects.models import short_name_of
from ...module_utils._objects.names import matches
from ...module_utils._objects.phone_numbers import digits_of
from ...module_utils._plan.application import NAME_RULE, is_application_name
from .._manifest.document import entries, items
from .._manifest.names import name_of
from .._manifest.phone_numbers import written_number
from .._manifest.substitutions import suggest
from .patterns import takes_number

if t.TYPE_CHECKING:
    from .._manifest.project import Project
    from .analysis import Lines


def undeclared_secrets(project: Project, read: t.Iterable[t.Tuple[str, Lines]]) -> t.Iterator[str]:
    """Find secrets that scripts read and no application declares; the platform would give them C(undefined).

    :arg read: files with the names of the secrets that they read, and lines
    """
    applications = [name_of(entry) or "" for entry in items(project.document.value, "applications")]
    owners = [short_name_of(name) for name in applications]
    declared = {name for owner in owners for name in project.names("secrets", owner)}
    ignored = project.ignore.get("secrets", ())
    for file, secrets in read:
        for name, line in sorted(secrets.items()):
            if name not in declared and not any(matches(f"{owner}/{name}", ignored) for owner in owners):
                yield f"{file}:{line}: no application declares the secret {name!r}{suggest(name, declared)}"


def invalid_applications(project: Project) -> t.Iterator[str]:
    """Find names that no new application can have; one that has existed for long may have one of them."""
    for number, entry in enumerate(items(project.document.value, "applications")):
        name = name_of(entry)
        if name and not is_application_name(short_name_of(name)):
            message = f"no new application can have the name {name!r}: {NAME_RULE}"
            yield str(project.document.mistake(("applications", number, "name"), message))


def unmatched_numbers(project: Project) -> t.Iterator[str]:
    """Find phone numbers that no rule of their application matches; calls to them would be refused."""
    for path, entry, application in entries(project.document.value, "phone_numbers"):
        rules = [rule for rule in items(application, "rules") if isinstance(rule, dict)]
        digits = _digits(entry)
        if digits is not None and rules and not any(_may_match(rule, digits) for rule in rules):
            yield str(project.document.mistake((*path, "number"), f"no rule of the application matches {digits}"))


def _digits(entry: t.Mapping[str, t.Any]) -> t.Optional[str]:
    written = written_number(entry)
    try:
        return None if written is None else digits_of(written)
    except InputError:  # a mistake already
        return None


def _may_match(rule: t.Mapping[str, t.Any], digits: str) -> bool:
    """Return whether a rule may accept a number: also where its pattern is not declared, or in another dialect."""
    pattern, exclude = (rule[key] if isinstance(rule.get(key), str) else None for key in ("pattern", "pattern_exclude"))
    return takes_number(digits, pattern, exclude, rule.get("video_conference") is True) is not False
