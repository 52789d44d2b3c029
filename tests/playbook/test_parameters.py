# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of the guide "Which option sends which parameter": each row of it is run, and looked up in the journal."""

from __future__ import annotations

import csv
import dataclasses
import pathlib
import re
import typing as t

import pytest

from harness.object_samples import number_samples, secret_samples, user_samples
from harness.parameter_samples import (
    START,
    Sample,
    delete_samples,
    info_samples,
    rule_samples,
    scenario_samples,
    session_samples,
)

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run
    from voximplant_emulator import Emulator

GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "docsite" / "rst" / "guide_parameters.rst"
PARAMETERS = {
    "AddScenario": "scenario_name scenario_script rule_id rule_name rewrite application_id application_name",
    "AddSecret": "application_id application_name secret_name secret_value description",
    "AddUser": (
        "application_id application_name user_name user_password user_display_name user_active parent_accounting"
        " user_custom_data"
    ),
    "BindPhoneNumberToApplication": "phone_id phone_number application_id application_name rule_id rule_name bind",
    "BindScenario": "scenario_id scenario_name rule_id rule_name application_id application_name bind",
    "ControlSms": "phone_number command",
    "DelScenario": "scenario_id scenario_name",
    "DelSecret": "application_id application_name secret_id secret_name",
    "DelUser": "user_id user_name",
    "GetPhoneNumbers": (
        "phone_id phone_number application_id application_name rule_id rule_name is_bound_to_application country_code"
        " count offset"
    ),
    "GetScenarios": "scenario_id scenario_name with_script count offset application_id application_name",
    "GetSecretValue": "application_id application_name secret_id secret_name",
    "GetSecrets": "application_id application_name count offset",
    "GetUsers": "application_id application_name count offset",
    "ReorderScenarios": "rule_id rule_name scenario_id",
    "SetPhoneNumberInfo": "phone_id phone_number incoming_sms_callback_url",
    "SetScenarioInfo": "scenario_id required_scenario_name scenario_name scenario_script",
    "SetSecretInfo": ("application_id application_name secret_id secret_name new_secret_name secret_value description"),
    "SetUserInfo": (
        "user_id user_name new_user_name user_password user_display_name user_active parent_accounting user_custom_data"
    ),
    "StartConference": f"{START} conference_name",
    "StartScenarios": START,
}
WORD = "``(.+)``"
Key = tuple[str, str, str, str]


@dataclasses.dataclass(frozen=True)
class Row:
    """A row of the table."""

    method: str
    parameter: str
    module: str
    option: str
    sent_as: str

    @property
    def key(self) -> Key:
        return (self.method, self.parameter, self.module, self.option)

    def __str__(self) -> str:
        return "-".join(self.key)


def read_row(cells: t.Sequence[str]) -> Row:
    """Read a row of the table; that it has another shape is a failure."""
    patterns = (WORD, WORD, r":ansplugin:`(\w+) <.*>`", r":ansopt:`voximplant\.platform\.(\w+)#module:(\w+)`", WORD)
    matches = [re.fullmatch(pattern, cell) for pattern, cell in zip(patterns, cells[:-1], strict=True)]
    groups = [group for match in matches if match for group in match.groups()]
    method, parameter, module, owner, option, sent_as = groups
    assert module == owner, cells
    return Row(method, parameter, module, option, sent_as)


def read_table() -> list[Row]:
    """Read the table from the guide."""
    block = GUIDE.read_text(encoding="utf-8").split(".. csv-table::")[1]
    lines = (line.strip() for line in block.splitlines())
    return [
        read_row(cells) for cells in csv.reader((line for line in lines if line[:2] == "``"), skipinitialspace=True)
    ]


@dataclasses.dataclass(frozen=True)
class Walk:
    """All samples, and the one play that ran them."""

    samples: list[Sample]
    run: Run

    def arrived(self, row: Row) -> list[tuple[object, object]]:
        """For each sample of a row: the value that was to arrive, and those that did."""
        found = []
        for sample in self.samples:
            place = (row.method, row.parameter, row.option)
            if sample.module == row.module and place in sample.arrives:
                calls = [call for call in self.run[sample.name].calls if call["method"] == row.method]
                found.append((str(sample.arrives[place]), [call["params"].get(row.sent_as) for call in calls]))
        return found


@pytest.fixture(scope="module")
def walk(emulator: Emulator, controller: Controller, world: World) -> Walk:
    own = emulator.call("AddScenario", scenario_name="own", application_id=world.support)["scenario_id"]
    anna = {"user_name": "anna", "user_display_name": "Anna", "user_password": "Secret-1"}
    user_id = emulator.call("AddUser", application_id=world.support, **anna)["user_id"]
    emulator.add_phone_numbers("12025550100")
    phone_id = emulator.call("GetPhoneNumbers")["result"][0]["phone_id"]
    old = {"secret_name": "OLD", "secret_value": "a-Value-0"}
    secret_id = emulator.call("AddSecret", application_id=world.sales, **old)["result"]["secret_id"]
    old_user = {**anna, "user_name": "old"}
    old_user_id = emulator.call("AddUser", application_id=world.sales, **old_user)["user_id"]
    controller.write("ivr.js", b"// ivr\r\n")
    samples = [
        *scenario_samples(world, own),
        *info_samples(world),
        *rule_samples(world),
        *session_samples(world, user_id),
        *number_samples(world, phone_id),
        *secret_samples(world, secret_id),
        *user_samples(world, old_user_id),
        *delete_samples(world),
    ]
    tasks = [{"name": sample.name, f"voximplant.platform.{sample.module}": sample.options} for sample in samples]
    return Walk(samples, controller.run(tasks))


@pytest.mark.parametrize("row", read_table(), ids=str)
def test_option_when_given_then_its_parameter_arrives(walk: Walk, row: Row) -> None:
    arrived = walk.arrived(row)
    assert arrived
    for wanted, values in arrived:
        assert wanted in values


@pytest.mark.parametrize("method", PARAMETERS)
def test_table_when_read_then_every_parameter_of_the_method_is_reachable(method: str) -> None:
    assert {row.parameter for row in read_table() if row.method == method} == set(PARAMETERS[method].split())


def test_table_when_read_then_no_row_is_there_twice() -> None:
    keys = [row.key for row in read_table()]
    assert len(keys) == len(set(keys))


def test_samples_when_run_then_all_succeed_and_send_nothing_that_the_table_does_not_list(walk: Walk) -> None:
    assert [outcome.task for outcome in walk.run.outcomes if outcome.status != "ok"] == []
    listed = {(row.method, row.sent_as) for row in read_table()}
    calls = [call for outcome in walk.run.outcomes for call in outcome.calls if call["method"] in PARAMETERS]
    assert {(call["method"], name) for call in calls for name in call["params"]} == listed


def test_samples_when_compared_with_the_table_then_each_value_has_a_row(walk: Walk) -> None:
    shown = {
        (method, parameter, sample.module, option)
        for sample in walk.samples
        for method, parameter, option in sample.arrives
    }
    assert shown == {row.key for row in read_table()}
