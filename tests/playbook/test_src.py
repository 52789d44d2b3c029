# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripts of scenarios, from files and from the play: byte for byte, wherever the file is."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from ansible.constants import DEFAULT_VAULT_ID_MATCH
from ansible.parsing.vault import VaultLib, VaultSecret

from harness import transitions
from harness.accounts import texts
from harness.plays import Unsafe
from harness.transitions import Transition

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

VAULT_PASSWORD = b"correct horse"
FILES = {
    "plain": "// Begrüßung 👋\nVoxEngine.terminate();\n",
    "crlf": "// one\r\n// two\r\n",
    "bom": "\ufeff// marked\n",
    "no_newline_at_end": "// end",
    "blank_end": "// end \n\n\n",
    "template": "const a = `{{ inventory_hostname }}`; {% if x %}{# no #}\n",
    "tabs_and_controls": "\tif (a) {\x0b\x0c}\u2028// line separator\n",
    "looks_like_json": '{"a": 1, "b": [true, null]}',
    "looks_like_yaml": "yes",
    "only_white_space": " \n",
    "empty_file": "",
    "long": "// äöü €\n" * 6000,
}
INLINE = {
    "inline_unsafe": "const a = '{{ secret }}'; {% raw %}\n",
    "inline_crlf": "// one\r\n// two\r\n",
    "inline_emoji": "// 👩‍👩‍👧‍👦 \u00e9 e\u0301",
    "inline_json": '{"a": 1}',
}


@dataclasses.dataclass(frozen=True)
class Played:
    """The play, and the scripts that the account had after it."""

    run: Run
    scripts: dict[str, str]


def create(name: str, options: Json) -> Transition:
    """Return the transition that creates a scenario named like its script."""
    return Transition(name, {"scenario_name": name, **options}, ("AddScenario",))


def write_project(controller: Controller) -> None:
    """Write the files beside the play, in a role, and vaulted."""
    for name, script in FILES.items():
        controller.write(f"scenarios/{name}.js", script.encode())
    controller.write("files/beside.js", b"// in files/\n")
    vault = VaultLib([(DEFAULT_VAULT_ID_MATCH, VaultSecret(VAULT_PASSWORD))])
    controller.write("scenarios/vaulted.js", vault.encrypt("// töp secret\r\n".encode()))
    controller.write("password", VAULT_PASSWORD)
    controller.write("roles/calls/files/nested/in_role.js", b"// in the role\r\n")
    task = {"name": "from a role", "voximplant.platform.vox_scenario": {"name": "in_role", "src": "nested/in_role.js"}}
    controller.write("roles/calls/tasks/main.yml", [task])


@pytest.fixture(scope="module")
def played(controller: Controller, emulator: Emulator) -> Played:
    write_project(controller)
    from_files = [create(name, {"src": f"scenarios/{name}.js"}) for name in FILES]
    from_play = [create(name, {"scenario_script": Unsafe(script)}) for name, script in INLINE.items()]
    elsewhere = [
        create("vaulted", {"src": "scenarios/vaulted.js"}),
        create("beside", {"src": "beside.js"}),
        create("absolute", {"src": str(controller.folder / "scenarios/plain.js")}),
        create("by_variable", {"src": "scenarios/{{ wanted }}.js"}),
        create("looked_up", {"script": "{{ lookup('ansible.builtin.file', 'scenarios/crlf.js', rstrip=false) }}"}),
        create("replaced", {"src": "scenarios/plain.js", "substitutions": {"terminate": "{{ wanted }}"}}),
    ]
    tasks = transitions.tasks("vox_scenario", [*from_files, *from_play, *elsewhere])
    role = [{"name": "include the role", "ansible.builtin.include_role": {"name": "calls"}}]
    run = controller.run([*tasks, *role, *role], "--vault-password-file", "password", vars={"wanted": "plain"})
    return Played(run, texts(emulator))


@pytest.mark.parametrize(
    "name", [*FILES, *INLINE, "vaulted", "beside", "absolute", "by_variable", "looked_up", "replaced"]
)
def test_script_when_deployed_then_check_foretells_and_again_rests(played: Played, name: str) -> None:
    transitions.check(played.run, create(name, {}))


@pytest.mark.parametrize("name", FILES)
def test_file_when_deployed_then_it_arrives_byte_for_byte(played: Played, name: str) -> None:
    assert played.scripts[name] == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_file_when_deployed_then_diff_shows_it_as_it_is(played: Played, name: str) -> None:
    shown = played.run[f"{name}: check"].result["diff"]
    assert [section["after"] for section in shown if "scenario_name: " not in section["after"]] == (
        [FILES[name]] if FILES[name] else []
    )


@pytest.mark.parametrize("name", INLINE)
def test_script_in_the_play_when_deployed_then_it_arrives_byte_for_byte(played: Played, name: str) -> None:
    assert played.scripts[name] == INLINE[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vaulted", "// töp secret\r\n"),
        ("beside", "// in files/\n"),
        ("absolute", FILES["plain"]),
        ("by_variable", FILES["plain"]),
        ("looked_up", FILES["crlf"]),
        ("replaced", FILES["plain"].replace("terminate", "plain")),
        ("in_role", "// in the role\r\n"),
    ],
)
def test_file_when_it_is_somewhere_else_then_it_is_found_and_read(played: Played, name: str, expected: str) -> None:
    assert played.scripts[name] == expected


def test_file_when_a_role_includes_it_twice_then_the_second_time_changes_nothing(played: Played) -> None:
    first, second = (outcome for outcome in played.run.outcomes if outcome.task == "calls : from a role")
    assert (first.writes, second.writes) == (["AddScenario"], [])


def test_project_when_run_with_check_and_diff_then_nothing_is_sent(controller: Controller, emulator: Emulator) -> None:
    controller.write("scenarios/fresh.js", b"// fresh\n")
    task = {"name": "fresh", "voximplant.platform.vox_scenario": {"name": "fresh", "src": "scenarios/fresh.js"}}
    run = controller.run([task], "--check", "--diff")
    assert run["fresh"].result["changed"] is True
    assert run["fresh"].writes == []
    assert "+// fresh" in run.output
    assert "fresh" not in texts(emulator)
