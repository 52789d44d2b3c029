# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Three applications with twelve scenarios, eight phone numbers, six secrets and twenty users."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld

from .accounts import login
from .in_process import run_module
from .plays import check_hidden

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .plays import Json

SYNC = "voximplant.platform.vox_sync"
NAMES = ("support", "sales", "lab")
DIGITS = [f"1202555010{number}" for number in range(8)]
KINDS = ("phone_numbers", "secrets", "users")
VALUES = {name: {f"{name.upper()}_{key}": f"{name}-Value&{key}=%41" for key in ("CRM", "TTS")} for name in NAMES}
USERS = {"support": 7, "sales": 7, "lab": 6}
PASSWORDS = {
    name: {f"{name}-{number}": f"Pass-{name}-{number}!w0rd" for number in range(count)} for name, count in USERS.items()
}
WITHHELD = Withheld(VALUES, PASSWORDS)
HIDDEN = [text for given in (VALUES, PASSWORDS) for named in given.values() for text in named.values()]
HIDDEN += ["new-Value", "Pass-new"]


def application(name: str, numbers: list[str]) -> Json:
    """Return an application of the manifest with its two rules."""
    return {
        "name": name,
        "rules": [
            {"name": "in", "pattern": "1202.*", "scenarios": [f"{name}_0", f"{name}_1"]},
            {"name": "out", "pattern": "44.*", "scenarios": [f"{name}_2", f"{name}_3"]},
        ],
        "phone_numbers": [{"number": number, "rule": "in"} for number in numbers],
        "secrets": [{"name": secret, "description": f"of {name}"} for secret in VALUES[name]],
        "users": [{"name": user, "display_name": user.upper(), "custom_data": "x"} for user in PASSWORDS[name]],
    }


def declared() -> Json:
    """Return what the manifest declares, as options."""
    scenarios = [
        {"name": f"{name}_{number}", "script": f"// {name} {number}\n"} for name in NAMES for number in range(4)
    ]
    return {
        "scenarios": scenarios,
        "applications": [application(name, DIGITS[3 * index : 3 * index + 3]) for index, name in enumerate(NAMES)],
    }


class Account:
    """The emulator's account, and the runs of vox_sync in this process."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.calls: list[str] = []
        self.writes: list[str] = []

    def sync(self, project: Json, withheld: Withheld = WITHHELD, *, check_mode: bool = False, **options: t.Any) -> Json:
        """Run vox_sync, and see that nothing that it returns or sends openly holds a value or a password."""
        seen = len(self.emulator.journal())
        given = {**login(self.emulator), **project, **options}
        result = run_module("vox_sync", given, check_mode=check_mode, withheld=withheld)
        journal = self.emulator.journal()[seen:]
        self.calls = [call["method"] for call in journal]
        self.writes = [call["method"] for call in journal if call["write"]]
        check_hidden(HIDDEN, repr(result), repr(journal))
        return result

    def done(self, project: Json, withheld: Withheld = WITHHELD, **options: t.Any) -> Json:
        """Check, run, and run again: check mode writes nothing and tells the same, and the last run changes nothing."""
        checked = self.sync(project, withheld, check_mode=True, **options)
        assert not checked.get("failed"), checked["msg"]
        assert self.writes == []
        result = self.sync(project, withheld, **options)
        assert not result.get("failed"), result["msg"]
        writes = self.writes
        assert sorted(writes) == sorted(operation["method"] for operation in result["operations"])
        for key in ("changed", "operations", "plan_id", "drift", "summary", "diff"):
            assert checked[key] == result[key], key
        again = self.sync(project, withheld, **options)
        assert (again["changed"], again["operations"], self.writes) == (False, [], [])
        self.writes = writes
        return result

    def content(self) -> Json:
        """Return the account without times of changes, and with the values of its secrets."""
        state = self.emulator.state()
        for found in (*state["scenarios"], *state["phone_numbers"], *state["applications"]):
            found.pop("modified", None)
        for found in state["applications"]:
            for item in (*found["rules"], *found["secrets"], *found["users"]):
                item.pop("modified", None)
            for secret in found["secrets"]:
                secret["value"] = self.value(found["application_id"], secret["secret_name"])
        return state

    def application_id(self, name: str) -> int:
        """Return the id of an application."""
        return self.application(name)["application_id"]  # type: ignore[no-any-return]

    def application(self, name: str) -> Json:
        """Return an application."""
        (found,) = (found for found in self.emulator.state()["applications"] if found["application_name"] == name)
        return t.cast("Json", found)

    def number(self, digits: str) -> Json:
        """Return a phone number."""
        (found,) = (row for row in self.emulator.state()["phone_numbers"] if row["phone_number"] == digits)
        return t.cast("Json", found)

    def value(self, application_id: int, name: str) -> str:
        """Return the value of a secret."""
        found = self.emulator.call("GetSecretValue", application_id=application_id, secret_name=name)
        value: str = {**found, **(found["result"] if isinstance(found["result"], dict) else {})}["secret_value"]
        return value


@pytest.fixture
def empty(emulator: Emulator) -> Account:
    """An account that has nothing but phone numbers."""
    emulator.reset()
    emulator.add_phone_numbers(*DIGITS)
    return Account(emulator)


@pytest.fixture
def account(empty: Account) -> Account:
    """An account as the manifest declares it."""
    assert not empty.sync(declared()).get("failed")
    return empty
