# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing secret shows: every module, every family of credentials, every fault, every callback, both paths.

A play runs all modules as talkatively as Ansible can be. Then the screen, all new files, and the arguments and
environments of all its processes are searched for each secret, and for any twelve characters of one.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import tempfile
import typing as t

import pytest

from harness.logins import KEYWORD, MODULE, logins
from harness.main_flows import FLOWS, SECRET_VALUE, USER_PASSWORD, refill
from harness.plays import GROUP, Controller, Run
from harness.sweep import PIECE, TOKEN_START, Secrets, Watch, secrets_of

if t.TYPE_CHECKING:
    from harness.main_flows import Account
    from harness.plays import Json
    from voximplant_emulator import Emulator

TALKATIVE = ("-vvvv", "--diff")
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
READS, WRITES = ("Get*",), ("Add*", "Set*", "Bind*", "Reorder*", "Start*", "media")
PATHS = ("in_process", "shipped")
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
OLD = {"ANSIBLE_DEPRECATION_WARNINGS": "0"}  # newer versions of ansible-core warn of these callbacks
CALLBACKS: dict[str, dict[str, str]] = {
    "default": {},
    "yaml": {"ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml", "ANSIBLE_CALLBACK_FORMAT_PRETTY": "1"},
    "json": {"ANSIBLE_CALLBACK_RESULT_FORMAT": "json"},
    "minimal": {"ANSIBLE_STDOUT_CALLBACK": "minimal"},
    "oneline": {"ANSIBLE_STDOUT_CALLBACK": "oneline", **OLD},
    "tree": {"ANSIBLE_CALLBACKS_ENABLED": "record,tree", "ANSIBLE_CALLBACK_TREE_DIR": "tree", **OLD},
    "junit": {"ANSIBLE_CALLBACKS_ENABLED": "record,junit", "JUNIT_OUTPUT_DIR": "junit"},
}
COMMAND = "command"  # the task that makes no call of the Management API
VALUES = {"value": SECRET_VALUE, "password": USER_PASSWORD}
WITH_OBJECTS: Json = {"secrets": ["TTS_KEY"], "users": [{"name": "carla"}]}
WITH_VALUES: Json = {
    "secret_values": {"support": {"TTS_KEY": SECRET_VALUE}},
    "user_passwords": {"support": {"carla": USER_PASSWORD}},
}
FAMILIES = ("key", "session", "file", "mapping", "text", "variable", "variables of a key")


@dataclasses.dataclass(frozen=True)
class Circumstances:
    """How a play runs, and what goes wrong in it."""

    callback: str
    execution: str
    families: tuple[str, ...]
    fault: Json | None = None
    methods: tuple[str, ...] = ()

    @property
    def shows_options(self) -> bool:
        """Whether Ansible itself shows the options of the task, whatever they are.

        A shipped module is a file that holds them, which ANSIBLE_KEEP_REMOTE_FILES keeps for its owner, and with
        ANSIBLE_DEBUG they are on the screen; a key file is read on the controller and sent as an option. So both are on
        only where nothing secret is an option.
        """
        return self.execution == "shipped" and self.families[0] in ("key", "session", "file", "mapping", "text")

    def __str__(self) -> str:
        met = "all goes well" if self.fault is None else "-".join(map(str, self.fault.values()))[:30]
        place = {READS: " of reads", WRITES: " of writes"}.get(self.methods, "")
        return f"{met}{place}, {' and '.join(self.families)}, {self.execution}, {self.callback}"


def circumstances() -> t.Iterator[t.Any]:
    """Each callback and family on both paths, and each fault of reads and of writes on both paths.

    The keyword `environment` of a task stands in the command line of a shipped module: Ansible puts it there.
    """
    for number, callback in enumerate(CALLBACKS):
        family = FAMILIES[number]
        for execution in PATHS:
            in_part = (execution, callback) in (("in_process", "default"), ("shipped", "json"), ("shipped", "tree"))
            yield marked(Circumstances(callback, execution, (family,)), in_part)
    yield marked(Circumstances("default", "in_process", (KEYWORD,)), in_part=True)
    names = list(CALLBACKS)
    for number, fault in enumerate(FAULTS):
        for shift, methods in enumerate((READS, WRITES)):
            for execution in PATHS:
                callback, family = names[(number + shift) % len(names)], FAMILIES[(number * 3 + shift) % len(FAMILIES)]
                in_part = execution == "in_process" and methods == WRITES and number % 2 == 0
                yield marked(Circumstances(callback, execution, (family,), fault, methods), in_part)


def marked(case: Circumstances, in_part: bool) -> t.Any:
    """A parameter that always runs, or only with everything."""
    return pytest.param(case, id=str(case), marks=[] if in_part else [pytest.mark.everything])


@dataclasses.dataclass(frozen=True)
class Swept:
    """A play that has run, and all that can be seen of it."""

    run: Run
    secrets: Secrets
    watch: Watch
    folder: pathlib.Path
    found: list[str]


