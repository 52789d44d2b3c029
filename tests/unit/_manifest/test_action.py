# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that describe a project: taken from the task, whatever else it has."""

from __future__ import annotations

import typing as t

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.action import ProjectAction
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Project


class Action(ProjectAction):
    def produce(self, task_vars: dict[str, t.Any]) -> t.NoReturn:
        raise NotImplementedError


def take(arguments: dict[str, t.Any]) -> Project:
    """Take the project of a task that names no files."""
    return Action.__new__(Action).take_project(arguments)


def test_task_when_it_describes_no_project_then_it_fails() -> None:
    with pytest.raises(AnsibleActionFail) as refusal:
        take({"prune": ["scenarios"], "substitutions": {}, "ignore": {"scenarios": ["lab_*"]}})
    assert str(refusal.value) == "one of the following is required: manifest, scenarios, applications, scenarios_dir"


@pytest.mark.parametrize("option", ["scenarios", "applications"])
def test_project_when_it_is_written_down_as_empty_then_it_is_and_what_it_ignores_stays(option: str) -> None:
    arguments = {option: [], "prune": ["scenarios"], "ignore": {"scenarios": ["lab_*"], "files": "x.js"}}
    project = take(arguments)
    assert (project.scenarios, project.applications, project.mistakes) == ([], [], ())
    assert project.ignore == {"scenarios": ["lab_*"], "files": ["x.js"]}
    assert arguments == {"prune": ["scenarios"]}


def test_options_when_they_are_text_as_from_a_survey_then_they_are_converted_as_ansible_does() -> None:
    scenarios = [{"name": "__A__", "script": ""}]
    project = take({"scenarios": scenarios, "substitutions": '{"__A__": "a"}', "ignore": '{"rules": ["a/b"]}'})
    assert (project.mistakes, project.scenarios) == ((), [{"name": "a", "script": ""}])
    assert project.ignore == {"rules": ["a/b"]}


@pytest.mark.parametrize("value", ["yes", 7, ["a"]])
@pytest.mark.parametrize("option", ["substitutions", "ignore"])
def test_options_when_they_are_no_mappings_then_they_are_named(option: str, value: object) -> None:
    with pytest.raises(AnsibleActionFail, match=f"{option} is not a dictionary"):
        take({option: value})


@pytest.mark.parametrize("value", [[1], [{}], [None]])
def test_ignore_when_it_lists_something_else_than_globs_then_it_is_named(value: object) -> None:
    with pytest.raises(AnsibleActionFail, match=r"ignore\.scenarios is not a list of strings"):
        take({"ignore": {"scenarios": value}})


@pytest.mark.parametrize("value", [{"url": "https://x"}, ["a"], True, 5])
def test_script_when_a_template_made_something_else_of_it_then_it_is_named(value: object) -> None:
    with pytest.raises(AnsibleActionFail, match=r"^scenarios\[1\]\.script must be a string, not a "):
        take({"scenarios": [{"name": "a"}, {"name": "b", "script": value}]})
