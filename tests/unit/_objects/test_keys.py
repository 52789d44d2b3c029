# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Service account keys: by id, and by name."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError, NotFoundError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.keys import Keys
from harness.fakes import ok, talk

ID = "ab81c90f-543e-446e-b8ab-3ac1ddb5b1ce"
ROWS = [
    {"key_id": ID, "key_name": "robot"},
    {"key_id": "short", "key_name": "twin"},
    {"key_id": "other", "key_name": "twin"},
    {"key_id": "nameless"},
]


@pytest.mark.parametrize("key", [ID, ID.upper(), "00000000-0000-0000-0000-000000000000"])
def test_key_when_it_has_the_form_of_an_id_then_nothing_is_asked(key: str) -> None:
    talking = talk()
    assert Keys(talking.client).id_of(key) == key
    assert talking.http.sent == []


@pytest.mark.parametrize(("key", "key_id"), [("robot", ID), ("short", "short"), ("nameless", "nameless")])
def test_key_when_given_by_name_or_by_another_id_then_its_id_is_found_with_one_listing(key: str, key_id: str) -> None:
    talking = talk(ok(ROWS, total_count=4))
    keys = Keys(talking.client)
    assert [keys.id_of(key), keys.id_of(key)] == [key_id, key_id]
    assert talking.http.methods == ["GetKeys"]


@pytest.mark.parametrize("key", ["Robot", "rob"])
def test_key_when_there_is_none_with_exactly_this_name_then_those_that_exist_are_named(key: str) -> None:
    with pytest.raises(NotFoundError, match=f"ID or name '{key}'[.] Existing keys: robot [(]{ID}[)], twin") as caught:
        Keys(talk(ok(ROWS, total_count=4)).client).id_of(key)
    assert caught.value.field == "bind_key_id"


def test_key_when_the_account_has_none_then_it_is_said() -> None:
    with pytest.raises(NotFoundError, match="Existing keys: none"):
        Keys(talk(ok([], total_count=0)).client).id_of("robot")


def test_key_when_several_have_its_name_then_their_ids_are_named() -> None:
    with pytest.raises(ConflictError, match="'twin': other, short") as caught:
        Keys(talk(ok(ROWS, total_count=4)).client).id_of("twin")
    assert caught.value.field == "bind_key_id"
