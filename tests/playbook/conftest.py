# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the modules share: an emulator for each file, and a machine that runs plays."""

from __future__ import annotations

import pathlib
import sys
import typing as t

import pytest

from voximplant_emulator import Emulator

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness.accounts import World, fill
from harness.plays import Controller, Run


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: t.Any) -> t.Any:
    """Keep the tests of a file together: they share one play, which takes longer than all else."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


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
def run(request: pytest.FixtureRequest, controller: Controller, world: World) -> Run:
    """Run the play of the file: what its function `play` does."""
    outcome: Run = request.module.play(controller, world)
    return outcome


@pytest.fixture(scope="module")
def controller(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Controller:
    """Give a machine that runs plays against the emulator."""
    return Controller(tmp_path_factory.mktemp("controller"), emulator)
