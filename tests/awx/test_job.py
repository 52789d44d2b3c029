# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job as AWX runs it, through ansible-runner with what our credential type injects; and ansible-navigator.

AWX itself is not here: the folders, the injected values and the events are those that it gives to ansible-runner.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import typing as t

import ansible_runner
import pytest
import yaml
from jinja2.sandbox import ImmutableSandboxedEnvironment

from harness import own_emulator
from voximplant_emulator import Emulator

from .conftest import AWX, BIN, ROOT, example

pytestmark = pytest.mark.usefixtures("environment")

TEXT = "// Hello {{ nobody }}\n"
Json = dict[str, t.Any]

emulator = own_emulator.emulator


@dataclasses.dataclass(frozen=True)
class Job:
    """A job that has ended."""

    status: str
    events: list[Json]
    folder: pathlib.Path

    def result(self, task: str) -> Json:
        """The result of the one task whose name ends so."""
        (found,) = (
            event["event_data"]["res"]
            for event in self.events
            if event["event"] == "runner_on_ok" and event["event_data"]["task"].endswith(task)
        )
        return t.cast(Json, found)

    @property
    def stats(self) -> Json:
        """How many tasks changed something, and so on, by kind and host."""
        (stats,) = (event["event_data"] for event in self.events if event["event"] == "playbook_on_stats")
        return t.cast(Json, stats)


def inject(folder: pathlib.Path, answers: Json) -> Json:
    """Write the files of the credential type, and return its environment, both rendered as AWX renders them."""
    templates = ImmutableSandboxedEnvironment()
    injectors = example("credential_type/injectors.yml")
    files = {}
    for key, template in injectors["file"].items():
        name = key.removeprefix("template.")
        path = folder / "env" / f"tmp_{name}"
        path.write_text(templates.from_string(template).render(answers), encoding="utf-8")
        path.chmod(0o600)
        files[name] = str(path)
    values = {**answers, "tower": {"filename": files}}
    return {name: templates.from_string(template).render(values) for name, template in injectors["env"].items()}


def survey_answers(**answers: object) -> Json:
    """What the survey hands to the job: the answers, and the defaults of the questions left alone."""
    return {question["variable"]: question["default"] for question in example("survey.yml")["spec"]} | answers


def prepare(folder: pathlib.Path, emulator: Emulator) -> None:
    """Lay a private data folder out, with a project whose playbook is the example's."""
    for name in ("env", "inventory", "project"):
        (folder / name).mkdir(parents=True)
    collection = folder / "requirements_collections" / "ansible_collections" / "voximplant"
    collection.mkdir(parents=True)
    (collection / "platform").symlink_to(ROOT)
    for playbook in ("deploy.yml", "drift.yml"):
        (folder / "project" / playbook).write_bytes((AWX / playbook).read_bytes())
    (folder / "project" / "inbound.js").write_text(TEXT, encoding="utf-8")
    manifest = {
        "scenarios": [{"name": "inbound", "src": "inbound.js"}],
        "applications": [{"name": "support", "rules": [{"name": "in", "pattern": ".*", "scenarios": ["inbound"]}]}],
    }
    (folder / "project" / "voximplant.yml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    variables = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    inventory = {"all": {"hosts": ["localhost"]}, "_meta": {"hostvars": {"localhost": variables}}}
    hosts = folder / "inventory" / "hosts"
    hosts.write_text(f"#!{sys.executable}\nprint({json.dumps(inventory)!r})\n", encoding="utf-8")
    hosts.chmod(0o700)
    key = pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8")
    variables = {
        **inject(folder, {"key": key, "api_url": emulator.api_url}),
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "requirements_collections"),
        "AWX_PRIVATE_DATA_DIR": str(folder),
        "ANSIBLE_FORCE_COLOR": "True",
        "ANSIBLE_HOST_KEY_CHECKING": "False",
        "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
        "JOB_ID": "42",
        "MAX_EVENT_RES": "700000",
    }
    (folder / "env" / "envvars").write_text(json.dumps(variables), encoding="utf-8")
    settings = {"idle_timeout": 0, "job_timeout": 0, "pexpect_timeout": 5}
    (folder / "env" / "settings").write_text(json.dumps(settings), encoding="utf-8")


class Answer(str):
    """A text that somebody has entered; AWX writes it so that Ansible does not template it."""


yaml.SafeDumper.add_representer(Answer, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text)))


def launch(folder: pathlib.Path, ident: str, options: str = "", playbook: str = "deploy.yml", **answers: object) -> Job:
    """Run the job with answers to the survey."""
    answers = {name: Answer(text) if isinstance(text, str) else text for name, text in answers.items()}
    extra = {"awx_job_id": 42, "awx_job_launch_type": "manual", "awx_user_name": "admin", **survey_answers(**answers)}
    (folder / "env" / "extravars").write_text(yaml.safe_dump(extra), encoding="utf-8")
    done = ansible_runner.run(
        private_data_dir=str(folder),
        playbook=playbook,
        ident=ident,
        cmdline=f"{options} --diff".strip(),
        verbosity=4,
        forks=5,
        quiet=True,
    )
    return Job(done.status, list(done.events), folder / "artifacts" / ident)


