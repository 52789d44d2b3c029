# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check names after substitution: whether the platform accepts them, and whether each stands once."""

from __future__ import annotations

import typing as t

from ...module_utils._objects.models import short_name_of
from ...module_utils._objects.names import compose, matches
from ...module_utils._plan.rule import MAX_NAME_CHARACTERS as MAX_RULE_NAME_CHARACTERS
from ...module_utils._plan.rule import MAX_PATTERN_BYTES
from ...module_utils._plan.scenario import MAX_NAME_CHARACTERS
from ...module_utils._plan.secret import is_secret_name
from ...module_utils._plan.user import is_user_name
from .document import Document, Mistake, Path, items

Ignored = t.Mapping[str, t.Sequence[str]]
_NEVER_EMPTY = ("renamed_from", "application_name", "pattern", "bind_key_id", "display_name")
_PATTERNS = ("pattern", "pattern_exclude")
_TOUCHED = {"name": "is declared", "renamed_from": "would be renamed", "application_name": "would be changed"}
"""What a project does to the objects that it names, by the key that names them."""
NAMED = {"rules": "rule", "secrets": "secret", "users": "user"}
"""The lists of an application whose items have names, and what an item is called."""


def name_mistakes(document: Document, ignored: Ignored) -> t.List[Mistake]:
    """Find names that the platform refuses, that stand more than once, or that the project ignores."""
    found: t.List[Mistake] = []
    for path, what in _lists(document.value):
        found += _find_repeated(document, path, what)
    for path, value in objects(document.value):
        found += [document.mistake(key_path(document, path, key), message) for key, message in _wrong(path, value)]
    return found + list(_find_ignored(document, ignored))


def scenario_name_problem(name: str) -> t.Optional[str]:
    """Say why the platform does not accept a scenario's name; C(None) if it does."""
    if not name:
        return "must not be empty"
    if ";" in name:
        return "must not contain a semicolon"
    if len(name) > MAX_NAME_CHARACTERS:
        return f"has {len(name)} characters; at most {MAX_NAME_CHARACTERS} are allowed"
    return None


def name_of(value: t.Any) -> t.Optional[str]:
    """Return the name of an object, or a name itself; C(None) if it is not one.

    In the options of a task, a template can make a number of a name.
    """
    name = value.get("name") if isinstance(value, dict) else value
    if isinstance(name, bool) or not isinstance(name, (str, int)):
        return None
    return str(name)


def objects(value: t.Any) -> t.Iterator[t.Tuple[Path, t.Mapping[str, t.Any]]]:
    """Yield the scenarios, applications, rules, secrets and users with their places; a name alone as a mapping."""
    for kind in ("scenarios", "applications"):
        for number, entry in enumerate(items(value, kind)):
            if isinstance(entry, dict):
                yield (kind, number), entry
            for named in NAMED if kind == "applications" else ():
                for index, item in enumerate(items(entry, named)):
                    if isinstance(item, dict):
                        yield (kind, number, named, index), item
                    elif named == "secrets" and name_of(item) is not None:
                        yield (kind, number, named, index), {"name": name_of(item)}


def key_path(document: Document, path: Path, key: str) -> Path:
    """Return the path of a key of an object; that of the object itself if it is only a name."""
    value = document.value
    for part in path:
        value = value[part]
    return (*path, key) if isinstance(value, dict) else path


def _wrong(path: Path, value: t.Mapping[str, t.Any]) -> t.Iterator[t.Tuple[str, str]]:
    """Yield the keys of an object that the platform would refuse, and why."""
    name = name_of(value)
    problem = (
        None if name is None else scenario_name_problem(name) if path[0] == "scenarios" else _name_problem(path, name)
    )
    if problem is not None:
        yield "name", problem
    for key in _NEVER_EMPTY:
        if value.get(key) == "":
            yield key, "must not be empty"
    for key in _PATTERNS:
        if isinstance(value.get(key), str) and len(value[key].encode("utf-8", "surrogatepass")) > MAX_PATTERN_BYTES:
            yield key, f"has more than {MAX_PATTERN_BYTES} bytes"


def _name_problem(path: Path, name: str) -> t.Optional[str]:
    if not name:
        return "must not be empty"
    if "rules" in path and len(name) > MAX_RULE_NAME_CHARACTERS:
        return f"has {len(name)} characters; at most {MAX_RULE_NAME_CHARACTERS} are allowed"
    if "secrets" in path and not is_secret_name(name):
        return "must have at most 64 Latin letters, digits and underscores, and start with a letter"
    if "users" in path and not is_user_name(name):
        return (
            "must have 3 to 50 lower-case Latin letters, digits, underscores and hyphens, and start with a letter or a "
            "digit"
        )
    return None


def _lists(value: t.Any) -> t.Iterator[t.Tuple[Path, str]]:
    """Yield the lists in which a name may stand only once, and what a repetition is called."""
    yield ("scenarios",), "the scenario {} is declared"
    yield ("applications",), "the application {} is declared"
    for number, application in enumerate(items(value, "applications")):
        for named, kind in NAMED.items():
            yield ("applications", number, named), f"the {kind} {{}} is declared"
        for index, _rule in enumerate(items(application, "rules")):
            yield ("applications", number, "rules", index, "scenarios"), "the scenario {} is listed"


def _find_repeated(document: Document, path: Path, what: str) -> t.Iterator[Mistake]:
    first: t.Dict[str, Path] = {}
    for place, written in names_in(document.value, path):
        shown = short_name_of(written) if path == ("applications",) else written
        name = compose(shown)
        if name in first:
            before = document.place(first[name])
            yield document.mistake(place, f"{what.format(repr(shown))} more than once, first {before}")
        first.setdefault(name, place)


def names_in(value: t.Any, path: Path) -> t.Iterator[t.Tuple[Path, str]]:
    """Yield the names in a list of names, or of objects with names, and their places."""
    for part in path[:-1]:
        value = value[part]
    for index, item in enumerate(items(value, path[-1])):
        name = name_of(item)
        if name is not None:
            yield (*path, index, "name") if isinstance(item, dict) else (*path, index), name


def _find_ignored(document: Document, ignored: Ignored) -> t.Iterator[Mistake]:
    """Find objects that the project declares, renames or changes although it ignores them."""
    for path, value in objects(document.value):
        for key, what in _TOUCHED.items():
            kind = "applications" if key == "application_name" else str(path[-2])
            for name in _qualified_names(document, path, kind, name_of(value.get(key))):
                if matches(name, ignored.get(kind, ())):
                    message = f"{name!r} {what}, but ignore.{kind} matches it"
                    yield document.mistake(key_path(document, path, key), message)


def _qualified_names(document: Document, path: Path, kind: str, name: t.Optional[str]) -> t.Iterator[str]:
    """Yield what the globs of a kind are compared with: an application that is renamed still has its previous name."""
    if name is None:
        return
    if kind not in NAMED:
        yield short_name_of(name) if kind == "applications" else name
        return
    application = items(document.value, "applications")[t.cast(int, path[1])]
    owners = [name_of(application.get(key)) for key in ("name", "renamed_from")]
    yield from dict.fromkeys(f"{short_name_of(owner)}/{name}" for owner in owners if owner is not None)
