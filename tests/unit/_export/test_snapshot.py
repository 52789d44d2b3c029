# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a snapshot to files, and from files to what has to be written."""

from __future__ import annotations

import typing as t
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    ConflictError,
    InputError,
    MissingLibraryError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.libraries import Library
from ansible_collections.voximplant.platform.plugins.module_utils._export import snapshot as _export
from ansible_collections.voximplant.platform.plugins.module_utils._export.plan import plan_export, to_write
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
    TargetFile,
    files_of,
    warnings_of,
)
from ansible_collections.voximplant.platform.plugins.module_utils._files import FileWrite
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, read_manifest

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FILLED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=";"), min_size=1, max_size=20).map(
    lambda name: unicodedata.normalize("NFC", name)
)
SCENARIOS = st.lists(
    st.builds(ExportedScenario, FILLED, TEXT, st.none() | FILLED), max_size=5, unique_by=lambda scenario: scenario.name
)
RULES = st.lists(
    st.fixed_dictionaries(
        {
            "name": FILLED,
            "pattern": FILLED,
            "pattern_exclude": TEXT,
            "video_conference": st.booleans(),
            "scenarios": st.lists(FILLED, max_size=3, unique=True),
        }
    ),
    max_size=3,
    unique_by=lambda rule: rule["name"],
)
APPLICATIONS = st.lists(
    st.fixed_dictionaries({"name": FILLED, "secure_record_storage": st.booleans(), "rules": RULES}),
    max_size=3,
    unique_by=lambda application: application["name"],
)


@given(SCENARIOS, APPLICATIONS)
def test_manifest_when_names_and_patterns_are_anything_then_it_reads_back_as_written(
    scenarios: list[ExportedScenario], applications: list[dict[str, t.Any]]
) -> None:
    files = {file.path: file.content for file in files_of(Snapshot(tuple(scenarios), tuple(applications)))}
    project = read_manifest(
        "voximplant.yml",
        "/project/voximplant.yml",
        files["voximplant.yml"].decode(),
        lambda path, _roots: files[path[len("/project/") :]].decode(),
        Given(),
    )
    assert project.mistakes == ()
    value = yaml.safe_load(files["voximplant.yml"])
    assert value["applications"] == sorted(applications, key=lambda application: application["name"])
    read = [
        ExportedScenario(entry["name"], files[entry["src"]].decode(), entry.get("application_name"))
        for entry in value["scenarios"]
        if "src" in entry
    ]
    assert read == sorted(scenarios, key=lambda scenario: scenario.name)
    assert len(files) == len(scenarios) + 1


def test_rule_when_it_runs_scenarios_that_are_not_exported_then_they_are_declared_without_a_file() -> None:
    rule = {"name": "r", "scenarios": ["own", "parents", "a;b*"]}
    snapshot = Snapshot((ExportedScenario("own", ""),), ({"name": "x", "rules": [rule]},))
    manifest = yaml.safe_load(files_of(snapshot)[0].content or b"")
    assert manifest["scenarios"] == [{"name": "own", "src": "scenarios/own.js"}, {"name": "parents"}]
    assert manifest["ignore"] == {"scenarios": ["a;b[*]"]}


def test_names_when_they_differ_in_their_unicode_form_only_then_one_is_left_out_with_a_warning() -> None:
    rules = [{"name": "r", "scenarios": ["\u00e9"]}, {"name": "s", "scenarios": ["e\u0301"]}]
    snapshot = Snapshot(
        (ExportedScenario("\u00e9", "1"), ExportedScenario("e\u0301", "2")), ({"name": "x", "rules": rules},)
    )
    manifest, *scripts = files_of(snapshot)
    assert [entry["name"] for entry in yaml.safe_load(manifest.content or b"")["scenarios"]] == ["\u00e9"]
    assert {script.content for script in scripts} == {b"1", b"2"}
    assert yaml.safe_load(manifest.content or b"")["applications"][0]["rules"] == [rules[0], {"name": "s"}]
    names, listed = warnings_of(snapshot)
    assert "'e\u0301' in scenarios/\u00e9-" in names
    assert listed.endswith(": x/s.")


@given(SCENARIOS, APPLICATIONS)
def test_files_when_things_come_in_another_order_then_they_are_the_same(
    scenarios: list[ExportedScenario], applications: list[dict[str, t.Any]]
) -> None:
    there = files_of(Snapshot(tuple(scenarios), tuple(applications)))
    assert files_of(Snapshot(tuple(reversed(scenarios)), tuple(reversed(applications)))) == there


def test_files_when_the_account_is_empty_then_the_manifest_says_so() -> None:
    (manifest,) = files_of(Snapshot())
    assert manifest.content == b"---\nscenarios: []\napplications: []\n"


