# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The platform's objects as values: read from rows, returned as results, shown by name."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ProtocolError
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import (
    Application,
    BoundScenario,
    PendingId,
    Rule,
    Scenario,
    StartedSession,
    pending_id,
    require_id,
)

BIG = 2**40


def row(**fields: t.Any) -> ApiObject:
    """Return a row."""
    return ApiObject("M", fields)


def test_scenario_when_read_then_its_row_and_its_application_are_in_it() -> None:
    read = Scenario.from_row(row(scenario_id=str(BIG), scenario_name="a", modified="m", parent=True), 20)
    assert read == Scenario(BIG, "a", "m", 20, parent=True)
    assert Scenario.from_row(row(scenario_id=1, scenario_name="a")) == Scenario(1, "a", "")


def test_scenario_when_returned_then_an_unknown_application_is_left_out() -> None:
    assert Scenario(1, "a", "m").as_result() == {"scenario_id": 1, "scenario_name": "a", "modified": "m"}
    assert Scenario(1, "a", "m", 20).as_result()["application_id"] == 20


@pytest.mark.parametrize(
    ("thing", "shown"),
    [
        (Scenario(5, "a"), "scenario a (id 5)"),
        (Scenario(None, "a"), "scenario a"),
        (Rule(0, "r", 1), "rule r (id 0)"),
        (Application(7, "support.acme.voximplant.com"), "application support (id 7)"),
    ],
)
def test_object_when_shown_then_it_has_name_and_id(thing: t.Any, shown: str) -> None:
    assert str(thing) == shown


def test_rule_when_read_then_its_scenarios_keep_their_order() -> None:
    bound = [{"scenario_id": 2, "scenario_name": "b"}, {"scenario_id": "1"}]
    read = Rule.from_row(
        row(
            rule_id=3,
            rule_name="r",
            application_id=4,
            rule_pattern="1.*",
            rule_pattern_exclude="2.*",
            video_conference=True,
            modified="m",
            scenarios=bound,
        )
    )
    scenarios = (BoundScenario(2, "b"), BoundScenario(1, ""))
    assert read == Rule(3, "r", 4, "1.*", "2.*", True, "m", scenarios)
    assert read.scenario_ids == (2, 1)
    assert read.as_result()["scenarios"] == [
        {"scenario_id": 2, "scenario_name": "b"},
        {"scenario_id": 1, "scenario_name": ""},
    ]


def test_application_when_read_then_short_and_full_name_are_its_names() -> None:
    read = Application.from_row(
        row(application_id=7, application_name="support.acme.voximplant.com", secure_record_storage=True, modified="m")
    )
    assert read == Application(7, "support.acme.voximplant.com", True, "m")
    names = ("support", "support.acme.voximplant.com", "support.acme", "acme")
    assert [name for name in names if read.is_called(name)] == ["support", "support.acme.voximplant.com"]
    assert read.full_name("help") == "help.acme.voximplant.com"


def test_application_when_returned_then_rules_are_there_only_if_they_were_read() -> None:
    assert "rules" not in Application(7, "a").as_result()
    assert Application(7, "a", rules=()).as_result()["rules"] == []
    assert Application(7, "a", rules=(Rule(3, "r", 7),)).as_result()["rules"][0]["scenarios"] == []


def test_session_when_started_then_missing_fields_are_none() -> None:
    assert StartedSession.from_row(row()) == StartedSession()
    assert StartedSession.from_row(row(media_session_access_url="")).media_session_access_url is None
    full = row(media_session_access_url="u", media_session_access_secure_url="s", call_session_history_id=str(BIG))
    assert StartedSession.from_row(full) == StartedSession("u", "s", BIG)


def test_pending_id_when_the_object_belongs_to_an_application_then_the_key_names_both() -> None:
    assert pending_id("scenario", "a") == PendingId("scenario a", "scenario_id")
    assert pending_id("rule", "a", 7) == PendingId("rule a of 7", "rule_id")
    assert pending_id("rule", "a", pending_id("application", "a")).key != pending_id("rule", "a", 7).key


@pytest.mark.parametrize("value", [None, PendingId("scenario a", "scenario_id")])
def test_id_when_there_is_none_then_it_is_a_protocol_error(value: t.Any) -> None:
    assert require_id(0) == 0
    with pytest.raises(ProtocolError):
        require_id(value)


@pytest.mark.parametrize(
    "fields", [{}, {"scenario_id": 1}, {"scenario_name": "a"}, {"scenario_id": True, "scenario_name": "a"}]
)
def test_scenario_when_its_row_lacks_what_it_must_have_then_it_is_a_protocol_error(fields: dict[str, t.Any]) -> None:
    with pytest.raises(ProtocolError):
        Scenario.from_row(row(**fields))
