# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync with a cache_file: what is not read again, and that nothing depends on it."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import typing as t

import pytest

from harness import accounts
from harness.in_process import run_module
from harness.plays import Controller
from voximplant_emulator import Emulator
from voximplant_emulator.state import clock

if t.TYPE_CHECKING:
    import pathlib

    from harness.plays import Json

pytestmark = pytest.mark.one_core

COUNT = 5
TEXTS = {f"scenario_{number}": f"// {number}\r\n" for number in range(COUNT)}
WRITE = ["GetScenarios", "SetScenarioInfo", "GetScenarios"]  # looked at just before, and read back afterwards
LISTINGS = ["GetApplications", "GetScenarios"]
ALL_TEXTS = [*LISTINGS, *["GetScenarios"] * COUNT]


class Account:
    """An account whose scenarios were changed an hour ago, and a machine that syncs it."""

    def __init__(self, emulator: Emulator, folder: pathlib.Path, patch: pytest.MonkeyPatch) -> None:
        self.emulator = emulator
        self.cache = folder / "cache" / "texts.json"
        self._patch = patch
        for name, text in TEXTS.items():
            self.edit("AddScenario", scenario_name=name, scenario_script=text)

    def edit(self, method: str, *, seconds_ago: float = 3600, **params: t.Any) -> None:
        """Write past the journal, at a time that is past."""
        then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=seconds_ago)
        with self._patch.context() as patch:
            patch.setattr(clock, "now", lambda: then)
            self.emulator.call(method, **params)

    def id_of(self, name: str) -> int:
        """The id of a scenario."""
        found: int = accounts.scenarios(self.emulator)[name]["scenario_id"]
        return found

    def sync(self, *, check_mode: bool = False, **options: t.Any) -> tuple[Json, list[str]]:
        """Run vox_sync with the texts and these options; its result and the methods that it called."""
        scenarios = [{"name": name, "script": text} for name, text in {**TEXTS, **options.pop("texts", {})}.items()]
        options = {"scenarios": scenarios, "cache_file": str(self.cache), "workers": 1, **options}
        seen = len(self.emulator.journal())
        result = run_module("vox_sync", {**accounts.login(self.emulator), **options}, check_mode=check_mode)
        result.pop("invocation", None)  # older versions of ansible-core repeat the options
        return result, [call["method"] for call in self.emulator.journal()[seen:]]


