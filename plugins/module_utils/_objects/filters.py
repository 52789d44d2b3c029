# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Filters that the info modules share."""

from __future__ import annotations

import typing as t

from .._api.option_values import refuse_negative
from .names import compose


def contains(name: str, part: t.Optional[str]) -> bool:
    """Return whether a name contains a string, ignoring case; True if there is none."""
    return part is None or compose(part).lower() in compose(name).lower()


def page(params: t.Mapping[str, t.Any]) -> slice:
    """Return the slice of a list that the options C(limit) and C(offset) select."""
    refuse_negative(params, "limit", "offset")
    limit, offset = params["limit"], params["offset"]
    return slice(offset, None if limit is None else offset + limit)
