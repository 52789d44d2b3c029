# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command of the documentation and of the example pipelines, run against the emulator."""

from __future__ import annotations

import pathlib
import re
import socket
import subprocess
import typing as t

import pytest
import yaml
from action_plugins.prepare import fill
from blocks import ROOT, Block, read_blocks
from stage import endpoint_of, set_up, tear_down

from harness import accounts
from harness.plays import check_calm, check_hidden
from voximplant_emulator import Emulator

CI = ROOT / "docs" / "examples" / "ci"
STORIES = ("docs/docsite/rst/guide_drift.rst",)  # test_guides.py runs their commands
SAMPLE_PLAN = "1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4"
SHOWN_PLAN = "$(grep -o '1-[0-9a-f]\\{32\\}' output | head -n 1)"

# Commands that are not run here, by how they begin, and why. Their syntax is checked.
NOT_RUN = {
    "ansible-builder ": "tests/awx runs it",
    "ansible-galaxy collection install ": "asks Galaxy, where a version is only after its release",
    "ansible-playbook -i inventory deploy_fleet.yml": "tests/playbook/test_fleet.py runs it",
    "ansible-playbook set_up.yml": "tests/awx runs it",
    "ansible-vault create ": "opens an editor",
    "export CONTROLLER_HOST=": "belongs to set_up.yml",
    "make ": "the targets of the Makefile are what runs this test",
    ". venv/": "belongs to the line before it",
    "podman push ": "needs a registry",
    "python3 -m pip install ": "changes the Python that runs this test",
    "sudo chrt ": "takes about 20 minutes",
    "python3 -m venv ": "has a Python without Ansible, until the line behind it has run",
}


def commands_of(block: Block) -> list[str]:
    """The commands of a block: behind a prompt, or each line if there is none."""
    lines = block.text.splitlines()
    prompted = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return prompted or lines


def jobs_of(path: pathlib.Path) -> list[str]:
    """The commands of a pipeline, in the order of its jobs."""
    text = path.read_text(encoding="utf-8")
    if path.name == "Jenkinsfile":
        commands = re.findall(
            r"^ +(env\.PLAN_ID = )?sh(?:\(returnStdout: true, script:)? '(.+)'(?:\).trim\(\))?$", text, re.MULTILINE
        )
        return [f'echo "PLAN_ID=$({command})" >plan.env' if captured else command for captured, command in commands]
    content = yaml.safe_load(text)
    if "jobs" in content:
        return [step["run"] for job in content["jobs"].values() for step in job["steps"] if "run" in step]
    jobs = [content[name] for name in ("default", "check", "plan", "deploy", "drift")]
    return [command for job in jobs for command in (*job.get("before_script", []), *job.get("script", []))]


SCRIPTS = {str(block): commands_of(block) for block in read_blocks("console") if block.page not in STORIES}
PIPELINES = {path.name: jobs_of(path) for path in sorted(CI.iterdir())}


def is_run(command: str) -> bool:
    return not command.startswith(tuple(NOT_RUN))


def runnable(scripts: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    """What is run of scripts, and the name of one that has these commands."""
    runs = {tuple(filter(is_run, commands)): name for name, commands in scripts.items()}
    return {commands: name for commands, name in runs.items() if commands}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run an emulator for all tests."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


def run_all(commands: list[str], folder: pathlib.Path, emulator: Emulator) -> str:
    """Run commands one after the other in a shell, and return what they print."""
    if "platform.deploy -e deploy_project_dir=voximplant" in commands[0]:  # what the block before it has made
        commands = ["ansible-playbook convert.yml", *commands]
    environment = set_up(folder, emulator)
    fill(endpoint_of(emulator), {"leftover": ""}, rules=["inbound"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    if SAMPLE_PLAN in commands[-1]:  # an approval: the ID is the one that the command before it shows
        commands = [f"{commands[-2]} | tee output", commands[-1].replace(SAMPLE_PLAN, SHOWN_PLAN)]
    script = "\n".join(commands).replace("/tmp/", f"{folder}/").replace("8017", port)
    try:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=1800,
            check=False,
        )
    finally:
        tear_down(folder)
    assert done.returncode == 0, done.stdout
    check_calm(done.stdout, ())
    check_hidden(accounts.secrets(emulator), done.stdout)
    return done.stdout


@pytest.mark.parametrize("name", sorted(runnable(SCRIPTS).values()))
def test_commands_when_run_one_after_the_other_then_each_succeeds(
    name: str, tmp_path: pathlib.Path, emulator: Emulator
) -> None:
    run_all([command for command in SCRIPTS[name] if is_run(command)], tmp_path / "project", emulator)


@pytest.mark.parametrize("name", sorted(PIPELINES))
def test_pipelines_when_their_jobs_run_then_they_show_plan_deploy_it_and_find_no_drift(
    name: str, tmp_path: pathlib.Path, emulator: Emulator
) -> None:
    commands = [command for command in PIPELINES[name] if is_run(command)]
    deployment = next(number for number, command in enumerate(commands) if "deploy_expected_plan=" in command)
    # Each system hands the plan's ID from one job to the next in its own way.
    commands[deployment:deployment] = ['export PLAN_ID="$(sed "s/.*=//" plan.env)"']
    project = tmp_path / "project"
    output = run_all(["export GITHUB_OUTPUT=plan.env", *commands], project, emulator)
    assert output.count("+++ after: scenario inbound") == len(["check", "plan", "deploy"])
    (plan,) = set(re.findall(r"The plan is (1-[0-9a-f]{32})[.]", output))
    assert (project / "plan.env").read_text(encoding="utf-8").strip().endswith(f"={plan}")
    assert "The account is as the project declares it." in output
    assert "</html>" in (project / "map.html").read_text(encoding="utf-8")


def test_commands_when_they_are_not_run_then_the_shell_can_read_them_and_none_is_listed_in_vain() -> None:
    commands = [command for script in (*SCRIPTS.values(), *PIPELINES.values()) for command in script]
    left_out = [command for command in commands if not is_run(command)]
    subprocess.run(["bash", "-n", "-c", "\n".join(left_out)], check=True)
    assert [start for start in NOT_RUN if not any(command.startswith(start) for command in left_out)] == []
