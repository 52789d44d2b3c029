# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_sync: whole accounts, through ansible-playbook against the emulator."""

from __future__ import annotations

import collections
import re

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import HIGHEST
from harness import accounts, own_emulator
from harness.plays import Controller, Json, Outcome
from voximplant_emulator import Emulator

pytestmark = [pytest.mark.every_core, pytest.mark.measured]

controller = own_emulator.controller
emulator = own_emulator.emulator

MODULE = "voximplant.platform.vox_sync"
COUNT = 200


def manifest(**scenarios: str) -> Json:
    """An application with two rules over these scenarios, of which the first is run by both."""
    names = list(scenarios)
    return {
        "scenarios": [{"name": name, "script": text} for name, text in scenarios.items()],
        "applications": [
            {
                "name": "support",
                "rules": [
                    {"name": "inbound", "pattern": "1.*", "scenarios": names},
                    {"name": "outbound", "pattern": "2.*", "pattern_exclude": "22.*", "scenarios": names[:1]},
                ],
            }
        ],
    }


def sync(controller: Controller, *tasks: Json) -> list[Outcome]:
    """Run one vox_sync task after the other; `check` among the options runs a task in check mode."""
    named = [
        {
            "name": str(number),
            MODULE: {name: value for name, value in options.items() if name != "check"},
            "check_mode": options.get("check", False),
            "diff": True,
        }
        for number, options in enumerate(tasks)
    ]
    run = controller.run(named)
    return [run[str(number)] for number in range(len(tasks))]


def check_real_again(controller: Controller, options: Json) -> Outcome:
    """Apply a manifest in check mode, for real and again; the outcome of the real run."""
    checked, done, again = sync(controller, {**options, "check": True}, options, options)
    assert not done.result["failed"], done.result
    assert checked.writes == [] and again.writes == []
    for key in ("operations", "diff", "summary", "drift", "changed"):
        assert checked.result[key] == done.result[key], key
    assert sorted(done.writes) == sorted(operation["method"] for operation in done.result["operations"])
    assert (again.result["changed"], again.result["operations"], again.result["drift"]) == (False, [], [])
    return done


def kinds(outcome: Outcome) -> list[tuple[str, str, str]]:
    """The differences that a task reports."""
    return [(found["object"], found["name"], found["kind"]) for found in outcome.result["drift"]]


def test_sync_when_the_account_is_empty_then_everything_is_made_in_order(
    controller: Controller, emulator: Emulator
) -> None:
    done = check_real_again(controller, manifest(common="// a\n", inbound="// b\n"))
    assert done.writes[0] == "AddApplication"
    assert collections.Counter(done.writes) == {"AddApplication": 1, "AddScenario": 2, "AddRule": 2}
    (application,) = emulator.state()["applications"]
    assert [rule["rule_name"] for rule in application["rules"]] == ["inbound", "outbound"]
    assert accounts.texts(emulator) == {"common": "// a\n", "inbound": "// b\n"}
    ids = {name: row["scenario_id"] for name, row in accounts.scenarios(emulator).items()}
    assert accounts.rules(emulator) == {"inbound": [ids["common"], ids["inbound"]], "outbound": [ids["common"]]}


