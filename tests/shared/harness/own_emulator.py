# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures for tests that each need an emulator of their own."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from voximplant_emulator import Emulator

from .plays import Controller


@pytest.fixture
def emulator(tmp_path: pathlib.Path) -> t.Iterator[Emulator]:
    """Run an emulator for one test."""
    with Emulator(tmp_path / "emulator") as running:
        yield running


@pytest.fixture
def controller(emulator: Emulator, tmp_path: pathlib.Path) -> Controller:
    """Return a machine for one test."""
    (tmp_path / "controller").mkdir()
    return Controller(tmp_path / "controller", emulator)