def secrets_of(emulator: Emulator) -> list[str]:
    """The lines of the private key, and what every token starts with."""
    key = json.loads(pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8"))
    private = key.get("result", key)["private_key"]
    lines = [line for line in private.splitlines() if len(line) > 60]
    assert lines
    return [*lines, "PRIVATE KEY", "eyJ"]


def check_hidden(job: Job, secrets: list[str]) -> None:
    """Make sure that nothing that the job leaves behind holds a secret."""
    files = [path for path in job.folder.rglob("*") if path.is_file()]
    assert len([path for path in files if path.parent.name == "job_events"]) == len(job.events) > 10
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        for part in (text, text.replace("\\n", "\n").replace("\\r", "")):
            assert [secret for secret in secrets if secret in part] == [], path
        assert "Traceback" not in text and "WARNING" not in text, path


def test_job_when_checked_run_and_run_again_then_events_tell_it_and_hold_no_secret(
    tmp_path: pathlib.Path, emulator: Emulator
) -> None:
    folder = tmp_path / "awx_42"
    prepare(folder, emulator)
    checked = launch(folder, "1", "--check")
    calls_of_check = emulator.journal(write=True)
    artifacts = checked.stats["artifact_data"]  # AWX gives them to the next node of a workflow
    real = launch(folder, "2", **artifacts)
    calls = [call["method"] for call in emulator.journal(write=True)]
    again = launch(folder, "3")

    assert [job.status for job in (checked, real, again)] == ["successful"] * 3, checked.events[-1]
    assert calls_of_check == []
    assert sorted(calls) == ["AddApplication", "AddRule", "AddScenario"]
    assert len(emulator.journal(write=True)) == len(calls)
    task = "Synchronize the account with the project"
    planned, deployed, nothing = (job.result(task) for job in (checked, real, again))
    assert [result["changed"] for result in (planned, deployed, nothing)] == [True, True, False]
    assert planned["operations"] == deployed["operations"] != []
    assert planned["diff"] == deployed["diff"]
    assert artifacts["deploy_expected_plan"] == planned["plan_id"] == deployed["plan_id"]
    report = artifacts["voximplant_report"]
    assert report.startswith("### Voximplant: plan") and TEXT.strip() in report
    assert TEXT in [section["after"] for section in deployed["diff"]]
    assert again.stats["changed"] == {} and again.stats["failures"] == {}
    for job in (checked, real, again):
        check_hidden(job, secrets_of(emulator))


# Kinds of answers to all questions at once, and the start of the message if they are refused.
ANSWERS = {
    "empty": ("", ""),
    "null": (None, ""),
    "blanks": ("   ", "(The variable is deploy_"),
    "quotes": ("'\"`$(touch {folder}/broken)", "(The variable is deploy_"),
    "Jinja": ("{{ lookup('pipe', 'touch {folder}/broken') }}", "(The variable is deploy_"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_job_when_answers_are_odd_then_they_count_as_not_given_or_are_refused_before_a_write(
    tmp_path: pathlib.Path, emulator: Emulator, kind: str
) -> None:
    folder = tmp_path / "awx_42"
    prepare(folder, emulator)
    answer, refusal = ANSWERS[kind]
    text = answer and answer.replace("{folder}", str(tmp_path))
    job = launch(folder, "1", **{question["variable"]: text for question in example("survey.yml")["spec"]})
    assert not (tmp_path / "broken").exists()
    if refusal:
        failures = [event["event_data"]["res"]["msg"] for event in job.events if event["event"] == "runner_on_failed"]
        assert job.status == "failed" and refusal in failures[-1], failures
        assert emulator.journal(write=True) == []
    else:
        assert job.status == "successful", [event["stdout"] for event in job.events]
        assert [scenario["scenario_name"] for scenario in emulator.state()["scenarios"]] == ["inbound"]
        assert emulator.state()["sessions"] == []


def test_job_of_the_schedule_when_the_account_differs_then_it_fails_and_keeps_the_report_and_the_map(
    tmp_path: pathlib.Path, emulator: Emulator
) -> None:
    folder = tmp_path / "awx_42"
    prepare(folder, emulator)
    emulator.call("AddScenario", scenario_name="inbound", scenario_script="// {{ nobody }} </script>")
    job = launch(folder, "1", playbook="drift.yml")
    artifacts = job.stats["artifact_data"]
    assert job.status == "failed" and emulator.journal(write=True) == []
    assert artifacts["voximplant_report"].startswith("### Voximplant: differences")
    page = artifacts["voximplant_map"]
    assert page.startswith("<!DOCTYPE html>") and page.count("<script>") == 1
    check_hidden(job, secrets_of(emulator))


def test_job_when_the_key_is_refused_then_the_event_says_what_to_do(tmp_path: pathlib.Path, emulator: Emulator) -> None:
    folder = tmp_path / "awx_42"
    prepare(folder, emulator)
    (folder / "env" / "tmp_key").write_text('{"key": "broken"}', encoding="utf-8")
    job = launch(folder, "1")
    failures = [event["event_data"]["res"]["msg"] for event in job.events if event["event"] == "runner_on_failed"]
    assert job.status == "failed"
    assert "account_id" in failures[0]
    assert emulator.journal() == []


def test_navigator_when_it_runs_without_an_image_then_the_playbook_deploys(
    tmp_path: pathlib.Path, emulator: Emulator
) -> None:
    folder = tmp_path / "awx_42"
    prepare(folder, emulator)
    variables = json.loads((folder / "env" / "envvars").read_text(encoding="utf-8"))
    done = subprocess.run(
        [
            *(BIN / "ansible-navigator", "run", "deploy.yml", "--ee", "false", "-m", "stdout", "--pae", "false"),
            *("--lf", tmp_path / "navigator.log", "-i", folder / "inventory"),
        ],
        cwd=folder / "project",
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [scenario["scenario_script"] for scenario in emulator.state()["scenarios"]] == [TEXT]
