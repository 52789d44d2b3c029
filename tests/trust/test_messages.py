# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages and diffs show nothing secret, whatever a server repeats and however short a secret is."""

from __future__ import annotations

import base64
import json
import pathlib
import textwrap
import typing as t
from urllib.parse import parse_qsl, quote

import pytest
from ansible.module_utils import basic

from harness.hostile import HostileServer
from harness.in_process import run_module
from harness.logins import MODULE, logins
from harness.main_flows import refill
from harness.plays import Controller
from harness.servers import Exchange, serving
from harness.sweep import PIECE

if t.TYPE_CHECKING:
    from harness.plays import Json
    from voximplant_emulator import Emulator

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
    assert sent, result
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
        expected=[
            "The API key, session ID, or a part of the key that the task uses has fewer than 8 characters. "
            "Ansible hides it wherever it occurs in the output."
        ],
    )
    server.server.close()
    assert "-// menu\n+// ********ing\n+// more\n" in run.output
    assert "+++ after: scenario menu (id " in run.output
