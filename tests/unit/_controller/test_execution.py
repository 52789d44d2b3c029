# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test where a module runs: what was requested, and what sets the controller's process apart from the task's host."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import pwd
import sys
import types

import pytest
from ansible.errors import AnsibleActionFail
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.shell.sh import ShellModule
from ansible.template import Templar

from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.execution import (
    AUTO,
    CHOICES,
    IN_PROCESS,
    SHIPPED,
    Circumstances,
    ModuleAction,
    runs_here,
)

HERE = Circumstances(AUTO, "local")
ME = pwd.getpwuid(os.geteuid()).pw_name
ELSEWHERE = {
    "another machine": {"connection": "ssh"},
    "asynchronous": {"is_async": True},
    "another user": {"user": f"{ME}2"},
    "another Python": {"interpreter": "/usr/bin/python3"},
    "no requests": {"has_requests": False},
}
SAME = {
    "nothing else is asked for": {},
    "the same user": {"user": ME},
    "the controller's Python": {"interpreter": sys.executable},
    "a Python that is looked for": {"interpreter": "auto_silent"},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_module_when_the_controller_is_what_the_task_means_then_it_runs_there(change: dict[str, object]) -> None:
    assert runs_here(dataclasses.replace(HERE, **change))


@pytest.mark.parametrize("user", [None, "somebody"])
def test_module_when_its_process_has_no_user_name_then_only_a_task_for_another_user_is_shipped(
    monkeypatch: pytest.MonkeyPatch, user: str | None
) -> None:
    unknown = max(entry.pw_uid for entry in pwd.getpwall()) + 1
    monkeypatch.setattr(os, "geteuid", lambda: unknown)
    assert runs_here(dataclasses.replace(HERE, user=user)) is (user is None)


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_module_when_the_task_means_something_else_then_it_is_shipped(change: dict[str, object]) -> None:
    assert not runs_here(dataclasses.replace(HERE, **change))


@pytest.mark.parametrize("change", [change for change in ELSEWHERE.values() if "is_async" not in change])
def test_module_when_in_process_is_wanted_then_nothing_else_counts(change: dict[str, object]) -> None:
    assert runs_here(dataclasses.replace(HERE, requested=IN_PROCESS, **change))


@pytest.mark.parametrize("change", [*SAME.values(), *ELSEWHERE.values()])
def test_module_when_shipping_is_wanted_then_nothing_else_counts(change: dict[str, object]) -> None:
    assert not runs_here(dataclasses.replace(HERE, requested=SHIPPED, **change))


def test_module_when_an_asynchronous_one_is_wanted_in_process_then_the_task_fails() -> None:
    with pytest.raises(AnsibleActionFail, match="tasks with async cannot run in the controller's process"):
        runs_here(Circumstances(IN_PROCESS, "local", is_async=True))


@pytest.mark.parametrize("requested", ["", "yes", "Auto", "in-process"])
def test_module_when_something_unknown_is_wanted_then_the_choices_are_named(requested: str) -> None:
    with pytest.raises(AnsibleActionFail) as failure:
        runs_here(Circumstances(requested, "local"))
    assert all(choice in str(failure.value) for choice in CHOICES)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"vox_execution": "nowhere"}, "vox_execution is 'nowhere'. Set it to one of auto, in_process, "),
        ({"vox_execution": "in_process"}, "vox_execution is in_process, but tasks with async cannot run in the "),
        ({}, "VOXIMPLANT_EXECUTION is 'yes'. Set it to one of auto, in_process, shipped."),
        ({"vox_execution": ""}, "VOXIMPLANT_EXECUTION is 'yes'. Set it to one of auto, in_process, shipped."),
    ],
)
def test_module_when_its_place_is_refused_then_the_variable_that_asks_for_it_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    monkeypatch.setenv("VOXIMPLANT_EXECUTION", "yes")
    action = object.__new__(ModuleAction)
    action._task = types.SimpleNamespace(delegate_to=None, async_val=1)
    action._templar = Templar(DataLoader())
    action._connection = types.SimpleNamespace(transport="local", become=None)
    with pytest.raises(AnsibleActionFail) as failure:
        action.produce(variables)
    assert str(failure.value).startswith(message)


@pytest.mark.parametrize(("transport", "is_absolute"), [("local", True), ("ssh", False)])
def test_module_when_its_environment_has_a_relative_path_then_it_is_absolute_on_the_controller(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, transport: str, is_absolute: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    action = object.__new__(ModuleAction)
    action._task = types.SimpleNamespace(environment=[{"VOXIMPLANT_CREDENTIALS": "a key.json"}, {"SSL_CERT_FILE": 5}])
    action._templar = Templar(DataLoader())
    action._connection = types.SimpleNamespace(transport=transport, _shell=ShellModule())
    path, number = (str(tmp_path / "a key.json"), str(tmp_path / "5")) if is_absolute else ("a key.json", "5")
    variables: dict[str, str] = {}
    written = action._compute_environment_string(variables)
    assert {name: str(value) for name, value in variables.items()} == {
        "VOXIMPLANT_CREDENTIALS": path,
        "SSL_CERT_FILE": number,
    }
    assert written == action._compute_environment_string()
    assert written == f"VOXIMPLANT_CREDENTIALS='{path}' SSL_CERT_FILE={number}"


@pytest.mark.parametrize(
    ("interpreter", "here"), [("bin/python", True), ("link/python3", True), ("venv/python3", False)]
)
def test_python_when_it_has_another_name_then_its_folder_decides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, interpreter: str, here: bool
) -> None:
    for folder in ("bin", "venv"):
        (tmp_path / folder).mkdir()
    (tmp_path / "link").symlink_to("bin")
    (tmp_path / "bin/python3").touch()
    for link in ("bin/python", "venv/python3"):
        (tmp_path / link).symlink_to(tmp_path / "bin/python3")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python3"))
    assert runs_here(dataclasses.replace(HERE, interpreter=str(tmp_path / interpreter))) is here
