# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests that run plays share: an emulator for each file, and a machine that runs plays."""

from __future__ import annotations

import typing as t

import pytest

from voximplant_emulator import Emulator

from .accounts import World, fill
from .plays import Controller


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run an emulator for the tests of one file."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


@pytest.fixture(scope="module")
def world(emulator: Emulator) -> World:
    """Fill the emulator's account."""
    return fill(emulator)


@pytest.fixture(scope="module")
def controller(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Controller:
    """Give a machine that runs plays against the emulator."""
    return Controller(tmp_path_factory.mktemp("controller"), emulator)
