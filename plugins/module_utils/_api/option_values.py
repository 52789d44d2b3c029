# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Refuse values of options that can never be right."""

from __future__ import annotations

import typing as t

from .errors import InputError


def refuse_empty(options: t.Mapping[str, t.Any], *names: str, advice: str = "Omit it, or give it a value.") -> None:
    """Refuse options that were given as empty strings.

    :arg advice: what to do instead
    :raises InputError: if one of the named options was
    """
    for name in names:
        if options.get(name) == "":
            raise InputError(f"{name} is empty.", field=name, advice=advice)


def refuse_negative(options: t.Mapping[str, t.Any], *names: str) -> None:
    """Refuse negative numbers.

    :raises InputError: if the value of one of the named options is one
    """
    for name in names:
        value = options.get(name)
        if value is not None and value < 0:
            raise InputError(f"{name} must not be negative.", field=name)
