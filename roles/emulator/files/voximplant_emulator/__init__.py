# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A local server that answers as the Voximplant Management API does."""

from __future__ import annotations

from .api.errors import ApiError
from .embedded import Emulator

__all__ = ["ApiError", "Emulator"]
