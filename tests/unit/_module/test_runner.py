# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the collection meets Ansible: options, check mode, secrets, results and failures."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from ansible.module_utils import basic

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import Row
from ansible_collections.voximplant.platform.plugins.module_utils._apply.task import Flow
from ansible_collections.voximplant.platform.plugins.module_utils._module import runner as glue
from ansible_collections.voximplant.platform.plugins.module_utils._objects.filters import contains, page
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Document, Operation, Plan

SECRET = "s3cret-key"
DEFAULTS = {
    "account_id": 1,
    "api_key": SECRET,
    "api_url": None,
    "retries": 4,
    "timeout": 30,
    "validate_certs": True,
    "ca_path": None,
}
OPERATION = Operation("update", "rule", "r", "SetRuleInfo", {})


class Ended(Exception):
    """The module has told Ansible its result."""


MODULE = glue.BriefModule


class FakeModule:
    """Stands for AnsibleModule."""

    made: t.ClassVar[list[FakeModule]] = []
    params: t.ClassVar[dict[str, t.Any]] = {}
    check_mode = False
    _diff = False

    def __init__(self, **arguments: t.Any) -> None:
        self.arguments = arguments
        self.no_log_values: set[str] = set()
        self.warnings: list[str] = []
        self.result: dict[str, t.Any] = {}
        self.failed = False
        FakeModule.made.append(self)

    def warn(self, text: str) -> None:
        """Take a warning."""
        self.warnings.append(text)

    def exit_json(self, **result: t.Any) -> t.NoReturn:
        """Take a result."""
        self.result = result
        raise Ended

    def fail_json(self, **result: t.Any) -> t.NoReturn:
        """Take a failure."""
        self.failed = True
        self.exit_json(**result)


@dataclasses.dataclass(frozen=True)
class State:
    """A state with a name."""

    name: str

    def as_result(self) -> dict[str, t.Any]:
        """What a task returns."""
        return {"name": self.name}

    def documents(self) -> dict[str, Document]:
        """The name."""
        return {"name": Document("header", self.name)}


PLAN = Plan(State("old"), State("new"), (OPERATION,), ("careful",))


@pytest.fixture(autouse=True)
def fake_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """No module of Ansible, and no credentials but those of the test."""
    monkeypatch.setattr(glue, "BriefModule", FakeModule)
    monkeypatch.setattr(FakeModule, "made", [])
    monkeypatch.setattr(FakeModule, "params", dict(DEFAULTS))
    monkeypatch.setattr(glue.os, "environ", {})


def run(work: t.Callable[[], None]) -> FakeModule:
    """Run a module to its end."""
    with pytest.raises(Ended):
        work()
    (module,) = FakeModule.made
    return module


def run_plan(plan: Plan[State], execute: t.Callable[[Operation], Row]) -> FakeModule:
    """Run a module that carries out a plan."""
    flow = Flow(lambda: plan, execute, lambda plan, answers: State("confirmed"))
    return run(lambda: glue.run_state(glue.Arguments({}), lambda params, connection: flow))


def run_with(**params: t.Any) -> FakeModule:
    """Run a module that only makes its client, with these options."""
    FakeModule.params.update(params)

    def read(params: glue.Params, connection: glue.Connection) -> dict[str, t.Any]:
        return {"client": connection.client()}

    return run(lambda: glue.run_info(glue.Arguments({}), read))


def done(operation: Operation) -> Row:
    """An operation that succeeds."""
    return Row(operation.method, {"result": 1})


def test_run_when_it_is_for_real_then_the_plan_is_carried_out_and_the_confirmed_state_is_returned() -> None:
    module = run_plan(PLAN, done)
    assert module.result == {"changed": True, "operations": [OPERATION.as_result()], "name": "confirmed"}
    assert (module.failed, module.warnings) == (False, ["careful"])


def test_run_when_in_check_mode_then_nothing_is_executed_and_the_plan_is_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeModule, "check_mode", True)
    monkeypatch.setattr(FakeModule, "_diff", True)
    made: list[Operation] = []
    module = run_plan(PLAN, lambda operation: made.append(operation) or done(operation))
    assert made == []
    assert module.result["name"] == "new"
    assert module.result["changed"] is True
    assert [(entry["before"], entry["after"]) for entry in module.result["diff"]] == [("old", "new")]


def test_run_when_a_call_fails_then_the_result_says_what_was_done_and_what_was_not() -> None:
    def fail(operation: Operation) -> Row:
        raise errors.error_for_code("SetRuleInfo", 147, "No.")

    later = dataclasses.replace(OPERATION, name="s", stage=1)
    module = run_plan(dataclasses.replace(PLAN, operations=(OPERATION, later)), fail)
    assert module.failed
    assert module.result["error"]["code"] == 147
    assert (module.result["operations"], module.result["not_reached"]) == ([], [later.as_result()])
    assert module.result["msg"].startswith("rule r: SetRuleInfo failed with code 147: No.")


def test_run_when_a_library_is_missing_then_the_message_is_ansibles_own() -> None:
    def read(params: glue.Params, connection: glue.Connection) -> dict[str, t.Any]:
        raise errors.MissingLibraryError("requests")

    module = run(lambda: glue.run_info(glue.Arguments({}), read))
    assert module.failed
    assert "Failed to import the required Python library (requests)" in module.result["msg"]


