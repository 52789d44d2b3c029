# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a module runs, in plays; and that a probe which misbehaves on purpose ends alike wherever it does."""

from __future__ import annotations

import json
import os
import pathlib
import re
import sys
import typing as t
from importlib.util import find_spec

import pytest

from harness.plays import Controller

if t.TYPE_CHECKING:
    from harness.plays import Json, Run

pytestmark = pytest.mark.every_core

PROBE = "test.probe.probe"
PROBES = pathlib.Path(__file__).resolve().parent / "probe"
LOCAL = {"ansible_connection": "local"}
PYTHON = {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}
HOSTS = {
    "localhost": {**LOCAL, **PYTHON, "ansible_async_dir": "{{ playbook_dir }}/async"},
    "near": {"ansible_connection": "test.probe.near", **PYTHON},
    "linked": {**LOCAL, "ansible_python_interpreter": "{{ playbook_dir }}/python"},
    "found": {**LOCAL, "ansible_python_interpreter": "auto_silent"},
    "sent": {**LOCAL, **PYTHON, "vox_execution": "shipped"},
    "templated": {"ansible_connection": "{{ 'lo' ~ 'cal' }}", **PYTHON, "vox_execution": "{{ 'au' ~ 'to' }}"},
}
OTHER = {"become": True, "become_user": "nobody", "become_method": "test.probe.same"}
IN_PROCESS = {"vars": {"vox_execution": "in_process"}}
RUN_HERE: dict[str, Json] = {
    "nothing said": {},
    "Python is looked for": {"delegate_to": "found"},
    "values are templates": {"delegate_to": "templated"},
    "become oneself": {**OTHER, "become_user": "{{ lookup('ansible.builtin.pipe', 'id -un') }}"},
    "told for another machine": {"delegate_to": "near", **IN_PROCESS},
    "told for another Python": {"delegate_to": "linked", **IN_PROCESS},
    "told for another user": {**OTHER, **IN_PROCESS},
    "task before host": {"delegate_to": "sent", **IN_PROCESS},
}
SHIPPED: dict[str, Json] = {
    "another machine": {"delegate_to": "near"},
    "another Python": {"delegate_to": "linked"},
    "another user": OTHER,
    "asynchronous": {"async": 30, "poll": 1},
    "told by the task": {"vars": {"vox_execution": "shipped"}},
    "told by the host": {"delegate_to": "sent"},
}
# Before ansible-core 2.19 a module that breaks off shows a traceback, which no play of these tests may.
CRASH = ("crash",) if find_spec("ansible.module_utils._internal._ansiballz") else ()
WAYS = ("well", "warn", "well", "change", "fail", *CRASH, "exit", "noise", "mess", "well")


