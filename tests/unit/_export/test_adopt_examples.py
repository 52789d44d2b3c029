# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account brought into the projects of the documentation: an edit changes the lines that it has to."""

from __future__ import annotations

import difflib
import pathlib
import re
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
    files_of,
)

from ..support.projects import Files, account_of, adopt_files, project_of, with_rule, with_script

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "docs" / "examples"


def fleet() -> Files:
    """Read the project that the guide to fleets deploys."""
    project = EXAMPLES / "fleet" / "project"
    return {path.relative_to(project).as_posix(): path.read_bytes().decode() for path in project.rglob("*.*")}


def demo() -> Files:
    """Export the account of the demo."""
    scripts = {path.stem: path.read_bytes().decode() for path in sorted((EXAMPLES / "scenarios").glob("*.js"))}
    rule = {"name": "inbound", "pattern": "1202.*", "pattern_exclude": "", "video_conference": False}
    application = {"name": "support", "secure_record_storage": False, "rules": [{**rule, "scenarios": list(scripts)}]}
    scenarios = tuple(ExportedScenario(name, script) for name, script in scripts.items())
    return {file.path: (file.content or b"").decode() for file in files_of(Snapshot(scenarios, (application,)))}


@pytest.mark.parametrize(("read", "scenarios_dir"), [(fleet, "scenarios"), (demo, None)])
def test_example_when_one_line_of_a_script_and_one_pattern_changed_then_two_lines_change(
    read: t.Callable[[], Files], scenarios_dir: str | None
) -> None:
    files = read()
    values = dict.fromkeys(re.findall(r"__[A-Z_]+__", "".join(files.values())), "12025550100")
    project = project_of(files, scenarios_dir=scenarios_dir, **values)
    account = account_of(project)
    assert adopt_files(files, account, scenarios_dir=scenarios_dir, **values)[0] == files
    for scenario in account.scenarios:
        account = with_script(account, scenario.name, (scenario.script or "") + "// edited\n")
    application = account.applications[0]
    account = with_rule(account, application["name"], 0, pattern=application["rules"][0]["pattern"] + "9")
    after, _adoption = adopt_files(files, account, scenarios_dir=scenarios_dir, **values)
    for path in files:
        expected = ["-", "+"] if path.endswith(".yml") else ["+"]
        assert [line[0] for line in changed_lines(files[path], after[path])] == expected
        assert set(re.findall(r"__[A-Z_]+__", after[path])) == set(re.findall(r"__[A-Z_]+__", files[path]))


def changed_lines(before: str, after: str) -> list[str]:
    """Return the lines that are gone, and those that are new."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("- ", "+ ")]
