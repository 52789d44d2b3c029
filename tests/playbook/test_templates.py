# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts that look like templates, tags or variables: they arrive and come back as they are, and run nothing."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness.accounts import World, fill, texts
from harness.plays import Controller, Unsafe

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Json, Run
    from voximplant_emulator import Emulator

MARKER = "evaluated"
RUNS = f"{{{{ lookup('ansible.builtin.pipe', 'touch {MARKER}') }}}}"
ODD = {
    "expression": "{{ 7 * 7 }}",
    "variable": "{{ inventory_hostname }}",
    "missing": "{{ no_such_variable }}",
    "lookup": RUNS,
    "statement": f"{{% set a = 1 %}}{RUNS}{{# no #}}",
    "unfinished": "{{ {% {# }} %}",
    "tag": "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6161\n",
    "unsafe": "!unsafe '{{ 1 }}'",
    "internal": '{"__ansible_unsafe": "{{ 1 }}", "__ansible_type": "_AnsibleTaggedStr", "__ansible_vault": "x"}',
    "raw": "{% raw %}{{ 1 }}{% endraw %}",
}
ON_PLATFORM = {f"platform_{name}": text for name, text in ODD.items()}
NAME, PATTERN = "{{ 7 * 7 }}", f"a{RUNS}"
MODULE = "voximplant.platform."


def tasks(world: World) -> list[Json]:
    """Texts of the play, of files and of the platform, there and back."""
    inline = [
        {
            "name": f"inline {name}",
            f"{MODULE}vox_scenario": {"scenario_name": f"inline_{name}", "scenario_script": Unsafe(text)},
        }
        for name, text in ODD.items()
    ]
    files = [
        {"name": f"file {name}", f"{MODULE}vox_scenario": {"scenario_name": f"file_{name}", "src": f"odd/{name}.js"}}
        for name in ODD
    ]
    substitutions = {f"__{name}__": Unsafe(text) for name, text in ODD.items()}
    return [
        *inline,
        *files,
        {
            "name": "substitutions",
            f"{MODULE}vox_scenario": {
                "scenario_name": "substituted",
                "scenario_script": "".join(f"__{name}__\n" for name in ODD),
                "substitutions": substitutions,
            },
        },
        {"name": "manifest", f"{MODULE}vox_sync": {"manifest": "odd/voximplant.yml"}},
        {
            "name": "start",
            f"{MODULE}vox_session": {"rule_id": world.inbound, "script_custom_data": Unsafe(ODD["lookup"])},
        },
        {"name": "read", f"{MODULE}vox_scenario_info": {"with_script": True}, "register": "read"},
        {"name": "show", "ansible.builtin.debug": {"var": "read"}},
        {
            "name": "hand on",
            f"{MODULE}vox_scenario": {
                "scenario_name": "handed_on",
                "scenario_script": "{{ (read.scenarios | selectattr('scenario_name', 'eq', 'platform_lookup') | first)"
                ".scenario_script }}",
            },
        },
        {"name": "name", f"{MODULE}vox_scenario": {"scenario_name": Unsafe(NAME), "scenario_script": "// name\n"}},
        {"name": "export", f"{MODULE}vox_export": {"dest": "exported"}},
        {"name": "sync what was exported", f"{MODULE}vox_sync": {"manifest": "exported/voximplant.yml"}},
        {"name": "refused", f"{MODULE}vox_scenario": {"scenario_name": "refused", "scenario_script": "//"}},
    ]


def play(controller: Controller, emulator: Emulator, world: World, execution: str) -> Run:
    """Run all tasks, talkatively and with differences."""
    for name, text in ODD.items():
        controller.write(f"odd/{name}.js", text.encode())
    rule = {"name": "odd", "pattern": PATTERN, "scenarios": ["manifest {{ 1 }}"]}
    manifest = {
        "scenarios": [{"name": "manifest {{ 1 }}", "src": "lookup.js"}],
        "applications": [{"name": "sales", "rules": [rule]}],
    }
    controller.write("odd/voximplant.yml", manifest)
    for name, text in ON_PLATFORM.items():
        emulator.call("AddScenario", scenario_name=name, scenario_script=text)
    # Only the last task creates a scenario after so many others.
    created = 2 * len(ODD) + 4
    emulator.add_fault("api_error", method="AddScenario", code=499, msg=f"No {RUNS}", skip=created, times=0)
    return controller.run(tasks(world), "-vv", "--diff", environment={"VOXIMPLANT_EXECUTION": execution})


@dataclasses.dataclass(frozen=True)
class Played:
    """The play, the account that it left, and the folder that it ran in."""

    run: Run
    state: Json
    texts: dict[str, str]
    folder: pathlib.Path


@pytest.fixture(scope="module", params=[pytest.param("in_process", marks=pytest.mark.every_core), "shipped"])
def played(request: pytest.FixtureRequest, emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Run the play on a path."""
    emulator.reset()
    world = fill(emulator)
    controller = Controller(tmp_path_factory.mktemp("controller"), emulator)
    run = play(controller, emulator, world, request.param)
    return Played(run, emulator.state(), texts(emulator), controller.folder)


def test_texts_when_they_look_like_templates_then_they_arrive_as_they_are(played: Played) -> None:
    for start in ("inline", "file", "platform"):
        assert {name: played.texts[f"{start}_{name}"] for name in ODD} == ODD
    assert played.texts["substituted"] == "".join(f"{text}\n" for text in ODD.values())
    assert played.texts["manifest {{ 1 }}"] == ODD["lookup"]
    assert played.texts["handed_on"] == ODD["lookup"]
    assert played.texts[NAME] == "// name\n"


def test_rule_and_session_when_their_texts_look_like_templates_then_they_arrive_as_they_are(played: Played) -> None:
    rules = [rule for application in played.state["applications"] for rule in application["rules"]]
    assert [rule["rule_pattern"] for rule in rules if rule["rule_name"] == "odd"] == [PATTERN]
    (call,) = played.run["start"].calls[-1:]
    assert call["params"]["script_custom_data"] == ODD["lookup"]


def test_answers_when_they_look_like_templates_then_they_are_told_as_they_are(played: Played) -> None:
    told = {row["scenario_name"]: row["scenario_script"] for row in played.run["read"].result["scenarios"]}
    assert {name: told[name] for name in ON_PLATFORM} == ON_PLATFORM
    assert f"No {RUNS}" in played.run["refused"].message


def test_account_when_it_is_exported_and_synced_then_nothing_has_changed(played: Played) -> None:
    assert not played.run["sync what was exported"].result["changed"], played.run["sync what was exported"].result
    assert (played.folder / "exported" / "scenarios" / "inline_lookup.js").read_text("utf-8") == ODD["lookup"]


def test_play_when_texts_look_like_templates_then_no_task_fails_and_nothing_is_evaluated(played: Played) -> None:
    failed = {outcome.task: outcome.result["msg"] for outcome in played.run.outcomes if outcome.status == "failed"}
    assert set(failed) == {"refused"}, failed
    assert [str(path) for path in played.folder.rglob(MARKER)] == []
