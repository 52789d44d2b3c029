# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong in a manifest: every mistake with its line and key."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.module_utils.basic import missing_required_lib

from .schema import SCHEMA

if t.TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from .nodes import Located, Mistake, Path

_KINDS = {"string": "text", "boolean": "true or false", "array": "a list", "object": "a mapping"}


def mistakes_in(document: Located) -> t.List[Mistake]:
    """Everything that the manifest alone shows to be wrong.

    :raises AnsibleActionFail: when jsonschema is not installed
    """
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        raise AnsibleActionFail(missing_required_lib("jsonschema")) from None
    found = list(document.repeated)
    for error in Draft202012Validator(SCHEMA).iter_errors(document.value):
        found += [document.mistake(path, text) for path, text in _explained(error)]
    for path, what in _lists_of_names(document.value):
        found += _names_twice(document, path, what)
    return found


def _explained(error: ValidationError) -> t.Iterator[t.Tuple[Path, str]]:
    """Where an error of the schema is, and what a person has to know about it."""
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                yield (*path, str(key)), f"this key is unknown; there are: {', '.join(known)}"
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield path, f"{key} is missing"
    elif error.validator == "type":
        yield path, _wrong_kind(error.instance, error.validator_value)
    elif error.validator == "maxLength":
        yield path, f"has {len(error.instance)} characters; at most {error.validator_value} are possible"
    elif error.validator == "minLength":
        yield path, "is empty"
    else:
        yield path, "has a semicolon, which separates names in the platform's lists"


def _wrong_kind(value: t.Any, wanted: str) -> str:
    if value is None:
        return f"has no value; it is to be {_KINDS[wanted]}"
    hint = "; put it in quotes" if wanted == "string" and not isinstance(value, (list, dict)) else ""
    return f"is not {_KINDS[wanted]}{hint}"


def _lists_of_names(value: t.Any) -> t.Iterator[t.Tuple[Path, str]]:
    """The lists in which a name may be once only, and what they list."""
    yield ("scenarios",), "scenario"
    yield ("applications",), "application"
    for number, application in enumerate(_items(value, "applications")):
        yield ("applications", number, "rules"), "rule"
        for index, _rule in enumerate(_items(application, "rules")):
            yield ("applications", number, "rules", index, "scenarios"), "scenario"


def _names_twice(document: Located, path: Path, what: str) -> t.Iterator[Mistake]:
    first: t.Dict[str, int] = {}
    for index, name, place in _names(document.value, path):
        if name in first:
            line = document.line((*path, first[name]))
            yield document.mistake(place, f"the {what} {name!r} is there already, on line {line}")
        first.setdefault(name, index)


def _names(value: t.Any, path: Path) -> t.Iterator[t.Tuple[int, str, Path]]:
    """The names in a list of names, or of mappings with a name; what is of another kind is passed over."""
    for part in path[:-1]:
        value = value[part]
    for index, item in enumerate(_items(value, path[-1])):
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            yield index, name, (*path, index, "name") if isinstance(item, dict) else (*path, index)


def _items(value: t.Any, key: t.Union[str, int]) -> t.Sequence[t.Any]:
    """A list in a mapping, if the one is a list and the other a mapping."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else ()
