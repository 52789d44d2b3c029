# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every playbook, task and manifest of the documentation, run against the emulator."""

from __future__ import annotations

import contextlib
import json
import pathlib
import shutil
import threading
import typing as t

import pytest
import yaml
from blocks import OTHER, Block, read_blocks
from examples import original_of, plays_of
from stage import endpoint_of, run_command, set_up, tear_down

from harness import accounts
from harness.plays import check_calm, check_hidden
from voximplant_emulator import Emulator

RECORD = pathlib.Path(__file__).resolve().parents[1] / "shared" / "callback_plugins"
Json = dict[str, t.Any]

# The tasks that fail a play because something before them has failed, and what that is.
FAIL = {"Fail and report whether anyone is being phoned", "Fail because the failures on the hosts were rescued"}
BEFORE = {"Deploy", "Run the deployment"}
DEPLOYMENT_THAT_FAILS = '{"deploy_command": ["./deploy.sh"]}'


def fails(block: Block) -> bool:
    return any(name in block.text for name in FAIL)


BLOCKS = [block for block in read_blocks("yaml") if not block.is_other]


class Runs:
    """Runs of blocks, and what their tasks led to."""

    def __init__(self, folder: pathlib.Path, emulator: Emulator) -> None:
        self.outcomes: dict[str, list[Json]] = {}
        self.folder = folder
        self._emulator = emulator
        self._environment = set_up(folder, emulator)

    def run(self, name: str, blocks: list[Block]) -> None:
        """Run the plays of blocks one after the other."""
        endpoint = endpoint_of(self._emulator)
        plays = [play for block in blocks for play in plays_of(block, self.folder, endpoint)]
        keep_project(self.folder)
        (self.folder / f"{name}.yml").write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
        record = self.folder / f"{name}.jsonl"
        done = run_command(
            ["ansible-playbook", f"{name}.yml", "--diff", "--extra-vars", DEPLOYMENT_THAT_FAILS],
            self.folder,
            {
                **self._environment,
                "ANSIBLE_CALLBACKS_ENABLED": "record",
                "ANSIBLE_CALLBACK_PLUGINS": str(RECORD),
                "RECORD_FILE": str(record),
                "RECORD_JOURNAL_SEEN": "0",
                "RECORD_JOURNAL_TOKEN": self._emulator.control_token,
                "RECORD_JOURNAL_URL": f"{self._emulator.control_url}/journal",
            },
        )
        print(done.stdout)
        check_calm(done.stdout, ())
        check_hidden(accounts.secrets(self._emulator), done.stdout)
        outcomes: list[Json] = []
        for line in record.read_text(encoding="utf-8").splitlines():
            outcome = json.loads(line)
            if outcome["task"] in map(str, blocks):
                outcomes = self.outcomes.setdefault(outcome["task"], [])
            else:
                outcomes.append(outcome)


def keep_project(folder: pathlib.Path) -> None:
    """Copy the files that an update of the project may change."""
    original = original_of(folder)
    shutil.copytree(folder / "scenarios", original / "scenarios", dirs_exist_ok=True)
    shutil.copy(folder / "voximplant.yml", original)


@contextlib.contextmanager
def ending_sessions(emulator: Emulator, rule: str) -> t.Iterator[None]:
    """End each session of a rule as its script would; the emulator runs none."""
    done = threading.Event()

    def end() -> None:
        while not done.wait(0.1):
            for session in emulator.state()["sessions"]:
                if session["active"] and session["rule_name"] == rule:
                    emulator.finish_session(session["call_session_history_id"])

    thread = threading.Thread(target=end)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Runs]:
    """Run the blocks that are tested: those that fail by themselves, and the others at once."""
    items = [item for item in request.session.items if "runs" in item.fixturenames]
    wanted = list(dict.fromkeys(item.callspec.params["block"] for item in items))
    with Emulator(tmp_path_factory.mktemp("emulator")) as emulator:
        made = Runs(tmp_path_factory.mktemp("stage") / "project", emulator)
        try:
            with ending_sessions(emulator, "selftest"):
                made.run("all", [block for block in wanted if not fails(block)])
            for number, block in enumerate(filter(fails, wanted)):
                made.run(f"failing-{number}", [block])
            yield made
        finally:
            tear_down(made.folder)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_block_when_run_then_every_task_does_what_it_says(runs: Runs, block: Block) -> None:
    outcomes = runs.outcomes[str(block)]
    failed = {outcome["task"] for outcome in outcomes if outcome["status"] in ("failed", "unreachable")}
    ran = [outcome for outcome in outcomes if outcome["status"] == "ok"]
    assert failed <= (FAIL | BEFORE if fails(block) else set()), [
        outcome["result"] for outcome in outcomes if outcome["status"] == "failed"
    ]
    assert bool(failed & FAIL) is fails(block)
    assert ran
    # Tasks of roles, which have the role's name before their own, are skipped as the role wants it.
    skipped = [outcome["task"] for outcome in outcomes if outcome["status"] == "skipped"]
    assert [task for task in skipped if " : " not in task] == []


@pytest.mark.parametrize("block", [block for block in BLOCKS if "- name: Rotate a secret" in block.text], ids=str)
def test_rotation_when_run_then_the_value_is_all_that_is_written(runs: Runs, block: Block) -> None:
    (outcome,) = [found for found in runs.outcomes[str(block)] if found["task"] == "Replace the value"]
    assert [operation["method"] for operation in outcome["result"]["operations"]] == ["SetSecretInfo"]


def test_blocks_when_something_else_then_it_is_known_what() -> None:
    others = [block.text for block in read_blocks("yaml") if block.is_other]
    assert [start for start in OTHER if not any(text.startswith(start) for text in others)] == []
