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

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Json, Run
    from voximplant_emulator import Emulator

GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "docsite" / "rst" / "guide_parameters.rst"
START = (
    "rule_id rule_name user_id user_name application_id application_name script_custom_data reference_ip"
    " server_location"
)
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
HIDDEN = "***"  # what the journal has in the place of a secret value or a password
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
class Sample:
    """A task, and the values that arrive: by method, parameter of the table, and option that they come from."""

    module: str
    options: Json
    arrives: dict[tuple[str, str, str], object]

    @property
    def name(self) -> str:
        return f"{self.module} {self.options}"


def scenario_samples(world: World, own: int) -> list[Sample]:
    """Tasks that create, find, edit and bind scenarios; `own` is the scenario `own` of the application `support`."""
    add, change, bind, get = "AddScenario", "SetScenarioInfo", "BindScenario", "GetScenarios"
    by_name = {"application_name": "support", "rule_name": "spare"}
    token = {"__CALLER__": "+12025550100"}
    text = "// ¡Hola! 📞\r\n  "
    return [
        Sample(
            "vox_scenario",
            {
                "scenario_name": "queue",
                "scenario_script": text,
                "rule_id": world.spare,
                "application_id": world.support,
                "rewrite": True,
            },
            {
                (add, "scenario_name", "scenario_name"): "queue",
                (add, "scenario_script", "scenario_script"): text,
                (add, "rule_id", "rule_id"): world.spare,
                (add, "application_id", "application_id"): world.support,
                (add, "rewrite", "rewrite"): "true",
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "ivr", "src": "ivr.js", **by_name},
            {
                (add, "scenario_script", "src"): "// ivr\r\n",
                (add, "rule_name", "rule_name"): world.spare,
                (add, "application_name", "application_name"): world.support,
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "caller", "scenario_script": "call(__CALLER__)", "substitutions": token},
            {(add, "scenario_script", "substitutions"): "call(+12025550100)"},
        ),
        Sample("vox_scenario", {"scenario_name": "menu"}, {(get, "scenario_name", "scenario_name"): "menu"}),
        Sample(
            "vox_scenario",
            {"scenario_id": world.menu, "scenario_name": "main_menu", "scenario_script": text},
            {
                (get, "scenario_id", "scenario_id"): world.menu,
                (change, "scenario_id", "scenario_id"): world.menu,
                (change, "scenario_name", "scenario_name"): "main_menu",
                (change, "scenario_script", "scenario_script"): text,
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "voicemail", "src": "ivr.js"},
            {
                (change, "required_scenario_name", "scenario_name"): world.voicemail,
                (change, "scenario_script", "src"): "// ivr\r\n",
            },
        ),
        Sample(
            "vox_scenario",
            {
                "scenario_name": "mailbox",
                "renamed_from": "voicemail",
                "scenario_script": "__CALLER__",
                "substitutions": token,
            },
            {
                (change, "required_scenario_name", "renamed_from"): world.voicemail,
                (change, "scenario_script", "substitutions"): "+12025550100",
            },
        ),
        Sample(
            "vox_scenario",
            {"scenario_id": world.common, "rule_id": world.spare},
            {(bind, "scenario_id", "scenario_id"): world.common, (bind, "rule_id", "rule_id"): world.spare},
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "own", **by_name},
            {(bind, "scenario_name", "scenario_name"): own, (bind, "rule_name", "rule_name"): world.spare},
        ),
    ]


def info_samples(world: World) -> list[Sample]:
    """Tasks that read scenarios."""
    get = "GetScenarios"
    return [
        Sample(
            "vox_scenario_info",
            {"scenario_id": world.common, "with_script": True},
            {(get, "scenario_id", "scenario_id"): world.common, (get, "with_script", "with_script"): "true"},
        ),
        Sample(
            "vox_scenario_info",
            {"application_id": world.sales, "limit": 7, "offset": 1},
            {
                (get, "application_id", "application_id"): world.sales,
                (get, "count", "limit"): 7,
                (get, "offset", "offset"): 1,
            },
        ),
        Sample(
            "vox_scenario_info",
            {"application_name": "sales"},
            {(get, "application_name", "application_name"): world.sales},
        ),
    ]


