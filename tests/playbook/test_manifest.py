# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What vox_sync reads on the controller: a manifest, the texts of scenarios, a folder of them."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import typing as t

import pytest

from harness.accounts import texts

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = pytest.mark.usefixtures("world")

MANIFEST: dict[str, t.Any] = {
    "scenarios": [
        {"name": "from_src", "src": "js/from_src.js"},
        {"name": "from_folder", "application_name": "support"},
    ],
    "applications": [{"name": "support", "rules": [{"name": "spare", "scenarios": ["from_src", "from_folder"]}]}],
}


def sync(name: str = "Sync", **options: object) -> Json:
    """A task that syncs."""
    return {"name": name, "voximplant.platform.vox_sync": options}


@pytest.fixture
def project(controller: Controller, request: pytest.FixtureRequest) -> str:
    """A folder of its own, with a manifest and three scenarios, beside the plays."""
    name = "".join(character if character.isalnum() else "_" for character in request.node.name)
    controller.write(f"{name}/voximplant.yml", MANIFEST)
    controller.write(f"{name}/js/from_src.js", b"// src\r\n")
    controller.write(f"{name}/js/deep/from_folder.voxengine.js", "// \u00fc {{ x }}\n".encode())
    controller.write(f"{name}/js/undeclared.js", b"\xef\xbb\xbf// undeclared \n")
    return name


def test_manifest_when_it_is_synced_then_every_text_arrives_byte_for_byte(
    controller: Controller, emulator: Emulator, project: str
) -> None:
    options = {"manifest": f"{project}/voximplant.yml", "scenarios_dir": f"{project}/js"}
    run = controller.run([{**sync("Dry", **options), "check_mode": True}, sync(**options), sync("Again", **options)])
    assert run["Dry"].writes == []
    assert run["Dry"].result["operations"] == run["Sync"].result["operations"]
    assert not run["Again"].result["changed"]
    written = texts(emulator)
    assert written["from_src"] == "// src\r\n"
    assert written["from_folder"] == "// \u00fc {{ x }}\n"
    assert written["undeclared"] == "\ufeff// undeclared \n"


def test_folder_when_there_is_no_manifest_then_its_files_are_the_scenarios(
    controller: Controller, emulator: Emulator
) -> None:
    controller.write("only/alone.js", b"// alone\n")
    run = controller.run([sync(scenarios_dir="only"), sync("Again", scenarios_dir="only")])
    assert run["Sync"].writes == ["AddScenario"]
    assert texts(emulator)["alone"] == "// alone\n"
    assert run["Again"].writes == []


def test_scenarios_when_they_are_options_then_src_is_beside_the_play(
    controller: Controller, emulator: Emulator
) -> None:
    controller.write("inline/one.js", b"// one\r\n")
    scenarios = [{"name": "one", "src": "inline/one.js"}, {"name": "two", "script": "// two\n"}]
    run = controller.run([sync(scenarios=scenarios)])
    assert run["Sync"].writes == ["AddScenario", "AddScenario"]
    assert {name: texts(emulator)[name] for name in ("one", "two")} == {"one": "// one\r\n", "two": "// two\n"}


def test_manifest_when_it_is_in_a_role_then_the_role_finds_it(controller: Controller, emulator: Emulator) -> None:
    controller.write("roles/lines/files/lines.yml", {"scenarios": [{"name": "of_role", "src": "js/of_role.js"}]})
    controller.write("roles/lines/files/js/of_role.js", b"// of a role\n")
    controller.write("roles/lines/tasks/main.yml", [sync(manifest="lines.yml")])
    controller.run([{"name": "Include", "ansible.builtin.include_role": {"name": "lines"}}])
    assert texts(emulator)["of_role"] == "// of a role\n"


def test_manifest_when_it_and_a_text_are_vaulted_then_they_are_decrypted(
    controller: Controller, emulator: Emulator
) -> None:
    manifest = controller.write("vaulted/voximplant.yml", {"scenarios": [{"name": "secret", "src": "secret.js"}]})
    script = controller.write("vaulted/secret.js", b"// secret\r\n")
    password = controller.write("vaulted/password", b"correct horse\n")
    vault = pathlib.Path(sys.executable).with_name("ansible-vault")
    subprocess.run([vault, "encrypt", "--vault-password-file", password, manifest, script], check=True)
    controller.run([sync(manifest="vaulted/voximplant.yml")], "--vault-password-file", str(password))
    assert texts(emulator)["secret"] == "// secret\r\n"


