# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts with something in them."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

Json = dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class World:
    """The ids of what `fill` made."""

    support: int  # an application
    sales: int  # another one
    inbound: int  # a rule of support that runs common, menu and voicemail
    spare: int  # a rule of support without scenarios
    meeting: int  # a rule of support for video conferences that runs common
    orders: int  # a rule of sales without scenarios
    common: int
    menu: int
    voicemail: int
    loose: int  # a Shared scenario that no rule runs
    foreign: int  # a scenario of sales


def fill(emulator: Emulator) -> World:
    """Give an empty account two applications, four rules and five scenarios, past the journal."""
    call = emulator.call
    support, sales = (call("AddApplication", application_name=name)["application_id"] for name in ("support", "sales"))
    common, menu, voicemail, loose = (
        call("AddScenario", scenario_name=name, scenario_script=f"// {name}\n")["scenario_id"]
        for name in ("common", "menu", "voicemail", "loose")
    )
    foreign = call("AddScenario", scenario_name="foreign", application_id=sales)["scenario_id"]

    def rule(application_id: int, name: str, *scenario_ids: int, **options: t.Any) -> int:
        added = call("AddRule", application_id=application_id, rule_name=name, rule_pattern=".*", **options)
        rule_id: int = added["rule_id"]
        if scenario_ids:
            call("BindScenario", rule_id=rule_id, application_id=application_id, scenario_id=scenario_ids, bind=True)
        return rule_id

    return World(
        support,
        sales,
        rule(support, "inbound", common, menu, voicemail),
        rule(support, "spare"),
        rule(support, "meeting", common, video_conference=True),
        rule(sales, "orders"),
        common,
        menu,
        voicemail,
        loose,
        foreign,
    )


def fill_with_objects(emulator: Emulator, world: World, phone_number: str) -> None:
    """Give an application of a filled account a user and a secret, and another one a phone number."""
    scope = {"application_id": world.support}
    emulator.call("AddUser", **scope, user_name="anna", user_display_name="Anna", user_password="Pa55word?")
    emulator.call("AddSecret", **scope, secret_name="CRM_KEY", secret_value="a value")
    emulator.add_phone_numbers(phone_number)
    emulator.call("BindPhoneNumberToApplication", phone_number=phone_number, application_id=world.sales)


def scenarios(emulator: Emulator) -> dict[str, Json]:
    """The account's scenarios by name; a name that is there twice is a failure."""
    rows = emulator.state()["scenarios"]
    by_name = {row["scenario_name"]: row for row in rows}
    assert len(by_name) == len(rows), [row["scenario_name"] for row in rows]
    return by_name


def texts(emulator: Emulator) -> dict[str, str]:
    """The account's texts by name."""
    return {name: row["scenario_script"] for name, row in scenarios(emulator).items()}


def rules(emulator: Emulator) -> dict[str, list[int]]:
    """What each rule runs, in order, by the rule's name."""
    return {
        rule["rule_name"]: rule["scenario_ids"]
        for application in emulator.state()["applications"]
        for rule in application["rules"]
    }


def login(emulator: Emulator) -> Json:
    """The options that connect a task to the account with its API key."""
    return {"api_url": emulator.api_url, "account_id": emulator.account_id, "api_key": emulator.api_key}


def secrets(emulator: Emulator) -> tuple[str, ...]:
    """All that must not show up anywhere: keys, and what every signed token starts with."""
    with open(emulator.credentials_file, encoding="utf-8") as file:
        private_key = file.read()
    lines = [line for line in private_key.replace("\\n", "\n").splitlines() if len(line) > 60]
    return (emulator.api_key, emulator.session_id, *lines, "PRIVATE KEY", "eyJ")


def most_at_a_time(emulator: Emulator, seconds: float) -> int:
    """How many calls were under way at a time, each taking at least so long."""
    times = sorted(call["time"] for call in emulator.journal())
    return max(sum(start <= other < start + seconds for other in times) for start in times)
