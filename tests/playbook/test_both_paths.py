# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the controller's process or shipped: the plays of the other files have the same results, screens and API calls."""

from __future__ import annotations

import json
import pathlib
import re
import typing as t

import pytest
import test_bad_input
import test_bad_login
import test_info
import test_vox_application
import test_vox_phone_number
import test_vox_rule
import test_vox_scenario
import test_vox_scenario_binding
import test_vox_scenario_order
import test_vox_secret
import test_vox_user

from harness import integration
from harness.accounts import fill
from harness.plays import Controller
from voximplant_emulator import Emulator

if t.TYPE_CHECKING:
    import collections.abc as c
    import types

    from harness.plays import Json, Outcome, Run

PLAYS = (
    test_bad_input,
    test_bad_login,
    test_info,
    test_vox_application,
    test_vox_phone_number,
    test_vox_rule,
    test_vox_scenario,
    test_vox_scenario_binding,
    test_vox_scenario_order,
    test_vox_secret,
    test_vox_user,
    integration,
)
SEEN_BY_EACH_CORE = (test_bad_login, test_vox_scenario_order)
# Times, the date in a log's address, addresses of sessions, and ids of keys.
PASSING = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\d{4}/\d\d/\d\d|(?<=/request/)[\w./]+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
)


class Briefly(Controller):
    """Runs a play with each change that it makes, and with a third of what it checks, lists, and is refused."""

    def run(self, tasks: c.Sequence[Json], *options: str, expected: c.Sequence[str] = (), **how: t.Any) -> Run:
        """Run the tasks that differ from each other."""
        others = [task for task in tasks if not str(task.get("name", "")).endswith((": again", ": checked", " True"))]
        harmless = [task for task in others if writes_nothing(str(task.get("name", "")))]
        left_out = [task for number, task in enumerate(harmless) if number % 3]
        brief = [task for task in others if task not in left_out]
        return super().run(brief, *options, expected=list(dict.fromkeys(expected)), **how)


def writes_nothing(name: str) -> bool:
    """Tell from the name of a task whether it checks, lists, or is refused."""
    is_change = name.endswith(": real") and not name.startswith("vox_")
    return bool(name) and not is_change


def name_of(module: types.ModuleType) -> str:
    """The name of a test's parameter."""
    return module.__name__.removeprefix("test_").removeprefix("harness.")


def played(module: types.ModuleType, folder: pathlib.Path, execution: str) -> tuple[list[str], list[str]]:
    """Run a file's play on an account of its own: what came of each task, and the lines on the screen."""
    folder.mkdir()
    with Emulator(folder / "emulator") as emulator:
        home = folder / "controller"
        home.mkdir()
        environment = {
            "ANSIBLE_INJECT_INVOCATION": "1",
            "ANSIBLE_PIPELINING": "1",  # shipped modules, without files for them
            "ANSIBLE_VERBOSITY": "1",
            "VOXIMPLANT_EXECUTION": execution,
        }
        controller = Briefly(home, emulator, **environment)
        run: Run = module.play(controller, fill(emulator))
        assert run.returncode == 0, run.output
        assert len(run.outcomes) >= 5
        key_id = json.loads(pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8"))["key_id"]
        names = {
            str(folder): "FOLDER",
            emulator.api_url: "URL",
            emulator.media_url: "MEDIA",
            emulator.media_secure_url: "MEDIA",
            str(emulator.account_id): "ACCOUNT",
            key_id: "KEY",
        }
        return [told(outcome, names) for outcome in run.outcomes], alike(run.output, names).splitlines()


def told(outcome: Outcome, names: dict[str, str]) -> str:
    """What came of a task, and what it sent; what is read side by side arrives in any order.

    Warnings are compared as the screen shows them: on the controller, Ansible shows them at once.
    """
    outcome.result.pop("warnings", None)
    reads = sorted((call["method"], json.dumps(call["params"])) for call in outcome.calls if not call["write"])
    writes = [(call["method"], call["params"]) for call in outcome.calls if call["write"]]
    return alike(json.dumps([outcome.task, outcome.status, outcome.result, reads, writes], ensure_ascii=False), names)


def alike(text: str, names: dict[str, str]) -> str:
    """A text without what differs from account to account and from one second or session to the next."""
    for value, name in names.items():
        text = text.replace(value, name)
    return PASSING.sub("PASSING", text)


def parameter(module: types.ModuleType) -> t.Any:
    """A file's play as a parameter: a few of them show how an ansible-core does, all of them how the modules do."""
    marks = pytest.mark.every_core if module in SEEN_BY_EACH_CORE else pytest.mark.one_core
    return pytest.param(module, marks=marks, id=name_of(module))


@pytest.mark.parametrize("module", list(map(parameter, PLAYS)))
def test_play_when_it_runs_on_either_path_then_everything_is_the_same(
    module: types.ModuleType, tmp_path: pathlib.Path
) -> None:
    here, screen_here = played(module, tmp_path / "here", "in_process")
    there, screen_there = played(module, tmp_path / "there", "shipped")
    assert [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]] == []
    assert screen_here == screen_there