@pytest.fixture
def account(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[Account]:
    """Fill an account."""
    with Emulator(tmp_path / "emulator") as emulator:
        yield Account(emulator, tmp_path, monkeypatch)


@pytest.fixture
def controller(account: Account, tmp_path: pathlib.Path) -> Controller:
    """Give a machine that runs plays against the account."""
    (tmp_path / "controller").mkdir()
    return Controller(tmp_path / "controller", account.emulator)


def test_cache_when_nothing_changed_then_the_listings_are_all_that_is_read(account: Account) -> None:
    first, again, without = account.sync(), account.sync(), account.sync(cache_file=None)
    assert (first[1], again[1], without[1]) == (ALL_TEXTS, LISTINGS, ALL_TEXTS)
    assert first[0] == again[0] == without[0]
    assert first[0]["summary"]["unchanged"] == COUNT


def test_cache_when_the_platform_keeps_another_form_of_a_text_then_that_is_remembered(account: Account) -> None:
    account.emulator.set_switches(normalize="all")
    for name, text in TEXTS.items():
        account.edit("SetScenarioInfo", scenario_id=account.id_of(name), scenario_script=text)
    assert accounts.texts(account.emulator) != TEXTS
    first, again = account.sync(), account.sync()
    assert (first[1], again[1]) == (ALL_TEXTS, LISTINGS)
    assert not again[0]["changed"]


def test_cache_when_a_scenario_was_edited_then_it_alone_is_read_and_put_right(account: Account) -> None:
    account.sync()
    account.edit("SetScenarioInfo", seconds_ago=60, scenario_id=account.id_of("scenario_2"), scenario_script="// x\n")
    result, methods = account.sync(check_mode=True)
    assert methods == [*LISTINGS, "GetScenarios"]
    assert [(section["before"], section["after"]) for section in result["diff"]] == [("// x\n", TEXTS["scenario_2"])]
    result, methods = account.sync()
    assert methods == [*LISTINGS, "GetScenarios", *WRITE]
    assert accounts.texts(account.emulator) == TEXTS


def test_cache_when_another_text_is_declared_then_the_old_one_is_read_for_the_diff(account: Account) -> None:
    account.sync()
    result, methods = account.sync(texts={"scenario_1": "// new\n"})
    assert methods == [*LISTINGS, "GetScenarios", "GetScenarios", "SetScenarioInfo", "GetScenarios"]
    assert [(section["before"], section["after"]) for section in result["diff"]] == [(TEXTS["scenario_1"], "// new\n")]


def test_cache_when_a_text_was_changed_just_before_it_was_read_then_it_is_read_again(account: Account) -> None:
    """Another change in the same second would not show in the time of the last change."""
    fresh = account.id_of("scenario_3")
    account.edit("SetScenarioInfo", seconds_ago=0, scenario_id=fresh, scenario_script=TEXTS["scenario_3"])
    account.sync()
    _result, methods = account.sync()
    assert methods == [*LISTINGS, "GetScenarios"]
    assert str(fresh) not in json.loads(account.cache.read_bytes())["texts"]


def test_cache_when_a_part_is_deployed_then_the_rest_stays_remembered(account: Account) -> None:
    account.sync()
    assert account.sync(only_scenarios=["scenario_0"])[1] == LISTINGS
    account.edit("SetScenarioInfo", scenario_id=account.id_of("scenario_0"), scenario_script="// y", seconds_ago=60)
    account.sync(only_scenarios=["scenario_0"], check_mode=True)
    assert account.sync(check_mode=True)[1] == [*LISTINGS, "GetScenarios"]
    assert len(json.loads(account.cache.read_bytes())["texts"]) == COUNT


def test_cache_when_a_scenario_is_gone_then_it_is_forgotten(account: Account) -> None:
    account.sync()
    account.edit("DelScenario", scenario_id=account.id_of("scenario_4"))
    account.sync()
    assert len(json.loads(account.cache.read_bytes())["texts"]) == COUNT - 1


def test_cache_when_checked_only_then_no_file_is_written(account: Account) -> None:
    account.sync(check_mode=True)
    assert not account.cache.parent.exists()


@pytest.mark.parametrize("options", [{"atomic": True}, {"on_drift": "report"}, {"on_drift": "fail"}])
def test_cache_when_a_plan_is_taken_back_or_reported_then_every_script_is_read(account: Account, options: Json) -> None:
    account.sync()
    written = account.cache.read_bytes()
    assert account.sync(**options)[1] == ALL_TEXTS
    assert account.cache.read_bytes() == written


def test_cache_when_a_plan_is_approved_then_every_script_is_read(account: Account) -> None:
    account.sync()
    plan_id = account.sync(check_mode=True)[0]["plan_id"]
    assert account.sync(expected_plan=plan_id)[1] == ALL_TEXTS


@pytest.mark.parametrize(("place", "mode"), [(".", 0o770), (".", 0o707), ("texts.json", 0o620), ("texts.json", 0o602)])
def test_cache_when_others_can_write_to_it_then_the_task_fails_before_any_call(
    account: Account, place: str, mode: int
) -> None:
    account.sync()
    unsafe = account.cache.parent / place
    unsafe.chmod(mode)
    result, methods = account.sync()
    assert methods == []
    assert result["failed"]
    assert result["msg"].startswith(f"cache_file is not safe, because others can write to {unsafe}.")


def test_cache_when_another_user_owns_it_then_the_task_fails_before_any_call(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.sync()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    result, methods = account.sync()
    assert methods == []
    assert result["msg"].startswith("cache_file is not safe, because others can write to ")


def test_cache_when_it_is_written_then_it_holds_digests_and_no_script(account: Account) -> None:
    account.sync()
    texts = json.loads(account.cache.read_bytes())["texts"]
    digests = {digest for _modified, digest in texts.values()}
    assert digests == {hashlib.sha256(text.encode()).hexdigest() for text in TEXTS.values()}


def test_cache_when_it_cannot_be_written_then_the_task_warns_and_is_done(
    account: Account, controller: Controller
) -> None:
    (controller.folder / "folder").mkdir()
    options = {"scenarios": [{"name": "scenario_1", "script": "// new\n"}], "cache_file": "folder"}
    run = controller.run([{"name": "sync", "voximplant.platform.vox_sync": options}], expected=["cache_file"])
    assert run["sync"].result["changed"]
    assert accounts.texts(account.emulator)["scenario_1"] == "// new\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: "",
        lambda content: content[:-9],
        lambda content: "[1, 2]",
        lambda content: "[" * 100_000,
        lambda content: "\0\1\2",
        lambda content: content.replace('"format": 1', '"format": 2'),
        lambda content: content.replace("account_id", "account_name"),
        lambda content: content.replace('"texts": {"', '"texts": {"x'),
        lambda content: json.dumps({**json.loads(content), "texts": {"1": "2"}}),
        lambda content: json.dumps({**json.loads(content), "texts": [["1", "2"]]}),
    ],
)
def test_cache_when_its_file_is_damaged_or_foreign_then_it_is_ignored_and_written_anew(
    account: Account, damage: t.Callable[[str], str]
) -> None:
    first, _methods = account.sync()
    written = account.cache.read_text(encoding="utf-8")
    account.cache.write_text(damage(written), encoding="utf-8")
    assert account.cache.read_text(encoding="utf-8") != written
    assert account.sync() == (first, ALL_TEXTS)
    assert account.cache.read_text(encoding="utf-8") == written


def test_cache_when_its_path_is_relative_then_it_is_beside_the_play(controller: Controller) -> None:
    scenarios = [{"name": name, "script": text} for name, text in TEXTS.items()]
    options = {"scenarios": scenarios, "cache_file": "kept/texts.json"}
    run = controller.run([{"name": name, "voximplant.platform.vox_sync": options} for name in ("first", "again")])
    assert sorted(run["again"].reads) == LISTINGS
    assert [path.name for path in (controller.folder / "kept").iterdir()] == ["texts.json"]
