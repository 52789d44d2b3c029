# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook that sets AWX up, run with the modules of awx.awx against a server that stores what they send."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import threading
import typing as t

import pytest
import yaml
from werkzeug import Request, Response
from werkzeug.serving import make_server

AWX = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "awx"
BIN = pathlib.Path(sys.executable).parent
SECRET = "BEGIN-OF-A-SECRET-KEY"
KINDS = (
    "credential_types",
    "credentials",
    "execution_environments",
    "projects",
    "inventories",
    "hosts",
    "job_templates",
    "schedules",
    "workflow_job_templates",
    "workflow_job_template_nodes",
    "workflow_approval_templates",
)
# What the modules look for objects by.
KEYS = ("id", "identifier", "name", "type", "unified_job_template", "workflow_job_template")
ASSOCIATED = (
    "credentials",
    "labels",
    "survey_spec",
    "instance_groups",
    "success_nodes",
    "failure_nodes",
    "always_nodes",
)
# What the API adds to a new object and the modules read.
NEW = {"projects": {"scm_revision": "0" * 40, "status": "successful", "local_path": "_13__voximplant_scenarios"}}
Json = dict[str, t.Any]


class Store:
    """As much of AWX's API as the modules use: lists by name, objects, what is associated, and surveys."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Json]] = {kind: [] for kind in KINDS}
        self.rows["organizations"] = [self._related("organizations", {"id": 1, "name": "Default"})]
        self.associated: dict[str, list[int]] = {}
        self.surveys: dict[str, Json] = {}
        self.writes: list[str] = []

    @staticmethod
    def _related(kind: str, row: Json) -> Json:
        url = f"/api/v2/{kind}/{row['id']}/"
        related = {name: f"{url}{name}/" for name in ASSOCIATED}
        return {**row, "type": kind.removesuffix("s"), "url": url, "related": related, "summary_fields": {}}

    def __call__(self, environ: t.Any, start_response: t.Any) -> t.Any:
        """Answer a request."""
        request = Request(environ)
        body = json.loads(request.get_data() or b"null")
        if request.method != "GET":
            self.writes.append(f"{request.method} {request.path}")
        status, answer = self._answer(request, body)
        return Response(json.dumps(answer), status, content_type="application/json")(environ, start_response)

    def _answer(self, request: Request, body: Json | None) -> tuple[int, Json]:
        kind, name, part = (*request.path.removeprefix("/api/v2/").split("/"), "", "", "")[:3]
        if not kind:
            return 200, {kind: f"/api/v2/{kind}/" for kind in (*self.rows, "unified_job_templates")}
        if part:
            return self._answer_part(request.path, int(name), part, body)
        if name:
            (found,) = (row for row in self.rows[kind] if str(row["id"]) == name)
            found.update({key: value for key, value in (body or {}).items() if key in found})
            return 200, found
        if body is not None:
            row = self._related(kind, {**NEW.get(kind, {}), **body, "id": 10 + len(self.writes)})
            self.rows[kind].append(row)
            return 201, row
        wanted = {key: value for key, value in request.args.items() if key in KEYS}
        kinds = ("job_templates", "projects", "workflow_job_templates") if kind == "unified_job_templates" else (kind,)
        rows = [row for kind in kinds for row in self.rows[kind]]
        return 200, self._listed([row for row in rows if all(str(row.get(key)) == wanted[key] for key in wanted)])

    def _answer_part(self, path: str, number: int, part: str, body: Json | None) -> tuple[int, Json]:
        if part == "survey_spec":
            if body is not None:
                self.surveys[path] = body
            return 200, self.surveys.get(path, {})
        if part == "create_approval_template" and body is not None:
            return 201, self._approve(number, body)
        if body is not None:
            self.associated.setdefault(path, []).append(body["id"])
        return 204 if body else 200, self._listed([{"id": row_id} for row_id in self.associated.get(path, [])])

    def _approve(self, node_id: int, body: Json) -> Json:
        """Make an approval of a node of a workflow."""
        (node,) = (row for row in self.rows["workflow_job_template_nodes"] if row["id"] == node_id)
        content = {key: body.get(key) for key in ("name", "description", "timeout")}
        row = self._related("workflow_approval_templates", {**content, "id": 10 + len(self.writes)})
        self.rows["workflow_approval_templates"].append(row)
        node["unified_job_template"], node["related"]["unified_job_template"] = row["id"], row["url"]
        return row

    @staticmethod
    def _listed(rows: list[Json]) -> Json:
        return {"count": len(rows), "next": None, "previous": None, "results": rows}


@pytest.fixture
def store() -> t.Iterator[tuple[Store, str]]:
    """Run a server, and give it with its URL."""
    application = Store()
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield application, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def set_up(tmp_path: pathlib.Path, url: str) -> str:
    """Run the playbook, and return what it shows."""
    key = tmp_path / "key.json"
    key.write_text(json.dumps({"private_key": SECRET}), encoding="utf-8")
    done = subprocess.run(
        [
            *(
                BIN / "ansible-playbook",
                AWX / "set_up.yml",
                "-vv",
                "-e",
                "awx_scm_url=https://git.example.com/voice.git",
            ),
            *("-e", f"awx_key_file={key}"),
            *("-e", "awx_image=registry.example.com/voximplant-ee:latest"),
        ],
        env={
            "ANSIBLE_COLLECTIONS_PATH": os.environ["AWX_COLLECTIONS"],
            "ANSIBLE_HOME": str(tmp_path / "home"),
            "ANSIBLE_NOCOLOR": "1",
            "CONTROLLER_HOST": url,
            "CONTROLLER_OAUTH_TOKEN": "token",
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert SECRET not in done.stdout
    return done.stdout


def test_playbook_when_awx_is_empty_then_it_has_all_that_a_job_needs(
    tmp_path: pathlib.Path, store: tuple[Store, str]
) -> None:
    awx, url = store
    set_up(tmp_path, url)
    (kind,), (credential,), (image,), (project,), (inventory,), (host,) = (awx.rows[name] for name in KINDS[:6])
    template, drift = awx.rows["job_templates"]
    for key in ("inputs", "injectors"):
        assert kind[key] == yaml.safe_load((AWX / "credential_type" / f"{key}.yml").read_text(encoding="utf-8"))
    assert credential["credential_type"] == kind["id"]
    assert json.loads(credential["inputs"]["key"]) == {"private_key": SECRET}
    assert host["inventory"] == inventory["id"]
    assert json.loads(host["variables"])["ansible_python_interpreter"] == "{{ ansible_playbook_python }}"
    parts = ("project", "inventory", "execution_environment")
    for made, playbook in ((template, "deploy.yml"), (drift, "drift.yml")):
        assert [made[part] for part in parts] == [project["id"], inventory["id"], image["id"]]
        assert awx.associated[made["related"]["credentials"]] == [credential["id"]]
        assert made["playbook"] == playbook and (AWX / playbook).is_file()
        assert made["allow_simultaneous"] is False
    assert (template["ask_job_type_on_launch"], template["diff_mode"], template["survey_enabled"]) == (True, True, True)
    survey = yaml.safe_load((AWX / "survey.yml").read_text(encoding="utf-8"))
    assert awx.surveys == {template["related"]["survey_spec"]: survey}


def test_playbook_when_awx_is_empty_then_drift_is_found_daily_and_a_workflow_deploys_what_is_approved(
    tmp_path: pathlib.Path, store: tuple[Store, str]
) -> None:
    awx, url = store
    set_up(tmp_path, url)
    template, drift = awx.rows["job_templates"]
    (schedule,) = awx.rows["schedules"]
    assert schedule["unified_job_template"] == drift["id"] and "RRULE:FREQ=DAILY" in schedule["rrule"]

    (workflow,), (approval,) = awx.rows["workflow_job_templates"], awx.rows["workflow_approval_templates"]
    nodes = {node["identifier"]: node for node in awx.rows["workflow_job_template_nodes"]}
    assert {node["workflow_job_template"] for node in nodes.values()} == {workflow["id"]}
    runs = {name: (node["unified_job_template"], node.get("job_type")) for name, node in nodes.items()}
    assert runs == {
        "plan": (template["id"], "check"),
        "approval": (approval["id"], None),
        "deployment": (template["id"], "run"),
    }
    follow = {name: awx.associated.get(node["related"]["success_nodes"]) for name, node in nodes.items()}
    assert follow == {"plan": [nodes["approval"]["id"]], "approval": [nodes["deployment"]["id"]], "deployment": None}
    others = [node["related"][part] for node in nodes.values() for part in ("failure_nodes", "always_nodes")]
    assert not awx.associated.keys() & set(others)


def test_playbook_when_run_again_then_the_stored_key_stays(tmp_path: pathlib.Path, store: tuple[Store, str]) -> None:
    awx, url = store
    set_up(tmp_path, url)
    writes = len(awx.writes)
    set_up(tmp_path, url)
    # The module of workflows sends an approval again, because AWX does not tell to which node it belongs.
    (approval,) = awx.rows["workflow_approval_templates"]
    assert set(awx.writes[writes:]) <= {f"PATCH {approval['url']}"}
