# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong credentials and connections: one clear message each, before anything is sent."""

from __future__ import annotations

import json
import os
import typing as t

import pytest

from harness import mistakes
from harness.accounts import login
from harness.mistakes import Mistake, scenario, session

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run

WRONG = {
    "url": "https://user:s3cret-word@api.test/platform_api",
    "key": '{"private_key": "-----BEGIN PRIVATE KEY----- s3cret-word"',
    "path": "/home/s3cret-word/key.json",
    "api_key": "s3cret-word",
}
MISTAKES = (
    scenario("nobody logs in", "api_key", "VOXIMPLANT_API_KEY", scenario_name="a"),
    scenario(
        "key and session", "api_key", "session_id", scenario_name="a", account_id=1, api_key="k" * 9, session_id="s" * 9
    ),
    scenario(
        "key and key file",
        "api_key",
        "credentials_file",
        scenario_name="a",
        api_key="k" * 9,
        credentials_file="key.json",
    ),
    scenario("key without account", "api_key", "account_id", scenario_name="a", api_key="k" * 9),
    scenario(
        "two accounts", "account_id", "account_name", scenario_name="a", account_id=1, account_name="b", api_key="k" * 9
    ),
    scenario("empty key", "api_key", "empty", scenario_name="a", account_id=1, api_key=""),
    scenario(
        "key file missing", "credentials_file", "no_such.json", scenario_name="a", credentials_file="no_such.json"
    ),
    scenario("key file a folder", "credentials_file", "folder", scenario_name="a", credentials_file="folder"),
    scenario(
        "key file not JSON", "credentials_file", "bad.json", "not JSON", scenario_name="a", credentials_file="bad.json"
    ),
    scenario(
        "key file without key",
        "credentials_file",
        "keyless.json",
        "private_key",
        scenario_name="a",
        credentials_file="keyless.json",
    ),
    scenario(
        "key file and account",
        "account_id",
        "credentials_file",
        scenario_name="a",
        credentials_file="key.json",
        account_id=1,
    ),
    scenario("key that is none", "private_key", scenario_name="a", credentials_file="broken.json"),
    scenario("credentials not JSON", "credentials", "not JSON", scenario_name="a", credentials="{nonsense"),
    scenario(
        "child of a key",
        "child_account_id",
        "api_key",
        scenario_name="a",
        account_id=1,
        api_key="k" * 9,
        child_account_id=2,
    ),
    scenario(
        "http to another host",
        "api_url",
        "example.com",
        "https",
        scenario_name="a",
        account_id=1,
        api_key="k" * 9,
        api_url="http://example.com/platform_api",
    ),
    scenario("empty URL", "api_url is empty", scenario_name="a", account_id=1, api_key="k" * 9, api_url=""),
    scenario(
        "URL with a password",
        "api_url contains a user or a password",
        scenario_name="a",
        account_id=1,
        api_key="k" * 9,
        api_url="{{ wrong.url }}",
    ),
    scenario(
        "key where its path belongs",
        "credentials_file contains a key instead of the path",
        scenario_name="a",
        credentials_file="{{ wrong.key }}",
    ),
    scenario(
        "path where the key belongs",
        "credentials is not JSON but looks like a path",
        scenario_name="a",
        credentials="{{ wrong.path }}",
    ),
    scenario(
        "key where the account belongs",
        "account_id is not a number",
        scenario_name="a",
        account_id="{{ wrong.api_key }}",
        api_key=7,
    ),
    scenario("key file a FIFO", "credentials_file", "fifo", "regular file", scenario_name="a", credentials_file="fifo"),
    scenario(
        "CA a FIFO",
        "ca_path",
        "fifo",
        scenario_name="a",
        account_id=1,
        api_key="k" * 9,
        ca_path="fifo",
        api_url="https://127.0.0.1:1",
    ),
    scenario("much time", "timeout", "86400", scenario_name="a", account_id=1, api_key="k" * 9, timeout=10**400),
    scenario("no URL", "api_url", scenario_name="a", account_id=1, api_key="k" * 9, api_url="platform"),
    scenario(
        "no such CA", "ca_path", "no_such.pem", scenario_name="a", account_id=1, api_key="k" * 9, ca_path="no_such.pem"
    ),
    scenario("no time", "timeout", scenario_name="a", account_id=1, api_key="k" * 9, timeout=0),
    scenario("retries below none", "retries", scenario_name="a", account_id=1, api_key="k" * 9, retries=-1),
    session(
        "session: key and session",
        "api_key",
        "session_id",
        rule_id=1,
        account_id=1,
        api_key="k" * 9,
        session_id="s" * 9,
    ),
    session(
        "session: http to another host",
        "api_url",
        "example.com",
        rule_id=1,
        account_id=1,
        api_key="k" * 9,
        api_url="http://example.com/",
    ),
)


def play(controller: Controller, _world: World) -> Run:
    """Run the play of these tests."""
    key = {"account_id": 1, "key_id": "k"}
    controller.write("folder/key.json", b"")
    controller.write("bad.json", b"{nonsense")
    controller.write("keyless.json", json.dumps(key).encode())
    controller.write("broken.json", json.dumps({**key, "private_key": "-----BEGIN nothing-----"}).encode())
    os.mkfifo(controller.folder / "fifo")
    url = login(controller.emulator)["api_url"]
    controller.write("wrong.yml", {"wrong": WRONG})  # errors quote the lines of the play that are around the task
    return controller.run(mistakes.tasks(MISTAKES), "-e", "@wrong.yml", defaults={"api_url": url})


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_login_when_wrong_then_one_message_names_it_and_nothing_is_sent(run: Run, mistake: Mistake) -> None:
    mistakes.check(run, mistake)
    assert run[f"{mistake.module} {mistake.name}: real"].calls == ()


@pytest.mark.parametrize("execution", ["in_process", "shipped"])
def test_login_when_a_secret_is_in_the_wrong_place_then_it_does_not_show_however_talkative_ansible_is(
    controller: Controller, execution: str
) -> None:
    controller.write("wrong.yml", {"wrong": WRONG})
    wrong = [mistake for mistake in MISTAKES if "{{ wrong." in str(mistake.options)]
    assert len(wrong) == len(WRONG)
    run = controller.run(
        mistakes.tasks(wrong), "-vvv", "-e", "@wrong.yml", defaults={}, environment={"VOXIMPLANT_EXECUTION": execution}
    )
    assert {outcome.status for outcome in run.outcomes} == {"failed"}
    for mistake in wrong:
        mistakes.check(run, mistake)
    assert "s3cret-word" not in run.output
