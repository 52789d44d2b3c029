# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing secret shows: not on the screen at its most talkative, not in the journal, not in a process's arguments."""

from __future__ import annotations

import contextlib
import json
import pathlib
import time
import typing as t
from urllib.parse import urlsplit

import pytest

from harness.accounts import World, login, secrets
from harness.plays import GROUP, check_hidden

if t.TYPE_CHECKING:
    import subprocess

    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.slow

TALKATIVE = ("-vvvv", "--diff")
FAULTS: tuple[Json, ...] = (
    {"kind": "http_status", "status": 500},
    {"kind": "http_status", "status": 429},
    {"kind": "api_error", "code": 100},
    {"kind": "api_error", "code": 2, "as": "errors"},
    {"kind": "result_zero"},
    {"kind": "warnings", "warnings": ["Be careful."]},
    {"kind": "delay", "ms": 10},
    {"kind": "truncated"},
    {"kind": "truncated", "incomplete": True},
    {"kind": "non_json"},
    {"kind": "reset_before_commit"},
    {"kind": "reset_after_commit"},
    {"kind": "raw", "status": 302, "headers": {"Location": "http://127.0.0.1:1/"}},
    {"kind": "hang", "seconds": 3},
)
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}


def logins(emulator: Emulator) -> dict[str, Json]:
    """The options of each family."""
    key = json.loads(pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8"))
    return {
        "key": {name: value for name, value in login(emulator).items() if name != "api_url"},
        "session": {"account_id": emulator.account_id, "session_id": emulator.session_id},
        "file": {"credentials_file": emulator.credentials_file},
        "mapping": {"credentials": key},
        "text": {"credentials": json.dumps(key)},
    }


def tasks(world: World, count: int) -> list[Json]:
    """A module and an action, each so many times; the address of a session is secret too."""
    every: Json = {"loop": list(range(count)), "loop_control": {"label": "{{ item }}"}}
    change = {"scenario_id": world.menu, "scenario_script": "// {{ inventory_hostname }} {{ item }} {{ mode }}\n"}
    return [
        {"name": "change", "voximplant.platform.vox_scenario": change, **every},
        {"name": "refused", "voximplant.platform.vox_session": {"rule_id": world.spare}},
        {"name": "start", "voximplant.platform.vox_session": {"rule_id": world.inbound}, "no_log": True, **every},
        {
            "name": "command",
            "voximplant.platform.vox_session": {"access_url": "{{ address }}", "command": "{{ item }}"},
            **every,
        },
    ]


def record_file(process: pathlib.Path) -> bytes | None:
    """What the play of a process is recorded in; none if it has no play, or has only just begun."""
    variables = (process / "environ").read_bytes().split(b"\0")
    return next((variable for variable in variables if variable.startswith(b"RECORD_FILE=")), None)


class Watch:
    """Gathers the arguments of a play's processes while it runs."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, process: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < deadline and not self.saw("AnsiballZ"):
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError):
                    own = record_file(pathlib.Path("/proc") / str(process.pid))
                    if own and record_file(folder) == own:
                        self.seen.add((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))

    def saw(self, part: str) -> bool:
        return any(part in arguments for arguments in self.seen)


@pytest.fixture(scope="module")
def address(emulator: Emulator, world: World) -> str:
    """Give the address of a running session."""
    url: str = emulator.call("StartScenarios", rule_id=world.inbound)["media_session_access_url"]
    return url


@pytest.fixture(scope="module")
def play(controller: Controller, emulator: Emulator, world: World, address: str) -> t.Callable[..., Run]:
    """Give a function that runs a talkative play, on one host for each family or for some."""
    families = logins(emulator)
    names = sorted({name for options in families.values() for name in options})
    hosts = {
        family: {**LOCAL, **{f"my_{name}": value for name, value in options.items()}}
        for family, options in families.items()
    }
    controller.write("inventory/families.yml", {"families": {"hosts": hosts}})
    defaults = {name: f"{{{{ my_{name} | default(omit) }}}}" for name in names}

    def run(pattern: str, count: int, execution: str, **options: t.Any) -> Run:
        return controller.run(
            tasks(world, count),
            *TALKATIVE,
            hosts=pattern,
            serial=1,
            module_defaults={GROUP: {"api_url": emulator.api_url, "timeout": 1, "retries": 0, **defaults}},
            vars={"address": address, "mode": len(emulator.journal())},
            environment={
                "ANSIBLE_INJECT_INVOCATION": "1",
                "ANSIBLE_KEEP_REMOTE_FILES": "0",
                "VOXIMPLANT_EXECUTION": execution,
            },
            **options,
        )

    return run


def check_all_hidden(emulator: Emulator, address: str, run: Run) -> None:
    """Look through all that was shown and written down."""
    results = json.dumps([outcome.result for outcome in run.outcomes], ensure_ascii=False)
    journal = json.dumps(emulator.journal(), ensure_ascii=False)
    check_hidden([*secrets(emulator), urlsplit(address).path], run.output, results, journal)


@pytest.mark.parametrize("execution", ["in_process", "shipped"])
def test_secrets_when_all_goes_well_then_none_shows(
    play: t.Callable[..., Run], emulator: Emulator, address: str, execution: str
) -> None:
    run = play("families", 1, execution)
    assert [outcome.task for outcome in run.outcomes if outcome.status != "ok"] == ["refused"] * 5
    assert {call["auth"] for outcome in run.outcomes for call in outcome.calls} == {
        "api_key",
        "session",
        "token",
        "none",
    }
    assert "invocation" in run.outcomes[0].result["results"][0]
    check_all_hidden(emulator, address, run)


@pytest.mark.parametrize(("family", "execution"), [("key", "shipped"), ("mapping", "in_process")])
def test_secrets_when_anything_goes_wrong_then_none_shows(
    play: t.Callable[..., Run], emulator: Emulator, address: str, family: str, execution: str
) -> None:
    for method in ("SetScenarioInfo", "StartScenarios", "media"):
        for fault in FAULTS:
            emulator.add_fault(method=method, **fault)
    run = play(family, len(FAULTS), execution, expected=["Be careful."])
    met = {call["fault"] for outcome in run.outcomes for call in outcome.calls}
    assert met >= {fault["kind"] for fault in FAULTS}
    assert [outcome.task for outcome in run.outcomes if outcome.status == "failed"] == [
        "change",
        "refused",
        "start",
        "command",
    ]
    check_all_hidden(emulator, address, run)


def test_secrets_when_a_call_is_under_way_then_no_process_has_one_in_its_arguments(
    play: t.Callable[..., Run], emulator: Emulator, address: str
) -> None:
    watch = Watch()
    emulator.set_latency(300)
    run = play("text", 1, "shipped", watch=watch)
    emulator.set_latency(0)
    assert run.outcomes[0].status == "ok"
    assert watch.saw("ansible-playbook")
    assert watch.saw("AnsiballZ"), watch.seen
    check_hidden([*secrets(emulator), urlsplit(address).path], *watch.seen)