def rule_samples(world: World) -> list[Sample]:
    """Tasks that bind scenarios to rules, and put them in order."""
    bind, order = "BindScenario", "ReorderScenarios"
    meeting = {"application_name": "support", "rule_name": "meeting"}
    inbound = {"application_name": "support", "rule_name": "inbound"}
    return [
        Sample(
            "vox_scenario_order",
            {"rule_id": world.inbound, "scenario_ids": [world.voicemail]},
            {
                (order, "rule_id", "rule_id"): world.inbound,
                (order, "scenario_id", "scenario_ids"): f"{world.voicemail};{world.common};{world.menu}",
            },
        ),
        Sample(
            "vox_scenario_order",
            {**inbound, "scenarios": ["main_menu"]},
            {
                (order, "rule_name", "rule_name"): world.inbound,
                (order, "scenario_id", "scenarios"): f"{world.menu};{world.voicemail};{world.common}",
            },
        ),
        Sample(
            "vox_scenario_binding",
            {
                "rule_id": world.meeting,
                "application_id": world.support,
                "scenario_ids": [world.loose, world.common],
                "state": "present",
            },
            {
                (bind, "scenario_id", "scenario_ids"): world.loose,
                (bind, "rule_id", "rule_id"): world.meeting,
                (bind, "application_id", "application_id"): world.support,
                (bind, "bind", "state"): "true",
            },
        ),
        Sample(
            "vox_scenario_binding",
            {**meeting, "scenarios": ["main_menu", "mailbox"]},
            {
                (bind, "scenario_name", "scenarios"): f"{world.menu};{world.voicemail}",
                (bind, "rule_name", "rule_name"): world.meeting,
                (bind, "application_name", "application_name"): world.support,
            },
        ),
        Sample(
            "vox_scenario_binding",
            {**meeting, "scenarios": ["loose"], "exclusive": True},
            {(bind, "bind", "exclusive"): "false"},
        ),
    ]


def session_samples(world: World, anna: int) -> list[Sample]:
    """Tasks that start sessions and conferences; `anna` is a user of the application `support`."""
    samples = []
    kinds = (("StartScenarios", "inbound", world.inbound, None), ("StartConference", "meeting", world.meeting, "daily"))
    for method, rule_name, rule_id, conference in kinds:
        named = {} if conference is None else {"conference_name": conference}
        by_id = {
            "rule_id": rule_id,
            "application_id": world.support,
            "user_id": anna,
            "script_custom_data": {"callers": ["+12025550100", "Zoë"]},
            "reference_ip": "192.0.2.7",
            "server_location": "eu-west",
            **named,
        }
        by_name = {"rule_name": rule_name, "application_name": "support", "user_name": "anna", **named}
        compact = {"script_custom_data": '{"callers":["+12025550100","Zoë"]}'}
        ids = {"rule_name": rule_id, "application_name": world.support, "user_name": "anna"}
        samples += [
            Sample("vox_session", by_id, {(method, name, name): value for name, value in {**by_id, **compact}.items()}),
            Sample("vox_session", by_name, {(method, name, name): value for name, value in ids.items()}),
        ]
    return samples


