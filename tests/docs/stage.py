# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The folder in which examples run: with the files that they name, and an environment that leads to the emulator."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import typing as t

import yaml
from blocks import ROOT, Block, read_blocks

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

HERE = pathlib.Path(__file__).resolve().parent
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
SCENARIOS = ("common", "inbound", "menu", "night_shift")
Json = dict[str, t.Any]


def set_up(folder: pathlib.Path, emulator: Emulator) -> dict[str, str]:
    """Make a folder with what the examples name, and return the environment in which they run there."""
    shutil.copytree(ROOT / "docs" / "examples" / "voxengine_ci", folder.parent / "old-project")
    shutil.copytree(ROOT / "docs" / "examples" / "testing", folder)
    for path in ("bin", "dist", "home", "inventory", "keys", "scenarios", "support"):
        (folder / path).mkdir()
    _write_project(folder)
    for key in ("home/voximplant.json", "key.json", "keys/staging.json", "keys/production.json"):
        shutil.copy(emulator.credentials_file, folder / key)
    (folder / "vault-password").write_text("correct horse", encoding="utf-8")
    (folder / "inventory" / "hosts.yml").write_text(yaml.safe_dump(_inventory(emulator)), encoding="utf-8")
    shutil.copy(folder / "inventory.yml", folder / "inventory")
    return {
        "ANNA_PASSWORD": "Agent-Pass2!",
        "ANSIBLE_ACTION_PLUGINS": str(HERE / "action_plugins"),
        "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
        "ANSIBLE_DEPRECATION_WARNINGS": "1",
        "ANSIBLE_FORKS": "1",
        "ANSIBLE_HOME": str(folder / "home" / ".ansible"),
        "ANSIBLE_INVENTORY": str(folder / "inventory"),
        "ANSIBLE_NOCOLOR": "1",
        "BACK_OFFICE_KEY": "office-key-2",
        "CRM_KEY": "crm-key-2",
        "HOME": str(folder / "home"),
        "LC_ALL": "C.UTF-8",
        "PATH": os.pathsep.join([str(folder / "bin"), str(pathlib.Path(sys.executable).parent), os.environ["PATH"]]),
        "VOXIMPLANT_API_URL": emulator.api_url,
        "VOXIMPLANT_CREDENTIALS": str(folder / "home" / "voximplant.json"),
    }


def run_command(
    command: list[str], folder: pathlib.Path, environment: dict[str, str], timeout: int = 1800
) -> subprocess.CompletedProcess[str]:
    """Run a command as in a terminal without a keyboard: everything that it prints is in `stdout`."""
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )


def _write_project(folder: pathlib.Path) -> None:
    """Write the scenarios, the files that the pages show, a build that has nothing to do and a program that fails."""
    for name in SCENARIOS:
        for path in ("scenarios", "dist"):
            (folder / path / f"{name}.js").write_text(f'// {name}\nvar from = "__CALLER_ID__";\n', encoding="utf-8")
    shutil.copytree(folder / "dist", folder / "support" / "dist")
    (folder / "roles").symlink_to(ROOT / "roles")
    for block in named_files():
        path = folder / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(block.text, encoding="utf-8")
    for program, status in (("bin/npm", 0), ("deploy.sh", 1)):
        (folder / program).write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
        (folder / program).chmod(0o755)


def endpoint_of(emulator: Emulator) -> Json:
    """What leads to an emulator and its account."""
    keys = ("api_url", "control_url", "control_token", "account_id", "api_key", "ca_path")
    return {key: getattr(emulator, key) for key in keys}


def _inventory(emulator: Emulator) -> Json:
    """The hosts that examples name, and what they take for given."""
    key = pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8")
    hosts = {name: LOCAL for name in ("localhost", "gateway")}
    web = {"web": {"hosts": {"web1": LOCAL}}}
    vault = {
        "vault_voximplant_key": key,
        "vault_crm_key": "crm-key-1",
        "vault_webhook_token": "token-1",
        "vault_anna_password": "Agent-Pass1!",
        "vault_agent1_password": "Agent-Pass2!",
    }
    return {"all": {"vars": vault, "hosts": hosts, "children": web}}


def tear_down(folder: pathlib.Path) -> None:
    """Stop the emulators that examples have left running in a folder, as they say."""
    program = ROOT / "roles" / "emulator" / "files" / "emulator.py"
    for endpoint in folder.rglob("endpoint.json"):
        subprocess.run([sys.executable, program, "--data-dir", endpoint.parent, "--stop"], check=True)


def named_files() -> list[Block]:
    """The blocks that are files, the first one of each name."""
    files: dict[str, Block] = {}
    for block in read_blocks("yaml", "ini", "javascript"):
        if block.file and not block.text.startswith(("# inventory/", "# deploy_fleet.yml")):
            files.setdefault(block.file, block)
    return list(files.values())
