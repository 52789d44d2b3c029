# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account brought into a project: the files change where the account does, and nowhere else."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError
from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import AdoptOptions
from ansible_collections.voximplant.platform.plugins.module_utils._export.changes import Missing
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import (
    ExportedScenario,
    Snapshot,
)

from ..support.projects import MANIFEST, account_of, adopt_files, project_of, with_rule, with_script

ODD = """\
# A manifest as people write them
substitutions: {__N__: '1', __NAME__: night}
scenarios:
- name: a   # the first

  src: js/a.js
-   name: "b"
    src: js/b.js
    application_name: shop
- {name: c, src: js/c.js,
   renamed_from: old}
- <<: &defaults {src: js/d.js}
  name: d
applications:
  - name: &shop shop
    secure_record_storage: no
    rules: &rules
      - &first {name: first, pattern: '__N__', scenarios: &both [a, b]}
  - name: desk
    rules:
        # The night, with a pattern that is longer than any line should be, and that nobody folds although it could
        - name: __NAME__
          pattern: >-
            __N__0
          scenarios: *both
        -
          name: day
          pattern: 1.{0,3}|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          video_conference: no
          scenarios:
          - a   # then
          # nothing else
        # after the last one"""
FILES = {MANIFEST: ODD, "js/a.js": "a __N__", "js/b.js": "b", "js/c.js": "c", "js/d.js": "d"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_odd_manifest_when_nothing_changed_then_it_stays_byte_for_byte(line_end: str) -> None:
    files = {**FILES, MANIFEST: ODD.replace("\n", line_end)}
    after, adoption = adopt_files(files, account_of(project_of(files)))
    assert after == files
    assert adoption.missing == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_odd_manifest_when_much_changed_then_only_those_lines_do(line_end: str) -> None:
    files = {**FILES, MANIFEST: ODD.replace("\n", line_end)}
    account = account_of(project_of(files))
    account = with_rule(account, "desk", 0, name="nightly")
    account = with_rule(account, "desk", 1, pattern="yes", video_conference=True, scenarios=["c", "a", "d"])
    account = with_script(account, "a", "a 1!")
    desk = account.applications[1]
    new = {**desk["rules"][0], "name": "new: one", "pattern": "7", "scenarios": []}
    desk = {**desk, "secure_record_storage": True, "rules": [desk["rules"][1], new, desk["rules"][0]]}
    account = dataclasses.replace(account, applications=(account.applications[0], desk))
    after, _adoption = adopt_files(files, account)
    expected = ODD.split("        # The night", maxsplit=1)[0].replace("\n", line_end) + line_end.join(
        [
            "        -",
            "          name: day",
            "          pattern: 'yes'",
            "          video_conference: true",
            "          scenarios:",
            "          - c",
            "          - a   # then",
            "          - d",
            "        - name: 'new: one'",
            "          pattern: '7'",
            "          pattern_exclude: ''",
            "          video_conference: false",
            "          scenarios: []",
            ODD[ODD.index("        # The night") : ODD.index("        -\n")]
            .replace("__NAME__", "__NAME__ly")
            .rstrip("\n")
            .replace("\n", line_end),
            "          # nothing else",
            "        # after the last one",
        ]
    )
    assert after[MANIFEST] == expected
    assert after["js/a.js"] == "a __N__!"
    assert adopt_files(after, account)[0] == after


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda account: with_rule(account, "shop", 0, pattern="2"), 18, "anchor"),
        (lambda account: with_rule(account, "desk", 0, scenarios=["a"]), 25, "alias"),
        (
            lambda account: dataclasses.replace(
                account, applications=({**account.applications[0], "name": "store"}, account.applications[1])
            ),
            15,
            "anchor",
        ),
    ],
)
def test_odd_manifest_when_the_change_is_in_an_anchor_or_alias_then_its_line_is_named(
    change: t.Callable[[Snapshot], Snapshot], line: int, reason: str
) -> None:
    with pytest.raises(ConflictError) as caught:
        adopt_files(FILES, change(account_of(project_of(FILES))))
    assert f"voximplant.yml:{line}: " in caught.value.text
    assert reason in caught.value.text


