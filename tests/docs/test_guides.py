# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guides that tell a story: their commands in order, and what the account and the project then hold."""

from __future__ import annotations

import json
import pathlib
import re
import typing as t

import pytest
import yaml
from blocks import ROOT, read_blocks
from stage import run_command, set_up

from voximplant_emulator import Emulator

RST = "docs/docsite/rst"
GREETING = ("Welcome to support.", "Thank you for calling. Please hold.")
Json = dict[str, t.Any]


class Story:
    """A project directory, and an emulator with the accounts that the environments name."""

    def __init__(self, folder: pathlib.Path, emulator: Emulator) -> None:
        self.folder = folder
        self.emulator = emulator
        self.environment = set_up(folder, emulator)
        del self.environment["ANSIBLE_INVENTORY"], self.environment["VOXIMPLANT_CREDENTIALS"]
        staging = emulator.add_account(account_name="staging")
        self.accounts: dict[str, int] = {"staging": staging["account_id"], "production": emulator.account_id}
        key = json.dumps(staging["credentials"])
        (folder / "keys" / "staging.json").write_text(key, encoding="utf-8")

    def run(self, command: str) -> str:
        """Run a command of a guide, and return what it prints."""
        done = run_command(["bash", "-c", command], self.folder, self.environment)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def state(self, account: str) -> Json:
        """Return what an account holds: the patterns of rules, and the scripts by name."""
        state = self.emulator.state(self.accounts[account])
        return {
            "patterns": {
                rule["rule_name"]: rule["rule_pattern"]
                for application in state["applications"]
                for rule in application["rules"]
            },
            "scripts": {scenario["scenario_name"]: scenario["scenario_script"] for scenario in state["scenarios"]},
            "applications": sorted(application["application_name"] for application in state["applications"]),
        }

    def writes(self) -> list[str]:
        """Return the methods of the writing calls since the last question."""
        methods = [call["method"] for call in self.emulator.journal(write=True)]
        self.emulator.clear_journal()
        return methods


@pytest.fixture
def story(tmp_path: pathlib.Path) -> t.Iterator[Story]:
    with Emulator(tmp_path / "emulator") as emulator:
        yield Story(tmp_path / "project", emulator)


def commands(page: str) -> list[str]:
    """Return the commands of a guide, in order."""
    lines = "".join(block.text for block in read_blocks("console") if block.page == f"{RST}/{page}.rst")
    return re.findall(r"^\$ (.+)$", lines, re.MULTILINE)


def block(page: str, start: str, language: str) -> str:
    """Return the block of a guide that begins with something."""
    (text,) = (
        found.text
        for found in read_blocks(language)
        if found.page == f"{RST}/{page}.rst" and found.text.startswith(start)
    )
    return text


def test_environments_when_two_accounts_then_each_gets_its_values_and_check_mode_writes_nothing(story: Story) -> None:
    check, staging, *_others = commands("guide_environments")
    pipeline = yaml.safe_load(block("guide_environments", "# .gitlab-ci.yml", "yaml"))

    story.run(check)
    assert story.writes() == []
    story.run(staging)
    assert story.state("production")["scripts"] == {}
    for job in ("check", "staging", "production"):
        (command,) = pipeline[job]["script"]
        story.run(command)

    for account, number in (("staging", "12025550142"), ("production", "12025550100")):
        state = story.state(account)
        assert state["patterns"] == {"inbound": number}
        assert state["scripts"]["inbound"].count(number) == 1
        assert "__" not in state["scripts"]["inbound"]
    assert pipeline["check"]["script"] == [check]
    story.writes()
    story.run(check.replace(" --check", ""))
    assert story.writes() == []


def test_environments_when_they_share_an_account_then_their_objects_are_told_apart(story: Story) -> None:
    (command,) = (found for found in commands("guide_environments") if "applications.yml" in found)
    story.run(command)
    state = story.state("production")
    assert sorted(state["scripts"]) == ["inbound", "inbound-staging"]
    assert [name.partition(".")[0] for name in state["applications"]] == ["support", "support-staging"]
    assert ("12025550142" in state["scripts"]["inbound-staging"], "12025550142" in state["scripts"]["inbound"]) == (
        True,
        False,
    )
    story.writes()
    story.run(command)
    assert story.writes() == []


def test_drift_when_an_edit_is_adopted_then_the_project_differs_in_it_alone_and_nothing_is_left_to_do(
    story: Story,
) -> None:
    drift, adopt, diff, again = commands("guide_drift")
    deploy = again.removesuffix(" --check")
    story.run(deploy)
    story.run("git init -q && git add line && git -c user.name=t -c user.email=t@example.com commit -qm first")
    edit(story.emulator)
    story.writes()

    report = story.run(drift)
    assert len(plan_of(report)) == 1
    assert plan_of(report) == plan_of(block("guide_drift", "[production]", "text"))
    assert plan_of(story.run(f"{again} --diff")) == plan_of(block("guide_deploy", "[production]", "text"))
    assert all(greeting in report for greeting in GREETING)
    story.run(adopt)
    assert story.writes() == []
    changed = story.run(diff.replace("git diff", "git diff --no-color -- line"))
    assert hunks(changed) == hunks(block("guide_drift", "diff --git", "diff"))
    assert "changed=0" in story.run(again)
    assert "changed=0" in story.run(deploy)
    assert story.writes() == []


def edit(emulator: Emulator) -> None:
    """Do in the control panel what the guide tells."""
    (application,) = emulator.call("GetApplications")["result"]
    (scenario,) = emulator.call("GetScenarios", with_script=True)["result"]
    script = emulator.state()["scenarios"][0]["scenario_script"]
    emulator.call("SetScenarioInfo", scenario_id=scenario["scenario_id"], scenario_script=script.replace(*GREETING))
    application_id = application["application_id"]
    rule = emulator.call("AddRule", application_id=application_id, rule_name="night", rule_pattern="12025550199")
    ids = {"rule_id": rule["rule_id"], "scenario_id": scenario["scenario_id"]}
    emulator.call("BindScenario", application_id=application_id, bind=True, **ids)


def plan_of(text: str) -> list[str]:
    """Return the lines that show a plan on the screen, without its ID."""
    lines = re.findall(r"^\[production\] vox_sync: .*\n(?:  .*\n)+", text, re.MULTILINE)
    return [re.sub(r"1-[0-9a-f]{32}", "ID", shown) for shown in lines]


def hunks(diff: str) -> list[str]:
    """Return the lines of a diff without the digests of git."""
    return [line.rstrip() for line in diff.strip().splitlines() if not line.startswith("index ")]


def test_guides_when_told_here_then_they_are_there() -> None:
    assert all((ROOT / RST / f"{page}.rst").is_file() for page in ("guide_environments", "guide_drift"))
