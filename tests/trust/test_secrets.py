# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing secret shows: every module, every family of credentials, every fault, every callback, both paths.

A play runs all modules as talkatively as Ansible can be. Then the screen, all new files, and the arguments and
environments of all its processes are searched for each secret, and for any twelve characters of one.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import pathlib
import tempfile
import textwrap
import typing as t
from urllib.parse import parse_qsl, quote

import pytest
from ansible.module_utils import basic

from ansible_collections.voximplant.platform.tests.unit.support.servers import Exchange, serving
from harness.hostile import HostileServer
from harness.in_process import run_module
from harness.main_flows import FLOWS, SECRET_VALUE, USER_PASSWORD, refill
from harness.plays import GROUP, Controller, Run
from harness.sweep import PIECE, Secrets, Watch, secrets_of

if t.TYPE_CHECKING:
    from harness.main_flows import Account
    from harness.plays import Json
    from voximplant_emulator import Emulator

TALKATIVE = ("-vvvv", "--diff")
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
READS, WRITES = ("Get*",), ("Add*", "Set*", "Bind*", "Reorder*", "Start*", "media")
PATHS = ("in_process", "shipped")
MODULE = "voximplant.platform."
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
KEYWORD = "keyword"
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


def logins(emulator: Emulator) -> dict[str, tuple[Json, dict[str, str]]]:
    """The options of each family, and the variables of the environment."""
    text = pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8")
    account = {"account_id": emulator.account_id}
    variables = {"VOXIMPLANT_ACCOUNT_ID": str(emulator.account_id), "VOXIMPLANT_API_KEY": emulator.api_key}
    return {
        "key": ({**account, "api_key": emulator.api_key}, {}),
        "session": ({**account, "session_id": emulator.session_id}, {}),
        "file": ({"credentials_file": emulator.credentials_file}, {}),
        "mapping": ({"credentials": json.loads(text)}, {}),
        "text": ({"credentials": json.dumps(json.loads(text))}, {}),
        "variable": ({}, {"VOXIMPLANT_CREDENTIALS_JSON": text}),
        "variables of a key": ({}, variables),
        KEYWORD: ({}, variables),
    }


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


ECHOES: dict[str, t.Callable[[bytes], str]] = {
    "plain": bytes.decode,
    "in capitals": lambda sent: sent.decode().upper(),
    "percent-encoded": lambda sent: quote(sent, safe=""),
    "in Base64": lambda sent: base64.b64encode(sent).decode(),
    "in Base64, shifted by one": lambda sent: base64.b64encode(b"x" + sent).decode(),
    "in Base64, shifted by two": lambda sent: base64.b64encode(b"xy" + sent).decode(),
    "in hex": bytes.hex,
    "as JSON": lambda sent: json.dumps(sent.decode()),
    "split into lines": lambda sent: "\r\n".join(textwrap.wrap(sent.decode(), 7, drop_whitespace=False)),
    "split into letters": lambda sent: " ".join(sent.decode()),
    "behind 490 letters": lambda sent: "x" * 490 + sent.decode(),
}


def disguises(secret: str) -> t.Iterator[str]:
    """What a secret may look like in an echo; white space and case are left out."""
    yield from (secret, quote(secret, safe=""), secret.encode().hex())
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + secret.encode()).decode()
        yield encoded[(0, 2, 3)[shift] : -4]


@pytest.mark.parametrize("form", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("family", ["key", "session", "file"])
@pytest.mark.parametrize("kind", ["an error", "a warning"])
def test_message_when_a_server_repeats_what_it_was_sent_then_no_piece_of_a_secret_shows(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, family: str, form: t.Callable[[bytes], str], kind: str
) -> None:
    sent: set[str] = set()
    warnings: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda _module, text: warnings.append(text))

    def echo(exchange: Exchange) -> None:
        values = dict(parse_qsl(exchange.body.decode()))
        token = (exchange.header("Authorization") or "").removeprefix("Bearer ")
        secrets = {values.get("api_key", ""), values.get("session_id", ""), token} - {""}
        sent.update(secrets)
        text = form("&".join(secrets).encode())
        answer: Json = {"error": {"code": 1, "msg": text}} if kind == "an error" else {"warnings": [text, text[15:]]}
        exchange.reply(json.dumps({"result": [], "total_count": 0, **answer}).encode())

    options, _variables = logins(emulator)[family]
    with serving(echo) as server:
        result = run_module("vox_application_info", {**options, "api_url": server.url, "retries": 0})
    shown = "".join(f"{json.dumps(result)}{warnings}".split()).lower()
    assert sent
    assert bool(result.get("failed")) is (kind == "an error")
    assert "********" in shown
    for secret in sent:
        for disguise in map(str.lower, disguises(secret)):
            pieces = {disguise[start : start + PIECE] for start in range(len(disguise) - PIECE + 1)}
            assert [piece for piece in pieces if piece in shown] == []


def test_diff_when_the_task_has_no_log_then_nothing_of_it_shows(emulator: Emulator, tmp_path: pathlib.Path) -> None:
    refill(emulator, tmp_path)
    options = {"scenario_name": "menu", "scenario_script": "// greeting\n"}
    task = {f"{MODULE}vox_scenario": options, "name": "hidden", "no_log": True}
    run = Controller(tmp_path, emulator).run(
        [task, {**task, "name": "shown", "no_log": False}], "-v", "--diff", "--check"
    )
    assert [outcome.result["changed"] for outcome in run.outcomes] == [True, True]
    hidden, _title, shown = run.output.partition("TASK [shown]")
    assert [text in hidden for text in ("greeting", "scenario menu", "censored")] == [False, False, True]
    assert "+// greeting" in shown


def test_diff_when_a_secret_is_short_then_it_stays_readable_and_the_task_warns(
    emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    account = refill(emulator, tmp_path)
    options = {"scenario_id": account.world.menu, "scenario_script": "// greeting\n// more\n"}
    server = HostileServer(emulator, replaced=("api_key=greet", f"api_key={emulator.api_key}"))
    run = Controller(tmp_path, emulator).run(
        [{"name": "change", f"{MODULE}vox_scenario": options}],
        "--diff",
        "--check",
        defaults={"account_id": emulator.account_id, "api_key": "greet", "api_url": server.url},
        expected=["A secret is so short that hiding it may also hide parts of other output."],
    )
    server.server.close()
    assert "-// menu\n+// ********ing\n+// more\n" in run.output
    assert "+++ after: scenario menu (id " in run.output
