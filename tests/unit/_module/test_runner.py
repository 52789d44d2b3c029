# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running modules: options, check mode, secrets, results and failures."""

from __future__ import annotations

import dataclasses
import sys
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import Task
from ansible_collections.voximplant.platform.plugins.module_utils._module import runner
from ansible_collections.voximplant.platform.plugins.module_utils._module.argument_spec import DEFAULT_API_URL
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import (
    DiffSection,
    Operation,
    Plan,
    in_sequence,
)
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging
from ansible_collections.voximplant.platform.tests.unit.support.writes import Nothing, fill, operation_of

SECRET = "s3cret-key"
DEFAULTS = {
    "account_id": 1,
    "api_key": SECRET,
    "api_url": DEFAULT_API_URL,
    "retries": 4,
    "timeout": 30,
    "validate_certs": True,
    "ca_path": None,
}
OPERATION = Operation("update", "rule", "r", "SetRuleInfo", {})


class Ended(Exception):
    """The module has passed its result to Ansible."""


class FakeModule:
    """A stand-in for AnsibleModule."""

    made: t.ClassVar[list[FakeModule]] = []
    params: t.ClassVar[dict[str, t.Any]] = {}
    check_mode = False
    _diff = False
    mistake = None

    def __init__(self, **arguments: t.Any) -> None:
        self.arguments = arguments
        self.no_log_values: set[str] = set()
        self.warnings: list[str] = []
        self.result: dict[str, t.Any] = {}
        self.failed = False
        FakeModule.made.append(self)

    def warn(self, text: str) -> None:
        """Record a warning."""
        self.warnings.append(text)

    def exit_json(self, **result: t.Any) -> t.NoReturn:
        """Record a result."""
        self.result = result
        raise Ended

    def fail_json(self, **result: t.Any) -> t.NoReturn:
        """Record a failure."""
        self.failed = True
        self.exit_json(**result)


@dataclasses.dataclass(frozen=True)
class State:
    """A state with a name."""

    name: str

    def as_result(self) -> dict[str, t.Any]:
        """Return the name."""
        return {"name": self.name}

    def diff_sections(self) -> dict[str, DiffSection]:
        """Return the name."""
        return {"name": DiffSection("header", self.name)}


LATER = dataclasses.replace(OPERATION, name="s", application="support")
PLAN = Plan(State("old"), State("new"), in_sequence([OPERATION, LATER]), ("careful",))


