# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the platform shows at one moment."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import NotPermittedError
from ansible_collections.voximplant.platform.plugins.module_utils._apply.observation import Observation
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform, Refused


@pytest.fixture
def platform() -> Platform:
    """Return an application with a rule that runs a scenario, and a scenario of its own."""
    account = Platform()
    application = account.add_application("one")
    account.add_rule("r", application, account.add_scenario("a", "x"), key_ids={"key-1"})
    account.add_scenario("own", "y", application_id=application.application_id)
    return account


def scope(platform: Platform) -> int:
    """Return the id of the application."""
    return platform.applications[0].application_id


LOOKS: dict[str, t.Callable[[Observation, Platform], t.Any]] = {
    "applications": lambda observation, platform: observation.applications(),
    "application": lambda observation, platform: observation.application(scope(platform)),
    "rules": lambda observation, platform: observation.rules(scope(platform)),
    "rule": lambda observation, platform: observation.rule(platform.rules[0].rule_id, scope(platform)),
    "scenarios": lambda observation, platform: observation.scenarios(),
    "scenarios of one": lambda observation, platform: observation.scenarios(scope(platform)),
    "script": lambda observation, platform: observation.with_script(platform.scenarios[0].scenario_id),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_observation_when_looked_at_again_then_nothing_is_read_again_and_the_same_shows(
    platform: Platform, look: t.Callable[[Observation, Platform], t.Any]
) -> None:
    observation = Observation(platform.client)
    assert platform.calls == []
    first = look(observation, platform)
    assert first
    platform.applications[0].secure_record_storage = True
    platform.rules[0].rule_pattern = "9"
    platform.scenarios[0].scenario_name = platform.scenarios[1].scenario_name = "changed"
    assert look(observation, platform) == first
    assert len(platform.calls) == 1
    assert look(Observation(platform.client), platform) != first


def test_objects_when_missing_then_there_is_none(platform: Platform) -> None:
    observation = Observation(platform.client)
    assert observation.application(99) is None
    assert observation.rule(99, scope(platform)) is None
    assert observation.rule(99, None) is None
    assert observation.scenario(99) is None
    assert observation.with_script(99) is None
    assert not observation.shows_script(99, "")


def test_rules_when_their_application_is_gone_then_there_are_none(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(form: t.Mapping[str, str]) -> t.Any:
        raise Refused(116)

    monkeypatch.setattr(platform, "GetRules", refuse)
    observation = Observation(platform.client)
    assert observation.rules(5) == ()
    assert observation.rule(platform.rules[0].rule_id, 5) is None


def test_rules_when_reading_is_not_permitted_then_it_is_an_error(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(form: t.Mapping[str, str]) -> t.Any:
        raise Refused(104)

    monkeypatch.setattr(platform, "GetRules", refuse)
    with pytest.raises(NotPermittedError):
        Observation(platform.client).rules(5)


def test_rule_when_its_application_is_not_known_then_it_is_read_alone(platform: Platform) -> None:
    rule = Observation(platform.client).rule(platform.rules[0].rule_id, None)
    assert rule is not None
    assert (rule.rule_name, rule.scenario_ids) == ("r", (platform.scenarios[0].scenario_id,))


def test_scenario_when_it_was_read_or_listed_then_it_is_not_read_again(platform: Platform) -> None:
    scenario_id = platform.scenarios[0].scenario_id
    alone, with_script, listed = (Observation(platform.client) for _number in range(3))
    with_script.with_script(scenario_id)
    listed.scenarios()
    platform.calls.clear()
    for observation, calls in ((with_script, []), (listed, []), (alone, ["GetScenarios"])):
        found = observation.scenario(scenario_id)
        assert found is not None
        assert (found.scenario_name, platform.calls) == ("a", calls)


@pytest.mark.parametrize(("listed", "calls"), [(True, []), (False, ["GetPhoneNumbers"])])
def test_number_when_all_were_listed_then_it_is_found_among_them_by_id_or_digits(
    platform: Platform, listed: bool, calls: list[str]
) -> None:
    numbers = [platform.add_number(digits) for digits in ("1201", "1202")]
    asked: list[tuple[dict[str, t.Any], str | None]] = [
        ({"phone_id": numbers[1]["phone_id"]}, "1202"),
        ({"phone_number": "1202"}, "1202"),
        ({"phone_id": 5}, None),
        ({"phone_number": "5"}, None),
    ]
    for selector, digits in asked:
        observation = Observation(platform.client)
        if listed:
            observation.phone_numbers()
        platform.calls.clear()
        for _time in range(2):
            found = observation.phone_number(**selector)
            assert (None if found is None else found.phone_number) == digits
        assert platform.calls == calls


def test_script_when_compared_then_line_ends_do_not_matter(platform: Platform) -> None:
    scenario_id = platform.scenarios[0].scenario_id
    observation = Observation(platform.client)
    assert observation.shows_script(scenario_id, "x\r\n")
    assert not observation.shows_script(scenario_id, "y")
    assert platform.calls == ["GetScenarios"]


@pytest.mark.parametrize(("key_id", "is_bound"), [("key-1", True), ("key-2", False)])
def test_key_when_looked_up_then_the_platform_is_asked(platform: Platform, key_id: str, is_bound: bool) -> None:
    observation = Observation(platform.client)
    (rule,) = observation.rules(scope(platform))
    assert observation.has_key(rule, key_id) is is_bound
