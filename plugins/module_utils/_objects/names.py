# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Compare names: those that differ only in their Unicode form look the same, and are the same.

macOS decomposes the names of files, and editors compose what people type. An account can contain either form.
"""

from __future__ import annotations

import collections
import fnmatch
import functools
import typing as t
import unicodedata

from .models import short_name_of

T = t.TypeVar("T")


def compose(name: str) -> str:
    """Return a name in the Unicode form in which names are compared, normalization form C."""
    return unicodedata.normalize("NFC", name)


def is_same_name(first: t.Optional[str], second: t.Optional[str]) -> bool:
    """Return whether two names are the same; a missing name is the same as no other."""
    return first is not None and second is not None and compose(first) == compose(second)


def fold(name: str) -> str:
    """Return a key that is equal for names that differ in case only: the platform may take them for the same."""
    return compose(name).lower()


def case_variants(names: t.Iterable[str], name: str) -> t.Tuple[str, ...]:
    """Return the names that differ from a name in case only."""
    return tuple(other for other in names if fold(other) == fold(name))


def more_than_once(names: t.Iterable[str]) -> t.List[str]:
    """Return the names that occur several times in exactly the same form, sorted."""
    return sorted(name for name, count in collections.Counter(names).items() if count > 1)


def matches(name: str, globs: t.Iterable[str]) -> bool:
    """Return whether a name matches one of some globs, case-sensitively."""
    return any(fnmatch.fnmatchcase(compose(name), compose(glob)) for glob in globs)


def matches_in(application: str, name: t.Optional[str], globs: t.Sequence[str], renamed: t.Mapping[str, str]) -> bool:
    """Return whether globs such as C(support/lab_*) match an application's object, or the application itself.

    They match its short name, or the one that it will have. Its full name, which contains those of the account and the
    platform, is compared with globs that have a dot.

    :arg application: full name
    :arg name: of the object; None for the application itself
    :arg renamed: new short names of applications by their previous ones
    """
    short = short_name_of(application)
    in_full = [glob for glob in globs if "." in glob.partition("/")[0]]
    suffix = "" if name is None else f"/{name}"
    names = {short, renamed.get(short, short)}
    return any(matches(known + suffix, globs) for known in names) or matches(application + suffix, in_full)


def select_named(objects: t.Iterable[T], name: t.Optional[str], name_of: t.Callable[[T], str]) -> t.List[T]:
    """Return the objects with exactly this name, or else those with the same one in another Unicode form."""
    if name is None:
        return []
    candidates = tuple(objects)
    return [found for found in candidates if name_of(found) == name] or [
        found for found in candidates if is_same_name(name_of(found), name)
    ]


class NameTable(t.Generic[T]):
    """Objects by their names, looked up as C(select_named) finds them; of several of one name, the last one."""

    def __init__(self, pairs: t.Iterable[t.Tuple[str, T]]) -> None:
        self._exact = dict(pairs)

    @functools.cached_property
    def _composed(self) -> t.Mapping[str, T]:
        return {compose(name): found for name, found in self._exact.items()}

    def get(self, name: t.Optional[str]) -> t.Optional[T]:
        """Return the object with this name."""
        if name is None:
            return None
        return self._exact[name] if name in self._exact else self._composed.get(compose(name))

    def __contains__(self, name: str) -> bool:
        return name in self._exact or compose(name) in self._composed
