# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries that are missing or broken, and interruptions while they are imported."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import MissingLibraryError
from ansible_collections.voximplant.platform.plugins.module_utils._api.libraries import Library
from ansible_collections.voximplant.platform.tests.unit.support.libraries import PanicException

BROKEN = "instead of the installed one, which cannot be imported: "


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ImportError("No module."), "to parse"),
        (AttributeError("module 'lib' has no attribute 'X'"), BROKEN + "AttributeError"),
        (PanicException("Python API call failed"), BROKEN + "PanicException"),
    ],
)
def test_library_when_it_cannot_be_imported_then_that_is_said(error: BaseException, reason: str) -> None:
    with Library("parser", "to parse") as library:
        raise error
    assert not library.is_usable
    with pytest.raises(MissingLibraryError) as caught:
        library.require()
    assert (caught.value.library, caught.value.reason, caught.value.__cause__) == ("parser", reason, error)


def test_library_when_it_can_be_imported_then_it_is_usable() -> None:
    with Library("parser") as library:
        pass
    library.require()
    assert library.is_usable


@pytest.mark.parametrize(
    "interruption", [KeyboardInterrupt, SystemExit, type("TaskTimeoutError", (BaseException,), {})]
)
def test_library_when_its_import_is_interrupted_then_the_task_ends(interruption: type[BaseException]) -> None:
    with pytest.raises(interruption), Library("parser"):
        raise interruption
