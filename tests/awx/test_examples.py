# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The AWX examples without a job: the image that they build, the survey, and the credential type."""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest
import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

from ansible_collections.voximplant.platform.plugins.modules import vox_sync

from .conftest import AWX, BIN, ROOT, example

pytestmark = pytest.mark.usefixtures("environment")


def test_builder_when_given_the_example_then_the_image_has_the_collection(tmp_path: pathlib.Path) -> None:
    command = [BIN / "ansible-builder", "create", "--file", AWX / "execution-environment.yml", "--context", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    (requirements,) = tmp_path.rglob("requirements.yml")
    assert yaml.safe_load(requirements.read_text()) == {
        "collections": [{"name": "voximplant.platform", "version": ">=1.0.0"}]
    }


def test_builder_when_it_looks_into_the_collection_then_it_finds_the_python_requirements(
    tmp_path: pathlib.Path,
) -> None:
    folder = tmp_path / "ansible_collections" / "voximplant"
    folder.mkdir(parents=True)
    (folder / "platform").symlink_to(ROOT)
    output = tmp_path / "requirements.txt"
    command = [BIN / "ansible-builder", "introspect", "--write-pip", output, tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    found = {line.split("#", 1)[0].strip() for line in output.read_text().splitlines()} - {""}
    wanted = (ROOT / "meta" / "ee-requirements.txt").read_text().splitlines()
    assert found == {line.strip() for line in wanted if line and not line.startswith("#")}


def test_survey_when_asked_then_its_variables_are_those_of_the_role() -> None:
    specs = yaml.safe_load((ROOT / "roles/deploy/meta/argument_specs.yml").read_text())
    options = specs["argument_specs"]["main"]["options"]
    documentation = get_docstring(str(vox_sync.__file__), fragment_loader)[0]["options"]
    defaults = {f"deploy_{option}": content.get("default", "") for option, content in documentation.items()}
    for question in example("survey.yml")["spec"]:
        assert question["variable"] in options
        assert question["default"] == defaults.get(question["variable"], "")


def test_credential_type_when_used_then_every_input_is_injected_and_the_key_is_secret() -> None:
    inputs, injectors = (example(f"credential_type/{name}.yml") for name in ("inputs", "injectors"))
    injected = json.dumps(injectors)
    fields = {field["id"]: field for field in inputs["fields"]}
    assert all(name in injected for name in fields)
    assert set(inputs["required"]) == {"key"} == {name for name, field in fields.items() if field.get("secret")}
