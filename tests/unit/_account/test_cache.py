# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cache of scripts: what it remembers, what else its file can be, and who else could write to it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import pathlib
import stat
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._account.cache import ScriptCache
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import InputError
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Scenario

SCENARIO = Scenario(1, "a", "2026-01-01 00:00:00")
CHANGED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
SCRIPT = "// script"


@pytest.fixture
def cache(tmp_path: pathlib.Path) -> ScriptCache:
    """Return a cache without a file yet."""
    return ScriptCache(str(tmp_path / "cache.json"), "account")


def remember(
    cache: ScriptCache,
    *scenarios: Scenario,
    script: str = SCRIPT,
    modified: t.Mapping[int, str | None] | None = None,
) -> None:
    """Add scenarios with a script that was read long after their last change, and save the cache."""
    for scenario in scenarios:
        cache.add(scenario, script, CHANGED + datetime.timedelta(days=1))
    cache.save(modified or {})


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


@pytest.mark.parametrize("is_there", [True, False])
def test_cache_when_a_link_leads_to_a_directory_of_others_then_it_is_refused(
    tmp_path: pathlib.Path, is_there: bool
) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    own.mkdir(0o700)
    if is_there:
        (shared / "cache.json").touch(0o600)
    shared.chmod(0o777)
    (own / "cache.json").symlink_to(shared / "cache.json")
    with pytest.raises(InputError) as refusal:
        ScriptCache(str(own / "cache.json"), "account")
    assert str(refusal.value) == (
        f"cache_file is not safe, because others can write to {shared}. "
        "Its contents are trusted. Use a file and a directory that only you own and can write to."
    )
    assert refusal.value.field == "cache_file"


def test_cache_when_group_members_may_write_new_files_then_it_is_still_private(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "new" / "cache.json"
    before = os.umask(0o002)
    try:
        remember(ScriptCache(str(path), "account"), SCENARIO, script="x")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path.parent, path)] == [0o700, 0o600]
    assert ScriptCache(str(path), "account").get(SCENARIO, "x") == "x"


@pytest.mark.parametrize(("seconds", "is_remembered"), [(1, False), (2, False), (3, True)])
def test_script_when_it_is_read_after_a_change_then_it_is_remembered_if_over_two_seconds_passed(
    cache: ScriptCache, seconds: int, is_remembered: bool
) -> None:
    cache.add(SCENARIO, "x", CHANGED + datetime.timedelta(seconds=seconds))
    cache.save({})
    assert ScriptCache(cache.path, "account").get(SCENARIO, "x") == ("x" if is_remembered else None)


@pytest.mark.parametrize("script", ["x", "\ud800"])
def test_script_when_it_is_remembered_then_only_an_equal_one_is_found(cache: ScriptCache, script: str) -> None:
    remember(cache, SCENARIO, script=script)
    reopened = ScriptCache(cache.path, "account")
    assert reopened.get(SCENARIO, f"{script}\r\n") == script
    assert reopened.get(SCENARIO, f"{script} changed") is None


def test_cache_when_it_is_saved_then_only_scenarios_that_have_not_changed_stay(cache: ScriptCache) -> None:
    same, changed, deleted, added = (dataclasses.replace(SCENARIO, scenario_id=number) for number in range(4))
    remember(cache, same, changed, deleted)
    modified = {0: SCENARIO.modified, 1: "2026-01-02 00:00:00"}
    remember(ScriptCache(cache.path, "account"), added, modified=modified)
    reopened = ScriptCache(cache.path, "account")
    found = [reopened.get(scenario, SCRIPT) for scenario in (same, changed, deleted, added)]
    assert found == [SCRIPT, None, None, SCRIPT]


@pytest.mark.parametrize("other", [{"account": "other"}, {"format": 2}])
def test_cache_when_it_is_of_another_account_or_format_then_nothing_is_remembered(
    cache: ScriptCache, other: dict[str, t.Any]
) -> None:
    remember(cache, SCENARIO)
    path = pathlib.Path(cache.path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **other}))
    assert ScriptCache(cache.path, "account").get(SCENARIO, SCRIPT) is None
