# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example scenarios: what the platform demands of them, and what the example playbook says about them."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import textwrap
import typing as t
import unicodedata

import jinja2
import pytest
import yaml

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples"
SCRIPTS = sorted((EXAMPLES / "scenarios").glob("*.js"))
NAME_LIMIT = 30
TEXT_LIMIT = 131_072
LARGE = range(60_001, 120_000)


def read_text(path: pathlib.Path) -> str:
    """Return a script's text with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def syntax_error(path: pathlib.Path) -> str:
    """Return what node says against a script; nothing where node is missing."""
    node = shutil.which("node")
    if node is None:
        return ""
    return subprocess.run([node, "--check", str(path)], capture_output=True, text=True, check=False).stderr


def read_playbook_vars() -> t.Any:
    """Return the variables of the example playbook."""
    (play,) = yaml.safe_load((EXAMPLES / "deploy.yml").read_text(encoding="utf-8"))
    return play["vars"]


VARS = read_playbook_vars()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scenario_when_uploaded_then_platform_takes_it(path: pathlib.Path) -> None:
    text = read_text(path)
    assert 0 < len(path.stem) < NAME_LIMIT
    assert ";" not in path.stem
    assert 0 < len(text) < TEXT_LIMIT
    assert "\0" not in text
    assert syntax_error(path) == ""


def test_scenarios_when_counted_then_they_are_several_and_one_is_large() -> None:
    sizes = {path.stem: len(read_text(path)) for path in SCRIPTS}
    assert {"ivr", "callback", "conference", "oncall", "shared_i18n"} < set(sizes)
    assert [name for name, size in sizes.items() if size in LARGE] == ["number_plan"]


def test_scenarios_when_read_then_hold_emoji_and_writing_from_right_to_left() -> None:
    characters = set("".join(map(read_text, SCRIPTS)))
    assert {"R", "AL"} <= {unicodedata.bidirectional(character) for character in characters}
    assert {"\N{PACKAGE}", "\N{POLICE CARS REVOLVING LIGHT}"} <= characters


def test_playbook_when_read_then_names_each_scenario_file() -> None:
    named = {name for names in VARS["call_flows"].values() for name in names}
    assert named == {path.stem for path in SCRIPTS}


def test_manifest_when_read_then_it_declares_what_the_playbook_deploys() -> None:
    manifest = yaml.safe_load((EXAMPLES / "voximplant.yml").read_text(encoding="utf-8"))
    (application,) = manifest["applications"]
    assert {rule["name"]: rule["scenarios"] for rule in application["rules"]} == VARS["call_flows"]
    assert manifest["substitutions"] == {
        token: value for values in VARS["settings"].values() for token, value in values.items()
    }
    assert manifest["scenarios_dir"] == VARS["scenarios_dir"]


def test_manifest_when_read_then_the_vault_holds_the_values_of_its_secrets_and_the_passwords_of_its_users() -> None:
    (application,) = yaml.safe_load((EXAMPLES / "voximplant.yml").read_text(encoding="utf-8"))["applications"]
    vault = yaml.safe_load((EXAMPLES / "vault.yml").read_text(encoding="utf-8"))
    declared = {key: [entry["name"] for entry in application[key]] for key in ("secrets", "users")}
    assert declared == {
        "secrets": list(vault["deploy_secret_values"]["support"]),
        "users": list(vault["deploy_user_passwords"]["support"]),
    }
    read = re.findall(r'getSecretValue\("(\w+)"\)', "".join(map(read_text, SCRIPTS)))
    assert sorted(set(read)) == declared["secrets"]


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.[jt]s")), ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_scripts_when_they_speak_then_they_name_a_voice_and_wait_for_the_connection(path: pathlib.Path) -> None:
    """The option C(language) of C(say) is gone, and before the event Connected nobody would hear it."""
    text = read_text(path)
    spoken = re.findall(r"\b(?:call|leg)\.say\(([^;]*)\)", text)
    assert all("voice" in arguments and "language:" not in arguments for arguments in spoken), spoken
    assert not re.search(r"\.answer\(\);\s*call\.say\(", text)


@pytest.mark.parametrize("rule", sorted(VARS["call_flows"]))
def test_scenarios_of_a_rule_when_run_in_one_scope_then_no_name_is_declared_twice(
    rule: str, tmp_path: pathlib.Path
) -> None:
    names = VARS["call_flows"][rule]
    texts = [read_text(EXAMPLES / "scenarios" / f"{name}.js") for name in names]
    joined = tmp_path / f"{rule}.js"
    joined.write_text("\n".join(texts), encoding="utf-8")
    declared = [line.split()[1] for text in texts for line in text.splitlines() if line.startswith("const ")]
    assert len(declared) == len(set(declared)) > 1
    assert syntax_error(joined) == ""


@pytest.mark.parametrize("name", sorted(VARS["settings"]))
def test_settings_when_put_into_their_scenario_then_no_token_is_missing_or_left(name: str) -> None:
    text = read_text(EXAMPLES / "scenarios" / f"{name}.js")
    values = VARS["settings"][name]
    assert [token for token in values if token not in text] == []
    for token, value in values.items():
        text = text.replace(token, value)
    assert '"__' not in text


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ({"failed": False}, "A session is phoning"),
        ({"failed": True, "msg": "No money.", "ambiguous": False}, "Nobody is being phoned. No money."),
        ({"failed": True, "msg": "HTTP 502.", "ambiguous": True}, "A session may be phoning"),
        ({"failed": True, "msg": "MODULE FAILURE"}, "A session may be phoning the person on call. MODULE FAILURE"),
    ],
)
def test_example_when_it_has_phoned_then_nobody_is_only_said_if_that_is_certain(phone: t.Any, said: str) -> None:
    (play,) = yaml.safe_load((EXAMPLES / "phone_on_call.yml").read_text(encoding="utf-8"))
    environment = jinja2.Environment()
    environment.tests["success"] = lambda result: not result["failed"]
    message = play["tasks"][0]["rescue"][1]["ansible.builtin.fail"]["msg"]
    assert said in environment.from_string(message).render(phone=phone)


@pytest.mark.parametrize(
    ("guide", "name"),
    [("guide_sessions", "phone_on_call"), ("guide_numbers_secrets_users", "rotate_secret")],
)
def test_guide_when_it_shows_an_example_then_it_shows_it_as_it_is(guide: str, name: str) -> None:
    example = (EXAMPLES / f"{name}.yml").read_text(encoding="utf-8")
    play = textwrap.indent(example[example.index("- name:") :], "   ", lambda line: line.strip() != "")
    assert play in (EXAMPLES.parent / "docsite" / "rst" / f"{guide}.rst").read_text(encoding="utf-8")


def read_tasks() -> dict[str, t.Any]:
    """Return the tasks of the example that sets up AWX by their names."""
    (play,) = yaml.safe_load((EXAMPLES / "awx" / "set_up.yml").read_text(encoding="utf-8"))
    return {task["name"]: task for task in play["tasks"]}


def test_pipelines_when_two_would_deploy_to_an_account_then_one_waits_for_the_other() -> None:
    """The platform has no lock: two deployments of an account at a time would undo each other's work."""
    pipelines = EXAMPLES / "ci"
    gitlab = yaml.safe_load((pipelines / "gitlab-ci.yml").read_text(encoding="utf-8"))
    github = yaml.safe_load((pipelines / "github-workflow.yml").read_text(encoding="utf-8"))["jobs"]
    writing = "deploy_expected_plan="
    jobs = {
        name: job.get("resource_group") for name, job in gitlab.items() if writing in str(job) and isinstance(job, dict)
    }
    assert jobs == {"deploy": "voximplant"}
    jobs = {name: job.get("concurrency") for name, job in github.items() if writing in str(job)}
    assert jobs == {"deploy": "voximplant"}
    assert "options { disableConcurrentBuilds() }" in (pipelines / "Jenkinsfile").read_text(encoding="utf-8")
    guide = (EXAMPLES.parent / "docsite" / "rst" / "guide_environments.rst").read_text(encoding="utf-8")
    jobs = re.findall(r"^   (\w+):\n(?:     .+\n)*?     resource_group: (\w+)$", guide, re.MULTILINE)
    assert jobs == [("staging", "staging"), ("production", "production")]


def test_templates_of_awx_when_two_jobs_would_deploy_then_one_waits_for_the_other() -> None:
    made = [
        arguments
        for task in read_tasks().values()
        for name, arguments in task.items()
        if name in ("awx.awx.job_template", "awx.awx.workflow_job_template")
    ]
    assert len(made) == 3
    assert [arguments["allow_simultaneous"] for arguments in made] == [False] * 3
