# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Find half characters: JSON and YAML can contain them, but neither a form nor a file can."""

from __future__ import annotations

import typing as t


def has_half_characters(value: t.Any) -> bool:
    """Return whether a string, or one inside lists and mappings, has half characters."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return True
        return False
    if isinstance(value, t.Mapping):
        return any(has_half_characters(item) for pair in value.items() for item in pair)
    return isinstance(value, (list, tuple)) and any(map(has_half_characters, value))