def test_manifest_when_the_change_is_in_a_merge_key_then_its_line_is_named() -> None:
    manifest = "applications:\n- name: x\n  rules:\n  - &r {name: r, pattern: '1'}\n  - name: s\n    <<: *r\n"
    account = account_of(project_of({MANIFEST: manifest}))
    with pytest.raises(ConflictError, match=r"voximplant\.yml:6: .*pattern comes from a merge key"):
        adopt_files({MANIFEST: manifest}, with_rule(account, "x", 1, pattern="2"))


def test_scenarios_dir_when_scenarios_come_and_go_then_files_alone_do_where_they_suffice() -> None:
    manifest = "scenarios_dir: js\nscenarios:\n- {name: b, application_name: shop}\napplications:\n- name: shop\n"
    files = {MANIFEST: manifest, "js/a.js": "// a", "js/b.js": "// b", "js/c.js": "// c"}
    account = account_of(project_of(files))
    a, b, _c = sorted(account.scenarios, key=lambda scenario: scenario.name)
    scenarios = (
        dataclasses.replace(a, name="renamed"),
        dataclasses.replace(b, name="beta"),
        ExportedScenario("new", "// new"),
        ExportedScenario("New", "// unsafe"),
        ExportedScenario("own", "// own", "shop"),
    )
    account = dataclasses.replace(account, scenarios=scenarios, existing=frozenset())
    after, adoption = adopt_files(files, account)
    (digest,) = (path for path in after if path.startswith("js/new-"))
    assert after == {
        **{"js/a.js": "// a", "js/b.js": "// b", "js/c.js": "// c"},
        **{"js/New.js": "// unsafe", digest: "// new", "js/own.js": "// own"},
        MANIFEST: "scenarios_dir: js\nscenarios:\n- {name: beta, src: js/b.js, application_name: shop}\n"
        "- name: renamed\n  src: js/a.js\n"
        f"- name: new\n  src: {digest}\n"
        "- name: own\n  src: js/own.js\n  application_name: shop\n"
        "applications:\n- name: shop\n",
    }
    assert adoption.missing == (Missing("scenario", "c"),)
    pruned, adoption = adopt_files(after, account, AdoptOptions(prune=True))
    assert adoption.missing == ()
    assert "js/c.js" not in pruned
    assert adopt_files(pruned, account)[0] == pruned


def test_ignored_objects_when_they_are_new_then_they_stay_out() -> None:
    ignore = "ignore:\n  scenarios: ['lab_*']\n  rules: [shop/lab]\n  applications: ['other-*']\n"
    manifest = "applications:\n- name: shop\n  rules:\n  - {name: r, scenarios: []}\n" + ignore
    account = account_of(project_of({MANIFEST: manifest}))
    rule = account.applications[0]["rules"][0]
    shop = {**account.applications[0], "rules": [{**rule, "name": "lab"}, {**rule, "scenarios": ["lab_x"]}]}
    scenarios = (ExportedScenario("lab_x", ""), ExportedScenario("theirs", "", "other-team"))
    account = dataclasses.replace(
        account, scenarios=scenarios, applications=(shop, {**shop, "name": "other-team"}), existing=frozenset(["lab_x"])
    )
    after, _adoption = adopt_files({MANIFEST: manifest}, account)
    assert after == {MANIFEST: manifest}


@pytest.mark.parametrize("name", ["shop", "store", "store.acme.voximplant.com", "s*.acme.*"])
def test_ignored_objects_when_globs_have_either_or_the_full_name_of_the_application_then_they_stay_out(
    name: str,
) -> None:
    kinds = ("rules", "secrets", "users")
    ignore = "ignore:\n" + "".join(f"  {kind}: ['{name}/lab_*']\n" for kind in kinds)
    ignore += "  applications: [other.acme.voximplant.com, 'oth*acme*']\n"
    lists = "  rules: []\n  secrets: []\n  users: []\n  phone_numbers: []\n"
    manifest = f"applications:\n- name: store\n{lists}{ignore}"
    account = account_of(project_of({MANIFEST: manifest}))
    rule = {"name": "lab_1", "pattern": "1", "pattern_exclude": "", "video_conference": False, "scenarios": []}
    number = {"number": "1202", "rule": "lab_1"}
    there = {"rules": [rule], "secrets": ["lab_1"], "users": [{"name": "lab_1"}], "phone_numbers": [number]}
    store = {**account.applications[0], **there}
    account = dataclasses.replace(
        account,
        applications=(store, {**store, "name": "other"}),
        scenarios=(ExportedScenario("theirs", "", "other"),),
        full_names={known: f"{known}.acme.voximplant.com" for known in ("store", "other")},
    )
    renaming = {MANIFEST: manifest.replace("name: store", "name: shop\n  renamed_from: store")}
    after, adoption = adopt_files(renaming, account)
    assert (after, adoption.missing, adoption.warnings) == ({MANIFEST: manifest}, (), ())