@pytest.fixture(autouse=True)
def fake_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the module of Ansible, and hide the credentials of the environment."""
    monkeypatch.setattr(runner, "BriefModule", FakeModule)
    monkeypatch.setattr(FakeModule, "made", [])
    monkeypatch.setattr(FakeModule, "params", dict(DEFAULTS))
    monkeypatch.setattr(runner.os, "environ", {})


def run(work: t.Callable[[], None]) -> FakeModule:
    """Run a module to its end and return it."""
    with pytest.raises(Ended):
        work()
    (module,) = FakeModule.made
    return module


class FakeTask(Task[State]):
    """A task that has a plan, and fails if an error is given."""

    def __init__(self, plan: Plan[State], error: errors.VoximplantError | None = None) -> None:
        self._plan = plan
        self._error = error
        self.applied: list[Plan[State]] = []

    def plan(self) -> Plan[State]:
        """Return the plan."""
        return self._plan

    def apply(self, plan: Plan[State]) -> State:
        """Record the plan, and fail or return a state of its own."""
        self.applied.append(plan)
        if self._error is not None:
            raise self._error
        return State("applied")


def run_the_task(task: Task[State]) -> FakeModule:
    """Run a module that changes something."""
    return run(lambda: runner.run_task(runner.ModuleSpec({}), lambda params, context: task))


def run_with(**params: t.Any) -> FakeModule:
    """Run a module that only makes its client, with these options."""
    FakeModule.params.update(params)

    def read(params: runner.Params, context: runner.TaskContext) -> dict[str, t.Any]:
        return {"client": context.client()}

    return run(lambda: runner.run_info(runner.ModuleSpec({}), read))


def test_run_when_not_in_check_mode_then_the_plan_is_applied_and_the_state_it_led_to_is_returned() -> None:
    task = FakeTask(PLAN)
    module = run_the_task(task)
    assert task.applied == [PLAN]
    operations = [OPERATION.as_result(), LATER.as_result()]
    assert module.result == {"changed": True, "operations": operations, "name": "applied"}
    assert (module.failed, module.warnings) == (False, ["careful"])


def test_run_when_in_check_mode_then_nothing_is_applied_and_the_planned_state_is_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeModule, "check_mode", True)
    monkeypatch.setattr(FakeModule, "_diff", True)
    task = FakeTask(PLAN)
    module = run_the_task(task)
    assert task.applied == []
    assert module.result["name"] == "new"
    assert module.result["changed"] is True
    assert [(entry["before"], entry["after"]) for entry in module.result["diff"]] == [("old", "new")]


def test_run_when_nothing_has_to_be_written_then_nothing_is_changed() -> None:
    module = run_the_task(FakeTask(Plan(State("old"), State("old"))))
    assert (module.failed, module.result["changed"], module.result["operations"]) == (False, False, [])


@pytest.mark.parametrize(
    ("done", "not_reached", "changed"),
    [((), (LATER,), False), ((OPERATION,), (), True), ((OPERATION, LATER), (), True)],
)
def test_run_when_a_call_fails_then_the_result_says_what_was_done_and_what_was_not(
    done: tuple[Operation, ...], not_reached: tuple[Operation, ...], changed: bool
) -> None:
    error = errors.error_for_code("SetRuleInfo", 147, "No.")
    error.object, error.name = "rule", "r"
    error.done, error.not_reached = done, not_reached
    module = run_the_task(FakeTask(PLAN, error))
    assert module.failed
    assert module.result["error"]["code"] == 147
    assert module.result["changed"] is changed
    assert module.result["operations"] == [operation.as_result() for operation in done]
    assert module.result["not_reached"] == [operation.as_result() for operation in not_reached]
    assert module.result["msg"].startswith("rule r: SetRuleInfo failed with code 147: No.")
    assert module.warnings == ["careful"]


def test_run_when_planning_fails_then_nothing_is_changed() -> None:
    class Failing(FakeTask):
        def plan(self) -> Plan[State]:
            """Fail."""
            raise errors.NotFoundError("No.")

    task = Failing(PLAN)
    module = run_the_task(task)
    assert (module.failed, task.applied) == (True, [])
    assert (module.result["changed"], module.result["operations"], module.result["not_reached"]) == (False, [], [])


def test_run_when_an_accepted_write_never_shows_then_the_task_failed_and_has_changed_something() -> None:
    platform = Lagging(99)
    fill(platform)
    operation = operation_of(platform, "DelRule", {"rule_id": "s"})

    class Deleting(ApiTask[Nothing]):
        def plan(self) -> Plan[Nothing]:
            """Plan to delete a rule."""
            return Plan(Nothing(), Nothing(), in_sequence([operation]))

    task = Deleting(platform.client)
    module = run(lambda: runner.run_task(runner.ModuleSpec({}), lambda params, context: task))
    assert (module.failed, module.result["changed"]) == (True, True)
    assert module.result["operations"] == [operation.as_result()]
    assert "The platform accepted DelRule, but does not show the change after 15 seconds." in module.result["msg"]
    assert platform.time.now == 15


def test_run_when_a_library_is_missing_then_the_message_is_ansibles_own() -> None:
    def read(params: runner.Params, context: runner.TaskContext) -> dict[str, t.Any]:
        raise errors.MissingLibraryError("requests")

    module = run(lambda: runner.run_info(runner.ModuleSpec({}), read))
    assert module.failed
    assert "Failed to import the required Python library (requests)" in module.result["msg"]
    assert module.result["msg"].endswith(f"To install it, run: {sys.executable} -m pip install requests")


def test_run_when_the_platform_warned_then_ansible_gets_the_warning_also_of_a_failure() -> None:
    def read(params: runner.Params, context: runner.TaskContext) -> dict[str, t.Any]:
        context.client().warnings.append("GetRules: old")
        if "fail" in params:
            raise errors.InputError("No.")
        return {}

    module = run(lambda: runner.run_info(runner.ModuleSpec({}), read))
    assert (module.warnings, module.failed, module.result) == (["GetRules: old"], False, {"changed": False})
    FakeModule.made.clear()
    FakeModule.params["fail"] = True
    module = run(lambda: runner.run_info(runner.ModuleSpec({}), read))
    assert (module.warnings, module.failed) == (["GetRules: old"], True)


def test_run_when_it_only_reads_then_nothing_is_changed() -> None:
    module = run(lambda: runner.run_info(runner.ModuleSpec({}), lambda params, context: {"rules": []}))
    assert module.result == {"changed": False, "rules": []}


def test_arguments_when_given_then_ansible_gets_them_besides_the_connection() -> None:
    arguments = runner.ModuleSpec({"own": {"type": "int"}}, [("own", "retries")], [("own",)], {"own": ["retries"]})
    module = run(lambda: runner.run_info(arguments, lambda params, context: {}))
    assert module.arguments["argument_spec"]["own"] == {"type": "int"}
    assert module.arguments["argument_spec"]["api_key"]["no_log"] is True
    assert module.arguments["mutually_exclusive"] == [("own", "retries")]
    assert module.arguments["required_one_of"] == [("own",)]
    assert module.arguments["required_by"] == {"own": ["retries"]}
    assert module.arguments["supports_check_mode"] is True


def test_client_when_made_then_its_secrets_are_hidden_before_anything_is_sent() -> None:
    module = run_with()
    assert (module.no_log_values, module.warnings, module.failed) == ({SECRET}, [], False)


@pytest.mark.parametrize(("secret", "warnings"), [("1234567", 1), ("12345678", 0)])
def test_client_when_a_secret_is_short_then_hiding_it_warns(secret: str, warnings: int) -> None:
    assert len(run_with(api_key=secret).warnings) == warnings


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"timeout": 0}, "timeout"),
        ({"timeout": -1}, "timeout"),
        ({"retries": -1}, "retries"),
        ({"ca_path": "/nowhere/ca.pem"}, "ca_path"),
        ({"api_url": "http://api.test"}, "api_url"),
        ({"api_key": None}, "credentials_file"),
    ],
)
def test_client_when_an_option_is_invalid_then_the_module_fails(params: dict[str, t.Any], field: str) -> None:
    module = run_with(**params)
    assert module.failed
    assert module.result["error"]["field"] == field


@pytest.mark.parametrize("params", [{"timeout": 1}, {"retries": 0}, {"api_url": "https://api.test/x/"}])
def test_client_when_an_option_is_at_its_limit_then_it_is_accepted(params: dict[str, t.Any]) -> None:
    assert not run_with(**params).failed
