# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find service account keys by name."""

from __future__ import annotations

import functools
import re
import typing as t

from .._api.errors import ConflictError, NotFoundError
from .names import select_named

if t.TYPE_CHECKING:
    from .._api.client import Client

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def list_keys(client: Client) -> t.Dict[str, str]:
    """Return the names of an account's service account keys by their ids (GetKeys)."""
    return {row.text("key_id"): row.text("key_name", "") for row in client.pages("GetKeys")}


class Keys:
    """The service account keys of an account, listed when they are first needed."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def id_of(self, key: str) -> str:
        """Return the id of a key that is given by its id or its name (GetKeys, unless it has the form of an id).

        :raises NotFoundError: if there is none; the message names those that exist
        :raises ConflictError: if several have this name
        """
        if _ID.fullmatch(key) or key in self._names:
            return key
        matching = [key_id for key_id, _name in select_named(self._names.items(), key, lambda pair: pair[1])]
        if len(matching) == 1:
            return matching[0]
        if matching:
            raise ConflictError(
                f"Several service account keys are named {key!r}: {', '.join(sorted(matching))}.",
                method="GetKeys",
                field="bind_key_id",
                advice="Use the ID of one of them.",
            )
        there = ", ".join(f"{name} ({key_id})" for key_id, name in self._names.items())
        raise NotFoundError(
            f"There is no service account key with the ID or name {key!r}. Existing keys: {there or 'none'}.",
            method="GetKeys",
            field="bind_key_id",
        )

    @functools.cached_property
    def _names(self) -> t.Dict[str, str]:
        """Return the names by id."""
        return list_keys(self._client)
