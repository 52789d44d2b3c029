# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pruning a project: a script goes with its scenario, unless another scenario needs the file."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError
from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import AdoptOptions, adopt
from ansible_collections.voximplant.platform.plugins.module_utils._export.changes import Missing
from ansible_collections.voximplant.platform.plugins.module_utils._export.plan import plan_update
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import ExportedScenario, Snapshot

from ..support.projects import MANIFEST, Files, account_of, adopt_files, project_of

PRUNE = AdoptOptions(prune=True)
LOOSE = "scenarios_dir: js\n"


def without(files: Files, *names: str, **values: t.Any) -> Snapshot:
    """Return the account that a project declares, without some scenarios."""
    account = account_of(project_of(files, **values))
    scenarios = tuple(scenario for scenario in account.scenarios if scenario.name not in names)
    return dataclasses.replace(account, scenarios=scenarios, existing=frozenset(found.name for found in scenarios))


def test_shared_file_when_one_of_its_scenarios_is_gone_then_it_stays_until_the_last_one_is() -> None:
    both = "scenarios:\n- {name: one, src: js/both.js}\n- {name: two, src: js/both.js}\n- {name: x, src: js/x.js}\n"
    files = {MANIFEST: both, "js/both.js": "// both", "js/x.js": "// x"}
    after, adoption = adopt_files(files, without(files, "two"), PRUNE)
    assert after == {**files, MANIFEST: both.replace("- {name: two, src: js/both.js}\n", "")}
    assert (adoption.missing, adoption.warnings) == ((), ())
    after, _adoption = adopt_files(files, without(files, "one", "two"), PRUNE)
    assert after == {MANIFEST: "scenarios:\n- {name: x, src: js/x.js}\n", "js/x.js": "// x"}


@pytest.mark.parametrize("gone", ["a", "b", "both"])
def test_linked_file_when_a_scenario_of_it_is_gone_then_nothing_is_deleted_and_it_is_named(gone: str) -> None:
    files, links = {MANIFEST: LOOSE, "js/a.js": "// a", "js/x.js": "// x"}, {"js/b.js": "js/a.js"}
    names = ("a", "b") if gone == "both" else (gone,)
    after, adoption = adopt_files(files, without(files, *names, links=links), PRUNE, links=links)
    assert after == files
    assert adoption.missing == tuple(Missing("scenario", name) for name in names)
    reasons = {"a": "another scenario has the same file", "b": "the file is a symbolic link"}
    for name, warning in zip(names, adoption.warnings, strict=True):
        assert f"the scenario {name!r} any more" in warning
        assert f"leaves it in the project: {reasons[name]} (js/a.js). " in warning


def test_linked_file_when_an_entry_names_it_then_the_entry_goes_only_if_no_other_scenario_is_left_behind() -> None:
    manifest = f"{LOOSE}scenarios:\n- {{name: a, src: js/a.js}}\n- {{name: b, src: lib/a.js}}\n"
    files = {MANIFEST: manifest, "js/a.js": "// a", "js/x.js": "// x", "lib/a.js": "// link"}
    project = project_of(files)
    link = dataclasses.replace(project.scripts[1], path="js/a.js", content="// a", is_link=True)
    project = dataclasses.replace(project, scripts=(project.scripts[0], link, *project.scripts[2:]))
    manifests = []
    for gone in ({"b"}, {"a", "b"}):
        scenarios = tuple(ExportedScenario(name, f"// {name}") for name in "ax" if name not in gone)
        file, *scripts = adopt(project, Snapshot(scenarios), PRUNE).files
        assert [script.content for script in scripts] == [b"// a", b"// x"]
        manifests.append(t.cast("bytes", file.content).decode())
    assert manifests == [manifest.replace("- {name: b, src: lib/a.js}\n", ""), manifest]


