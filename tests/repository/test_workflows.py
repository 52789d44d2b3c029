# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflows of GitHub and the make targets: they call what exists, actions are pinned, and nothing is left out."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.tests.repository.imports import PLUGINS, ROOT, list_imports

GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
NOXFILE = (ROOT / "noxfile.py").read_text(encoding="utf-8")
INTERPRETERS = (ROOT / ".ci" / "interpreters.py").read_text(encoding="utf-8")
WORKFLOWS = {path.stem: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
PINNED = re.compile(r"^\s*-? *uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")
Json = dict[str, t.Any]


def load(name: str) -> Json:
    """Load a workflow."""
    workflow: Json = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return workflow


def list_steps(name: str) -> list[Json]:
    """List the steps of all jobs of a workflow."""
    return [step for job in load(name)["jobs"].values() for step in job["steps"]]


def list_commands(name: str) -> list[str]:
    """List what the steps of a workflow run."""
    return [step["run"] for step in list_steps(name) if "run" in step]


def constant(name: str) -> t.Any:
    """Return the value of a constant that the noxfile chooses interpreters by."""
    (value,) = (
        node.value
        for node in ast.parse(INTERPRETERS).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )
    return ast.literal_eval(value)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflow_when_it_runs_make_then_the_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    made = set(re.findall(r"^make (\S+)$", "\n".join(list_commands(name)), re.MULTILINE))
    assert made and made <= targets


def test_workflows_when_they_use_actions_then_each_is_pinned_to_one_commit() -> None:
    lines = [
        line
        for path in WORKFLOWS.values()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*-? *uses:", line)
    ]
    assert [line for line in lines if not PINNED.match(line)] == []
    pins = {match.groups() for line in lines if (match := PINNED.match(line))}
    assert len(pins) == len({action for action, _commit, _version in pins}) > 0


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflow_when_it_writes_then_only_in_a_job_that_says_so(name: str) -> None:
    assert load(name)["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("newest", load("test")["jobs"]["everything"]["strategy"]["matrix"]["newest"])
def test_workflow_when_it_runs_every_check_then_on_the_oldest_targets_and_with_every_core(newest: str) -> None:
    steps = load("test")["jobs"]["everything"]["steps"]
    assert "make test" in [step.get("run") for step in steps]
    (listed,) = (step["with"]["python-version"] for step in steps if "python-version" in step.get("with", {}))
    versions = listed.replace("${{ matrix.newest }}", newest).split()
    assert set(constant("OLDEST_TARGETS").values()) <= set(versions)
    assert [core for core, pythons in constant("CORES").items() if not set(pythons) & set(versions)] == []


def test_workflow_when_it_runs_every_check_then_once_with_each_of_the_newest_pythons() -> None:
    pythons = list(constant("CORES").values())[-1]
    assert load("test")["jobs"]["everything"]["strategy"]["matrix"]["newest"] == list(pythons[-2:])


def test_sessions_when_everything_is_checked_then_none_is_forgotten() -> None:
    listed = {
        name: words.split() for name, words in re.findall(r"^(QUICK|LONG|GATES) := (.*)$", MAKEFILE, re.MULTILINE)
    }
    sessions = re.findall(r"^def (\w+)\(session: nox\.Session", NOXFILE, re.MULTILINE)
    extra = re.findall(r"default=False\)\ndef (\w+)", NOXFILE)
    helpers = {"install", "run_pytest"}
    assert sorted([*listed["QUICK"], *listed["LONG"]]) == sorted(set(sessions) - helpers - set(extra))
    assert set(listed["GATES"]) - {"$(QUICK)"} <= set(listed["LONG"])


def test_unit_tests_when_their_room_imports_ansible_core_then_an_older_one_runs_them_too() -> None:
    unit = ROOT / "tests" / "unit"
    rooms = {
        path.relative_to(directory).parts[0]
        for directory in (unit, PLUGINS / "module_utils", PLUGINS / "plugin_utils")
        for path in directory.rglob("_*/*.py")
        if any(name.split(".")[0] == "ansible" for name in list_imports(path))
    }
    (listed,) = re.findall(r"USES_CORE = .*?in \((.*?)\)", NOXFILE, re.DOTALL)
    assert set(re.findall(r'"(\w+)"', listed)) == {room for room in rooms if (unit / room).is_dir()}


@pytest.mark.parametrize("tag, code", [("v{}", 0), ("{}", 1), ("v{}.1", 1), ("v", 1), ("", 1)])
def test_tag_when_it_is_not_the_version_then_it_is_refused(tag: str, code: int) -> None:
    (compare,) = (
        command for command in list_commands("release") if "$GITHUB_REF_NAME" in command and "galaxy" in command
    )
    done = subprocess.run(
        ["bash", "-e", "-c", compare],
        cwd=ROOT,
        env={**os.environ, "GITHUB_REF_NAME": tag.format(GALAXY["version"])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert (f"v{GALAXY['version']}" in done.stderr) is (code != 0)


def test_release_when_it_publishes_then_the_tag_and_every_check_came_before() -> None:
    steps = [step.get("run") or step["uses"] for step in list_steps("release")]
    order = [
        next(index for index, step in enumerate(steps) if re.search(part, step, re.MULTILINE))
        for part in (
            r"galaxy\.yml",
            "^make test$",
            "^make package$",
            "attest-build-provenance",
            "collection publish",
            "antsibull-changelog generate --only-latest",
            "gh release create",
        )
    ]
    assert order == sorted(order)


def test_site_when_published_then_it_is_the_one_that_make_builds_where_galaxy_links_to() -> None:
    build, deploy = load("pages")["jobs"].values()
    steps = [step.get("run") or step["uses"] for step in build["steps"]]
    assert steps.index("make docs") < len(steps) - 1
    assert build["steps"][-1]["with"] == {"path": "docs/site"}
    assert deploy["needs"] == "build"
    assert GALAXY["documentation"] in WORKFLOWS["pages"].read_text(encoding="utf-8")
    owner, repository = GALAXY["repository"].split("/")[-2:]
    assert GALAXY["documentation"] == f"https://{owner}.github.io/{repository}"