def test_application_when_a_glob_matches_the_account_alone_then_it_is_added() -> None:
    manifest = "applications: []\nignore: {applications: ['*acme*'], rules: ['*voximplant*/r']}\n"
    there = account_of(project_of({MANIFEST: "applications: [{name: shop, rules: [{name: r}]}]\n"}))
    there = dataclasses.replace(there, full_names={"shop": "shop.acme.voximplant.com"})
    after, _adoption = adopt_files({MANIFEST: manifest}, there)
    (shop,) = yaml.safe_load(after[MANIFEST])["applications"]
    assert (shop["name"], [rule["name"] for rule in shop["rules"]]) == ("shop", ["r"])


def test_rule_when_it_runs_a_scenario_that_cannot_be_read_then_that_is_declared_without_a_file() -> None:
    manifest = "applications:\n- name: shop\n  rules:\n  - {name: r, scenarios: []}\n"
    account = with_rule(account_of(project_of({MANIFEST: manifest})), "shop", 0, scenarios=["parents"])
    after, _adoption = adopt_files({MANIFEST: manifest}, dataclasses.replace(account, existing=frozenset(["parents"])))
    assert after[MANIFEST] == manifest.replace("[]", "[parents]") + "scenarios:\n  - name: parents\n"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda account: with_script(account, "b", "x __N__"), "js/b.js"),
        (lambda account: with_rule(account, "desk", 1, pattern="x __N__"), "voximplant.yml:28"),
        (lambda account: with_rule(account, "desk", 1, scenarios=["a", "__N__"]), "a new item of scenarios, '__N__'"),
        (
            lambda account: dataclasses.replace(
                account, scenarios=(*account.scenarios, ExportedScenario("e", "x __N__"))
            ),
            "js/e.js",
        ),
        (
            lambda account: dataclasses.replace(
                account, applications=(*account.applications, {"name": "__N__", "rules": []})
            ),
            "a new item of applications, '__N__'",
        ),
    ],
)
def test_account_when_it_holds_a_token_literally_then_the_place_is_named(
    change: t.Callable[[Snapshot], Snapshot], place: str
) -> None:
    with pytest.raises(ConflictError, match=r"Nothing was written\.") as caught:
        adopt_files(FILES, change(account_of(project_of(FILES))), AdoptOptions(force=True))
    assert place in caught.value.text


def test_missing_rule_when_others_move_then_it_stays_after_its_predecessor() -> None:
    rules = [f"  - {{name: {name}, pattern: '{name}'}}\n" for name in "abcd"]
    manifest = "applications:\n- name: shop\n  rules:\n" + "".join(rules)
    account = account_of(project_of({MANIFEST: manifest}))
    a, _b, c, d = account.applications[0]["rules"]
    account = dataclasses.replace(account, applications=({**account.applications[0], "rules": [d, a, c]},))
    after, adoption = adopt_files({MANIFEST: manifest}, account)
    assert [rule["name"] for rule in yaml.safe_load(after[MANIFEST])["applications"][0]["rules"]] == list("dabc")
    assert adoption.missing == (Missing("rule", "b", "shop"),)


def test_value_when_it_was_edited_then_it_takes_force_to_make_it_literal() -> None:
    account = with_rule(with_script(account_of(project_of(FILES)), "a", "a 2"), "desk", 0, pattern="90")
    with pytest.raises(ConflictError) as caught:
        adopt_files(FILES, account)
    assert caught.value.text == (
        "The values of these tokens were edited in the account: voximplant.yml:23: __N__, js/a.js:1: __N__. "
        "Nothing was written."
    )
    after, _adoption = adopt_files(FILES, account, AdoptOptions(force=True))
    assert after["js/a.js"] == "a 2"
    assert "          pattern: '90'\n" in after[MANIFEST]
