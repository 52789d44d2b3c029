# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cannot be put back: said before the first write, in check mode too, and refused with `atomic`."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
from ansible.module_utils import basic

from harness.accounts import login
from harness.in_process import run_module
from harness.transitions import check_change
from voximplant_emulator import Emulator

pytestmark = pytest.mark.one_core
NUMBER = "12025550100"
KINDS = ("phone_numbers", "secrets", "users")
EXTRAS = ("AddUser", "AddSecret", "BindPhoneNumberToApplication", "SetRuleInfo")
SUPPORT: dict[str, t.Any] = {"name": "support", "rules": [{"name": "in", "pattern": "1.*"}]}
REST = "whatever else it has that this collection does not manage."


@pytest.fixture
def emulator(tmp_path: pathlib.Path) -> t.Iterator[Emulator]:
    """Run an emulator with two applications, of which the second holds everything that a rollback does not make."""
    with Emulator(tmp_path / "emulator", phone_numbers=[NUMBER]) as running:
        for name in ("support", "old"):
            added = running.call("AddApplication", application_name=name)
            running.call("AddRule", application_id=added["application_id"], rule_name="in", rule_pattern="1.*")
        yield running


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the warnings of modules, of which Ansible would show equal ones once."""
    warnings: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda module, warning: warnings.append(warning))
    return warnings


def fill(emulator: Emulator, kinds: t.Collection[str]) -> None:
    """Put into the second application what is not managed by vox_sync."""
    old = emulator.state()["applications"][1]
    scope = {"application_id": old["application_id"]}
    (number,) = emulator.call("GetPhoneNumbers")["result"]
    calls: dict[str, dict[str, t.Any]] = {
        "AddUser": {**scope, "user_name": "anna", "user_display_name": "Anna", "user_password": "Pa55word!"},
        "AddSecret": {**scope, "secret_name": "KEY", "secret_value": "hidden"},
        "BindPhoneNumberToApplication": {**scope, "phone_id": number["phone_id"], "bind": True},
        "SetRuleInfo": {"rule_id": old["rules"][0]["rule_id"], "bind_key_id": emulator.add_key("robot")},
    }
    for method in kinds:
        emulator.call(method, **calls[method])
    emulator.clear_journal()


def sync(emulator: Emulator, *, check_mode: bool = False, **options: t.Any) -> dict[str, t.Any]:
    """Deploy the first application, and delete the second one."""
    wanted = {"applications": [SUPPORT], "prune": ["rules", "applications", *KINDS], **options}
    return run_module("vox_sync", {**login(emulator), **wanted}, check_mode=check_mode)


def names(emulator: Emulator) -> list[str]:
    """Return the short names of the applications."""
    return [found["application_name"].partition(".")[0] for found in emulator.state()["applications"]]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    ("method", "named"),
    [("AddUser", "user anna without a password"), ("SetRuleInfo", "account key of rule in")],
)
def test_atomic_when_an_application_goes_that_holds_what_cannot_be_put_back_then_it_is_refused_before_any_write(
    emulator: Emulator, method: str, named: str, check_mode: bool
) -> None:
    fill(emulator, [method])
    result = sync(emulator, atomic=True, check_mode=check_mode)
    assert result["failed"] and named in result["msg"] and "application old" in result["msg"]
    assert result["error"]["field"] == "force_delete"
    assert emulator.journal(write=True) == []


def test_atomic_when_forced_then_what_is_lost_is_a_warning_in_check_mode_and_for_real(
    emulator: Emulator, warned: list[str]
) -> None:
    fill(emulator, EXTRAS)
    options = {"atomic": True, "force_delete": True}
    checked, done = sync(emulator, check_mode=True, **options), sync(emulator, **options)
    assert len(warned) == 2
    for warning in warned:
        assert warning == (
            "This cannot be put back if application old is deleted: user anna without a password in user_passwords, "
            f"the service account key of rule in, and {REST}"
        )
    assert checked["plan_id"] == done["plan_id"]
    assert names(emulator) == ["support"]
    assert (sync(emulator, **options)["changed"], len(warned)) == (False, 2)


def test_sync_when_something_is_lost_then_it_is_shown_with_the_plan_before_the_first_write(emulator: Emulator) -> None:
    fill(emulator, EXTRAS)
    shown: list[tuple[list[str], int]] = []

    def show(result: dict[str, t.Any], _is_check: bool) -> None:
        shown.append((result["warnings"], len(emulator.journal(write=True))))

    options = {"applications": [SUPPORT], "prune": ["rules", "applications", *KINDS], "atomic": True}
    run_module("vox_sync", {**login(emulator), **options, "force_delete": True}, show=show)
    (((warning,), writes),) = shown
    assert warning.startswith("This cannot be put back if application old is deleted: user anna without a password")
    assert (writes, names(emulator)) == (0, ["support"])


@pytest.mark.parametrize("kinds", [[], ["AddSecret", "BindPhoneNumberToApplication"]])
def test_atomic_when_the_application_holds_only_what_can_be_put_back_then_it_goes_without_force(
    emulator: Emulator, warned: list[str], kinds: list[str]
) -> None:
    fill(emulator, kinds)
    assert sync(emulator, atomic=True)["changed"]
    assert warned == [f"This cannot be put back if application old is deleted: {REST}"]
    assert names(emulator) == ["support"]


@pytest.mark.parametrize("options", [{}, {"on_drift": "report", "atomic": True}])
def test_sync_when_nothing_is_put_back_anyway_then_nothing_is_said(
    emulator: Emulator, options: dict[str, t.Any], warned: list[str]
) -> None:
    fill(emulator, EXTRAS)
    assert not sync(emulator, check_mode=True, **options).get("failed")
    assert warned == []
    assert "GetKeys" not in {call["method"] for call in emulator.journal()}


def test_backup_when_a_rule_gets_a_key_or_one_with_a_key_goes_then_it_is_said(
    emulator: Emulator, tmp_path: pathlib.Path, warned: list[str]
) -> None:
    fill(emulator, ["SetRuleInfo"])
    keyed = {"name": "support", "rules": [{"name": "in", "bind_key_id": "emulator"}]}
    wanted = {"applications": [keyed, {"name": "old", "rules": []}], "backup_dir": str(tmp_path / "backups")}
    for check_mode in (True, False):
        assert sync(emulator, check_mode=check_mode, **wanted, prune=["rules"])["changed"]
    lost = "the service account key of rule support/in, the service account key of rule old/in"
    assert warned == [f"This cannot be put back: {lost}."] * 2
    (first, second) = emulator.state()["applications"]
    assert first["rules"][0]["bind_key_id"] is not None and second["rules"] == []


def test_key_when_declared_by_name_then_check_mode_foretells_and_again_rests(emulator: Emulator) -> None:
    rules = [{"name": "in", "bind_key_id": "emulator"}, {"name": "new", "pattern": "2.*", "bind_key_id": "emulator"}]
    check_change(
        emulator, "vox_sync", {"applications": [{"name": "support", "rules": rules}]}, ("SetRuleInfo", "AddRule")
    )
