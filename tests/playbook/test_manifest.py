# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What vox_sync reads on the controller: a manifest, scripts, and a directory of them."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import typing as t

import pytest

from harness.accounts import texts
from harness.tasks import sync

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.one_core]

MANIFEST: dict[str, t.Any] = {
    "scenarios": [
        {"name": "from_src", "src": "js/from_src.js"},
        {"name": "from_directory", "application_name": "support"},
    ],
    "applications": [{"name": "support", "rules": [{"name": "spare", "scenarios": ["from_src", "from_directory"]}]}],
}


@pytest.fixture
def project(controller: Controller, request: pytest.FixtureRequest) -> str:
    """Write a manifest and three scripts to a directory of their own, beside the plays."""
    name = "".join(character if character.isalnum() else "_" for character in request.node.name)
    controller.write(f"{name}/voximplant.yml", MANIFEST)
    controller.write(f"{name}/js/from_src.js", b"// src\r\n")
    controller.write(f"{name}/js/deep/from_directory.voxengine.js", "// \u00fc {{ x }}\n".encode())
    controller.write(f"{name}/js/undeclared.js", b"\xef\xbb\xbf// undeclared \n")
    return name


def test_manifest_when_it_is_synced_then_every_script_arrives_byte_for_byte(
    controller: Controller, emulator: Emulator, project: str
) -> None:
    options = {"manifest": f"{project}/voximplant.yml", "scenarios_dir": f"{project}/js"}
    run = controller.run([{**sync("Dry", **options), "check_mode": True}, sync(**options), sync("Again", **options)])
    assert run["Dry"].writes == []
    assert run["Dry"].result["operations"] == run["Sync"].result["operations"]
    assert not run["Again"].result["changed"]
    written = texts(emulator)
    assert written["from_src"] == "// src\r\n"
    assert written["from_directory"] == "// \u00fc {{ x }}\n"
    assert written["undeclared"] == "\ufeff// undeclared \n"


