# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters of the modules that only read."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._objects.filters import contains, page


@pytest.mark.parametrize(
    ("name", "part", "expected"),
    [("Inbound", "BOUND", True), ("Inbound", "out", False), ("x", None, True), ("x", "", True)],
)
def test_contains_when_case_differs_then_it_does_not_matter(name: str, part: str | None, expected: bool) -> None:
    assert contains(name, part) is expected


@pytest.mark.parametrize(
    ("limit", "offset", "part"),
    [(None, 0, "abcde"), (2, 0, "ab"), (2, 4, "e"), (0, 0, ""), (None, 9, ""), (2, 1, "bc")],
)
def test_page_when_limit_and_offset_are_given_then_it_is_that_part(limit: int | None, offset: int, part: str) -> None:
    assert "abcde"[page({"limit": limit, "offset": offset})] == part


@pytest.mark.parametrize("params", [{"limit": -1, "offset": 0}, {"limit": None, "offset": -1}])
def test_page_when_a_number_is_negative_then_it_is_refused(params: dict[str, t.Any]) -> None:
    with pytest.raises(errors.InputError) as caught:
        page(params)
    assert params[str(caught.value.field)] == -1
