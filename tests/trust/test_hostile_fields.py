# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers in which one value is wrong: each field of each answer that a module reads, one after the other.

A task succeeds, or fails with a message of one paragraph. It never breaks off, starts a second session, tells a value
that is no JSON, or shows a secret.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import pathlib
import re
import shutil
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import client as _client
from ansible_collections.voximplant.platform.plugins.module_utils._api import listing
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http, Response
from harness.accounts import login, secrets
from harness.in_process import run_module, skip_time
from harness.main_flows import FLOWS, MODULES, MainFlow, refill

if t.TYPE_CHECKING:
    from harness.plays import Json
    from voximplant_emulator import Emulator

Path = tuple[str | int, ...]
RAW = "@raw@"
LONGEST_MESSAGE = 3000
MISSING = object()
CHANGING = re.compile(r"/request/[^\"]*|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")  # an address of a session, a time


def nested(levels: int) -> t.Any:
    """A list in a list, and so on."""
    value: t.Any = []
    for _level in range(levels):
        value = [value]
    return value


@dataclasses.dataclass(frozen=True)
class Raw:
    """JSON that Python would not write."""

    text: str


FEW: dict[str, t.Any] = {
    "missing": MISSING,
    "list": [],
    "many digits": Raw("9" * 5000),
}
ALL: dict[str, t.Any] = {
    **FEW,
    "null": None,
    "many digits in a text": "9" * 5000,
    "text": "x",
    "object": {},
    "number": -1,
    "true": True,
    "zero": 0,
    "fraction": 1.5,
    "huge number": 2**70,
    "empty text": "",
    "digits": "007",
    "a half character": "\ud800",
    "a template": "{{ 7 * 7 }}",
    "control characters": "\x1b[2J\x00\r\n",
    "long text": "x" * 100_000,
    "list of nothing": [None],
    "list of objects": [{}, {}],
    "nested": nested(100),
    "nested deeply": nested(900),
    "nested too deeply": Raw("[" * 100_000),
    "NaN": Raw("NaN"),
    "infinity": Raw("1e999"),
    "a key twice": Raw('{"a": 1, "a": 2}'),
}


def places(value: t.Any, rows: int | None, path: Path = ()) -> t.Iterator[Path]:
    """The place of each value in an answer; of longer lists, of the first rows alone."""
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if rows is None or not isinstance(key, int) or key < rows:
            yield from places(part, rows, (*path, key))


def spoiled(body: bytes, path: Path, value: t.Any) -> bytes:
    """An answer with another value at a place."""
    answer = json.loads(body)
    holder = answer
    for key in path[:-1]:
        holder = holder[key]
    if value is MISSING:
        del holder[path[-1]]
    else:
        holder[path[-1]] = RAW if isinstance(value, Raw) else copy.copy(value)
    text = json.dumps(answer)
    return (text.replace(f'"{RAW}"', value.text) if isinstance(value, Raw) else text).encode()


