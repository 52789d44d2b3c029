# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example of a fleet: several accounts of one emulator, with their keys in vaults; one is a child of another."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import typing as t

import pytest
import yaml

from harness.plays import check_calm, check_hidden
from voximplant_emulator import Emulator

if t.TYPE_CHECKING:
    from harness.plays import Json

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "fleet"
FIRST, *OTHERS = NAMES = ("berlin", "madrid", "tokyo")
CHILD = "tokyo"  # of the first one's account
BROKEN_CODE = 131  # what a frozen account answers to a call that writes
RECAP = re.compile(r"^(\w+) +: ok=(\d+) +changed=(\d+) .* failed=(\d+) ", re.MULTILINE)


class Fleet:
    """The example in a folder of its own, with the accounts of its hosts on the emulator."""

    def __init__(self, folder: pathlib.Path, emulator: Emulator) -> None:
        self.folder = folder
        self.emulator = emulator
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
        (folder / "password").write_text("a password of the test\n", encoding="utf-8")
        self.accounts = {name: emulator.add_account() for name in NAMES if name != CHILD}
        self.accounts[CHILD] = emulator.add_account(parent_account_id=self.account_id(FIRST))
        vaults = [self._write_vault(name, self.accounts[FIRST if name == CHILD else name]) for name in NAMES]
        self._run("ansible-vault", "encrypt", "--vault-password-file", "password", *map(str, vaults))
        assert [path for path in vaults if "PRIVATE KEY" in path.read_text(encoding="utf-8")] == []

    def _write_vault(self, name: str, owner: Json) -> pathlib.Path:
        """Write what is secret about a host: the key of the account that owns one, and which child is meant if any."""
        secret: Json = {"vault_voximplant_key": owner["credentials"]}
        if name == CHILD:
            secret["voximplant_child_account_id"] = self.account_id(name)
        path = self.folder / "inventory" / "host_vars" / name / "vault.yml"
        path.write_text(yaml.safe_dump(secret), encoding="utf-8")
        return path

    def deploy(self, *options: str, fails: bool = False) -> Deployment:
        """Run the playbook as its comment says."""
        seen = len(self.emulator.journal())
        done = self._run(
            *("ansible-playbook", "-i", "inventory", "deploy_fleet.yml", "--vault-password-file", "password"),
            *("--forks", "25", *options),
        )
        output = done.stdout + done.stderr
        assert bool(done.returncode) is fails, output
        check_calm(output, ())
        keys = [account["credentials"]["private_key"] for account in self.accounts.values()]
        lines = [line for key in keys for line in key.splitlines() if line]
        check_hidden([*lines, "eyJ"], output)
        recap = {name: (int(changed), int(failed)) for name, _ok, changed, failed in RECAP.findall(output)}
        return Deployment(recap, self.emulator.journal()[seen:], output)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        home = self.folder / "home"
        return subprocess.run(
            [str(pathlib.Path(sys.executable).with_name(program)), *arguments],
            cwd=self.folder,
            env={
                "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
                "ANSIBLE_HOME": str(home / "ansible"),
                "ANSIBLE_NOCOLOR": "1",
                "HOME": str(home),
                "LC_ALL": "C.UTF-8",
                "PATH": os.environ["PATH"],
                "VOXIMPLANT_API_URL": self.emulator.api_url,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def account_id(self, name: str) -> int:
        """The id of the account of a host."""
        found: int = self.accounts[name]["account_id"]
        return found

    def texts(self, name: str) -> dict[str, str]:
        """The texts of an account by name."""
        rows = self.emulator.state(self.account_id(name))["scenarios"]
        return {row["scenario_name"]: row["scenario_script"] for row in rows}

    def settings(self, name: str) -> Json:
        """What is special about an account."""
        path = EXAMPLE / "inventory" / "host_vars" / name / "main.yml"
        found: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
        return found


@dataclasses.dataclass(frozen=True)
class Deployment:
    """One run: what changed and what failed by host, the calls, and what was on the screen."""

    recap: dict[str, tuple[int, int]]
    calls: list[Json]
    output: str

    @property
    def written(self) -> set[int]:
        """The accounts that calls have written to."""
        return {call["account_id"] for call in self.calls if call["write"] and call["executed"]}


@pytest.fixture
def fleet(tmp_path: pathlib.Path) -> t.Iterator[Fleet]:
    """Give a fleet of empty accounts."""
    with Emulator(tmp_path / "emulator") as emulator:
        yield Fleet(tmp_path / "fleet", emulator)


def test_fleet_when_deployed_then_each_account_has_the_project_with_its_own_settings(fleet: Fleet) -> None:
    checked = fleet.deploy("--check")
    assert checked.recap == dict.fromkeys(NAMES, (1, 0))
    assert checked.written == set()
    assert fleet.deploy("-vvv").recap == dict.fromkeys(NAMES, (1, 0))
    for name in NAMES:
        settings = fleet.settings(name)
        texts = fleet.texts(name)
        assert set(texts) == {"settings", "inbound"}
        assert f'"{settings["caller_id"]}"' in texts["settings"]
        assert f'"{settings["greeting"]}"' in texts["settings"]
    again = fleet.deploy()
    assert again.recap == dict.fromkeys(NAMES, (0, 0))
    assert again.written == set()


@pytest.mark.one_core
def test_fleet_when_its_first_account_fails_then_no_other_is_touched(fleet: Fleet) -> None:
    fleet.emulator.set_account(fleet.account_id(FIRST), frozen=True)
    deployment = fleet.deploy(fails=True)
    assert deployment.recap == {FIRST: (0, 1)}
    assert {call["account_id"] for call in deployment.calls} == {fleet.account_id(FIRST)}
    assert str(BROKEN_CODE) in deployment.output


@pytest.mark.one_core
def test_fleet_when_another_account_fails_then_the_rest_is_deployed_and_a_second_run_finishes(fleet: Fleet) -> None:
    failing, *rest = OTHERS
    fleet.emulator.set_account(fleet.account_id(failing), frozen=True)
    batches = ("-e", '{"fleet_batches": [1, "100%"], "fleet_max_fail_percentage": 60}')
    deployment = fleet.deploy(*batches, fails=True)
    assert deployment.recap == {FIRST: (1, 0), failing: (0, 1), **dict.fromkeys(rest, (1, 0))}
    assert deployment.written == {fleet.account_id(name) for name in (FIRST, *rest)}
    fleet.emulator.set_account(fleet.account_id(failing), frozen=False)
    finished = fleet.deploy("--limit", failing)
    assert finished.recap == {failing: (1, 0)}
    assert set(fleet.texts(failing)) == {"settings", "inbound"}


@pytest.mark.one_core
def test_fleet_when_too_many_of_a_batch_fail_then_later_batches_are_not_touched(fleet: Fleet) -> None:
    failing, last = OTHERS
    fleet.emulator.set_account(fleet.account_id(failing), frozen=True)
    deployment = fleet.deploy("-e", '{"fleet_batches": [2]}', fails=True)
    assert deployment.recap == {FIRST: (1, 0), failing: (0, 1)}
    assert fleet.account_id(last) not in {call["account_id"] for call in deployment.calls}