def test_directory_when_there_is_no_manifest_then_its_files_are_the_scenarios(
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


def test_manifest_when_it_and_a_script_are_vaulted_then_they_are_decrypted(
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
    assert first == "8 mistakes in the project; nothing was sent."
    assert [line.split(": ")[0:2] for line in lines] == [
        ["wrong/js/twice.js", "wrong/js/deep/twice.js is already the scenario 'twice'; declare it as {name"],
        ["wrong/voximplant.yml:3", "scenarios[0].src"],
        ["wrong/voximplant.yml:5", "scenarios[1].src"],
        ["wrong/voximplant.yml:7", "scenarios[3].name"],
        ["wrong/voximplant.yml:8", "scenarios[3].sorce"],
        ["wrong/voximplant.yml:11", "applications[0].rules[0].scenarios[0]"],
        ["wrong/voximplant.yml:11", "applications[0].rules[0].scenarios[1]"],
        ["wrong/voximplant.yml:11", "applications[0].rules[0].scenarios[1]"],
    ]
    assert run["Sync"].calls == ()


def test_rules_when_they_name_unknown_scenarios_then_all_are_named_with_lines_and_near_names(
    controller: Controller,
) -> None:
    controller.write(
        "unknown/voximplant.yml",
        b"scenarios: [{name: common}]\napplications:\n  - name: support\n    rules:\n"
        b"      - {name: a, scenarios: [comon]}\n      - {name: b, scenarios: [common, menu]}\n",
    )
    run = controller.run([sync(manifest="unknown/voximplant.yml")])
    assert run["Sync"].message.splitlines()[1:] == [
        "unknown/voximplant.yml:5: applications[0].rules[0].scenarios[0]: the project has no scenario 'comon'; did you "
        "mean 'common'?",
        "unknown/voximplant.yml:6: applications[0].rules[1].scenarios[1]: the project has no scenario 'menu'; declare "
        "it, without src if its script is not to be managed",
    ]


def test_directory_when_it_holds_more_than_scripts_then_only_scripts_are_uploaded(
    controller: Controller, emulator: Emulator
) -> None:
    before = set(texts(emulator))
    for name in (
        "real.js",
        ".#real.js",
        "._real.js",
        ".eslintrc.js",
        "node_modules/pkg/index.js",
        "old/x.js",
        "late.ts",
    ):
        controller.write(f"walk/js/{name}", b"// script\n")
    controller.write("walk/js/cafe\u0301.js", b"// decomposed\n")
    controller.write("walk_shared/linked.js", b"// linked\n")
    (controller.folder / "walk/js/shared").symlink_to(controller.folder / "walk_shared")
    (controller.folder / "walk/js/shared/loop").symlink_to(controller.folder / "walk/js")
    options = {"scenarios_dir": "walk/js", "ignore": {"files": ["old"]}}
    run = controller.run(
        [sync(**options), sync("Again", **options)],
        expected=["walk/js: left out, because their names do not end in .js"] * 2,
    )
    assert run["Sync"].result["warnings"] == ["walk/js: left out, because their names do not end in .js: late.ts"]
    assert set(texts(emulator)) - before == {"real", "linked", "caf\u00e9"}
    assert run["Again"].writes == []


def test_directory_when_links_lead_nowhere_or_nothing_is_a_script_then_nothing_is_pruned(
    controller: Controller, emulator: Emulator
) -> None:
    before = texts(emulator)
    controller.write("gap/js/real.js", b"// script\n")
    (controller.folder / "gap/js/more").symlink_to("more")
    controller.write("typed/js/real.ts", b"// script\n")
    run = controller.run(
        [
            sync("gap", scenarios_dir="gap/js", prune=["scenarios"], prune_limit=99),
            sync("typed", scenarios_dir="typed/js", prune=["scenarios"], prune_limit=99),
        ]
    )
    assert run["gap"].message.splitlines()[1] == "gap/js/more: cannot be read: Too many levels of symbolic links"
    assert run["typed"].message.splitlines()[1] == (
        "typed/js: this directory and its subdirectories have no file whose name ends in .js; other files: real.ts"
    )
    assert texts(emulator) == before


def test_manifest_when_it_names_files_outside_of_its_directory_then_only_src_roots_allow_it(
    controller: Controller, emulator: Emulator
) -> None:
    controller.write("roots_secret/key.js", b"// secret\n")
    controller.write("roots/voximplant.yml", {"scenarios": [{"name": "outside", "src": "../roots_secret/key.js"}]})
    controller.write("roots_link/voximplant.yml", b"\nscenarios_dir: js\n")
    (controller.folder / "roots_link/js").symlink_to(controller.folder / "roots_secret")
    run = controller.run(
        [
            sync("refused", manifest="roots/voximplant.yml"),
            sync("linked", manifest="roots_link/voximplant.yml"),
            sync("own", scenarios_dir="roots_link/js"),
            sync("allowed", manifest="roots/voximplant.yml", src_roots=["roots_secret"]),
        ]
    )
    outside = "is outside of the manifest's directory; name its directory in the option src_roots to allow it"
    assert run["refused"].message.splitlines()[1] == (
        f"roots/voximplant.yml:3: scenarios[0].src: ../roots_secret/key.js {outside}"
    )
    assert run["linked"].message.splitlines()[1] == f"roots_link/voximplant.yml:2: scenarios_dir: js {outside}"
    assert (run["refused"].calls, run["linked"].calls) == ((), ())
    assert {name: texts(emulator)[name] for name in ("key", "outside")} == {
        "key": "// secret\n",
        "outside": "// secret\n",
    }


def test_source_when_it_is_endless_or_no_file_then_it_is_refused_at_once(controller: Controller) -> None:
    controller.write("devices/js/real.js", b"")
    os.mkfifo(controller.folder / "devices/js/fifo.js")
    os.truncate(controller.write("devices/huge.yml", b""), 6 * 2**30)
    run = controller.run(
        [
            sync("zero", manifest="/dev/zero"),
            sync("huge", manifest="devices/huge.yml"),
            sync("src", scenarios=[{"name": "a", "src": "/dev/zero"}]),
            sync("fifo", scenarios_dir="devices/js"),
        ]
    )
    assert run["zero"].message == "manifest: /dev/zero is not a regular file."
    assert run["huge"].message.endswith("huge.yml has 6442450944 bytes; at most 4194304 are read.")
    assert run["src"].message.endswith("scenarios[0].src: /dev/zero is not a regular file")
    assert run["fifo"].message.endswith("fifo.js is not a regular file")


UNUSABLE: tuple[tuple[Json, str], ...] = (
    ({"manifest": "no_such.yml"}, "manifest: "),
    ({"manifest": "inventory"}, "is a directory."),
    ({"manifest": "bad.yml"}, "bad.yml:2: invalid YAML: "),
    ({"manifest": "latin.yml"}, "latin.yml is not UTF-8: byte 2"),
    ({"manifest": ["a.yml"]}, "manifest is not a path."),
    ({"manifest": ""}, "manifest is empty. Omit it, or give it a value."),
    ({"manifest": "bad.yml", "scenarios": []}, "mutually exclusive: manifest|scenarios"),
    ({"manifest": "bad.yml", "applications": []}, "mutually exclusive: manifest|applications"),
    ({"scenarios_dir": "no_such"}, "scenarios_dir: "),
    ({"scenarios_dir": "bad.yml"}, "is not a directory."),
    ({"scenarios": [{"name": "a", "src": "no_such.js"}]}, "scenarios[0].src: "),
    ({"scenarios": [{"src": "bad.yml"}]}, "scenarios[0]: name is missing"),
    ({"scenarios_dir": "inventory", "ignore": {"scenario": []}}, "ignore has unknown keys: scenario."),
    ({"scenarios_dir": "inventory", "ignore": ["a"]}, "ignore is not a dictionary."),
    ({"scenarios_dir": "inventory", "substitutions": ["a"]}, "substitutions is not a dictionary."),
    ({"scenarios": [], "substitutions": {"__A__": "1"}}, "substitutions.__A__: occurs nowhere in the project"),
    ({"ignore": {"applications": "other", "x": []}}, "ignore has unknown keys: x."),
    ({"manifest": "bad.yml", "src_roots": ["bad.yml"]}, "src_roots: "),
    ({"manifest": "bad.yml", "src_roots": [{"a": 1}]}, "src_roots is not a list of strings."),
    ({"scenarios": ["a"]}, "scenarios is not a list of dictionaries."),
    ({"scenarios": "a"}, "scenarios is not a list of dictionaries."),
    ({"applications": {"name": "a"}}, "applications is not a list of dictionaries."),
    ({"scenarios": [{"name": True}]}, "scenarios[0].name must be a string, not a boolean. Put it in quotes."),
    (
        {"applications": [{"name": "a", "rules": [{"name": 1.1}]}]},
        "applications[0].rules[0].name must be a string, not",
    ),
    ({"scenarios": [], "expected_plan": ""}, "expected_plan is empty. Omit it, or give it a value."),
    ({"scenarios": [], "prune_limit": -1}, "prune_limit must not be negative."),
    ({"applications": [{"name": "a", "rules": ["r"]}]}, "applications[0].rules is not a list of dictionaries."),
)


@pytest.fixture(scope="module")
def refused(controller: Controller) -> Run:
    """Run a play of tasks that cannot be done."""
    controller.write("bad.yml", b"scenarios:\n  - }\n")
    controller.write("latin.yml", b"# \xfc\n")
    return controller.run([sync(str(options), **options) for options, _message in UNUSABLE])


@pytest.mark.parametrize(("options", "message"), UNUSABLE, ids=str)
def test_option_when_it_cannot_be_used_then_the_task_says_why_before_any_call(
    refused: Run, options: Json, message: str
) -> None:
    assert message in refused[str(options)].message
    assert refused[str(options)].calls == ()
