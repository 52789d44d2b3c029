# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many examples a property is tried with."""

from __future__ import annotations

import typing as t

from hypothesis import settings


def examples(factor: float, **how: t.Any) -> settings:
    """Return settings for so many times the examples of the loaded profile, so that the quick one stays quick."""
    return settings(max_examples=max(1, round(settings.default.max_examples * factor)), **how)