@pytest.mark.parametrize(("obstacle", "update_scripts"), [("the file is encrypted", True), ("", False)])
def test_script_when_it_cannot_be_deleted_then_its_scenario_is_named_while_the_directory_declares_it(
    obstacle: str, update_scripts: bool
) -> None:
    manifest = f"{LOOSE}scenarios:\n- {{name: c, src: js/c.js}}\n- {{name: d, src: lib/d.js}}\n"
    files = {MANIFEST: manifest, **{f"{path}.js": "" for path in ("js/a", "js/b", "js/c", "lib/d")}}
    project = project_of(files)
    scripts = tuple(dataclasses.replace(script, obstacle=obstacle) for script in project.scripts)
    project = dataclasses.replace(project, scripts=scripts)
    options = dataclasses.replace(PRUNE, update_scripts=update_scripts)
    adoption = adopt(project, Snapshot((ExportedScenario("b", ""),)), options)
    plan = plan_update(project, adoption, force=False)
    assert plan.after.as_result()["summary"]["deleted"] == 0
    assert adoption.files[0].content == manifest.replace("- {name: d, src: lib/d.js}\n", "").encode()
    assert {missing.name for missing in adoption.missing} == {"a", "c"}
    reason = obstacle or "update_scripts is false"
    assert sorted(plan.warnings) == [
        f"The account does not have the scenario {name!r} any more, and prune leaves it in the project: "
        f"{reason} (js/{name}.js). Remove it by hand."
        for name in "ac"
    ]


@pytest.mark.parametrize("entry", ["", "scenarios:\n- {name: a, src: js/a.js}\n", "scenarios:\n- {name: a}\n"])
@pytest.mark.parametrize("scenarios_dir", [None, "js"])
def test_scripts_when_none_would_be_left_in_the_directory_then_nothing_is_written(
    entry: str, scenarios_dir: str | None
) -> None:
    manifest = (LOOSE if scenarios_dir is None else "applications: []\n") + entry
    files = {MANIFEST: manifest, "js/a.js": "// a", "js/b.js": "// b"}
    given = {"scenarios_dir": scenarios_dir}
    with pytest.raises(ConflictError) as caught:
        adopt_files(files, Snapshot(), PRUNE, **given)
    assert str(caught.value).startswith("The account has none of the scenarios in js, and ")
    assert caught.value.field == "prune"
    assert adopt_files(files, Snapshot(), **given)[1].missing == (Missing("scenario", "a"), Missing("scenario", "b"))
    after, _adoption = adopt_files(files, without(files, "a", **given), PRUNE, **given)
    assert after.keys() == {MANIFEST, "js/b.js"}
    after, _adoption = adopt_files(files, Snapshot((ExportedScenario("new", "// new"),)), PRUNE, **given)
    assert after.keys() == {MANIFEST, "js/new.js"}
    ignored = {**files, MANIFEST: files[MANIFEST] + "ignore: {files: [n*]}\n"}
    with pytest.raises(ConflictError, match="none of the scenarios in js"):
        adopt_files(ignored, Snapshot((ExportedScenario("new", "// new"),)), PRUNE, **given)


@pytest.mark.parametrize("entry", ["{name: x, src: js/x.js}", "{name: x}"])
def test_scenario_when_a_rule_of_an_application_that_is_not_selected_runs_it_then_it_stays(entry: str) -> None:
    manifest = (
        f"scenarios:\n- {entry}\n- {{name: y, src: js/y.js}}\n"
        "applications:\n- {name: shop, rules: [{name: r, scenarios: [x]}]}\n- {name: desk}\n"
    )
    files = {MANIFEST: manifest, "js/y.js": "// y"}
    files.update({"js/x.js": "// x"} if "src" in entry else {})
    desk = dataclasses.replace(without(files, "x", "y"), applications=account_of(project_of(files)).applications[1:])
    after, adoption = adopt_files(files, desk, AdoptOptions(prune=True, applications=["desk"]))
    del files["js/y.js"]
    assert after == {**files, MANIFEST: manifest.replace("- {name: y, src: js/y.js}\n", "")}
    assert "'x' any more, and prune leaves it in the project: a rule of an application that is" in adoption.warnings[0]


def test_scenario_when_only_a_selected_application_that_is_to_be_renamed_ran_it_then_it_goes() -> None:
    manifest = "scenarios_dir: js\napplications:\n- {name: shop, rules: [{name: r, scenarios: [x]}]}\n"
    files = {MANIFEST: manifest, "js/x.js": "// x", "js/y.js": "// y"}
    account = without(files, "x")
    account.applications[0]["rules"][0]["scenarios"].clear()
    renaming = {**files, MANIFEST: manifest.replace("name: shop", "name: store, renamed_from: shop")}
    after, adoption = adopt_files(renaming, account, AdoptOptions(prune=True, applications=["shop"]))
    assert after == {MANIFEST: manifest.replace("[x]", "[]"), "js/y.js": "// y"}
    assert (adoption.missing, adoption.warnings) == ((), ())