def test_manifest_when_it_is_written_then_lists_are_indented_and_complete() -> None:
    rules = [{"name": name, "scenarios": ["a"]} for name in ("inbound", "outbound")]
    manifest = files_of(Snapshot((ExportedScenario("a", ""),), ({"name": "x", "rules": rules},)))[0]
    assert manifest.content.decode() == (
        "---\n"
        "scenarios:\n"
        "  - name: a\n"
        "    src: scenarios/a.js\n"
        "applications:\n"
        "  - name: x\n"
        "    rules:\n"
        "      - name: inbound\n"
        "        scenarios:\n"
        "          - a\n"
        "      - name: outbound\n"
        "        scenarios:\n"
        "          - a\n"
    )


@pytest.mark.parametrize("script", ["\0", "\ufeff// a\r\n\r\n ", "\u2028\x85\x07", "\U0001f600", ""])
def test_script_when_it_has_odd_characters_then_the_file_has_their_bytes(script: str) -> None:
    assert files_of(Snapshot((ExportedScenario("a", script),)))[1].content == script.encode()


@pytest.mark.parametrize(
    ("snapshot", "named"),
    [
        (Snapshot((ExportedScenario("a", "x\ud800"), ExportedScenario("b", ""))), "scenario 'a'"),
        (Snapshot((ExportedScenario("\udfff", ""),)), "scenario '\\udfff'"),
        (Snapshot((), ({"name": "x", "rules": [{"name": "r", "pattern": "\ud800"}]},)), "application 'x'"),
    ],
)
def test_export_when_something_is_no_unicode_text_then_it_is_named(snapshot: Snapshot, named: str) -> None:
    with pytest.raises(InputError) as caught:
        files_of(snapshot)
    assert named in str(caught.value)
    assert "'b'" not in str(caught.value)


def test_export_when_two_scenarios_have_one_name_then_it_is_refused() -> None:
    scenarios = (ExportedScenario("a", "1"), ExportedScenario("b", ""), ExportedScenario("a", "2", "support"))
    with pytest.raises(ConflictError, match=r"called 'a';"):
        files_of(Snapshot(scenarios))


@pytest.mark.parametrize("name", ["a;b", "x" * 30, ""])
def test_scenario_when_no_manifest_can_declare_its_name_then_its_text_is_written_with_a_warning(name: str) -> None:
    snapshot = Snapshot((ExportedScenario(name, "// text\n"), ExportedScenario("b", "")))
    manifest, *files = files_of(snapshot)
    assert [entry["name"] for entry in yaml.safe_load(manifest.content)["scenarios"]] == ["b"]
    (path,) = (file.path for file in files if file.content == b"// text\n")
    (warning,) = warnings_of(snapshot)
    assert f"{name!r} in {path}" in warning


def test_export_when_yaml_is_missing_then_the_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with Library("PyYAML") as missing:
        raise ImportError
    monkeypatch.setattr(_export, "PYYAML", missing)
    with pytest.raises(MissingLibraryError) as caught:
        files_of(Snapshot())
    assert caught.value.library == "PyYAML"


def test_plan_when_local_files_differ_then_they_are_written_only_by_force() -> None:
    targets = [TargetFile("new", b"1"), TargetFile("old", b"2"), TargetFile("same", b"3")]
    local = {"new": None, "old": b"", "same": b"3"}
    with pytest.raises(ConflictError, match=r"content: old\. ") as caught:
        plan_export("/out", "voximplant.yml", targets, local, force=False)
    assert caught.value.field == "dest"
    assert caught.value.advice.startswith("Set force to overwrite them, set update ")
    plan = plan_export("/out", "voximplant.yml", targets, local, force=True)
    assert to_write(plan) == (FileWrite("new", b"1"), FileWrite("old", b"2", b""))
    assert plan.changed


def test_plan_when_files_are_written_then_it_tells_what_becomes_of_each() -> None:
    targets = [TargetFile("new", b"1", "inbound"), TargetFile("old", b"22"), TargetFile("same", b"333")]
    plan = plan_export(
        "/out", "voximplant.yml", targets, {"new": None, "old": b"", "same": b"333"}, force=True, warnings=["careful"]
    )
    before, after = (state.diff_sections()["files"].text.splitlines() for state in (plan.before, plan.after))
    assert [line.split(",")[0] for line in before] == ["old (0 bytes", "same (3 bytes"]
    assert [line.split(",")[0] for line in after] == ["new (1 bytes", "old (2 bytes", "same (3 bytes"]
    assert plan.warnings == ("careful",)
    assert plan.after.as_result() == {
        "manifest": "/out/voximplant.yml",
        "files": [
            {"path": "new", "scenario_name": "inbound", "action": "created"},
            {"path": "old", "scenario_name": None, "action": "updated"},
            {"path": "same", "scenario_name": None, "action": "unchanged"},
        ],
        "summary": {"created": 1, "updated": 1, "deleted": 0, "unchanged": 1},
    }


def test_plan_when_all_files_are_as_they_are_to_be_then_nothing_is_written() -> None:
    plan = plan_export("/out", "voximplant.yml", [TargetFile("same", b"")], {"same": b""}, force=False)
    assert not plan.changed
    assert to_write(plan) == ()
    assert plan.before.diff_sections() == plan.after.diff_sections()
