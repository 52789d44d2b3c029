# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd input by the thousand: answers of the platform, manifests, and names that become files."""

from __future__ import annotations

import json
import os
import pathlib
import stat
import tempfile
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import VoximplantError
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject, parse_response
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
    files_of,
)
from ansible_collections.voximplant.platform.plugins.module_utils._files import FileWrite, read_local, write_local
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import list_applications
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import StartedSession
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import list_rules
from ansible_collections.voximplant.platform.plugins.module_utils._objects.scenarios import list_scenarios
from ansible_collections.voximplant.platform.plugins.module_utils._objects.sessions import read_session
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.mistakes import mistakes_in
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.nodes import Located, Mistake, Unreadable
from harness.examples import examples
from harness.fakes import CREDENTIALS, FakeHttp

Figure = t.Callable[[str, t.Any], None]
FEW, MANY = 3, 50
EFFORTS = [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.everything)]

NUMBERS = st.one_of(st.integers(), st.sampled_from([2**63, -(2**63), 10**99, 10**101]), st.floats())
TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(["1", "007", "9" * 5000, "{{ 7 }}", "\ud800", "\x00"]))
FIELDS = st.sampled_from(
    [
        "result",
        "error",
        "errors",
        "code",
        "msg",
        "field_name",
        "count",
        "total_count",
        "warnings",
        "scenario_id",
        "scenario_name",
        "modified",
        "parent",
        "scenario_script",
        "application_id",
        "application_name",
        "secure_record_storage",
        "rule_id",
        "rule_name",
        "rule_pattern",
        "scenarios",
        "video_conference",
        "call_session_history_id",
        "media_session_access_url",
        "active",
        "duration",
        "calls",
        "finish_reason",
    ]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(FIELDS, TEXTS), inner, max_size=6)),
    max_leaves=12,
)
ROWS = st.lists(st.dictionaries(FIELDS, VALUES, max_size=14), max_size=3)
ANSWERS = st.fixed_dictionaries({"result": st.one_of(ROWS, st.just(1), VALUES)}, optional={"total_count": VALUES})
BODIES = st.one_of(
    st.binary(max_size=200),
    st.one_of(ANSWERS, st.dictionaries(FIELDS, VALUES, max_size=8), VALUES).map(
        lambda value: json.dumps(value).encode()
    ),
    st.tuples(ANSWERS.map(lambda value: json.dumps(value).encode()), st.integers(0, 200), st.binary(max_size=4)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
)
METHODS = st.sampled_from(
    ["GetScenarios", "GetRules", "GetCallHistory", "AddScenario", "StartScenarios", "BindScenario"]
)
DATES = st.sampled_from(
    ["Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0001 00:00:00 +2359", "Thu, 99 Feb 2026 25:61:61 X"]
)
HEADERS = st.fixed_dictionaries({}, optional={"retry-after": TEXTS, "date": st.one_of(DATES, TEXTS)})
READERS: tuple[t.Callable[[Client], object], ...] = (
    list_scenarios,
    lambda client: list_rules(client, 1),
    list_applications,
    lambda client: read_session(client, 1),
    lambda client: StartedSession.from_row(client.call("StartScenarios")),
)


def is_plain(value: object) -> bool:
    """Whether a value can be told in a task's result."""
    json.dumps(value, allow_nan=False)
    return True


@pytest.mark.parametrize("effort", EFFORTS)
def test_envelope_when_an_answer_is_anything_then_it_is_a_row_or_an_error(figure: Figure, effort: float) -> None:
    tried = 0

    @examples(effort)
    @given(METHODS, st.sampled_from([200, 204, 301, 404, 429, 500]), HEADERS, BODIES)
    def check(method: str, status: int, headers: dict[str, str], body: bytes) -> None:
        nonlocal tried
        tried += 1
        try:
            row = parse_response(method, Response(status, headers, body))
        except VoximplantError as error:
            assert is_plain(error.as_result())
            assert 0 < len(str(error)) < 3000
        else:
            assert isinstance(row, ApiObject)
            assert is_plain(row.fields)
            assert status < 300

    check()
    figure("inputs tried: answers", tried)


@pytest.mark.parametrize("effort", EFFORTS)
def test_models_when_rows_are_anything_then_they_are_objects_or_an_error(figure: Figure, effort: float) -> None:
    tried = 0

    @examples(effort)
    @given(st.sampled_from(READERS), ANSWERS, HEADERS)
    def check(read: t.Callable[[Client], object], answer: t.Any, headers: dict[str, str]) -> None:
        nonlocal tried
        tried += 1
        answers = [Response(200, headers, json.dumps(answer).encode()) for _page in range(3)]
        client = Client(t.cast(t.Any, FakeHttp(*answers)), "https://api.test", CREDENTIALS, retries=0)
        try:
            read(client)
        except VoximplantError as error:
            assert is_plain(error.as_result())
        except IndexError as error:
            assert "pop from empty list" in str(error)  # a fourth page was asked for

    check()
    figure("inputs tried: rows", tried)


TAGS = [
    "!!int",
    "!!bool",
    "!!float",
    "!!set",
    "!!omap",
    "!!binary",
    "!!timestamp",
    "!vault",
    "!unsafe",
    "!!python/object/apply:os.system",
]
SIGNS = [
    *"[]{},'\"#\t\n",
    "- ",
    "? ",
    ": ",
    "&a ",
    "*a",
    "<<: ",
    "|\n",
    "\n  ",
    "---\n",
    "...\n",
    "%TAG ! x\n",
    "0x",
    "1:1",
]
KEYS = ["scenarios: ", "applications: ", "name: ", "rules: ", "src: ", "pattern: "]
YAML_WORDS = st.sampled_from([*(f"{tag} " for tag in TAGS), *SIGNS, *KEYS])
MANIFESTS = st.one_of(
    st.text(max_size=100),
    st.lists(st.one_of(YAML_WORDS, TEXTS), max_size=30).map("".join),
    VALUES.map(json.dumps),
)


@pytest.mark.parametrize("effort", EFFORTS)
def test_manifest_when_it_is_any_text_then_its_mistakes_are_told(figure: Figure, effort: float) -> None:
    tried = 0

    @examples(effort)
    @given(MANIFESTS)
    def check(text: str) -> None:
        nonlocal tried
        tried += 1
        try:
            mistakes = mistakes_in(Located("voximplant.yml", text))
        except Unreadable as error:
            mistakes = [error.mistake]
        assert all(isinstance(mistake, Mistake) and str(mistake).startswith("voximplant.yml") for mistake in mistakes)

    check()
    figure("inputs tried: manifests", tried)


NAMES = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("a./\\~:\0\n -\ud800"), max_size=12),
    st.sampled_from(["..", "../x", "/etc/passwd", "scenarios", "voximplant.yml", "a/../../b", "x.js", "CON", ""]),
)
OBSTACLES = st.sampled_from(["nothing", "file", "folder", "link to a folder", "link to a file", "link to nowhere"])


