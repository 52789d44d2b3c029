# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong credentials and connections: one clear message each, before anything is sent."""

from __future__ import annotations

import json
import typing as t

import pytest

from harness import mistakes
from harness.accounts import login
from harness.mistakes import Mistake, scenario, session

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run

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
    url = login(controller.emulator)["api_url"]
    return controller.run(mistakes.tasks(MISTAKES), defaults={"api_url": url})


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_login_when_wrong_then_one_message_names_it_and_nothing_is_sent(run: Run, mistake: Mistake) -> None:
    mistakes.check(run, mistake)
    assert run[f"{mistake.module} {mistake.name}: real"].calls == ()
