# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account of a thousand scenarios with odd names: exported byte for byte, and a sync finds nothing to change."""

from __future__ import annotations

import dataclasses
import itertools
import random
import typing as t
import unicodedata

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import HIGHEST, LOWEST

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

COUNT = 1000
NAMES = (
    *("menu", "Menu", "MENU", "mEnU", "straße", "STRASSE", "strasse", "ﬁx", "fix"),
    *("../../escape", "/etc/passwd", "a/b", "a\\b", "C:\\x", "..", ".", "~", "~root", "$HOME", "%TEMP%", "a//b", "./a"),
    *(".hidden", "-rf", "--help", " lead", "trail ", "dot.", ".js", "a.js", "a.voxengine", "a.voxengine.js"),
    *("con", "CON", "nul", "Nul.x", "com1", "LPT9", "aux.js", "prn", "conin$"),
    *("\u00e9t\u00e9", "e\u0301te\u0301", "приём", "日本", "\U0001f4de", "\u202egnp", "a\u200bb", "\u0131", "\u017f"),
    *("line\nfeed", "tab\t", "nul\0", "bell\x07", "\x85", "\u2028", "\ufeffbom", "x" * 29, "日" * 29),
    *(
        "yes",
        "no",
        "null",
        "~",
        "1",
        "1.5",
        "2026-11-23",
        "{{ x }}",
        "{% x %}",
        "- a",
        "a: b",
        "#a",
        "'",
        '"',
        "!vault",
    ),
)
ALPHABET = "aA.-_ /\\é\u0301ß日*?:|<>\"'{}#&!%@`~$"
TEXTS = (
    "",
    "// {}\n",
    "// {}\r\n// CR LF\r\n",
    "\ufeff// {} with a mark",
    "// {}\n\n \t\n",
    "// {} \U0001f4de日\0\x85\u2028",
)
TASKS: tuple[Json, ...] = (
    {"name": "Export", "voximplant.platform.vox_export": {"dest": "out"}},
    {"name": "Export again", "voximplant.platform.vox_export": {"dest": "out"}},
    {"name": "Sync", "voximplant.platform.vox_sync": {"manifest": "out/voximplant.yml"}, "diff": True},
)


def odd_names() -> list[str]:
    """A thousand names that the platform takes, no two alike, the same in every run."""
    source = random.Random(7)
    names = dict.fromkeys(NAMES)
    while len(names) < COUNT:
        names["".join(source.choices(ALPHABET, k=source.randint(1, 29)))] = None
    return list(names)


@dataclasses.dataclass(frozen=True)
class Exported:
    """The account's texts by name, the play, and the directory that it wrote."""

    scripts: dict[str, str]
    run: Run
    directory: pathlib.Path


@pytest.fixture(scope="module")
def exported(controller: Controller, emulator: Emulator) -> Exported:
    call = emulator.call
    own = call("AddApplication", application_name="own")["application_id"]
    scripts = {
        name: text.format(number) for number, (name, text) in enumerate(zip(odd_names(), itertools.cycle(TEXTS)))
    }
    ids = [
        call(
            "AddScenario",
            scenario_name=name,
            scenario_script=script,
            application_id=own if number % 3 == 0 else None,
        )["scenario_id"]
        for number, (name, script) in enumerate(scripts.items())
    ]
    for number, name in enumerate(("first", "a: [b", "\u2028", "*")):
        rule = call(
            "AddRule",
            application_id=own,
            rule_name=name,
            rule_pattern=r"^\+?1(\d{3})\s'\"#: .*$",
            rule_pattern_exclude="" if number else "1900.*",
            video_conference=number == 2,
        )
        bound = list(reversed(ids[number * 20 : number * 20 + 15]))
        call("BindScenario", application_id=own, rule_id=rule["rule_id"], scenario_id=bound, bind=True)
    expected = ["The manifest leaves out scenarios", "The manifest does not list the scenarios of rules"]
    return Exported(scripts, controller.run(TASKS, expected=expected), controller.folder / "out")


def test_export_when_names_are_odd_then_every_text_comes_back_byte_for_byte(exported: Exported) -> None:
    files = {file["scenario_name"]: file["path"] for file in exported.run["Export"].result["files"]}
    del files[None]
    read = {name: (exported.directory / path).read_bytes() for name, path in files.items()}
    assert read == {name: script.encode() for name, script in exported.scripts.items()}
    assert len(read) == COUNT
    manifest = yaml.safe_load((exported.directory / "voximplant.yml").read_bytes())
    declared = {entry["name"]: entry["src"] for entry in manifest["scenarios"]}
    assert declared.items() <= files.items()
    assert {unicodedata.normalize("NFC", name) for name in declared} == {
        unicodedata.normalize("NFC", name) for name in files
    }


def test_export_when_names_are_odd_then_no_file_is_elsewhere_or_hides_another(exported: Exported) -> None:
    files = [path for path in exported.directory.rglob("*") if not path.is_dir()]
    assert {str(path.parent.relative_to(exported.directory)) for path in files} == {".", "scenarios"}
    assert len(files) == COUNT + 1
    assert len({unicodedata.normalize("NFKC", path.name).casefold() for path in files}) == COUNT + 1


def test_export_when_it_is_run_again_then_nothing_is_written(exported: Exported) -> None:
    again = exported.run["Export again"].result
    assert not again["changed"]
    assert again["summary"] == {"created": 0, "updated": 0, "deleted": 0, "unchanged": COUNT + 1}


def test_export_when_there_are_many_scenarios_then_each_text_costs_one_call(exported: Exported) -> None:
    reads = exported.run["Export"].reads
    assert {method: reads.count(method) for method in sorted(set(reads))} == {
        "GetApplications": 1,
        "GetPhoneNumbers": 1,
        "GetRules": 1,
        "GetScenarios": COUNT + 2,
        "GetSecrets": 1,
        "GetUsers": 1,
    }


def test_export_when_there_are_many_scenarios_then_connections_are_kept(exported: Exported) -> None:
    texts = [call for call in exported.run["Export"].calls if "with_script" in call["params"]]
    connections = {call["connection"] for call in texts if call["method"] == "GetScenarios"}
    # On a busy machine, some are idle for so long that they are not used again.
    assert LOWEST <= len(connections) <= 4 * HIGHEST < len(texts)


def test_sync_when_it_follows_an_export_then_nothing_is_changed(exported: Exported) -> None:
    synced = exported.run["Sync"]
    assert synced.status == "ok", synced.result
    assert not synced.result["changed"], synced.result["operations"]
    assert synced.result["drift"] == []
    assert synced.result["diff"] == []
    assert synced.writes == []
