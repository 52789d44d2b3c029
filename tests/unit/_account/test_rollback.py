# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rollbacks: what begins them, and the time that they have; smoke tests, and backups that fail."""

from __future__ import annotations

import errno
import os
import pathlib
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.backup import BackupFile
from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.smoke_test import SmokeTest
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    InputError,
    TransportError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario
from ansible_collections.voximplant.platform.tests.unit.support.object_methods import Refused
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.unreliable import Lagging
from harness.fakes import CREDENTIALS

WANTED = DesiredAccount((DesiredScenario("menu", scenario_script="new"),))
FOREVER = 10**6


class Sessions(Platform):
    """An account with a scenario, and a rule whose sessions end at once.

    :arg reason: how they end
    :ivar listings: how often the history lists a session as running before it ends
    :ivar started: what the session was started with
    """

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason
        self.log_file_url = "https://log.test"
        self.listings = 0
        self.response = {"result": 1, "call_session_history_id": 7, "media_session_access_url": "https://media.test/x"}
        self.started: t.Mapping[str, str] = {}
        self.add_rule("smoke", self.add_application("support"), self.add_scenario("menu", "old"))

    def StartScenarios(self, form: t.Mapping[str, str]) -> t.Any:
        """Start a session."""
        self.started = form
        return self.response

    def GetCallHistory(self, form: t.Mapping[str, str]) -> t.Any:
        """List the session."""
        reason = "" if self.calls.count("GetCallHistory") <= self.listings else self.reason
        row = {"call_session_history_id": 7, "finish_reason": reason, "log_file_url": self.log_file_url}
        return {"result": [row], "count": 1, "total_count": 1}


def deploy(platform: Platform, **given: t.Any) -> t.Any:
    """Change the scenario."""
    task = AccountTask(platform.client, WANTED, Deployment(**given))
    return task.apply(task.plan())


def failure_of(smoke_test: SmokeTest, platform: Platform) -> VoximplantError:
    """Run a smoke test that fails, and return its error."""
    with pytest.raises(VoximplantError) as failure:
        smoke_test.run(platform.client)
    return failure.value


def test_smoke_test_when_options_are_given_then_each_reaches_its_field() -> None:
    options = {
        "rule_name": "smoke",
        "application_name": "support",
        "script_custom_data": {"a": 1},
        "timeout": 7,
        "finish_reason": "Normal*",
    }
    assert SmokeTest.from_options(options) == SmokeTest("smoke", "support", '{"a":1}', 7, "Normal*")


def test_smoke_test_when_it_is_run_then_the_session_is_started_for_its_rule_with_its_data() -> None:
    platform = Sessions("Normal termination")
    SmokeTest("smoke", "support", "data").run(platform.client)
    (rule,) = platform.rules
    assert platform.started == {
        **CREDENTIALS.form(),
        "rule_id": str(rule.rule_id),
        "application_id": str(rule.application_id),
        "script_custom_data": "data",
    }


def test_smoke_test_when_the_session_does_not_end_in_time_then_it_fails_with_advice_and_names_the_session() -> None:
    platform = Sessions("Normal termination")
    platform.listings = 3  # after 0, 1 and 2 seconds
    error = failure_of(SmokeTest("smoke", "support", timeout=2), platform)
    assert str(error) == (
        "smoke test support/smoke: The session has not finished within 2 seconds: it is still running. "
        "Increase smoke_test.timeout. The ID of the session is 7. Its log: https://log.test"
    )
    assert (error.method, error.field) == ("GetCallHistory", "smoke_test.timeout")


def test_smoke_test_when_the_platform_returns_no_id_then_it_fails_without_waiting() -> None:
    platform = Sessions("Normal termination")
    del platform.response["call_session_history_id"]
    error = failure_of(SmokeTest("smoke", "support"), platform)
    assert str(error) == (
        "smoke test support/smoke: The platform did not return the ID of the session, "
        "so the task cannot check how it ended."
    )
    assert (error.method, error.field) == ("StartScenarios", "smoke_test")
    assert "GetCallHistory" not in platform.calls


