# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is recognized as written by a deployment, and what somebody else has changed."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t
import unicodedata

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.object_records import (
    PhoneNumberRecord,
    SecretRecord,
    UserRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._account.recognition import is_mixture, is_written
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    Record,
    RuleRecord,
    ScenarioRecord,
)

OLD = RuleRecord("inbound", 1, "1", scenario_ids=(11, 12, 13))
NEW = dataclasses.replace(OLD, name="evening", pattern="2", scenario_ids=(12, 14, 11))
SCENARIO = ScenarioRecord("menu", "// before\n")
COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "grüße") for form in ("NFC", "NFD"))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (OLD, True),
        (NEW, True),
        (dataclasses.replace(OLD, pattern="2"), True),  # only a part of the writes was carried out
        (dataclasses.replace(NEW, scenario_ids=(11, 12, 13, 14)), True),
        (dataclasses.replace(NEW, scenario_ids=(11, 12, 14)), True),
        (dataclasses.replace(NEW, pattern="3"), False),
        (dataclasses.replace(NEW, pattern_exclude="9"), False),
        (dataclasses.replace(NEW, scenario_ids=(12, 14)), False),  # somebody took off one that stays
        (dataclasses.replace(NEW, scenario_ids=(12, 14, 11, 15)), False),
        (dataclasses.replace(NEW, scenario_ids=(14, 12, 11)), False),  # an order that it never had
        (None, False),
    ],
)
def test_rule_when_it_is_a_mixture_of_what_was_written_then_nobody_else_changed_it(
    shown: RuleRecord | None, expected: bool
) -> None:
    bound = dataclasses.replace(OLD, scenario_ids=(11, 12, 14))
    assert is_written([OLD, dataclasses.replace(OLD, scenario_ids=(11, 12)), bound, NEW], shown) is expected


@pytest.mark.parametrize(
    ("states", "shown", "expected"),
    [
        (["// before\n", "// after, long\r\n"], "// after, long\n", True),  # normalized by the platform
        (["// before\n", "// after, long\r\n"], "// after", True),  # cut by the platform
        (["// before\n", "// after, long\r\n"], "// before", True),
        (["// before\n", "// after, long\r\n"], "// bef", False),  # what was there is cut by somebody
        (["// before\n", "// after, long\r\n"], "", False),
        (["// before\n", "// after, long\r\n"], "// other\n", False),
        ([None, None], "// anything\n", True),  # only its name was written
    ],
)
def test_script_when_it_is_shown_then_what_was_written_is_recognized(
    states: list[str | None], shown: str, expected: bool
) -> None:
    records = [dataclasses.replace(SCENARIO, script=script) for script in states]
    assert is_written(records, dataclasses.replace(SCENARIO, script=shown)) is expected
    assert not is_written(records, ScenarioRecord("other", shown))


def test_object_when_it_was_created_or_deleted_then_that_is_recognized() -> None:
    assert is_written([OLD, None], None) and not is_written([OLD, NEW], None)
    assert is_written([None, NEW], NEW) and not is_written([None, NEW], OLD)
    application = ApplicationRecord("sales")
    assert is_written([application, ApplicationRecord("help", True)], ApplicationRecord("help"))
    assert not is_written([application, application], ApplicationRecord("help"))


def test_mixture_when_ids_come_and_go_then_every_step_on_the_way_is_one() -> None:
    """Unbind, bind and order: whichever of these were carried out."""
    for kept, added in itertools.product(itertools.permutations((1, 2)), itertools.permutations((3, 4))):
        states: list[t.Sequence[int]] = [(1, 2, 5), kept, (*kept, *added)]
        assert all(is_mixture(states, state) for state in states)
        assert is_mixture(states, (1, 2, 5, *added))
        assert not is_mixture(states, (*kept, *added, 6))


@pytest.mark.parametrize(
    ("values", "shown", "expected"),
    [
        (["old", "new"], "old", True),
        (["old", "new"], "new", True),
        (["old", "new"], None, True),  # it was not read
        (["old", "new"], "theirs", False),
        ([None, "new"], "theirs", True),  # it may be the one that it had before
    ],
)
def test_secret_when_its_value_is_shown_then_one_that_it_cannot_have_had_is_recognized(
    values: list[str | None], shown: str | None, expected: bool
) -> None:
    states = [SecretRecord("KEY", 1, value=value) for value in values]
    assert is_written(states, SecretRecord("KEY", 1, value=shown)) is expected


@pytest.mark.parametrize(
    ("state", "shown", "expected"),
    [
        (ApplicationRecord(COMPOSED), ApplicationRecord(DECOMPOSED), True),
        (RuleRecord(DECOMPOSED, 1, "1"), RuleRecord(COMPOSED, 1, "1"), True),
        (RuleRecord("in", 1, COMPOSED), RuleRecord("in", 1, DECOMPOSED), False),  # a pattern is no name
        (UserRecord("ann", 1), UserRecord("ann", 1, active=False, parent_accounting=True), True),
        (UserRecord("ann", 1, active=True), UserRecord("ann", 1, active=False), False),
        (UserRecord("ann", 1), UserRecord("ann", 1, "Ann"), False),
        (PhoneNumberRecord("1202"), PhoneNumberRecord("1202", 1), False),  # one that was not bound
        (PhoneNumberRecord("1202", 1), PhoneNumberRecord("1202", 1, 21), False),
    ],
)
def test_object_when_an_attribute_differs_then_only_the_form_of_its_name_and_what_the_platform_chose_may(
    state: Record, shown: Record, expected: bool
) -> None:
    assert is_written([state], shown) is expected
