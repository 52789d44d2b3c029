# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Which object is meant by an id, a name and a former name, when more than one of them is given."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError, InputError

T = t.TypeVar("T")


def refuse_empty(holder: object, *fields: str) -> None:
    """Refuse options that are given, but empty."""
    for field in fields:
        if getattr(holder, field) == "":
            raise InputError(f"{field} is empty.", field=field, advice="Leave it out, or give it a value.")


def existing_of(found: t.Optional[T], formerly: t.Optional[T]) -> t.Optional[T]:
    """The object that is there, under its name or under its former one.

    :raises ConflictError: when both are there
    """
    if found is not None and formerly is not None and found != formerly:
        raise ConflictError(
            f"Both {found} and {formerly}, its former name, exist.",
            field="renamed_from",
            advice="Delete one of them, or leave renamed_from out.",
        )
    return found or formerly


def check_rename(existing: object, namesake: t.Optional[object], field: str) -> None:
    """Refuse to give an object the name of another one."""
    if namesake is not None:
        raise ConflictError(f"{existing} cannot be renamed: there is {namesake} already.", field=field)


def check_deleted_name(found: object, name: str, wanted: t.Optional[str], field: str) -> None:
    """Refuse to delete an object that an id finds under another name than the task says."""
    if wanted not in (None, name):
        raise ConflictError(f"{found} is not called {wanted!r}; it is not deleted.", field=field)
