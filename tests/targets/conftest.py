# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the tests that run modules on the oldest Python of a target."""

from __future__ import annotations

from harness.fixtures import controller, emulator

__all__ = ["controller", "emulator"]
