# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command of the documentation and of the example pipelines, run against the emulator."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import typing as t
from xml.etree import ElementTree

import pytest
import yaml
from action_plugins.prepare import fill
from blocks import ROOT, Block, read_blocks
from stage import endpoint_of, run_command, set_up, tear_down
from werkzeug import Request, Response
from werkzeug.serving import make_server

from harness import accounts
from harness.plays import check_calm, check_hidden
from voximplant_emulator import Emulator

CI = ROOT / "docs" / "examples" / "ci"
STORIES = ("docs/docsite/rst/guide_drift.rst",)  # test_guides.py runs their commands
SAMPLE_PLAN = "1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4"
SHOWN_PLAN = "$(grep -o '1-[0-9a-f]\\{32\\}' output | head -n 1)"

# Commands that are not run here, by how they begin, and why. Their syntax is checked.
NOT_RUN = {
    "ansible-builder ": "tests/awx runs it",
    "ansible-galaxy collection install ": "asks Galaxy, where a version is only after its release",
    "ansible-playbook -i inventory deploy_fleet.yml": "tests/playbook/test_fleet.py runs it",
    "ansible-playbook set_up.yml": "tests/awx runs it",
    "ansible-vault create ": "opens an editor",
    "curl --fail --output typings/voxengine.d.ts ": "asks the server of the vendor",
    "ansible-playbook voximplant.platform.validate -e deploy_project_dir=. -e deploy_typings=": "needs that file",
    "export CONTROLLER_HOST=": "belongs to set_up.yml",
    "make ": "the targets of the Makefile are what runs this test",
    ". venv/": "belongs to the line before it",
    "podman push ": "needs a registry",
    "python3 -m pip install ": "changes the Python that runs this test",
    "sudo chrt ": "takes about 20 minutes",
    "python3 -m venv ": "has a Python without Ansible, until the line behind it has run",
}


def commands_of(block: Block) -> list[str]:
    """The commands of a block: behind a prompt, or each line if there is none."""
    lines = block.text.splitlines()
    prompted = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return prompted or lines


def jobs_of(path: pathlib.Path) -> list[str]:
    """The commands of a pipeline, in the order of its jobs."""
    text = path.read_text(encoding="utf-8")
    if path.name == "Jenkinsfile":
        commands = re.findall(
            r"^ +(env\.PLAN_ID = )?sh(?:\(returnStdout: true, script:)? '(.+)'(?:\).trim\(\))?$", text, re.MULTILINE
        )
        return [f'echo "PLAN_ID=$({command})" >plan.env' if captured else command for captured, command in commands]
    content = yaml.safe_load(text)
    if "jobs" in content:
        return [step["run"] for job in content["jobs"].values() for step in job["steps"] if "run" in step]
    jobs = [content[name] for name in ("default", "check", "plan", "deploy", "drift")]
    parts = ("before_script", "script", "after_script")
    return [command for job in jobs for part in parts for command in job.get(part, [])]


SCRIPTS = {str(block): commands_of(block) for block in read_blocks("console") if block.page not in STORIES}
PIPELINES = {path.name: jobs_of(path) for path in sorted(CI.iterdir()) if path.suffix != ".py"}
COMMENTING = "python3 comment.py "
COMMENT_TOKEN = "glpat-0123456789"
PROJECT_FILE = "scenarios/inbound.js"
Json = dict[str, t.Any]


def is_run(command: str) -> bool:
    return not command.startswith(tuple(NOT_RUN))