def test_sync_when_everything_differs_then_each_difference_is_put_right(
    controller: Controller, emulator: Emulator
) -> None:
    sync(controller, manifest(common="// a\n", old="// b\n"))
    before = {name: row["scenario_id"] for name, row in accounts.scenarios(emulator).items()}
    (application,) = emulator.state()["applications"]
    first, second = (rule["rule_id"] for rule in application["rules"])
    emulator.call("SetScenarioInfo", scenario_id=before["common"], scenario_script="// console\n")
    emulator.call("ReorderRules", rule_id=[second, first])
    emulator.call("ReorderScenarios", rule_id=first, scenario_id=[before["old"], before["common"]])
    emulator.call("SetRuleInfo", rule_id=second, rule_pattern="3.*")
    wanted = manifest(common="// a\n", new="// b\n")
    wanted["scenarios"][1]["renamed_from"] = "old"

    done = check_real_again(controller, wanted)

    assert set(kinds(done)) == {
        ("scenario", "common", "changed"),
        ("scenario", "new", "renamed"),
        ("rule", "inbound", "order"),
        ("rule", "outbound", "changed"),
        ("application", "support", "order"),
    }
    differences = {(found["name"], found["kind"]): found for found in done.result["drift"]}
    assert differences["common", "changed"]["after"] == {"script": "1 line (+1 -1)"}
    assert differences["outbound", "changed"]["before"] == {"pattern": "3.*"}
    assert differences["outbound", "changed"]["after"] == {"pattern": "2.*"}
    assert differences["inbound", "order"]["after"] == {"scenarios": ["common", "new"]}
    assert differences["support", "order"]["before"] == {"rules": ["outbound", "inbound"]}
    modified = [found["modified"] for found in done.result["drift"] if found["kind"] != "order"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", time) for time in modified), modified
    after = {name: row["scenario_id"] for name, row in accounts.scenarios(emulator).items()}
    assert after == {"common": before["common"], "new": before["old"]}
    assert accounts.texts(emulator) == {"common": "// a\n", "new": "// b\n"}


def test_sync_when_nothing_differs_then_it_costs_one_listing_a_kind_and_one_call_a_text(
    controller: Controller, emulator: Emulator
) -> None:
    scenarios = [{"name": f"s{number:03}", "script": f"// {number}\n"} for number in range(COUNT)]
    names = [scenario["name"] for scenario in scenarios]
    rules = [{"name": f"r{number}", "pattern": str(number), "scenarios": names[number::5][:20]} for number in range(5)]
    wanted = {"scenarios": scenarios, "applications": [{"name": "support", "rules": rules}]}
    changed = {**wanted, "scenarios": [{"name": "s000", "script": "// edited\n"}, *scenarios[1:]]}

    first, unchanged, one_changed = sync(controller, wanted, wanted, changed)

    made = collections.Counter(call["method"] for call in first.calls)
    assert (made.pop("AddScenario"), made.pop("AddRule"), made.pop("AddApplication")) == (COUNT, 5, 1)
    assert made == {"GetApplications": 2, "GetScenarios": 2, "GetRules": 1}
    texts_and_listings = {"GetApplications": 1, "GetScenarios": COUNT + 1, "GetRules": 1}
    assert collections.Counter(call["method"] for call in unchanged.calls) == texts_and_listings
    made = collections.Counter(call["method"] for call in one_changed.calls)
    reads = made.pop("GetScenarios")
    assert made == {"GetApplications": 1, "GetRules": 1, "SetScenarioInfo": 1}
    # Listed before and after the write, and its script read again where it changed in the second in which it was read.
    assert reads in (COUNT + 3, COUNT + 4, COUNT + 5)
    assert one_changed.writes == ["SetScenarioInfo"]
    assert len({call["connection"] for call in unchanged.calls}) <= HIGHEST
    assert not unchanged.result["changed"]


def test_sync_when_the_service_account_is_used_then_one_token_serves_all_calls(
    controller: Controller, emulator: Emulator
) -> None:
    login = {"api_url": emulator.api_url, "credentials_file": emulator.credentials_file}
    run = controller.run([{"name": "sync", MODULE: manifest(common="a", inbound="b")}], defaults=login)
    assert {call["auth"] for call in run["sync"].calls} == {"token"}
    assert run["sync"].result["summary"]["created"] == 5


def test_sync_when_drift_is_only_reported_then_nothing_is_written(controller: Controller, emulator: Emulator) -> None:
    wanted = manifest(common="// a\n", inbound="// b\n")
    sync(controller, wanted)
    scenario_id = accounts.scenarios(emulator)["common"]["scenario_id"]
    emulator.call("SetScenarioInfo", scenario_id=scenario_id, scenario_script="// console\n")
    emulator.call("AddScenario", scenario_name="stray")
    report, fail = sync(controller, {**wanted, "on_drift": "report"}, {**wanted, "on_drift": "fail"})
    assert (report.writes, report.result["changed"]) == ([], False)
    assert kinds(report) == [("scenario", "common", "changed"), ("scenario", "stray", "unmanaged")]
    assert fail.writes == []
    assert "common (changed)" in fail.message and "stray (unmanaged)" in fail.message


def test_sync_when_only_some_are_selected_then_nothing_else_is_touched(
    controller: Controller, emulator: Emulator
) -> None:
    sync(controller, manifest(common="// a\n", inbound="// b\n"))
    wanted = manifest(common="// new a\n", inbound="// new b\n", extra="// c\n")
    emulator.call("AddScenario", scenario_name="stray")
    options = {**wanted, "only_scenarios": ["in*"], "prune": ["scenarios", "rules", "bindings"]}
    done = check_real_again(controller, options)
    assert done.writes == ["SetScenarioInfo"]
    assert accounts.texts(emulator) == {"common": "// a\n", "inbound": "// new b\n", "stray": ""}


def test_sync_when_nothing_is_selected_then_it_fails_and_nothing_is_written(
    controller: Controller, emulator: Emulator
) -> None:
    wanted = manifest(common="// a\n")
    emulator.call("AddScenario", scenario_name="old")
    typo, blank = sync(controller, {**wanted, "only_scenarios": "comon"}, {**wanted, "only_rules": ""})
    options = {**wanted, "only_scenarios": "old", "prune": ["scenarios"]}
    tasks = [{"name": name, MODULE: options} for name in ("gone", "again")]
    run = controller.run(tasks, expected=["only_scenarios: no scenario of the project or the account matches"])
    gone, again = run["gone"], run["again"]
    assert typo.message.startswith("only_scenarios: no scenario of the project or the account matches 'comon'.")
    assert blank.message.startswith("only_rules is empty.")
    assert (typo.writes, blank.writes, gone.writes, again.writes) == ([], [], ["DelScenario"], [])


def test_sync_when_things_are_pruned_then_only_what_may_go_goes(controller: Controller, emulator: Emulator) -> None:
    wanted = manifest(common="// a\n", inbound="// b\n")
    sync(controller, wanted)
    for name in ("team_old", "team_used", "other"):
        emulator.call("AddScenario", scenario_name=name)
    other = emulator.call("AddApplication", application_name="other")["application_id"]
    used = accounts.scenarios(emulator)["team_used"]["scenario_id"]
    emulator.call("AddRule", application_id=other, rule_name="r", rule_pattern=".*", scenario_id=used)
    support = emulator.state()["applications"][0]["application_id"]
    emulator.call("AddRule", application_id=support, rule_name="team_rule", rule_pattern=".*")
    options = {**wanted, "prune": ["scenarios", "rules"], "prune_pattern": "team_*"}
    warning = "team_used (id"
    named = [{"name": str(number), MODULE: options, "check_mode": number == 0, "diff": True} for number in range(3)]
    run = controller.run(named, expected=[warning] * 3)
    checked, done, again = (run[str(number)] for number in range(3))
    assert [(operation["action"], operation["name"]) for operation in checked.result["operations"]] == [
        ("delete", "team_rule"),
        ("delete", "team_old"),
    ]
    assert done.writes == ["DelRule", "DelScenario"] and again.writes == []
    assert set(accounts.texts(emulator)) == {"common", "inbound", "team_used", "other"}


@pytest.mark.parametrize("limit", [0, 2])
def test_sync_when_more_would_go_than_allowed_then_nothing_is_written(
    controller: Controller, emulator: Emulator, limit: int
) -> None:
    wanted = manifest(common="// a\n", inbound="// b\n")
    sync(controller, wanted)
    for name in ("x", "y", "z"):
        emulator.call("AddScenario", scenario_name=name)
    options = {**wanted, "prune": ["scenarios"], "prune_limit": limit}
    checked, done = sync(controller, {**options, "check": True}, options)
    for outcome in (checked, done):
        assert outcome.writes == []
        assert f"prune_limit is {limit}" in outcome.message
        assert all(f"scenario {name}" in outcome.message for name in ("x", "y", "z"))


def test_sync_when_tokens_are_substituted_then_every_text_has_the_values(
    controller: Controller, emulator: Emulator
) -> None:
    wanted = manifest(common="const A = '__A__';\n", inbound="const B = '__B__' + '__A__';\n")
    check_real_again(controller, {**wanted, "substitutions": {"__A__": "+1", "__B__": "__A__"}})
    assert accounts.texts(emulator) == {"common": "const A = '+1';\n", "inbound": "const B = '__A__' + '+1';\n"}
    (unknown,) = sync(controller, {**wanted, "substitutions": {"__NO__": "x"}})
    assert "__NO__" in unknown.message and unknown.calls == ()


def test_sync_when_a_scenario_is_scoped_then_it_is_made_in_its_application(
    controller: Controller, emulator: Emulator
) -> None:
    wanted = manifest(common="// a\n", inbound="// b\n")
    wanted["scenarios"][1]["application_name"] = "support"
    check_real_again(controller, wanted)
    (application,) = emulator.state()["applications"]
    scoped = accounts.scenarios(emulator)
    assert scoped["inbound"]["application_id"] == application["application_id"]
    assert scoped["common"]["application_id"] is None
    wanted["scenarios"][0]["application_name"] = "support"
    (moved,) = sync(controller, wanted)
    assert moved.writes == [] and "common" in moved.message and "cannot be moved" in moved.message


def test_sync_when_one_write_fails_then_done_failed_and_not_reached_are_told_and_the_next_run_finishes(
    controller: Controller, emulator: Emulator
) -> None:
    wanted = {**manifest(common="// a\n", inbound="// b\n"), "workers": 1}
    emulator.add_fault("api_error", method="AddScenario", code=418, skip=1, times=1)
    failed, next_run, again = sync(controller, wanted, wanted, wanted)
    assert failed.result["error"] == {
        "method": "AddScenario",
        "code": 418,
        "http_status": None,
        "name": "inbound",
        "object": "scenario",
        "field": None,
    }
    assert [operation["name"] for operation in failed.result["operations"]] == ["support", "common"]
    assert [operation["name"] for operation in failed.result["not_reached"]] == ["inbound", "outbound"]
    assert next_run.writes == ["AddScenario", "AddRule", "AddRule"]
    assert not again.result["changed"]


def test_sync_when_two_accounts_are_served_then_neither_touches_the_other(
    controller: Controller, emulator: Emulator
) -> None:
    second = emulator.add_account()
    logins = (
        accounts.login(emulator),
        {"api_url": emulator.api_url, "account_id": second["account_id"], "api_key": second["api_key"]},
    )
    wanted = manifest(common="// a\n", inbound="// b\n")
    tasks = [{"name": str(number), MODULE: {**wanted, **login}} for number, login in enumerate(logins * 2)]
    run = controller.run(tasks)
    assert [run[str(number)].result["changed"] for number in range(4)] == [True, True, False, False]
    for account_id in (emulator.account_id, second["account_id"]):
        assert {row["scenario_name"] for row in emulator.state(account_id)["scenarios"]} == {"common", "inbound"}