@pytest.mark.parametrize(
    ("pattern", "reason", "is_good"),
    [
        ("Normal termination", "Normal termination", True),
        ("Normal termination", "Normal termination after 1 s", False),
        ("Normal*", "Normal termination after 1 s", True),
        ("normal*", "Normal termination", False),
        ("*", "Insufficient funds", True),
    ],
)
def test_smoke_test_when_the_session_has_ended_then_its_reason_has_to_match_the_pattern(
    pattern: str, reason: str, is_good: bool
) -> None:
    platform = Sessions(reason)
    smoke_test = SmokeTest("smoke", "support", finish_reason=pattern)
    if is_good:
        expected = {"call_session_history_id": 7, "finish_reason": reason, "log_file_url": "https://log.test"}
        assert deploy(platform, smoke_test=smoke_test).session == expected
    else:
        with pytest.raises(VoximplantError) as failure:
            deploy(platform, smoke_test=smoke_test, atomic=True)
        assert f"ended with {reason!r}, not {pattern!r}" in str(failure.value)
    assert platform.scenarios[0].scenario_script == ("new" if is_good else "old")
    assert platform.calls.count("StartScenarios") == 1


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("https://log.test", " Its log: https://log.test"),
        ("https://log.test\nfatal: fake\n", " Its log: https://log.test fatal: fake "),
        ("https://log.test/".ljust(501, "a"), " Its log: " + "https://log.test/".ljust(500, "a") + " ..."),
        ("", ", not 'Normal*'."),
    ],
)
def test_smoke_test_when_the_session_failed_then_its_log_is_named_in_one_line_that_is_not_too_long(
    url: str, ending: str
) -> None:
    platform = Sessions("Insufficient funds")
    platform.log_file_url = url
    error = failure_of(SmokeTest("smoke", "support", finish_reason="Normal*"), platform)
    assert str(error).endswith(ending)
    assert (error.method, error.field) == ("GetCallHistory", "smoke_test")


@pytest.mark.parametrize(
    ("rule", "application", "field", "advice"),
    [
        ("smokes", "support", "smoke_test.rule_name", ""),
        ("smoke", "sport", "smoke_test.application_name", ""),
        ("twin", "support", "smoke_test.rule_name", "Rename or delete one of them."),
        ("empty", "support", "smoke_test.rule_name", "Declare scenarios of the rule, or choose another rule."),
    ],
)
def test_smoke_test_when_its_rule_is_not_one_then_the_suboption_is_named(
    rule: str, application: str, field: str, advice: str
) -> None:
    platform = Sessions("")
    for name in ("twin", "twin", "empty"):
        platform.add_rule(name, platform.applications[0])
    error = failure_of(SmokeTest(rule, application), platform)
    assert (error.field, error.advice) == (field, advice)
    assert "StartScenarios" not in platform.calls


class Broken(SmokeTest):
    """A smoke test with a mistake in its code."""

    def run(self, client: t.Any) -> t.Any:
        """Break."""
        raise ZeroDivisionError("out of order")


@pytest.mark.parametrize("is_atomic", [True, False])
def test_atomic_when_the_code_breaks_after_a_write_then_it_is_put_back_and_both_are_said(is_atomic: bool) -> None:
    platform = Sessions("")
    with pytest.raises(VoximplantError) as failure:
        deploy(platform, smoke_test=Broken("smoke", "support"), atomic=is_atomic)
    assert "ZeroDivisionError: out of order." in str(failure.value)
    assert [operation.method for operation in failure.value.done] == ["SetScenarioInfo"]
    assert ("Put back: update scenario menu." in str(failure.value)) is is_atomic
    assert [row.scenario_script for row in platform.scenarios] == ["old" if is_atomic else "new"]
    undone = failure.value.result.get("undone", [])
    assert [found["method"] for found in undone] == ["SetScenarioInfo"] * is_atomic


