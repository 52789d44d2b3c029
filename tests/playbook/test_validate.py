# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_validate, its playbook and its pre-commit hook: offline, every mistake at once."""

from __future__ import annotations

import os
import pathlib
import shlex
import subprocess
import sys
import typing as t

import pytest
import yaml

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.one_core, pytest.mark.measured]

ROOT = pathlib.Path(__file__).resolve().parents[2]
MANIFEST = b"""\
substitutions:
  __HOTLINE__: '4930'
scenarios_dir: js
scenarios:
  - {name: menu, application_name: support}
applications:
  - name: support
    rules:
      - {name: inbound, pattern: '__HOTLINE__', scenarios: [common, menu]}
"""
WRONG = b"""\
substitutions:
  __HOTLINE__: null
  __NO__: x
scenarios_dir: js
scenarios:
  - {name: menu, sorce: js/menu.js}
  - name: a_name_that_is_longer_than_29_chars
applications:
  - name: support
    rules:
      - {name: inbound, pattern: '([', scenarios: [common, menu, comon]}
"""


def validate(name: str = "Validate", **options: object) -> Json:
    """Return a task that validates."""
    return {"name": name, "voximplant.platform.vox_validate": options}


def write(controller: Controller, name: str, manifest: bytes = MANIFEST, **scripts: str) -> str:
    """Write a project; return its manifest's name."""
    controller.write(f"{name}/voximplant.yml", manifest)
    for script, content in {"common": "log();", "menu": "call('__HOTLINE__');", **scripts}.items():
        controller.write(f"{name}/js/{script}.js", content.encode())
    return f"{name}/voximplant.yml"


def test_project_when_it_is_right_then_nothing_is_reported_and_nothing_is_sent(controller: Controller) -> None:
    run = controller.run(
        [validate(manifest=write(controller, "right")), validate("Directory", scenarios_dir="right/js", syntax="")]
    )
    for task in ("Validate", "Directory"):
        assert (run[task].status, run[task].calls) == ("ok", ())
        assert run[task].result["changed"] is False
        assert run[task].result["mistakes"] == []


def test_project_when_much_is_wrong_then_all_is_reported_at_once_with_file_and_line(controller: Controller) -> None:
    manifest = write(
        controller,
        "wrong",
        WRONG,
        menu="// __HOTLINE__\nlet a = ;",
        common="const x = 1;\n",
        other="\nexport {};",
        huge="x" * 140_000,
    )
    run = controller.run([validate(manifest=manifest), validate("Check", manifest=manifest)], "--check")
    expected = [
        ("wrong/js/huge.js", 0, "", "the script has 140000 characters; at most 131071 are allowed"),
        ("wrong/js/menu.js", 2, "", "invalid JavaScript: Unexpected token ;"),
        (
            *("wrong/js/other.js", 2, ""),
            "import and export are not possible in a script; bundle its modules into one file",
        ),
        (
            *("wrong/voximplant.yml", 2, "substitutions.__HOTLINE__"),
            "has no value; set it in the option substitutions",
        ),
        ("wrong/voximplant.yml", 3, "substitutions.__NO__", "occurs nowhere in the project"),
        (
            *("wrong/voximplant.yml", 6, "scenarios[0].sorce"),
            "unknown key; did you mean 'src'? The keys are name, src, renamed_from, application_name, protect",
        ),
        ("wrong/voximplant.yml", 7, "scenarios[1].name", "has 35 characters; at most 29 are allowed"),
        (
            *("wrong/voximplant.yml", 11, "applications[0].rules[0].pattern"),
            "is not a regular expression: unterminated character set at position 2",
        ),
        (
            *("wrong/voximplant.yml", 11, "applications[0].rules[0].scenarios[2]"),
            "the project has no scenario 'comon'; did you mean 'common'?",
        ),
    ]
    keys = ("file", "line", "key", "message")
    for task in ("Validate", "Check"):
        assert run[task].result["mistakes"] == [dict(zip(keys, values, strict=True)) for values in expected]
        assert run[task].message.splitlines()[:2] == [
            "9 mistakes in the project.",
            "wrong/js/huge.js: the script has 140000 characters; at most 131071 are allowed",
        ]
        assert run[task].calls == ()


def test_scripts_of_a_rule_when_they_share_a_name_then_both_places_are_named(controller: Controller) -> None:
    scripts = {"common": "\nconst config = 1;", "menu": "call('__HOTLINE__');\nlet config;"}
    run = controller.run([validate(manifest=write(controller, "scope", **scripts))])
    assert run["Validate"].message.splitlines()[1:] == [
        "scope/js/menu.js:2: 'config' is already declared in scope/js/common.js:2; the rule support/inbound runs both "
        "in one scope"
    ]


def test_platform_module_when_the_rule_does_not_require_it_then_ansible_shows_a_warning(controller: Controller) -> None:
    menu = "\nVoxEngine.createASR({lang: '__HOTLINE__'});"
    manifest = write(controller, "modules", menu=menu, alone="OpenAI.x();")
    warning = (
        "modules/js/menu.js:2: VoxEngine.createASR is used, but the rule support/inbound has no script with "
        "require(Modules.ASR)"
    )
    shown = "modules/js/menu.js:2: VoxEngine.createASR is used"  # older versions of ansible-core wrap the rest
    run = controller.run([validate(manifest=manifest)], expected=[shown])
    assert run["Validate"].result["warnings"] == [warning]
    write(controller, "modules", menu=menu, common="require(Modules.ASR);")
    assert controller.run([validate(manifest=manifest)])["Validate"].result["mistakes"] == []