def runnable(scripts: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    """What is run of scripts, and the name of one that has these commands."""
    runs = {tuple(filter(is_run, commands)): name for name, commands in scripts.items()}
    return {commands: name for commands, name in runs.items() if commands}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run an emulator for all tests."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


def run_all(commands: list[str], folder: pathlib.Path, emulator: Emulator) -> str:
    """Run commands one after the other in a shell, and return what they print."""
    if "platform.deploy -e deploy_project_dir=voximplant" in commands[0]:  # what the block before it has made
        commands = ["ansible-playbook convert.yml", *commands]
    environment = set_up(folder, emulator)
    fill(endpoint_of(emulator), {"leftover": ""}, rules=["inbound"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    if SAMPLE_PLAN in commands[-1]:  # an approval: the ID is the one that the command before it shows
        commands = [f"{commands[-2]} 2>&1 | tee output", commands[-1].replace(SAMPLE_PLAN, SHOWN_PLAN)]
    script = "\n".join(commands).replace("/tmp/", f"{folder}/").replace("8017", port)
    try:
        done = run_command(["bash", "-euo", "pipefail", "-c", script], folder, environment)
    finally:
        tear_down(folder)
    assert done.returncode == 0, done.stdout
    check_calm(done.stdout, ())
    check_hidden(accounts.secrets(emulator), done.stdout)
    return done.stdout


@pytest.mark.parametrize("name", sorted(runnable(SCRIPTS).values()))
def test_commands_when_run_one_after_the_other_then_each_succeeds(
    name: str, tmp_path: pathlib.Path, emulator: Emulator
) -> None:
    run_all([command for command in SCRIPTS[name] if is_run(command)], tmp_path / "project", emulator)


class Comments:
    """The comments on a merge request, as far as the APIs of GitLab and GitHub agree on them."""

    def __init__(self) -> None:
        self.texts: list[str] = ["What is this for?"]
        self.requests: list[tuple[str, str]] = []

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        """Answer a request."""
        request = Request(environ)
        assert request.headers["Authorization"] == f"Bearer {COMMENT_TOKEN}"
        self.requests.append((request.method, request.path))
        if request.method == "GET":
            return self._respond(environ, start_response, [self._row(request, id) for id in range(len(self.texts))])
        text = request.get_json()["body"]
        if request.method == "POST":
            self.texts.append(text)
        else:
            self.texts[int(request.path.rpartition("/")[2])] = text
        return self._respond(environ, start_response, {})

    def _row(self, request: Request, id: int) -> Json:
        """Return a comment; on GitHub, it has its own URL."""
        row = {"id": id, "body": self.texts[id]}
        if "issues" in request.path:
            return {**row, "url": f"{request.host_url}repos/example/voice/issues/comments/{id}"}
        return {**row, "system": False}

    @staticmethod
    def _respond(environ: t.Any, start_response: t.Any, content: object) -> t.Any:
        return Response(json.dumps(content), content_type="application/json")(environ, start_response)


@pytest.fixture
def comments() -> t.Iterator[tuple[Comments, str]]:
    """Run a server of comments, and give it with its URL."""
    application = Comments()
    server = make_server("127.0.0.1", 0, application)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield application, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def variables_of_jobs(url: str) -> dict[str, str]:
    """Return the variables that the CI systems set, and those that the examples tell to set."""
    return {
        "CHANGE_URL": f"{url}/example/voice/pull/7",
        "CI_API_V4_URL": url,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_PROJECT_ID": "3",
        "COMMENT_TOKEN": COMMENT_TOKEN,
        "GITHUB_API_URL": url,
        "GITHUB_OUTPUT": "plan.env",
        "GITHUB_REPOSITORY": "example/voice",
        "GITHUB_STEP_SUMMARY": "summary.md",
        "PULL_REQUEST": "7",
    }


@pytest.mark.parametrize("name", sorted(PIPELINES))
def test_pipelines_when_their_jobs_run_then_they_post_the_plan_deploy_exactly_it_and_find_no_drift(
    name: str, tmp_path: pathlib.Path, emulator: Emulator, comments: tuple[Comments, str]
) -> None:
    posted, url = comments
    shutil.copy(CI / "comment.py", tmp_path)
    commands = [command for command in PIPELINES[name] if is_run(command)]
    deployment = next(number for number, command in enumerate(commands) if "deploy_expected_plan=" in command)
    stopped = [f"echo '// later' >>{PROJECT_FILE}", f"if {commands[deployment]}; then exit 9; fi"]
    # Each system hands the plan's ID from one job to the next in its own way.
    commands[deployment:deployment] = ['export PLAN_ID="$(sed "s/.*=//" plan.env)"']
    (comment,) = (number for number, command in enumerate(commands) if command.startswith(COMMENTING))
    commands[comment:comment] = [commands[comment]]
    project = tmp_path / "project"
    exports = [f"export {key}='{value}'" for key, value in variables_of_jobs(url).items()]

    output = run_all([*exports, "cp ../comment.py .", *commands, *stopped], project, emulator)

    assert output.count("+++ after: scenario inbound") == len(["check", "plan", "deploy"])
    (plan,) = set(re.findall(r" to \w+. Plan (1-[0-9a-f]{32})\n", output.partition("vox_sync: done")[0]))
    assert (project / "plan.env").read_text(encoding="utf-8").strip().endswith(f"={plan}")
    (_question, text) = posted.texts
    update = "PUT" if name == "gitlab-ci.yml" else "PATCH"
    assert [method for method, _path in posted.requests] == ["GET", "POST", "GET", update]
    if name == "github-workflow.yml":
        assert (project / "summary.md").read_text(encoding="utf-8").startswith("### Voximplant: ")
    assert plan.replace("-", "&#45;") in text.splitlines()[0] and "inbound" in text
    assert "The account is as the project declares it." in output
    assert output.count(f" done. Plan {plan}\n") == 1 and f", not {plan}. Nothing was written." in output
    assert COMMENT_TOKEN not in output
    for report in ("plan", "deploy", "drift"):
        assert ElementTree.parse(project / f"{report}.xml").getroot().tag == "testsuites"
        assert f"{report}.xml" in (CI / name).read_text(encoding="utf-8")
    assert "</html>" in (project / "map.html").read_text(encoding="utf-8")


def test_commands_when_they_are_not_run_then_the_shell_can_read_them_and_none_is_listed_in_vain() -> None:
    commands = [command for script in (*SCRIPTS.values(), *PIPELINES.values()) for command in script]
    left_out = [command for command in commands if not is_run(command)]
    subprocess.run(["bash", "-n", "-c", "\n".join(left_out)], check=True)
    assert [start for start in NOT_RUN if not any(command.startswith(start) for command in left_out)] == []