def test_run_when_the_platform_warned_then_ansible_is_told_in_every_case() -> None:
    def read(params: glue.Params, connection: glue.Connection) -> dict[str, t.Any]:
        connection.client().warnings.append("GetRules: old")
        if "fail" in params:
            raise errors.InputError("No.")
        return {}

    module = run(lambda: glue.run_info(glue.Arguments({}), read))
    assert (module.warnings, module.failed, module.result) == (["GetRules: old"], False, {"changed": False})
    FakeModule.made.clear()
    FakeModule.params["fail"] = True
    module = run(lambda: glue.run_info(glue.Arguments({}), read))
    assert (module.warnings, module.failed) == (["GetRules: old"], True)


def test_run_when_it_only_reads_then_nothing_is_changed() -> None:
    module = run(lambda: glue.run_info(glue.Arguments({}), lambda params, connection: {"rules": []}))
    assert module.result == {"changed": False, "rules": []}


def test_arguments_when_given_then_ansible_gets_them_beside_the_connection() -> None:
    arguments = glue.Arguments({"own": {"type": "int"}}, [("own", "retries")], [("own",)], {"own": ["retries"]})
    module = run(lambda: glue.run_info(arguments, lambda params, connection: {}))
    assert module.arguments["argument_spec"]["own"] == {"type": "int"}
    assert module.arguments["argument_spec"]["api_key"]["no_log"] is True
    assert module.arguments["mutually_exclusive"] == [("own", "retries")]
    assert module.arguments["required_one_of"] == [("own",)]
    assert module.arguments["required_by"] == {"own": ["retries"]}
    assert module.arguments["supports_check_mode"] is True


def test_client_when_it_is_made_then_its_secrets_are_hidden_before_anything_is_sent() -> None:
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
def test_client_when_an_option_cannot_be_right_then_the_module_fails(params: dict[str, t.Any], field: str) -> None:
    module = run_with(**params)
    assert module.failed
    assert module.result["error"]["field"] == field


@pytest.mark.parametrize("params", [{"timeout": 1}, {"retries": 0}, {"api_url": "https://api.test/x/"}])
def test_client_when_an_option_is_at_its_edge_then_it_is_taken(params: dict[str, t.Any]) -> None:
    assert not run_with(**params).failed


@pytest.mark.parametrize(
    "url",
    [
        "https://api.test",
        "https://api.test:8443/platform_api",
        "http://127.0.0.1:8080/x",
        "http://127.9.9.9",
        "http://[::1]:8080",
        "http://localhost",
    ],
)
def test_url_when_credentials_may_go_there_then_it_loses_only_slashes_at_its_end(url: str) -> None:
    assert glue.checked_url(url) == url
    assert glue.checked_url(f"{url}//") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.test",
        "ftp://api.test",
        "https://",
        "https:///x",
        "https://user:s3cret@api.test",
        "https://:s3cret@api.test",
        "https://user@api.test",
        "https://api.test?key=s3cret",
        "https://api.test#x",
        "https://api.test:0",
        "https://api.test:99999",
        "https://api.test:x",
        "https://[::1",
        "http://api.test",
        "http://10.0.0.1",
        "http://localhost.api.test",
        "http://127.0.0.1.api.test",
    ],
)
def test_url_when_credentials_may_not_go_there_then_it_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        glue.checked_url(url)
    assert caught.value.field == "api_url"
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "part", "expected"),
    [("Inbound", "BOUND", True), ("Inbound", "out", False), ("x", None, True), ("x", "", True)],
)
def test_contains_when_cases_differ_then_it_does_not_matter(name: str, part: str | None, expected: bool) -> None:
    assert contains(name, part) is expected


@pytest.mark.parametrize(
    ("limit", "offset", "part"),
    [(None, 0, "abcde"), (2, 0, "ab"), (2, 4, "e"), (0, 0, ""), (None, 9, ""), (2, 1, "bc")],
)
def test_page_when_limit_and_offset_are_given_then_it_is_that_part(limit: int | None, offset: int, part: str) -> None:
    assert "abcde"[page({"limit": limit, "offset": offset})] == part


@pytest.mark.parametrize("params", [{"limit": -1, "offset": 0}, {"limit": None, "offset": -1}])
def test_page_when_a_number_is_negative_then_it_is_refused(params: dict[str, t.Any]) -> None:
    with pytest.raises(errors.InputError) as caught:
        page(params)
    assert params[str(caught.value.field)] == -1


def test_module_when_an_option_holds_much_then_the_log_has_its_number_and_the_module_has_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged = []
    monkeypatch.setattr(basic.AnsibleModule, "_log_invocation", lambda module: logged.append(module.params))
    module = object.__new__(MODULE)
    module.params = {"scenarios": [{"script": "// a"}, {"script": "// b"}], "workers": 8}
    module._log_invocation()
    assert logged == [{"scenarios": "(2 items)", "workers": 8}]
    assert module.params["scenarios"][1] == {"script": "// b"}
