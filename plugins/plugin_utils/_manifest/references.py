# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check what names refer to: the scenarios of rules, and the previous names of objects."""

from __future__ import annotations

import typing as t

from ...module_utils._objects.models import short_name_of
from ...module_utils._objects.names import compose, matches
from .document import Document, Mistake, Path, entries
from .names import Ignored, key_path, name_of, names_in, objects
from .substitutions import suggest

Scopes = t.Mapping[str, t.Optional[str]]


def reference_mistakes(document: Document, scopes: Scopes, ignored: Ignored) -> t.List[Mistake]:
    """Find the scenarios of rules that the project does not have, or that the rules cannot run.

    :arg scopes: the names of all declared scenarios, with the applications that they belong to
    """
    found: t.List[Mistake] = []
    for rule_path, _rule, application in entries(document.value, "rules"):
        for path, name in names_in(document.value, (*rule_path, "scenarios")):
            if name in scopes:
                message = _foreign(name, scopes[name], application)
            elif matches(name, ignored.get("scenarios", ())):
                message = None
            else:
                remedy = suggest(name, scopes) or "; declare it, without src if its script is not to be managed"
                message = f"the project has no scenario {name!r}{remedy}"
            if message is not None:
                found.append(document.mistake(path, message))
    return found


def resolve_references(document: Document, names: t.Iterable[str]) -> None:
    """Let rules name scenarios as they are declared, where only the form of their characters differs.

    A name that is declared stays as it is written, since an account can have it in this form.
    """
    exact = set(names)
    declared = {compose(name): name for name in exact}
    for _path, rule, _application in entries(document.value, "rules"):
        if isinstance(rule.get("scenarios"), list):
            rule["scenarios"][:] = [
                declared.get(compose(item), item) if isinstance(item, str) and item not in exact else item
                for item in rule["scenarios"]
            ]


def previous_name_mistakes(document: Document) -> t.List[Mistake]:
    """Find previous names that another object of the same kind has, or had as well."""
    found: t.List[Mistake] = []
    claimed: t.Dict[t.Tuple[Path, str], Path] = {}
    entries = list(objects(document.value))
    for path, value in entries:
        name = name_of(value)
        if name is not None:
            claimed.setdefault(_identity(path, name), key_path(document, path, "name"))
    for path, value in entries:
        previous, place = value.get("renamed_from"), (*path, "renamed_from")
        if isinstance(previous, str) and previous:
            identity = _identity(path, previous)
            other = claimed.setdefault(identity, place)
            if other is not place and identity != _identity(path, name_of(value) or ""):
                key = "previous name" if other[-1] == "renamed_from" else "name"
                message = f"{previous!r} is the {key} of another object, {document.place(other)}"
                found.append(document.mistake(place, message))
    return found


def _identity(path: Path, name: str) -> t.Tuple[Path, str]:
    """Return what is the same for all forms of a name: of an application, the full one counts as the short one."""
    siblings = path[:-1]
    return siblings, compose(short_name_of(name) if siblings == ("applications",) else name)


def _foreign(name: str, scope: t.Optional[str], application: t.Mapping[str, t.Any]) -> t.Optional[str]:
    """Say why a rule of an application cannot run a scenario; C(None) if it can."""
    own = [short_name_of(str(application.get(key) or "")) for key in ("name", "renamed_from")]
    if scope is None or compose(short_name_of(scope)) in map(compose, own):
        return None
    return (
        f"{name!r} belongs to the application {scope!r}; a rule runs Shared scenarios and those of its own application"
    )