class Sweeper:
    """Runs plays and searches everything that they leave."""

    def __init__(self, emulator: Emulator, controller: Controller) -> None:
        self._emulator = emulator
        self._controller = controller

    def run(self, case: Circumstances, **keywords: t.Any) -> Swept:
        """Run all modules; what the play itself is written in is not searched."""
        with tempfile.TemporaryDirectory() as temporary:  # a short path: ansible-core has a socket below it
            return self._run(case, pathlib.Path(temporary), keywords)

    def _run(self, case: Circumstances, temporary: pathlib.Path, keywords: Json) -> Swept:
        emulator, folder = self._emulator, self._controller.folder
        account = refill(emulator, folder / "export")
        started = emulator.call("StartScenarios", rule_id=account.world.inbound)
        address = started["media_session_access_url"]
        # With ANSIBLE_DEBUG, Ansible itself shows what it ships.
        is_bare = case.execution == "shipped" and not case.shows_options
        secrets = secrets_of(emulator, address, values=() if is_bare else (SECRET_VALUE, USER_PASSWORD))
        for method in case.methods:
            emulator.add_fault(method=method, times=0, **(case.fault or {}))
        (family,) = case.families
        options, variables = logins(emulator)[family]
        inherited, kept = ({}, variables) if family == KEYWORD else (variables, {})
        # In the inventory, since errors quote the lines of the play that are around a task.
        variables_of_host = {**LOCAL, "own": options, "address": address, "kept": kept, **VALUES}
        self._controller.write("inventory/hosts.yml", {"all": {"hosts": {"localhost": variables_of_host}}})
        mark = f"TRUST_MARK={os.urandom(8).hex()}"
        watch = Watch(mark)
        settings = {
            "ANSIBLE_DEBUG": str(int(not case.shows_options)),
            "ANSIBLE_INJECT_INVOCATION": "1",
            "ANSIBLE_KEEP_REMOTE_FILES": "1",
            "TMPDIR": str(temporary),
            "VOXIMPLANT_EXECUTION": case.execution,
            **dict([mark.split("=")]),
            **inherited,
            **CALLBACKS[case.callback],
        }
        defaults = {name: f"{{{{ own.{name} }}}}" for name in options}
        known = {path for path in folder.rglob("*") if path.is_file()}
        run = self._controller.run(
            [{**task, "environment": "{{ kept }}"} for task in (*main_tasks(account), *session_tasks())],
            *TALKATIVE,
            defaults={},
            module_defaults={GROUP: {"api_url": emulator.api_url, "timeout": 1, "retries": 0, **defaults}},
            environment=settings,
            watch=watch,
            expected=["Be careful."] if case.fault and case.fault["kind"] == "warnings" else [],
            **keywords,
        )
        kept = set(folder.rglob("AnsiballZ_*.py")) if case.shows_options else set()
        assert [path for path in kept if path.parent.stat().st_mode & 0o077] == []
        inputs = set(folder.glob("*-*.yml"))
        environments = [] if inherited else watch.environments
        found = [
            *(f"screen: {text}" for text in secrets.found_in(run.output)),
            *secrets.found_below(folder, known | kept | inputs),
            *secrets.found_below(temporary, ()),
            *(f"arguments: {text}" for seen in watch.arguments for text in secrets.found_in(seen)),
            *(f"environment: {text}" for seen in environments for text in secrets.found_in(seen)),
        ]
        return Swept(run, secrets, watch, folder, found)


def main_tasks(account: Account) -> t.Iterator[Json]:
    """The main flow of every module; values of secrets and passwords are variables, as they are in a vault."""
    for flow in FLOWS:
        options = flow.filled(account)
        if flow.module == "vox_sync":
            options = {**options, **WITH_VALUES, "applications": [{**options["applications"][0], **WITH_OBJECTS}]}
        text = json.dumps(options, default=str)
        for name, value in VALUES.items():
            text = text.replace(value, f"{{{{ {name} }}}}")
        yield {"name": flow.name, f"{MODULE}{flow.module}": json.loads(text)}


def session_tasks() -> list[Json]:
    """What deals with the address of a session, which is secret."""
    module = f"{MODULE}vox_session"
    return [
        {"name": "start", module: {"rule_name": "inbound", "application_name": "support"}, "no_log": True},
        {"name": COMMAND, module: {"access_url": "{{ address }}", "command": "go", "timeout": 1}},
    ]


@pytest.fixture
def sweeper(emulator: Emulator, tmp_path: pathlib.Path) -> Sweeper:
    """Give a machine with nothing on it."""
    return Sweeper(emulator, Controller(tmp_path, emulator))


def test_sweep_when_twelve_characters_of_a_secret_are_left_then_they_are_found(
    emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    secrets = secrets_of(emulator, values=[SECRET_VALUE])
    piece, left = emulator.api_key[2 : 2 + PIECE], tmp_path / "left"
    left.write_text(f"{'x' * 99}{piece}", encoding="utf-8")
    assert secrets.found_in(f"x{SECRET_VALUE[-PIECE:]}") and secrets.found_in(TOKEN_START)
    assert len(secrets.found_below(tmp_path, ())) == 1 and secrets.found_below(tmp_path, {left}) == []
    assert secrets.found_in(piece[1:]) == []


@pytest.mark.parametrize("case", list(circumstances()))
def test_secrets_when_every_module_runs_then_none_shows(
    sweeper: Sweeper, figure: t.Callable[[str, t.Any], None], case: Circumstances
) -> None:
    swept = sweeper.run(case)
    assert swept.found == []
    calm = case.fault is None or case.fault["kind"] in ("warnings", "delay")
    statuses = {outcome.task: outcome.status for outcome in swept.run.outcomes}
    assert calm is ("failed" not in statuses.values()), [outcome.result.get("msg") for outcome in swept.run.outcomes]
    assert len(statuses) == len(FLOWS) + 2
    assert set(statuses.values()) == ({"ok"} if calm else {"ok", "failed"})
    if case.methods == READS and not calm:
        assert [task for task, status in statuses.items() if status == "ok"] == [COMMAND]
    assert swept.watch.saw("ansible-playbook")
    assert swept.watch.saw("AnsiballZ") is (case.execution == "shipped")
    figure("plays of all modules that were searched", 1)
    figure("pieces of secrets that were looked for", len(swept.secrets))
    figure("characters of screens that were searched", len(swept.run.output))
