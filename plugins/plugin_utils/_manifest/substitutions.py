# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Put values in place of literal tokens, once, in scripts and in the strings of scenarios and applications."""

from __future__ import annotations

import dataclasses
import typing as t

from ...module_utils._objects.script import Tokens, is_token_value
from .document import Document, Mistake, Path, TaskOptions, items

_EXPANDED_KEYS = ("scenarios", "applications")
_LITERAL_KEYS = ("src",)
_PATH_KEYS = ("files",)
_MAX_DEPTH = 8  # deeper than any key of a manifest
OCCURS_NOWHERE = "occurs nowhere in the project"


class Substitutions:
    """Tokens with their values, and which of them were found.

    :arg values: a token without a value is left as it is
    """

    def __init__(self, values: t.Mapping[str, t.Optional[str]]) -> None:
        self._values = {token: token if value is None else value for token, value in values.items()}
        self._tokens = Tokens(self._values)
        self._found: t.Set[str] = set()

    def expand(self, text: str) -> str:
        """Return a text with values in place of tokens."""
        self._found |= self._tokens.find_in([text])
        return self._tokens.expand(text)

    def tokens_in(self, text: str) -> t.List[str]:
        """List the tokens that a text contains."""
        return sorted(self._tokens.find_in([text]))

    def unused(self) -> t.List[str]:
        """List the tokens that no expanded text contained."""
        return [token for token in self._values if token not in self._found]


@dataclasses.dataclass(frozen=True)
class Expanded:
    """A document with values in place of tokens.

    :arg original: the document as it is written, which knows the place of each part
    """

    original: Document
    value: t.Any

    def mistake(self, path: Path, message: str) -> Mistake:
        """Make a mistake at a place; a value that contained tokens is shown as it was written."""
        written, value = _part(self.original.value, path), _part(self.value, path)
        if isinstance(written, str) and written != value:
            message += f" (expanded from {written!r})"
        return self.original.mistake(path, message)

    def place(self, path: Path) -> str:
        """Name a place, to refer to it in a message about another one."""
        return self.original.place(path)


def expand_document(document: Document, substitutions: Substitutions) -> Expanded:
    """Expand scenarios and applications; C(src) and all other keys are left as they are."""
    value = document.value
    if isinstance(value, dict):
        value = {
            key: _expand(part, key, substitutions) if key in _EXPANDED_KEYS else part for key, part in value.items()
        }
    return Expanded(document, value)


def resolve(document: Document, given: t.Mapping[str, t.Any]) -> t.Tuple[Substitutions, t.List[Mistake]]:
    """Find the value of every token.

    :arg document: a manifest that may declare tokens with defaults
    :arg given: the values that the task gives; they take precedence, and C(None) stands for no value
    """
    declared = document.value.get("substitutions") if isinstance(document.value, dict) else None
    mistakes, values = _task_values(given)
    if isinstance(declared, dict):
        names = {str(token) for token in declared}
        mistakes += [_undeclared_mistake(token, names) for token in values if token not in names]
        known = {str(token): default for token, default in declared.items() if isinstance(default, (str, type(None)))}
        values = {**known, **{token: value for token, value in values.items() if value is not None and token in known}}
        for token in (token for token, value in values.items() if value is None):
            mistakes.append(_at(document, token, "has no value; set it in the option substitutions"))
    else:
        mistakes += [_at(None, token, "has no value") for token, value in values.items() if value is None]
    for token in [token for token in values if not token]:
        del values[token]
        mistakes.append(_at(document if isinstance(declared, dict) else None, token, "a token must not be empty"))
    return Substitutions(values), mistakes


def unused_tokens(document: Document, substitutions: Substitutions) -> t.List[Mistake]:
    """Report the tokens that occur nowhere in the project."""
    declared = document.value.get("substitutions") if isinstance(document.value, dict) else None
    place = document if isinstance(declared, dict) else None
    return [_at(place, token, OCCURS_NOWHERE) for token in substitutions.unused()]


def unexpanded_tokens(
    document: Document, ignored: t.Mapping[str, t.Any], substitutions: Substitutions
) -> t.Iterator[Mistake]:
    """Find globs that contain a token: they would match nothing, and what they should spare could be deleted.

    :arg ignored: the globs of the task
    """
    declared = document.value.get("ignore") if isinstance(document.value, dict) else None
    for place, globs in ((document, declared), (TaskOptions({}), ignored)):
        kinds = [kind for kind in globs if kind not in _PATH_KEYS] if isinstance(globs, dict) else []
        for kind in kinds:
            for index, glob in enumerate(items(globs, kind)):
                for token in substitutions.tokens_in(glob) if isinstance(glob, str) else ():
                    message = f"tokens are not replaced in ignore; use a glob that matches the value of {token}"
                    yield place.mistake(("ignore", kind, index), message)


def suggest(name: str, names: t.Iterable[str]) -> str:
    """Suggest similar names; empty if there are none."""
    import difflib

    similar = difflib.get_close_matches(name, sorted(set(names)), n=3, cutoff=0.66)
    return f"; did you mean {' or '.join(map(repr, similar))}?" if similar else ""


def _task_values(given: t.Mapping[str, t.Any]) -> t.Tuple[t.List[Mistake], t.Dict[str, t.Optional[str]]]:
    mistakes: t.List[Mistake] = []
    values: t.Dict[str, t.Optional[str]] = {}
    for token, value in given.items():
        if value is None or is_token_value(value):
            values[str(token)] = None if value is None else str(value)
        else:
            message = "must be a string or a whole number; put it in quotes"
            mistakes.append(_at(None, str(token), message))
    return mistakes, values


def _undeclared_mistake(token: str, declared: t.Iterable[str]) -> Mistake:
    return _at(None, token, f"the manifest does not declare this token{suggest(token, declared)}")


def _at(document: t.Optional[Document], token: str, message: str) -> Mistake:
    """Make a mistake about a token of a manifest, or of the task."""
    return (document or TaskOptions({})).mistake(("substitutions", token), message)


def _expand(value: t.Any, key: str, substitutions: Substitutions, depth: int = 0) -> t.Any:
    if isinstance(value, str) and key not in _LITERAL_KEYS:
        return substitutions.expand(value)
    if isinstance(value, list) and depth < _MAX_DEPTH:
        return [_expand(item, key, substitutions, depth + 1) for item in value]
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        return {name: _expand(item, str(name), substitutions, depth + 1) for name, item in value.items()}
    return value


def _part(value: t.Any, path: Path) -> t.Any:
    """Return the part at a place; C(None) if there is none."""
    for part in path:
        try:
            value = value[part]
        except (IndexError, KeyError, TypeError):
            return None
    return value
