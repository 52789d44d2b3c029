# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said about what cannot be put back, and when a deletion is refused."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.irreversible import Irreversible
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError

REST = "whatever else it has that this collection does not manage."


def test_warnings_when_everything_can_be_put_back_then_there_are_none() -> None:
    assert Irreversible().warnings(has_backup=True) == ()


def test_warnings_when_keys_and_applications_go_then_each_is_named() -> None:
    lost = Irreversible(
        ("the service account key of rule support/in", "user support/bob"),
        {"old": ("user anna",), "bare": ()},
        ("a/KEY",),
    )
    assert lost.warnings(has_backup=False) == (
        "This cannot be put back: the service account key of rule support/in, user support/bob.",
        f"This cannot be put back if application old is deleted: user anna, and {REST}",
        f"This cannot be put back if application bare is deleted: {REST}",
    )
    assert lost.warnings(has_backup=True)[3:] == ("vox_restore cannot put back the values of secrets: a/KEY.",)


def test_warnings_when_much_goes_then_ten_are_named_and_the_others_counted() -> None:
    (warning,) = Irreversible(content={"old": tuple(f"user u{number}" for number in range(12))}).warnings(
        has_backup=False
    )
    assert "user u9 and 2 more, and whatever" in warning and "u10" not in warning


def test_deletion_when_something_would_be_lost_then_it_is_refused_and_named_unless_forced() -> None:
    lost = Irreversible(("support/in",), {"old": ("user anna (id 1)",), "bare": (), "older": ("secret KEY (id 2)",)})
    with pytest.raises(InputError) as caught:
        lost.check(force_delete=False)
    assert "application old has user anna (id 1); application older has secret KEY (id 2)." in str(caught.value)
    assert caught.value.field == "force_delete"
    lost.check(force_delete=True)


@pytest.mark.parametrize("lost", [Irreversible(), Irreversible(("a/b",)), Irreversible(content={"bare": ()})])
def test_deletion_when_nothing_known_would_be_lost_then_it_is_allowed(lost: Irreversible) -> None:
    lost.check(force_delete=False)
