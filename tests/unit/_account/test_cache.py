# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of the cache: what else it can be, and who else could write to it."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.cache import ScriptCache
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Scenario

SCENARIO = Scenario(1, "a", "2026-01-01 00:00:00")


@pytest.mark.parametrize("kind", ["fifo", "directory", "device", "link loop"])
def test_cache_when_it_is_no_file_then_nothing_is_remembered_and_nothing_hangs(
    tmp_path: pathlib.Path, kind: str
) -> None:
    path = tmp_path / "cache.json"
    if kind == "fifo":
        os.mkfifo(path, 0o600)
    elif kind == "directory":
        path.mkdir(0o700)
    else:
        path.symlink_to("/dev/full" if kind == "device" else path)
    if kind == "device":
        with pytest.raises(InputError, match="others can write to"):
            ScriptCache(str(path), "account")
    else:
        assert ScriptCache(str(path), "account").get(SCENARIO, "") is None


def test_cache_when_a_link_leads_to_a_directory_of_others_then_it_is_refused(tmp_path: pathlib.Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    own.mkdir(0o700)
    (shared / "cache.json").touch(0o600)
    shared.chmod(0o777)
    (own / "cache.json").symlink_to(shared / "cache.json")
    with pytest.raises(InputError, match=f"others can write to {shared}"):
        ScriptCache(str(own / "cache.json"), "account")
