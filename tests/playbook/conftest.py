# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the modules share, beside the fixtures of all tests that run plays: the play of the file."""

from __future__ import annotations

import pathlib
import sys
import typing as t

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))  # the comparison of both paths runs other files' plays
from harness.accounts import World
from harness.fixtures import controller, emulator, world
from harness.plays import Controller, Run

__all__ = ["controller", "emulator", "world"]
ALONE = "test_both_paths.py"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: t.Any) -> t.Any:
    """Keep the tests of a file together, because they share one play; long tests that share nothing go one by one."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            scope: str = super()._split_scope(nodeid)
            return nodeid if scope.endswith(ALONE) else scope

    config.option.loadscopereorder = False  # one long test is more work than many short ones
    return Scheduling(config, log)


@pytest.fixture(scope="module")
def run(request: pytest.FixtureRequest, controller: Controller, world: World) -> Run:
    """Run the play of the file: what its function `play` does."""
    outcome: Run = request.module.play(controller, world)
    return outcome
