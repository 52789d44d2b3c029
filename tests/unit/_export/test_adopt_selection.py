# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account brought into a project in part: what is not selected or cannot be read stays as it is."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import AdoptOptions
from ansible_collections.voximplant.platform.plugins.module_utils._export.changes import Missing
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
)

from ..support.projects import MANIFEST, account_of, adopt_files, project_of

TWO = """\
scenarios:
- {name: old, src: s/a.js}
- {name: x, src: s/b.js, application_name: shop}
applications:
- name: shop
  rules: []
- name: desk
  rules: []
"""
TWO_FILES = {MANIFEST: TWO, "s/a.js": "// a", "s/b.js": "// b"}


def test_selection_when_it_leaves_objects_out_then_those_are_neither_missing_nor_changed() -> None:
    account = account_of(project_of(TWO_FILES))
    shop = dataclasses.replace(account, applications=account.applications[:1])
    after, adoption = adopt_files(TWO_FILES, shop, AdoptOptions(applications=["shop.account.voximplant.com"]))
    assert (after, adoption.missing) == (TWO_FILES, ())
    nothing = dataclasses.replace(account, scenarios=(), existing=frozenset())
    after, adoption = adopt_files(TWO_FILES, nothing, AdoptOptions(name_contains="ol", prune=False))
    assert (after, adoption.missing) == (TWO_FILES, (Missing("scenario", "old"),))


def test_scenarios_when_two_are_new_and_both_are_equal_to_a_missing_one_then_none_is_taken_for_it() -> None:
    account = account_of(project_of(TWO_FILES))
    new = tuple(ExportedScenario(name, "// a") for name in ("first", "second"))
    others = tuple(scenario for scenario in account.scenarios if scenario.name != "old")
    account = dataclasses.replace(account, scenarios=(*others, *new), existing=frozenset())
    after, adoption = adopt_files(TWO_FILES, account)
    assert adoption.missing == (Missing("scenario", "old"),)
    assert {name: after[f"s/{name}.js"] for name in ("first", "second")} == {"first": "// a", "second": "// a"}
    assert "{name: old, src: s/a.js}" in after[MANIFEST]


def test_scenario_when_it_is_new_in_another_scope_then_it_is_not_taken_for_a_missing_one() -> None:
    account = account_of(project_of(TWO_FILES))
    others = tuple(scenario for scenario in account.scenarios if scenario.name != "old")
    new = ExportedScenario("new", "// a", "shop")
    account = dataclasses.replace(account, scenarios=(*others, new), existing=frozenset())
    after, adoption = adopt_files(TWO_FILES, account)
    assert adoption.missing == (Missing("scenario", "old"),)
    assert after["s/new.js"] == "// a"


def test_scenario_when_it_exists_and_cannot_be_read_then_it_is_not_missing() -> None:
    account = account_of(project_of(TWO_FILES))
    parents = dataclasses.replace(account, scenarios=account.scenarios[:1])
    after, adoption = adopt_files(TWO_FILES, parents)
    assert (after, adoption.missing) == (TWO_FILES, ())
    _after, adoption = adopt_files(TWO_FILES, dataclasses.replace(parents, existing=frozenset(["old"])))
    assert adoption.missing == (Missing("scenario", "x", "shop"),)


@pytest.mark.parametrize("applications", [None, ["desk"], ["desk.account.voximplant.com"]])
def test_renaming_when_it_was_not_deployed_then_the_account_decides(applications: list[str] | None) -> None:
    manifest = TWO.replace("{name: old, src", "{name: new, renamed_from: old, src").replace(
        "- name: desk", "- name: counter\n  renamed_from: desk"
    )
    account = account_of(project_of(TWO_FILES))
    there = dataclasses.replace(account, applications=account.applications[1 if applications else 0 :])
    options = AdoptOptions(applications=applications)
    after, adoption = adopt_files({**TWO_FILES, MANIFEST: manifest}, there, options)
    assert (after, adoption.missing, adoption.warnings) == (TWO_FILES, (), ())


@pytest.mark.parametrize(("scope", "entry"), [(None, ""), ("desk", ", application_name: desk")])
def test_scenario_when_its_scope_changed_then_the_entry_says_so(scope: str | None, entry: str) -> None:
    account = account_of(project_of(TWO_FILES))
    moved = dataclasses.replace(account.scenarios[1], application_name=scope)
    after, _adoption = adopt_files(TWO_FILES, dataclasses.replace(account, scenarios=(account.scenarios[0], moved)))
    assert after == {**TWO_FILES, MANIFEST: TWO.replace(", application_name: shop", entry)}


def test_new_scenario_when_another_has_its_file_name_then_it_gets_one_of_its_own() -> None:
    account = account_of(project_of(TWO_FILES))
    account = dataclasses.replace(account, scenarios=(*account.scenarios, ExportedScenario("A", "// new")))
    after, _adoption = adopt_files(TWO_FILES, account)
    (path,) = after.keys() - TWO_FILES.keys()
    assert path.startswith("s/A-")
    assert after["s/a.js"] == "// a"
    assert f"- name: A\n  src: {path}\n" in after[MANIFEST]


