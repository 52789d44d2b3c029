# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""File names: those that every file system keeps unchanged and apart from each other, and those of scripts."""

from __future__ import annotations

import hashlib
import itertools
import re
import typing as t
import unicodedata

from .._objects.names import compose, matches

DEPENDENCIES = "node_modules"  # a directory with scripts of other projects

_PLAIN_CHARACTERS = frozenset(" ._-+=@(),")
_MAX_BYTES = 120
_MAX_CLEANED_CHARACTERS = 29
_SCRIPT = re.compile(r"\.([cm]?[jt]sx?|es\d?|coffee)(\.(txt|bak|orig|old|gz))?~?$", re.IGNORECASE)
_TYPES_ONLY = re.compile(r"\.d\.[cm]?ts$", re.IGNORECASE)
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def is_script_like(name: str) -> bool:
    """Return whether a file name is that of a script in any language, or of a copy of one, regardless of case."""
    return bool(_SCRIPT.search(name)) and not _TYPES_ONLY.search(name)


def is_left_out(path: str, globs: t.Sequence[str]) -> bool:
    """Return whether a directory of scripts is read without this file or directory.

    :arg path: below the directory of scripts, with slashes
    :arg globs: one with a slash matches a path, another one a name
    """
    name = path.rpartition("/")[2]
    if name.startswith(".") or name == DEPENDENCIES:
        return True
    return any(matches(path if "/" in glob else name, (glob,)) for glob in globs)


def file_stems(names: t.Iterable[str], taken_stems: t.Iterable[str] = ()) -> t.Dict[str, str]:
    """Return a file name without extension for each name, unique even on a case-insensitive file system.

    A safe name is kept. Of names that differ only in case or Unicode form, the first is kept. Every other name is
    replaced by its safe characters and a short digest, which is the same in every run.

    :arg taken_stems: file names that others have already
    """
    stems: t.Dict[str, str] = {}
    taken = {_key(stem) for stem in taken_stems}
    others = []
    for name in sorted(set(names)):
        if is_safe(name) and _key(name) not in taken:
            taken.add(_key(name))
            stems[name] = name
        else:
            others.append(name)
    for name in others:
        stems[name] = next(stem for stem in _replacements(name) if _key(stem) not in taken)
        taken.add(_key(stems[name]))
    return stems


def is_safe(name: str) -> bool:
    """Return whether a file can have this name, with an extension, on every file system."""
    return (
        name != ""
        and all(_is_plain(character) for character in name)
        and compose(name) == name
        and name[0] not in " .-"
        and name[-1] not in " ."
        and not name.endswith(".voxengine")  # x.voxengine.js is the file of the scenario x
        and _RESERVED.fullmatch(name) is None
        and len(name.encode("utf-8")) <= _MAX_BYTES
    )


def _replacements(name: str) -> t.Iterator[str]:
    """Generate replacements for an unsafe name, the best one first."""
    normal = compose(name)[:_MAX_CLEANED_CHARACTERS]
    cleaned = "".join(_safe_character(character) for character in normal).strip(" -")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    for length in range(8, len(digest)):
        yield f"{cleaned or '_'}-{digest[:length]}"
    for number in itertools.count():
        yield f"{cleaned or '_'}-{digest}{number}"


def _is_plain(character: str) -> bool:
    return character.isalnum() or character in _PLAIN_CHARACTERS or unicodedata.category(character) in ("Mn", "Mc")


def _safe_character(character: str) -> str:
    return character if _is_plain(character) and character != "." else "_"


def _key(name: str) -> str:
    """Return a key that is equal for names that some file system cannot tell apart."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).upper().casefold())
    return folded.casefold()