def test_typings_when_given_then_they_say_what_is_required(controller: Controller) -> None:
    manifest = write(controller, "typed", menu="Future.f('__HOTLINE__'); OpenAI.x();")
    controller.write(
        "typed/voxengine.d.ts", b"declare enum Modules {\n  Future = 'future',\n}\ndeclare namespace Future {\n}\n"
    )
    run = controller.run(
        [
            validate(manifest=manifest, typings="typed/voxengine.d.ts"),
            validate("None", manifest=manifest, typings="typed/js/menu.js"),
        ],
        expected=["Future is used"],
    )
    assert len(run["Validate"].result["warnings"]) == 1
    assert run["None"].message == "typings: typed/js/menu.js does not declare the modules of VoxEngine."


UNUSABLE: tuple[tuple[Json, str], ...] = (
    ({}, "one of the following is required: manifest, scenarios_dir"),
    ({"manifest": "gone.yml"}, "manifest: "),
    ({"manifest": "a", "syntax": "maybe"}, "value of syntax must be one of: check, auto, skip, got: maybe"),
    ({"manifest": "a", "workers": 3}, "Unsupported parameters: workers. The parameters are manifest, "),
    ({"scenarios_dir": "inventory", "typings": "gone.d.ts"}, "typings: "),
    ({"manifest": ""}, "manifest is empty. Omit it, or give it a value."),
    ({"scenarios_dir": "inventory", "rendered_dir": ""}, "rendered_dir is empty. Omit it, or give it a value."),
)


def test_options_when_they_cannot_be_used_then_the_task_says_why(controller: Controller) -> None:
    run = controller.run([validate(str(options), **options) for options, _message in UNUSABLE])
    for options, message in UNUSABLE:
        assert message in run[str(options)].message


def test_library_when_it_is_missing_then_it_is_named_unless_syntax_is_skipped(controller: Controller) -> None:
    manifest = write(controller, "library", menu="(__HOTLINE__")
    controller.write("hidden/esprima.py", b"raise ImportError\n")
    path = {"PYTHONPATH": str(controller.folder / "hidden")}
    tasks = [
        validate(manifest=manifest),
        *(validate(syntax, manifest=manifest, syntax=syntax) for syntax in ("skip", "auto")),
    ]
    run = controller.run(tasks, environment=path, expected=["The scripts were not parsed"])
    assert "esprima-fork" in run["Validate"].message
    assert "syntax=skip" in run["Validate"].message
    assert run["skip"].result["mistakes"] == run["auto"].result["mistakes"] == []
    assert controller.run([validate(manifest=manifest, syntax="auto")])["Validate"].result["mistakes"] != []


def command(controller: Controller, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command beside the plays, without any credentials."""
    home = controller.folder / "home"
    environment = {
        "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_NOCOLOR": "1",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PATH": f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        arguments,
        cwd=controller.folder / "hook",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_hook_when_it_runs_in_a_project_then_it_passes_or_names_the_mistakes(controller: Controller) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["pass_filenames"] is False
    write(controller, "hook")
    passed = command(controller, *shlex.split(hook["entry"]))
    assert passed.returncode == 0, passed.stdout + passed.stderr
    write(controller, "hook", menu="(__HOTLINE__")
    failed = command(controller, *shlex.split(hook["entry"]))
    assert failed.returncode != 0
    assert "hook/js/menu.js:1: invalid JavaScript: Unexpected end of input" in failed.stdout + failed.stderr


def test_playbook_when_variables_are_given_then_they_reach_the_module(controller: Controller) -> None:
    write(controller, "hook")
    controller.write("hook/build/js/menu.js", b"(")
    playbook = ("ansible-playbook", "voximplant.platform.validate", "-e", "deploy_project_dir=.")
    assert "deploy_project_dir is empty" in command(controller, *playbook[:2]).stdout
    values = (
        "-e",
        '{"deploy_substitutions": {"__HOTLINE__": "7"}, "deploy_rendered_dir": "out", "deploy_ignore": null}',
    )
    done = command(controller, *playbook, *values)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (controller.folder / "hook/out/scenarios/menu.js").read_text() == "call('7');"
    built = ("-e", "deploy_scenarios_dir=build/js", "-e", "deploy_manifest=voximplant.yml")
    done = command(controller, *playbook, *built)
    assert "build/js/menu.js:1: invalid JavaScript" in done.stdout + done.stderr
    skipped = command(controller, *playbook, *built, "-e", "deploy_syntax=skip")
    assert "invalid JavaScript" not in skipped.stdout + skipped.stderr
    assert "1 mistake in the project." in skipped.stdout
    controller.write("shared/menu.js", b"log();")
    controller.write("hook/shared.yml", b"scenarios: [{name: shared, src: ../shared/menu.js}]\n")
    outside = command(controller, *playbook, "-e", "deploy_manifest=shared.yml").stdout
    assert "in the option src_roots to allow it (The variable is deploy_src_roots.)" in outside
    page = command(controller, *playbook, "-e", "deploy_report=map.html").stdout
    assert "deploy_report only has files that end in .html." in page
    outside = ("-e", "deploy_manifest=shared.yml", "-e", "deploy_src_roots=../shared")
    roots = command(controller, *playbook, *outside, "-e", "deploy_report=map.html,report.md")
    assert (controller.folder / "hook/report.md").exists() and not (controller.folder / "hook/map.html").exists()
    assert roots.returncode == 0 and "The project has no mistakes." in roots.stdout, roots.stdout + roots.stderr