def test_manifest_when_it_has_mistakes_then_all_are_named_before_any_call(controller: Controller) -> None:
    controller.write(
        "wrong/voximplant.yml",
        b"scenarios:\n"
        b"  - name: gone\n    src: gone.js\n"
        b"  - name: latin\n    src: latin.js\n"
        b"  - name: nowhere\n"
        b"  - name: nowhere\n    sorce: x.js\n"
        b"applications:\n"
        b"  - name: support\n    rules: [{name: a, scenarios: [b, b]}]\n",
    )
    controller.write("wrong/latin.js", b"\xfc")
    controller.write("wrong/js/twice.js", b"")
    controller.write("wrong/js/deep/twice.js", b"")
    run = controller.run([sync(manifest="wrong/voximplant.yml", scenarios_dir="wrong/js")])
    first, *lines = run["Sync"].message.splitlines()
    assert first == "8 mistakes; nothing was sent."
    assert [line.split(": ")[0:2] for line in lines] == [
        ["wrong/js/twice.js", "wrong/js/deep/twice.js is the scenario 'twice' already"],
        ["wrong/voximplant.yml:3", "scenarios[0].src"],
        ["wrong/voximplant.yml:5", "scenarios[1].src"],
        ["wrong/voximplant.yml:6", "scenarios[2]"],
        ["wrong/voximplant.yml:7", "scenarios[3]"],
        ["wrong/voximplant.yml:7", "scenarios[3].name"],
        ["wrong/voximplant.yml:8", "scenarios[3].sorce"],
        ["wrong/voximplant.yml:11", "applications[0].rules[0].scenarios[1]"],
    ]
    assert run["Sync"].calls == ()


UNUSABLE: tuple[tuple[Json, str], ...] = (
    ({"manifest": "no_such.yml"}, "manifest: "),
    ({"manifest": "inventory"}, "is a folder."),
    ({"manifest": "bad.yml"}, "bad.yml:2: it is not YAML: "),
    ({"manifest": "latin.yml"}, "latin.yml is not UTF-8: byte 2"),
    ({"manifest": ["a.yml"]}, "manifest is not the name of a file."),
    ({"manifest": "bad.yml", "scenarios": []}, "mutually exclusive: manifest|scenarios"),
    ({"manifest": "bad.yml", "applications": []}, "mutually exclusive: manifest|applications"),
    ({"scenarios_dir": "no_such"}, "scenarios_dir: "),
    ({"scenarios_dir": "bad.yml"}, "is not a folder."),
    ({"scenarios": [{"name": "a", "src": "no_such.js"}]}, "scenarios[0].src: "),
    ({"scenarios": [{"name": "a"}]}, "scenarios[0]: src is missing"),
    ({"scenarios": [{"src": "bad.yml"}]}, "missing required arguments: name"),
    ({"scenarios": ["a"]}, "scenarios is not a list of mappings."),
    ({"scenarios": "a"}, "scenarios is not a list of mappings."),
    ({"applications": {"name": "a"}}, "applications is not a list of mappings."),
    ({"applications": [{"name": "a", "rules": ["r"]}]}, "applications[0].rules is not a list of mappings."),
)


@pytest.fixture(scope="module")
def refused(controller: Controller) -> Run:
    """A play of tasks that cannot be done."""
    controller.write("bad.yml", b"scenarios:\n  - }\n")
    controller.write("latin.yml", b"# \xfc\n")
    return controller.run([sync(str(options), **options) for options, _message in UNUSABLE])


@pytest.mark.parametrize(("options", "message"), UNUSABLE, ids=str)
def test_option_when_it_cannot_be_used_then_the_task_says_why_before_any_call(
    refused: Run, options: Json, message: str
) -> None:
    assert message in refused[str(options)].message
    assert refused[str(options)].calls == ()
