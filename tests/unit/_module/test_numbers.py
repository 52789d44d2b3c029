# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Numbers that options give as text: of any length."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.modules.vox_rule import index_of
from ansible_collections.voximplant.platform.plugins.modules.vox_scenario import desired_scenario

READERS: dict[str, t.Callable[[str], t.Any]] = {
    "position": index_of,
    "scenario_id": lambda text: desired_scenario({"scenario_id": text}),
    "workers": CallLimit.from_option,
}


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 21, "-1", "1e3", "\u00b2", "one"])
@pytest.mark.parametrize("option", READERS)
def test_number_when_it_is_none_or_too_long_then_the_option_is_named(option: str, text: str) -> None:
    with pytest.raises(InputError, match=f"{option} must be") as caught:
        READERS[option](text)
    assert caught.value.field == option


def test_position_when_it_is_a_number_then_it_is_an_index() -> None:
    assert [index_of(text) for text in (None, "first", "1", "12")] == [None, 0, 0, 11]