def number_samples(world: World, phone_id: int) -> list[Sample]:
    """Tasks that bind, unbind and list phone numbers; `phone_id` is the id of the only one, 12025550100."""
    bind, change, sms, get = "BindPhoneNumberToApplication", "SetPhoneNumberInfo", "ControlSms", "GetPhoneNumbers"
    by_number = {"phone_number": "+1 202-555-0100"}
    url = "https://example.com/sms"
    return [
        Sample(
            "vox_phone_number",
            {"phone_id": phone_id, "application_id": world.support, "rule_id": world.inbound, "sms_enabled": True},
            {
                (get, "phone_id", "phone_id"): phone_id,
                (bind, "phone_id", "phone_id"): phone_id,
                (bind, "application_id", "application_id"): world.support,
                (bind, "rule_id", "rule_id"): world.inbound,
                (sms, "phone_number", "phone_id"): "12025550100",
                (sms, "command", "sms_enabled"): "enable",
            },
        ),
        Sample(
            "vox_phone_number",
            {
                **by_number,
                "application_name": "sales",
                "rule_name": "orders",
                "force": True,
                "sms_enabled": False,
                "incoming_sms_callback_url": url,
            },
            {
                (get, "phone_number", "phone_number"): "12025550100",
                (bind, "phone_number", "phone_number"): phone_id,
                (bind, "application_name", "application_name"): world.sales,
                (bind, "rule_name", "rule_name"): world.orders,
                (bind, "bind", "force"): "false",
                (change, "phone_number", "phone_number"): phone_id,
                (change, "incoming_sms_callback_url", "incoming_sms_callback_url"): url,
                (sms, "phone_number", "phone_number"): "12025550100",
                (sms, "command", "sms_enabled"): "disable",
            },
        ),
        Sample(
            "vox_phone_number_info",
            {"phone_id": phone_id, "application_id": world.sales, "rule_id": world.orders, "limit": 7, "offset": 0},
            {
                (get, "phone_id", "phone_id"): phone_id,
                (get, "application_id", "application_id"): world.sales,
                (get, "rule_id", "rule_id"): world.orders,
                (get, "count", "limit"): 1000,
                (get, "offset", "offset"): 0,
            },
        ),
        Sample(
            "vox_phone_number_info",
            {**by_number, "application_name": "sales", "rule_name": "orders", "bound": True, "country_code": "US"},
            {
                (get, "phone_number", "phone_number"): "12025550100",
                (get, "application_name", "application_name"): world.sales,
                (get, "rule_name", "rule_name"): world.orders,
                (get, "is_bound_to_application", "bound"): "true",
                (get, "country_code", "country_code"): "US",
            },
        ),
        Sample(
            "vox_phone_number",
            {"phone_id": phone_id, "incoming_sms_callback_url": "", "state": "unbound"},
            {(bind, "bind", "state"): "false", (change, "phone_id", "phone_id"): phone_id},
        ),
    ]


def secret_samples(world: World, secret_id: int) -> list[Sample]:
    """Tasks that manage and list secrets; `secret_id` is the id of `OLD`, a secret of the application `sales`."""
    add, change, delete, get, value = "AddSecret", "SetSecretInfo", "DelSecret", "GetSecrets", "GetSecretValue"
    by_id, by_name = {"application_id": world.sales}, {"application_name": "sales"}
    new = {"secret_name": "NEW", "secret_value": "a-Value-1", "description": "Key of the CRM"}
    arriving = {**new, "secret_value": HIDDEN}
    sent = {"description": "Key of the CRM", "secret_value": "a-Value-2"}

    def scope(*methods: str, option: str = "application_id") -> dict[tuple[str, str, str], object]:
        return {(method, option, option): world.sales for method in methods}

    return [
        Sample(
            "vox_secret",
            {**by_id, **new},
            {**scope(add, get), **{(add, name, name): text for name, text in arriving.items()}},
        ),
        Sample("vox_secret", {**by_name, **new, "secret_name": "B"}, scope(add, get, option="application_name")),
        Sample(
            "vox_secret",
            {**by_id, "secret_name": "OLD", **sent},
            {
                **scope(change, value),
                (value, "secret_id", "secret_value"): secret_id,
                (value, "secret_name", "secret_name"): secret_id,
                (change, "secret_id", "secret_name"): secret_id,
                (change, "secret_name", "secret_name"): secret_id,
                (change, "description", "description"): sent["description"],
                (change, "secret_value", "secret_value"): HIDDEN,
            },
        ),
        Sample(
            "vox_secret",
            {**by_name, "secret_name": "LATE", "renamed_from": "OLD", "secret_value": "x-Value-3"},
            {
                **scope(change, value, option="application_name"),
                (change, "secret_name", "renamed_from"): secret_id,
                (change, "new_secret_name", "secret_name"): "LATE",
            },
        ),
        Sample(
            "vox_secret",
            {**by_id, "secret_name": "LATE", "secret_value": "x-Value-3", "update_value": "always"},
            {(change, "secret_value", "update_value"): HIDDEN},
        ),
        Sample("vox_secret_info", {**by_id, "limit": 7}, {**scope(get), (get, "count", "limit"): 1000}),
        Sample(
            "vox_secret_info",
            {**by_name, "offset": 1},
            {**scope(get, option="application_name"), (get, "offset", "offset"): 0},
        ),
        Sample(
            "vox_secret",
            {**by_id, "secret_name": "LATE", "state": "absent"},
            {
                **scope(delete),
                (delete, "secret_id", "secret_name"): secret_id,
                (delete, "secret_name", "secret_name"): secret_id,
            },
        ),
        Sample(
            "vox_secret", {**by_name, "secret_name": "B", "state": "absent"}, scope(delete, option="application_name")
        ),
    ]


