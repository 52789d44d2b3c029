# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of an account that a project writes in another Unicode form, or that several rules have."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError
from ansible_collections.voximplant.platform.plugins.module_utils._export.read_current import read_account
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
    files_of,
)
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from ansible_collections.voximplant.platform.tests.unit.support.projects import MANIFEST, adopt_files

COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"
FORMS = pytest.mark.parametrize(("there", "declared"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])


def account(*names: str, pattern: str = "1") -> Snapshot:
    """Return an account with an application that has rules of these names."""
    rules: list[dict[str, t.Any]] = [
        {"name": name, "pattern": pattern, "pattern_exclude": "", "video_conference": False, "scenarios": []}
        for name in names
    ]
    return Snapshot((), ({"name": "support", "secure_record_storage": False, "rules": rules},))


@FORMS
def test_rule_when_its_name_has_another_form_then_only_what_differs_is_changed(there: str, declared: str) -> None:
    manifest = f"applications:\n  - name: support\n    rules:\n      - name: {declared}\n        pattern: '1'\n"
    assert adopt_files({MANIFEST: manifest}, account(there))[0] == {MANIFEST: manifest}
    files, adoption = adopt_files({MANIFEST: manifest}, account(there, pattern="2"))
    assert files == {MANIFEST: manifest.replace("'1'", "'2'")}
    assert adoption.missing == ()


@pytest.mark.parametrize("second", [COMPOSED, DECOMPOSED], ids=["equal", "another form"])
def test_rules_when_two_have_one_name_then_the_account_is_not_exported(second: str) -> None:
    twins = account(COMPOSED, second)
    manifest = "applications: [{name: support, rules: []}]\n"
    for export in (lambda: files_of(twins, MANIFEST), lambda: adopt_files({MANIFEST: manifest}, twins)):
        with pytest.raises(ConflictError, match="Several rules of the application support are called 'caf\u00e9'"):
            export()


@pytest.mark.parametrize("ignored", ["applications: [support]", "rules: ['support/caf*']"])
def test_rules_when_two_of_one_name_are_ignored_then_the_project_is_updated(ignored: str) -> None:
    manifest = f"applications: []\nignore:\n  {ignored}\n"
    files, _adoption = adopt_files({MANIFEST: manifest}, account(COMPOSED, DECOMPOSED))
    assert files[MANIFEST].endswith(f"ignore:\n  {ignored}\n")


@FORMS
def test_scenario_when_the_project_names_it_in_another_form_then_it_is_read_whatever_is_selected(
    there: str, declared: str
) -> None:
    platform = Platform()
    platform.add_scenario(there, "x")
    platform.add_application("support")
    snapshot = read_account(platform.client, ["support"], include=[declared])
    assert [scenario.name for scenario in snapshot.scenarios] == [there]


def test_scenario_when_only_a_file_declared_it_and_it_is_renamed_then_its_entry_has_the_composed_name() -> None:
    there = Snapshot((ExportedScenario(DECOMPOSED, "// long enough to be told apart\n"),))
    project = {MANIFEST: "scenarios_dir: js\n", "js/old.js": "// long enough to be told apart\n"}
    manifest = adopt_files(project, there)[0][MANIFEST]
    assert f"name: {COMPOSED}\n" in manifest and "src: js/old.js\n" in manifest


def twins(*scripts: str, run: t.Sequence[str] = (), reverse: bool = False) -> Snapshot:
    """Return an account with two scenarios whose names differ in their form only, and a rule that runs some."""
    scenarios = [ExportedScenario(name, script) for name, script in zip((COMPOSED, DECOMPOSED), scripts, strict=True)]
    there = account("night").applications
    there[0]["rules"][0]["scenarios"] = list(run)
    return Snapshot(tuple(scenarios[:: -1 if reverse else 1]), there, existing=frozenset([COMPOSED, DECOMPOSED]))


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("declared", [COMPOSED, DECOMPOSED])
def test_scenario_when_another_has_its_name_in_another_form_then_the_one_as_written_is_read_and_a_warning_says_so(
    declared: str, reverse: bool
) -> None:
    files = {
        MANIFEST: f"scenarios: [{{name: {declared}, src: c.js}}]\napplications: [{{name: support}}]\n",
        "c.js": "A",
    }
    scripts = ("A", "B") if declared == COMPOSED else ("B", "A")
    after, adoption = adopt_files(files, twins(*scripts, reverse=reverse))
    assert (after, adoption.missing) == (files, ())
    (warning,) = adoption.warnings
    assert warning.startswith("The account has several scenarios called 'caf\u00e9', whose names differ only in their ")
    loose = {MANIFEST: "scenarios_dir: js\napplications: [{name: support}]\n", f"js/{COMPOSED}.js": "A"}
    assert adopt_files(loose, twins("A", "B", reverse=reverse))[0] == loose
    new, _adoption = adopt_files({MANIFEST: "scenarios_dir: js\napplications: [{name: support}]\n"}, twins("A", "B"))
    assert [content for path, content in new.items() if path != MANIFEST] == ["A"]
    ignored = {MANIFEST: "applications: [{name: support}]\nignore: {scenarios: [caf*]}\n"}
    assert adopt_files(ignored, twins("A", "B"))[1].warnings == ()


@pytest.mark.parametrize("run", [[DECOMPOSED], [COMPOSED, DECOMPOSED]])
def test_rule_when_it_runs_a_scenario_that_is_left_out_then_its_scenarios_are_not_listed_and_a_warning_names_it(
    run: list[str],
) -> None:
    rule = "{name: night, pattern: '2', scenarios: [x]}"
    manifest = f"scenarios: [{{name: {COMPOSED}, src: c.js}}]\napplications: [{{name: support, rules: [RULES]}}]\n"
    there = twins("A", "B", run=run)
    after, adoption = adopt_files({MANIFEST: manifest.replace("RULES", rule), "c.js": "A"}, there)
    assert after[MANIFEST] == manifest.replace("RULES", rule.replace("'2', scenarios: [x]", "'1'"))
    expected = "The manifest does not list the scenarios of rules that run such a scenario: support/night."
    assert adoption.warnings[-1] == expected
    new = adopt_files({MANIFEST: manifest.replace("RULES", ""), "c.js": "A"}, there)[0][MANIFEST]
    assert "name: night" in new and "scenarios: [" not in new.partition("name: night")[2]