def test_roll_back_when_the_smoke_test_has_failed_then_what_showed_before_it_is_not_waited_for_again() -> None:
    platform = Sessions("Insufficient funds")
    platform.add_scenario("other", "not read")
    with pytest.raises(VoximplantError, match="The session 7 ended with 'Insufficient funds'"):
        deploy(platform, smoke_test=SmokeTest("smoke", "support"), atomic=True)
    ended = platform.calls.index("GetCallHistory") + 1
    began = platform.calls.index("SetScenarioInfo", ended)
    assert sorted(platform.calls[ended:began]) == ["GetApplications", "GetRules", "GetScenarios", "GetScenarios"]


@pytest.mark.parametrize(
    ("seconds", "failure"),
    [(10, TransportError("Silence.", ambiguous=True)), (0, Refused(100)), (10, None)],
    ids=["no answer", "no explanation", "no id"],
)
def test_roll_back_when_a_failed_call_was_executed_then_that_is_put_back_too(
    monkeypatch: pytest.MonkeyPatch, seconds: float, failure: Exception | None
) -> None:
    platform = Lagging(seconds)
    add = platform.AddScenario

    def add_and_fail(form: t.Mapping[str, str]) -> t.Any:
        add(form)
        if failure is not None:
            raise failure
        return {"result": 1}

    monkeypatch.setattr(platform, "AddScenario", add_and_fail)
    with pytest.raises(VoximplantError) as caught:
        deploy(platform, atomic=True)
    assert (caught.value.object, caught.value.name) == ("scenario", "menu")
    assert caught.value.ambiguous is (seconds > 0)
    assert set(caught.value.result) == {"plan_id", "drift", "undone", "left_alone", "not_undone"}
    assert [found["method"] for found in caught.value.result["undone"]] == ["DelScenario"]
    assert platform.scenarios == []


@pytest.mark.parametrize(("given", "seconds"), [({}, 300), ({"rollback_timeout": 7}, 7)])
def test_roll_back_when_it_begins_then_it_has_its_own_time_and_cannot_be_cancelled(
    given: dict[str, int], seconds: int
) -> None:
    platform = Sessions("Insufficient funds")
    client, left = platform.client, list[float]()
    set_scenario = platform.SetScenarioInfo

    def record(form: t.Mapping[str, str]) -> t.Any:
        left.append(client.deadline.limit(FOREVER))
        if len(left) == 2:
            client.deadline.cancel()
        return set_scenario(form)

    t.cast(t.Any, platform).SetScenarioInfo = record
    deployment = Deployment(atomic=True, smoke_test=SmokeTest("smoke", "support"), **given)
    task = AccountTask(client, WANTED, deployment)
    with pytest.raises(VoximplantError, match="The session 7 ended with 'Insufficient funds'") as failure:
        task.apply(task.plan())
    forward, back = left
    assert failure.value.epilogue == "Put back: update scenario menu."
    assert forward == FOREVER
    assert seconds - 5 < back <= seconds


def test_backup_when_it_cannot_be_written_then_no_write_is_made(tmp_path: pathlib.Path) -> None:
    platform = Sessions("")
    before = platform.snapshot()
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Nothing was changed") as failure:
        deploy(platform, backup_dir=str(tmp_path / "file"))
    assert (failure.value.done, platform.snapshot()) == ((), before)


def test_backup_when_the_disk_gets_full_then_the_write_is_put_back_and_the_error_names_the_option(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def append(*_write: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(BackupFile, "append", append)
    platform = Sessions("")
    with pytest.raises(ConflictError) as failure:
        deploy(platform, backup_dir=str(tmp_path), atomic=True)
    (path,) = tmp_path.iterdir()
    assert failure.value.text == f"The backup {path} can no longer be written: No space left on device."
    assert failure.value.field == "backup_dir"
    assert failure.value.epilogue == "Put back: update scenario menu."
    assert platform.scenarios[0].scenario_script == "old"
