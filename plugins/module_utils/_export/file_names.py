# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Names of files that every file system keeps as they are, and that none takes for one another."""

from __future__ import annotations

import hashlib
import itertools
import re
import typing as t
import unicodedata

_PLAIN_CHARACTERS = frozenset(" ._-+=@(),")
_MAX_BYTES = 120
_MAX_CLEANED_CHARACTERS = 29
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_stems(names: t.Iterable[str]) -> t.Dict[str, str]:
    """For each name, what its file is called before the ending; no two are equal, also where case does not count.

    A name that is safe is kept. Of those that differ in case or in the form of their characters only, the first is.
    Any other gets its harmless part with a short digest, which is the same in every run.
    """
    stems: t.Dict[str, str] = {}
    taken: t.Set[str] = set()
    others = []
    for name in sorted(set(names)):
        if is_safe(name) and _key(name) not in taken:
            taken.add(_key(name))
            stems[name] = name
        else:
            others.append(name)
    for name in others:
        stems[name] = next(stem for stem in _made_safe(name) if _key(stem) not in taken)
        taken.add(_key(stems[name]))
    return stems


def is_safe(name: str) -> bool:
    """Whether a file can have this name, with an ending behind it, on every file system."""
    return (
        name != ""
        and all(_is_plain(character) for character in name)
        and unicodedata.normalize("NFC", name) == name
        and name[0] not in " .-"
        and name[-1] not in " ."
        and not name.endswith(".voxengine")  # with .js behind it, this would stand for another scenario
        and _RESERVED.fullmatch(name) is None
        and len(name.encode("utf-8")) <= _MAX_BYTES
    )


def _made_safe(name: str) -> t.Iterator[str]:
    """Stems for a name that cannot be kept, the best one first."""
    normal = unicodedata.normalize("NFC", name)[:_MAX_CLEANED_CHARACTERS]
    cleaned = "".join(_harmless(character) for character in normal).strip(" -")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    for length in range(8, len(digest)):
        yield f"{cleaned or '_'}-{digest[:length]}"
    for number in itertools.count():
        yield f"{cleaned or '_'}-{digest}{number}"


def _is_plain(character: str) -> bool:
    return character.isalnum() or character in _PLAIN_CHARACTERS or unicodedata.category(character) in ("Mn", "Mc")


def _harmless(character: str) -> str:
    return character if _is_plain(character) and character != "." else "_"


def _key(name: str) -> str:
    """Equal for names that some file system takes for one another."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).upper().casefold())
    return folded.casefold()