IGNORED = [
    ("", "ignore:\n  scenarios:\n    - a;[[]b\n"),
    ("ignore: {users: [x/*]}\n", "ignore: {users: [x/*], scenarios: [a;[[]b]}\n"),
    ("ignore:\n  scenarios:\n  - old*\n", "ignore:\n  scenarios:\n  - old*\n  - a;[[]b\n"),
]


@pytest.mark.parametrize(("before", "ignored"), IGNORED)
@pytest.mark.parametrize("script", ["// new", "// a"], ids=["new", "renamed"])
def test_scenario_when_no_manifest_can_declare_it_then_it_is_ignored_with_a_warning(
    before: str, ignored: str, script: str
) -> None:
    manifest = "scenarios: [{name: x, src: a.js}]\napplications: [{name: shop, rules: [{name: r, scenarios: [x]}]}]\n"
    files = {MANIFEST: manifest + before, "a.js": "// a"}
    account = account_of(project_of(files))
    account = dataclasses.replace(account, scenarios=(ExportedScenario("a;[b", script),), existing=frozenset(["a;[b"]))
    account.applications[0]["rules"][0]["scenarios"].append("a;[b")
    after, adoption = adopt_files(files, account)
    ending = ignored.replace("a;[[]b", "'a;[[]b'") if "{" in ignored else ignored
    assert after == {**files, MANIFEST: manifest + ending}
    assert adoption.missing == (Missing("scenario", "x"),)
    assert adoption.warnings == (
        "A manifest cannot declare a scenario called 'a;[b', so it is added to ignore.scenarios.",
    )
    again, adoption = adopt_files(after, account)
    assert (again, adoption.warnings) == (after, ())


def test_scenario_when_it_cannot_be_declared_and_is_renamed_by_the_next_deployment_then_it_is_not_ignored() -> None:
    files = {MANIFEST: "scenarios: [{name: x, src: a.js, renamed_from: a;b}]\n", "a.js": "// a"}
    there = dataclasses.replace(account_of(project_of(files)), scenarios=(ExportedScenario("a;b", "// a"),))
    after, adoption = adopt_files(files, dataclasses.replace(there, existing=frozenset(["a;b"])))
    assert (after, adoption.warnings) == (files, ())


def test_new_rule_when_it_runs_a_scenario_that_cannot_be_declared_then_that_is_ignored() -> None:
    files = {MANIFEST: "applications:\n- {name: shop, rules: [{name: r, scenarios: [a;b]}]}\n"}
    account = account_of(project_of(files))
    account = dataclasses.replace(account, scenarios=(ExportedScenario("a;b", ""),))
    after, _adoption = adopt_files({MANIFEST: "applications:\n- {name: shop, rules: []}\n"}, account)
    assert after.keys() == {MANIFEST}
    assert after[MANIFEST].endswith("ignore:\n  scenarios:\n    - a;b\n")
    assert "name: a;b" not in after[MANIFEST] and "a;b" in after[MANIFEST].partition("ignore")[0]


@pytest.mark.parametrize(("glob", "is_ignored"), [("test*", True), ("*1.js", True), ("js/test*", False)])
def test_new_scenario_when_its_file_is_ignored_then_an_entry_names_it(glob: str, is_ignored: bool) -> None:
    files = {MANIFEST: f"scenarios_dir: js\nignore: {{files: ['{glob}']}}\n", "js/a.js": "// a"}
    account = account_of(project_of(files))
    account = dataclasses.replace(account, scenarios=(*account.scenarios, ExportedScenario("test1", "// new")))
    after, _adoption = adopt_files(files, account)
    assert after["js/test1.js"] == "// new"
    assert ("src: js/test1.js\n" in after[MANIFEST]) == is_ignored
    assert (after[MANIFEST] == files[MANIFEST]) != is_ignored


@pytest.mark.parametrize("applications", [None, ["desk"]])
@pytest.mark.parametrize("gone", ["rule", "application"])
def test_scenario_when_it_was_renamed_then_rules_that_stay_declared_name_it_as_well(
    applications: list[str] | None, gone: str
) -> None:
    manifest = (
        "scenarios: [{name: old, src: a.js}]\napplications:\n"
        "- {name: shop, rules: [{name: r, scenarios: [old]}]}\n- {name: desk, rules: []}\n"
    )
    files = {MANIFEST: manifest, "a.js": "// a"}
    account = account_of(project_of(files))
    if gone == "rule":
        account.applications[0]["rules"].clear()
    there = account.applications[1:] if gone == "application" or applications else account.applications
    renamed = dataclasses.replace(
        account, scenarios=(ExportedScenario("new", "// a"),), applications=there, existing=frozenset(["new"])
    )
    after, _adoption = adopt_files(files, renamed, AdoptOptions(applications=applications))
    assert after == {**files, MANIFEST: manifest.replace("old", "new")}