def put(place: pathlib.Path, obstacle: str, outside: pathlib.Path) -> None:
    """Put something in the way."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if obstacle == "file":
        place.write_text("mine", encoding="utf-8")
    elif obstacle == "folder":
        place.mkdir()
    elif obstacle.startswith("link"):
        place.symlink_to(outside / obstacle.rpartition(" ")[2])


def contents(folder: pathlib.Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("effort", [pytest.param(FEW / 2, id="few"), *EFFORTS[1:]])
def test_export_when_names_and_the_folder_are_anything_then_nothing_outside_is_written(
    figure: Figure, effort: float
) -> None:
    tried = written = 0

    @examples(effort)
    @given(st.lists(NAMES, max_size=5, unique=True), OBSTACLES, OBSTACLES, OBSTACLES)
    def check(names: list[str], in_manifest: str, in_folder: str, in_file: str) -> None:
        nonlocal tried, written
        tried += 1
        with tempfile.TemporaryDirectory() as temporary:
            top = pathlib.Path(temporary)
            outside, folder = top / "outside", top / "export"
            (outside / "folder").mkdir(parents=True)
            (outside / "file").write_text("theirs", encoding="utf-8")
            before = contents(outside)
            try:
                files = files_of(Snapshot(tuple(ExportedScenario(name, f"// {name!r}\n") for name in names)))
                put(folder / "voximplant.yml", in_manifest, outside)
                put(folder / "scenarios", in_folder, outside)
                if in_folder in ("nothing", "folder") and len(files) > 1:
                    put(folder / files[1].path, in_file, outside)
                read = read_local(str(folder), [file.path for file in files])
                write_local(str(folder), [FileWrite(file.path, file.content, read[file.path]) for file in files])
            except VoximplantError:
                pass
            else:
                written += 1
                assert {str(folder / file.path) for file in files} <= {str(path) for path in folder.rglob("*")}
            assert contents(outside) == before
            assert sorted(os.listdir(top)) in (["export", "outside"], ["outside"])
            assert all(
                stat.S_ISREG(os.lstat(path).st_mode) or path.is_dir() or path.is_symlink() for path in top.rglob("*")
            )

    check()
    assert written > tried // 20
    figure("inputs tried: names in folders with links", tried)