@pytest.fixture(scope="module")
def collections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install the probe beside the collection."""
    folder = tmp_path_factory.mktemp("collections")
    (folder / "ansible_collections/test").mkdir(parents=True)
    (folder / "ansible_collections/test/probe").symlink_to(PROBES)
    return {"ANSIBLE_COLLECTIONS_PATH": f"{os.environ['ANSIBLE_COLLECTIONS_PATH']}:{folder}"}


@pytest.fixture(scope="module")
def machine(controller: Controller) -> Controller:
    """Give a machine whose inventory has hosts of each kind, and a link to its Python."""
    controller.write("inventory/hosts.yml", {"all": {"hosts": HOSTS}})
    script = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
    controller.write("python", script.encode()).chmod(0o755)
    return controller


def probe(name: str, keywords: Json, **options: t.Any) -> Json:
    return {"name": name, PROBE: options, **keywords}


@pytest.fixture(scope="module")
def decided(machine: Controller, collections: dict[str, str]) -> Run:
    """Run a probe in each of the circumstances."""
    wrong = {
        "unknown": probe("unknown", {"vars": {"vox_execution": "remote"}}),
        "asynchronous here": probe("asynchronous here", {"async": 30, "poll": 1, **IN_PROCESS}),
    }
    tasks = [probe(name, keywords) for name, keywords in {**RUN_HERE, **SHIPPED}.items()]
    return machine.run([*tasks, *wrong.values()], environment=collections, defaults={})


@pytest.mark.parametrize("name", RUN_HERE)
def test_module_when_the_controller_will_do_then_it_runs_there(decided: Run, name: str) -> None:
    assert decided[name].result["here"] is True


@pytest.mark.parametrize("name", SHIPPED)
def test_module_when_the_controller_will_not_do_then_it_is_shipped(decided: Run, name: str) -> None:
    assert decided[name].result.get("here") is False, json.dumps(decided[name].result)


def test_variable_when_it_is_none_of_the_choices_then_they_are_named(decided: Run) -> None:
    message = decided["unknown"].message
    assert "'remote'" in message and all(choice in message for choice in ("auto", "in_process", "shipped"))


def test_variable_when_it_wants_an_asynchronous_task_here_then_the_task_says_that_it_cannot(decided: Run) -> None:
    assert "tasks with async cannot run in the controller's process" in decided["asynchronous here"].message


def test_environment_when_it_ships_then_only_the_variable_wins(
    machine: Controller, collections: dict[str, str]
) -> None:
    tasks = [
        probe("environment", {}),
        probe("variable", IN_PROCESS),
        probe("auto", {"vars": {"vox_execution": "auto"}}),
    ]
    run = machine.run(tasks, environment={**collections, "VOXIMPLANT_EXECUTION": "shipped"}, defaults={})
    assert {outcome.task: outcome.result["here"] for outcome in run.outcomes} == {
        "environment": False,
        "variable": True,
        "auto": True,
    }


def contract(machine: Controller, collections: dict[str, str], execution: str) -> Run:
    """Run the probe in every way, and with options and settings of every kind."""
    every = {"loop": list(WAYS), "loop_control": {"label": "{{ item }}"}, "register": "ways"}
    facts = {"ansible.builtin.debug": {"msg": "{{ ansible_facts.probe_fact | default('none') }} {{ ways is changed }}"}}
    tasks = [
        {"name": "every way", PROBE: {"how": "{{ item }}"}, **every},
        {"name": "facts", **facts},
        probe("alias", {}, do="well"),
        probe("unknown option", {}, no_such=1),
        probe("wrong choice", {}, level=3),
        probe("wrong type", {}, level="much"),
        probe("check and diff", {"check_mode": True, "diff": True}),
        probe("secret", {}, secret="hush-hush"),
        probe("secret in a failure", {}, how="fail", secret="hush-hush"),
        probe("number for a secret", {}, how="fail", secret=4711471147),
        probe("all of it secret", {"no_log": True}, how="fail"),
        probe("environment of the task", {"environment": {"PROBE_LEVEL": "2", "PROBE_MESS": "{{ 1 + 1 }}"}}),
        probe("environment that is wrong", {"environment": {"PROBE_LEVEL": "9"}}),
        probe("defaults", {"module_defaults": {PROBE: {"level": 1, "secret": "hush-hush"}}}),
        probe("deadline", {"timeout": 20}),
        probe("until", {"until": "false", "retries": 1, "delay": 0, "register": "again"}),
        probe("nothing left behind", {}),
    ]
    return machine.run(
        tasks,
        "-v",
        "-e",
        f"vox_execution={execution}",
        environment={**collections, "ANSIBLE_INJECT_INVOCATION": "1", "PROBE_LEVEL": "1"},
        defaults={},
        expected=["[WARNING]: ", "mind the probe", "the probe is old"],
    )


@pytest.fixture(scope="module")
def both(machine: Controller, collections: dict[str, str]) -> tuple[Run, Run]:
    """Run the same play here and shipped."""
    return contract(machine, collections, "in_process"), contract(machine, collections, "shipped")


def alike(text: str) -> str:
    """A text without where the probe ran, and without what two runs of a play cannot have in common."""
    return re.sub(
        r"play-\d+|AnsiballZ_probe.py|(?<=folder\": \")[^\"]*", "", text.replace('"here": true', '"here": false')
    )


def test_probe_when_it_runs_on_either_path_then_results_are_the_same(both: tuple[Run, Run]) -> None:
    here, shipped = (
        {outcome.task: alike(json.dumps([outcome.status, outcome.result], sort_keys=True)) for outcome in run.outcomes}
        for run in both
    )
    assert here == shipped


def test_probe_when_it_runs_on_either_path_then_screens_are_the_same(both: tuple[Run, Run]) -> None:
    here, shipped = (alike(run.output).splitlines() for run in both)
    assert here == shipped


def test_probe_when_an_item_leaves_a_mess_then_the_next_one_does_not_meet_it(both: tuple[Run, Run]) -> None:
    for run in both:
        items = run["every way"].result["results"]
        first, mess, last = items[0], items[-2], items[-1]
        assert (mess["folder"], mess["mess"]) == ("/", "left")
        kept = ("folder", "umask", "mess")
        assert [last[name] for name in kept] == [first[name] for name in kept]
