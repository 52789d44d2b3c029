# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How an account is read."""

from __future__ import annotations

import pathlib
import threading
import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._account.cache import ScriptCache
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.tests.unit.support.declarations import scripts
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform


def test_scripts_when_some_are_in_the_cache_then_only_the_others_are_read_and_counted(tmp_path: pathlib.Path) -> None:
    platform = Platform()
    a, b = (platform.add_scenario(name, f"// {name}", modified="2020-01-01 00:00:00") for name in "ab")
    desired, path = scripts(a="// a", b="// b"), str(tmp_path / "cache.json")
    cache = ScriptCache(path, "account")
    read_account(platform.client, desired, cache)
    cache.save({a.scenario_id: a.modified, b.scenario_id: b.modified})
    b.scenario_script, b.modified = "// changed", "2020-01-02 00:00:00"
    steps: list[tuple[str, int, int]] = []
    current = read_account(platform.client, desired, ScriptCache(path, "account"), lambda *step: steps.append(step))
    assert current.scripts == {a.scenario_id: "// a", b.scenario_id: "// changed"}
    assert steps == [("read", 1, 1)]


def test_script_when_it_is_as_declared_then_it_takes_no_memory_of_its_own() -> None:
    platform, declared = Platform(), "".join(("// long ", "script"))
    row = platform.add_scenario("a", declared)
    assert read_account(platform.client, scripts(a=declared)).scripts[row.scenario_id] is declared


def test_reading_when_there_are_several_workers_then_listings_are_made_side_by_side() -> None:
    together = {name: threading.Barrier(2, timeout=10) for name in ("account", "rules", "objects")}

    class Waiting(Platform):
        """An account that answers a listing once the one beside it has arrived, too."""

        def GetApplications(self, form: t.Mapping[str, str]) -> t.Any:
            together["account"].wait()
            return super().GetApplications(form)

        def GetScenarios(self, form: t.Mapping[str, str]) -> t.Any:
            together["account"].wait()
            return super().GetScenarios(form)

        def GetRules(self, form: t.Mapping[str, str]) -> t.Any:
            together["rules"].wait()
            return super().GetRules(form)

        def GetUsers(self, form: t.Mapping[str, str]) -> t.Any:
            together["objects"].wait()
            return super().GetUsers(form)

    platform = Waiting()
    platform.workers = 2
    names = ("sales", "support")
    for name in names:
        platform.add_rule("in", platform.add_application(name))
    applications = tuple(DesiredApplication(name, rules=(DesiredRule("in"),), users=()) for name in names)
    current = read_account(platform.client, DesiredAccount(applications=applications))
    assert [len(found.rules or ()) for found in current.applications] == [1, 1]
    assert sorted(platform.calls) == ["GetApplications", "GetRules", "GetRules", "GetScenarios", "GetUsers", "GetUsers"]
