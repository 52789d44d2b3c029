# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compare a manifest with its schema, and report every mistake with its line and key."""

from __future__ import annotations

import typing as t

from ...module_utils._api.libraries import Library
from .schema import SCHEMA
from .substitutions import suggest

if t.TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from .document import Mistake, Path
    from .nodes import Located
    from .substitutions import Expanded

_KINDS = {"string": "a string", "boolean": "true or false", "array": "a list", "object": "a dictionary"}


def mistakes_in(document: Located, expanded: t.Optional[Expanded] = None) -> t.List[Mistake]:
    """Find everything that does not match the schema.

    :arg expanded: the document with values in place of tokens, if it has tokens
    :raises MissingLibraryError: when jsonschema cannot be imported
    """
    with Library("jsonschema") as library:
        from jsonschema import Draft202012Validator
    library.require()
    found = list(document.repeated)
    for error in Draft202012Validator(SCHEMA).iter_errors((expanded or document).value):
        found += [(expanded or document).mistake(path, message) for path, message in _explain(error)]
    return found


def _explain(error: ValidationError) -> t.Iterator[t.Tuple[Path, str]]:
    """Yield the places of a schema error, with messages for people."""
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                suggestion = suggest(str(key), known)
                keys = f"{'? The' if suggestion else '; the'} keys are {', '.join(known)}"
                yield (*path, str(key)), f"unknown key{suggestion.rstrip('?')}{keys}"
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield path, f"{key} is missing"
    elif error.validator == "type":
        yield path, _wrong_kind(error.instance, error.validator_value)
    else:  # minLength
        yield path, "must not be empty"


def _wrong_kind(value: t.Any, allowed: t.Union[str, t.List[str]]) -> str:
    kinds = [kind for kind in ([allowed] if isinstance(allowed, str) else allowed) if kind in _KINDS]
    expected = " or ".join(_KINDS[kind] for kind in kinds)
    if value is None:
        return f"has no value; it must be {expected}"
    hint = "; put it in quotes" if "string" in kinds and not isinstance(value, (list, dict)) else ""
    return f"must be {expected}{hint}"
