# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a module inside the controller's process: what it is given, what comes back, what is left behind."""

from __future__ import annotations

import os
import types
import typing as t

import pytest
from ansible.module_utils import basic

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import MissingLibraryError
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.in_process import InProcessAction


class Action(InProcessAction):
    """An action without a connection, whose task has these arguments and this environment."""

    def __init__(self, arguments: dict[str, t.Any], **environment: t.Any) -> None:
        self._task = types.SimpleNamespace(args=arguments, action="voximplant.platform.vox_session")
        self._environment = environment
        self._used_interpreter = None

    def produce(self, task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
        """Run the echo."""
        return self.run_here(echo, task_vars)

    def _update_module_args(self, name: str, arguments: dict[str, t.Any], task_vars: dict[str, t.Any]) -> None:
        arguments["_ansible_check_mode"] = task_vars.get("check", False)

    def _compute_environment_string(self, raw_environment_out: dict[str, t.Any]) -> str:
        raw_environment_out.update(self._environment)
        return ""


def echo() -> None:
    """A module that returns what it is given."""
    module = basic.AnsibleModule(argument_spec={"text": {}, "number": {"type": "int"}}, supports_check_mode=True)
    if module.params["text"] == "warn":
        module.warn("careful")
    if module.params["text"] == "fail":
        module.fail_json(msg="no")
    module.exit_json(given=module.params, check=module.check_mode, variable=os.environ.get("VOX_TEST"))


@pytest.fixture(autouse=True)
def clean_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable but that of the task, and what is set for all of the process is put back."""
    monkeypatch.delenv("VOX_TEST", raising=False)
    for name in ("_ANSIBLE_ARGS", "_ANSIBLE_PROFILE"):
        monkeypatch.setattr(basic, name, getattr(basic, name, None), raising=False)


def test_module_when_run_here_then_it_gets_the_tasks_arguments_and_its_result_comes_back() -> None:
    result = Action({"text": "é {{ x }}", "number": "5"}).produce({"check": True})
    assert result["given"] == {"text": "é {{ x }}", "number": 5}
    assert result["check"] is True


def test_module_when_arguments_are_given_then_they_stand_in_for_the_tasks() -> None:
    task = {"text": "task's"}
    assert Action(task).run_here(echo, None, {"text": "other"})["given"]["text"] == "other"
    assert task == {"text": "task's"}


def test_module_when_it_fails_then_the_failure_comes_back() -> None:
    result = Action({"text": "fail"}).run_here(echo, {})
    assert (result["failed"], result["msg"]) == (True, "no")


def test_module_when_the_task_has_an_environment_then_only_the_module_sees_it() -> None:
    before = dict(os.environ)
    assert Action({}, VOX_TEST=5).run_here(echo, {})["variable"] == "5"
    assert dict(os.environ) == before


def test_module_when_it_breaks_off_then_it_fails_as_a_shipped_one_and_the_environment_is_restored() -> None:
    def break_off() -> None:
        raise ValueError(os.environ["VOX_TEST"])

    result = Action({}, VOX_TEST="set").run_here(break_off, {})
    assert result["failed"] is True
    assert "'set'" in repr(result.get("exception")) or "ValueError: set" in result["module_stderr"]
    assert "VOX_TEST" not in os.environ


def test_module_when_it_runs_twice_then_warnings_of_the_first_are_not_inherited(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def told(text: str) -> str:
        """All that is told of a run: newer controllers show a warning at once, others return it."""
        return f"{Action({'text': text}).run_here(echo, {})}{capsys.readouterr().err}"

    assert "careful" in told("warn")
    assert "careful" not in told("quiet")


def test_action_when_it_refuses_a_task_then_the_result_says_why_and_has_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(InProcessAction.__base__, "run", lambda *_arguments: {})
    action = Action({"script": "\ud800"})
    monkeypatch.setattr(action, "produce", lambda _variables: action.arguments())
    message = "The option script contains a character that is not valid Unicode."
    assert action.run(None, {}) == {"changed": False, "failed": True, "msg": message}


def test_action_when_a_library_is_missing_then_the_result_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def produce(_variables: dict[str, t.Any]) -> dict[str, t.Any]:
        raise MissingLibraryError("jsonschema")

    monkeypatch.setattr(InProcessAction.__base__, "run", lambda *_arguments: {})
    action = Action({})
    monkeypatch.setattr(action, "produce", produce)
    result = action.run(None, {})
    assert (result["changed"], result["failed"]) == (False, True)
    assert "(jsonschema)" in result["msg"] and result["msg"].endswith(" -m pip install jsonschema")


def test_action_when_it_runs_here_then_it_claims_check_mode_and_not_async() -> None:
    assert (InProcessAction._supports_check_mode, InProcessAction._supports_async) == (True, False)
