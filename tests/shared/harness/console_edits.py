# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A project below git that an account was deployed from, and edits of the account that bypass it."""

from __future__ import annotations

import subprocess
import typing as t

import pytest

if t.TYPE_CHECKING:
    import pathlib

    from voximplant_emulator import Emulator

    from .plays import Controller, Json

MANIFEST = b"""\
# The hotline of a small shop.
---
substitutions:
  __HOTLINE__: null   # differs between environments
  __GREETING__: Welcome

scenarios:
  # Shared by all rules
  - name: common
    src: src/common.js
  - {name: 'inbound', src: "src/inbound.js"}   # the entry

applications:
  - name: support
    rules:
      # Day
      - name: inbound
        pattern: '__HOTLINE__'
        scenarios: [common, inbound]

      # Night
      - name: night
        pattern: "__HOTLINE__9"   # one digit more
        pattern_exclude: ''
        scenarios:
          - common

# End of the file
"""
COMMON = b"// common\r\nvar greeting = '__GREETING__';\r\n"
INBOUND = b"// inbound\nsay('__GREETING__ to __HOTLINE__');\n"
SUBSTITUTIONS = {"__HOTLINE__": "12025550100"}


@pytest.fixture
def project(controller: Controller, emulator: Emulator, request: pytest.FixtureRequest) -> pathlib.Path:
    """A project below git that the account is deployed from."""
    number = str(abs(hash(request.node.name)))
    for kind in ("GetApplications",):
        for application in emulator.call(kind)["result"]:
            emulator.call("DelApplication", application_id=application["application_id"])
    for scenario in emulator.call("GetScenarios")["result"]:
        emulator.call("DelScenario", scenario_id=scenario["scenario_id"])
    controller.write(f"{number}/voximplant.yml", MANIFEST)
    controller.write(f"{number}/src/common.js", COMMON)
    controller.write(f"{number}/src/inbound.js", INBOUND)
    directory = controller.folder / number
    git(directory, "init", "-q")
    return directory


def git(directory: pathlib.Path, *arguments: str) -> str:
    """Run git in a project."""
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "core.autocrlf=false", *arguments]
    return subprocess.run(command, cwd=directory, check=True, capture_output=True).stdout.decode()


def commit(directory: pathlib.Path) -> None:
    """Commit the project as it is."""
    git(directory, "add", "-A")
    git(directory, "commit", "-qm", "state")


def changed_lines(directory: pathlib.Path) -> list[str]:
    """Return the lines that were removed and added since the commit, with new files, in order."""
    git(directory, "add", "-A")
    lines = git(directory, "diff", "--cached", "--no-renames", "-U0").split("\n")
    return [line for line in lines if line[:1] in "+-" and line and line[:4] not in ("--- ", "+++ ")]


def sync(directory: pathlib.Path, name: str = "Sync", **options: object) -> Json:
    """A task that deploys the project."""
    return {
        "name": name,
        "voximplant.platform.vox_sync": {
            "manifest": str(directory / "voximplant.yml"),
            "substitutions": SUBSTITUTIONS,
            **options,
        },
    }


def update(directory: pathlib.Path, name: str = "Update", **options: object) -> Json:
    """A task that brings the account into the project."""
    return {
        "name": name,
        "diff": True,
        "voximplant.platform.vox_export": {
            "dest": str(directory),
            "update": True,
            "substitutions": SUBSTITUTIONS,
            **options,
        },
    }


def deploy(controller: Controller, directory: pathlib.Path) -> None:
    """Deploy and commit the project."""
    run = controller.run([sync(directory)])
    assert run["Sync"].result["changed"], run["Sync"].result
    commit(directory)


def scenario(emulator: Emulator, name: str) -> Json:
    """Find a scenario with its script."""
    (row,) = (row for row in emulator.call("GetScenarios", count=1000)["result"] if row["scenario_name"] == name)
    (found,) = emulator.call("GetScenarios", scenario_id=row["scenario_id"], with_script=True)["result"]
    return t.cast("Json", found)


def rules(emulator: Emulator) -> dict[str, Json]:
    """Return the rules by name."""
    applications = emulator.call("GetApplications")["result"]
    found = [
        emulator.call("GetRules", application_id=row["application_id"], with_scenarios=True) for row in applications
    ]
    return {rule["rule_name"]: rule for listing in found for rule in listing["result"]}


def edit_script(emulator: Emulator, name: str, old: str, new: str) -> None:
    """Edit a script in the control panel."""
    script = scenario(emulator, name)["scenario_script"]
    assert old in script
    emulator.call("SetScenarioInfo", required_scenario_name=name, scenario_script=script.replace(old, new))


def edited(*edits: tuple[bytes, bytes]) -> bytes:
    """Return the manifest with other bytes at these places, each of which it has once."""
    content = MANIFEST
    for old, new in edits:
        assert content.count(old) == 1, old
        content = content.replace(old, new)
    return content
