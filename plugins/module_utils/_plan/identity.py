# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find out which object a task means when it gives an id, a name and a previous name."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError
from .._objects.names import is_same_name

T = t.TypeVar("T")


def find_existing(found: t.Optional[T], renamed_from_match: t.Optional[T]) -> t.Optional[T]:
    """Return the object that exists under its name or under its previous name.

    :raises ConflictError: if both exist
    """
    if found is not None and renamed_from_match is not None and found != renamed_from_match:
        raise ConflictError(
            f"Both {found} and {renamed_from_match} exist, and renamed_from names the second.",
            field="renamed_from",
            advice="Delete one of them, or remove renamed_from.",
        )
    return found or renamed_from_match


def check_rename(existing: object, name_conflict: t.Optional[object], field: str) -> None:
    """Refuse to rename an object to a name that is taken."""
    if name_conflict not in (None, existing):
        raise ConflictError(f"Cannot rename {existing}: {name_conflict} already exists.", field=field)


def check_deleted_name(found: object, name: str, desired: t.Optional[str], field: str) -> None:
    """Refuse to delete an object that was found by id and has another name than the task says."""
    if desired is not None and not is_same_name(desired, name):
        raise ConflictError(f"{found} is not named {desired!r} and is not deleted.", field=field)
