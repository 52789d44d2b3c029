# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs on GitHub: it calls what can be run here, and none of it is shipped."""

from __future__ import annotations

import pathlib
import re
import subprocess
import typing as t

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
WORKFLOWS = [ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("release", "test")]


def commands(path: pathlib.Path) -> t.Iterator[str]:
    """What the steps of a workflow run."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    for job in workflow["jobs"].values():
        yield from (step["run"] for step in job["steps"] if "run" in step)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_when_it_calls_something_then_it_is_there(path: pathlib.Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = "\n".join(commands(path))
    made = set(re.findall(r"^make (\S+)$", text, re.MULTILINE))
    scripts = re.findall(r"\.ci/[\w-]+", text)
    assert made and made <= targets
    assert all((ROOT / script).is_file() for script in scripts)


def test_sessions_when_everything_is_checked_then_none_is_forgotten() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = {
        name: words.split() for name, words in re.findall(r"^(QUICK|LONG|GATES) := (.*)$", makefile, re.MULTILINE)
    }
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = re.findall(r"^def (\w+)\(session: nox\.Session", source, re.MULTILINE)
    extra = re.findall(r"default=False\)\ndef (\w+)", source)
    helpers = {"install", "run_pytest"}
    assert sorted([*listed["QUICK"], *listed["LONG"]]) == sorted(set(sessions) - helpers - set(extra))
    assert set(listed["GATES"]) - {"$(QUICK)"} <= set(listed["LONG"])


@pytest.mark.parametrize("tag, code", [("v{}", 0), ("{}", 1), ("v{}.1", 1), ("v", 1), ("", 1)])
def test_tag_when_it_is_not_the_version_then_it_is_refused(tag: str, code: int) -> None:
    given = tag.format(GALAXY["version"])
    done = subprocess.run([ROOT / ".ci" / "check-tag", given], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert (f"'v{GALAXY['version']}'" in done.stderr) is (code != 0)


def test_release_when_it_publishes_then_the_tag_and_every_check_came_before() -> None:
    steps = list(commands(WORKFLOWS[0]))
    order = [
        next(index for index, step in enumerate(steps) if part in step)
        for part in (".ci/check-tag", "make test", "make package", "collection publish")
    ]
    assert order == sorted(order)
    assert ".github" in GALAXY["build_ignore"] and ".ci" in GALAXY["build_ignore"]