def user_samples(world: World, user_id: int) -> list[Sample]:
    """Tasks that manage and list users; `user_id` is the id of `old`, a user of the application `sales`."""
    add, change, delete, get = "AddUser", "SetUserInfo", "DelUser", "GetUsers"
    by_id, by_name = {"application_id": world.sales}, {"application_name": "sales"}
    data = {
        "user_display_name": "Carla",
        "user_active": False,
        "parent_accounting": False,
        "user_custom_data": "x",
    }
    flags = {"user_active": "false", "parent_accounting": "false"}
    new = {"user_name": "carla", "user_password": "A-word-1"}

    def scope(*methods: str, option: str = "application_id") -> dict[tuple[str, str, str], object]:
        return {(method, option, option): world.sales for method in methods}

    return [
        Sample(
            "vox_user",
            {**by_id, **new, **data},
            {
                **scope(add, get),
                (add, "user_name", "user_name"): "carla",
                (add, "user_password", "user_password"): HIDDEN,
                **{(add, name, name): value for name, value in {**data, **flags}.items()},
            },
        ),
        Sample("vox_user", {**by_name, **new, "user_name": "dora"}, scope(add, get, option="application_name")),
        Sample(
            "vox_user",
            {**by_id, "user_name": "old", **data},
            {
                (change, "user_id", "user_name"): user_id,
                (change, "user_name", "user_name"): user_id,
                **{(change, name, name): value for name, value in {**data, **flags}.items()},
            },
        ),
        Sample(
            "vox_user",
            {
                **by_name,
                "user_name": "late",
                "renamed_from": "old",
                "user_password": "A-word-2",
                "update_password": "always",
            },
            {
                (change, "user_name", "renamed_from"): user_id,
                (change, "new_user_name", "user_name"): "late",
                (change, "user_password", "user_password"): HIDDEN,
                (change, "user_password", "update_password"): HIDDEN,
            },
        ),
        Sample("vox_user_info", {**by_id, "limit": 7}, {**scope(get), (get, "count", "limit"): 1000}),
        Sample(
            "vox_user_info",
            {**by_name, "offset": 1},
            {**scope(get, option="application_name"), (get, "offset", "offset"): 0},
        ),
        Sample(
            "vox_user",
            {**by_id, "user_name": "late", "state": "absent"},
            {(delete, "user_id", "user_name"): user_id, (delete, "user_name", "user_name"): user_id},
        ),
    ]


def delete_samples(world: World) -> list[Sample]:
    """Tasks that delete scenarios."""
    delete = "DelScenario"
    return [
        Sample(
            "vox_scenario",
            {"scenario_id": world.menu, "state": "absent", "force": True},
            {(delete, "scenario_id", "scenario_id"): world.menu, ("BindScenario", "bind", "force"): "false"},
        ),
        Sample(
            "vox_scenario",
            {"scenario_name": "mailbox", "state": "absent", "force": True},
            {(delete, "scenario_name", "scenario_name"): world.voicemail},
        ),
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