class Line:
    """Stands between the modules and the emulator, and spoils one answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number, self.path, self.value = 0, (), None
        self.bodies: list[tuple[str, bytes]] = []
        send = Http.send

        def spoil(http: Http, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *rest: t.Any) -> Response:
            response = send(http, verb, url, headers, body, *rest)
            self.bodies.append((url.rstrip("/").rpartition("/")[2], response.body))
            if not 0 < self.number <= len(self.bodies):
                return response
            try:
                body = spoiled(response.body, self.path, self.value)
            except (LookupError, TypeError):  # calls that are made side by side come in any order
                return response
            self.number = 0
            return dataclasses.replace(response, body=body)

        monkeypatch.setattr(Http, "send", spoil)

    def set(self, number: int, path: Path, value: t.Any) -> None:
        """Spoil the answer of this number, from 1, or the first one after it that has the place; none for 0."""
        self.number, self.path, self.value = number, path, value
        self.bodies = []


def complaint(result: Json, emulator: Emulator) -> str | None:
    """What is wrong with the result of a task."""
    try:
        shown = json.dumps(result, allow_nan=False)
    except ValueError:
        return "holds what is no JSON"
    if any(secret in shown for secret in secrets(emulator)):
        return "shows a secret"
    if len(emulator.state()["sessions"]) > 2:
        return "started two sessions"
    if not result.get("failed"):
        return None
    message = result["msg"]
    if "Traceback" in message or "\n" in message or not 0 < len(message) < LONGEST_MESSAGE:
        return f"has no calm message: {message[:300]!r}"
    return None if "error" in result else "has no error"


def as_texts(value: t.Any, key: str = "") -> t.Any:
    """An answer whose ids are texts."""
    if isinstance(value, dict):
        return {name: as_texts(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [as_texts(part, key) for part in value]
    return str(value) if key.endswith("_id") and isinstance(value, int) else value


def test_flows_when_they_are_listed_then_every_module_has_one() -> None:
    assert sorted({flow.module for flow in FLOWS}) == MODULES


@pytest.mark.parametrize(
    ("values", "rows"),
    [pytest.param(FEW, 1, id="few"), pytest.param(ALL, None, id="all", marks=pytest.mark.everything)],
)
@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_module_when_a_value_of_an_answer_is_wrong_then_it_ends_calmly(
    emulator: Emulator,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    figure: t.Callable[[str, t.Any], None],
    flow: MainFlow,
    values: dict[str, t.Any],
    rows: int | None,
) -> None:
    monkeypatch.setattr(_client.Client, "sleep", skip_time)
    monkeypatch.setattr(_client, "pause", lambda *_: 0.0)
    monkeypatch.setattr(listing, "_SECONDS_BETWEEN_TRIES", 0)
    line = Line(monkeypatch)
    folder = tmp_path / "export"
    account = refill(emulator, folder)

    def carry_out(number: int, path: Path, value: t.Any) -> Json:
        nonlocal account
        if emulator.journal(write=True):
            account = refill(emulator, folder)
        emulator.clear_journal()  # it is read each time, and would grow
        shutil.rmtree(folder, ignore_errors=True)
        line.set(number, path, value)
        return run_module(flow.module, {**login(emulator), "retries": 1, **flow.filled(account)})

    result = carry_out(0, (), None)
    assert not result.get("failed"), result
    wrong, tried = [], 0
    for number, (method, body) in enumerate(list(line.bodies), 1):
        for path in places(json.loads(body), rows):
            for name, value in values.items():
                try:
                    found = complaint(carry_out(number, path, value), emulator)
                except BaseException as error:
                    found = f"breaks off with {error!r:.200}"
                tried += line.number == 0
                if found is not None:
                    wrong.append(f"{method} {path} {name}: {found}")
    figure("answers with a wrong value", tried)
    assert tried > 20
    assert wrong == []


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_module_when_every_id_of_every_answer_is_a_text_then_it_does_the_same(
    emulator: Emulator, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, flow: MainFlow
) -> None:
    send = Http.send
    answered = []

    def send_texts(
        http: Http, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *rest: t.Any
    ) -> Response:
        response = send(http, verb, url, headers, body, *rest)
        answered.append(json.dumps(as_texts(json.loads(response.body))).encode())
        return dataclasses.replace(response, body=answered[-1])

    def carry_out(folder: pathlib.Path) -> list[str]:
        account = refill(emulator, folder)
        result = run_module(flow.module, {**login(emulator), **flow.filled(account)})
        assert not result.get("failed"), result
        calls = [(call["write"], json.dumps([call["method"], call["params"]])) for call in emulator.journal()]
        writes = sorted(text for is_write, text in calls if is_write)
        # A script is read again if it was changed in the second in which it was read, so only what is read is compared.
        reads = sorted({text for is_write, text in calls if not is_write})
        return [CHANGING.sub("", text) for text in (json.dumps(result), *writes, *reads)]

    numbers = carry_out(tmp_path / "export")
    shutil.rmtree(tmp_path / "export", ignore_errors=True)
    monkeypatch.setattr(Http, "send", send_texts)
    texts = carry_out(tmp_path / "export")
    assert re.search(rb'_id": "[0-9]', b"".join(answered))
    assert texts == numbers
