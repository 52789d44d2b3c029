# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scenarios of a project that share a file, by an entry or a symbolic link: it takes no edit of only one of them."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import ConflictError
from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import AdoptOptions
from ansible_collections.voximplant.platform.plugins.module_utils._export.changes import Missing
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import ExportedScenario, Snapshot

from ..support.projects import MANIFEST, adopt_files

ENTRIES = {
    MANIFEST: "substitutions: {__N__: '1'}\nscenarios:\n- {name: a, src: js/a.js}\n- {name: b, src: js/a.js}\n",
    "js/a.js": "// a __N__",
}
LINKED = {MANIFEST: "substitutions: {__N__: '1'}\nscenarios_dir: js\n", "js/a.js": "// a __N__"}
LINKS = {"js/b.js": "js/a.js"}
KINDS = pytest.mark.parametrize(("files", "links"), [(ENTRIES, {}), (LINKED, LINKS)], ids=["entry", "link"])


def account(**scripts: str) -> Snapshot:
    """Return an account with these scenarios."""
    scenarios = (ExportedScenario(name, script) for name, script in scripts.items())
    return Snapshot(tuple(scenarios), existing=frozenset(scripts))


@KINDS
def test_shared_file_when_its_scenarios_differ_then_it_and_they_are_named_and_nothing_is_written(
    files: dict[str, str], links: t.Any
) -> None:
    edited = [("// b 1", "// a 1"), ("// a 1", "// b 1"), ("// b", "// c")]
    for edits, force in itertools.product(edited, (True, False)):
        there = account(**dict(zip("ab", edits, strict=True)))
        with pytest.raises(ConflictError) as caught:
            adopt_files(files, there, AdoptOptions(force=force), links=links)
        assert str(caught.value) == (
            "js/a.js is the script of 'a', 'b', which differ in the account. Nothing was written. "
            "Give each scenario its own file in the project, or the same script in the account."
        )
        reported, adoption = adopt_files(files, there, AdoptOptions(update_scripts=False), links=links)
        assert reported == files
        assert {path for path, _name, _reason in adoption.not_updated} == {"js/a.js"}


@KINDS
def test_shared_file_when_its_scenarios_got_one_script_then_it_is_written(files: dict[str, str], links: t.Any) -> None:
    edited = account(a="// b 1", b="// b 1")
    after, _adoption = adopt_files(files, edited, links=links)
    assert after == {**files, "js/a.js": "// b __N__"}
    assert adopt_files(after, edited, links=links)[0] == after
    alone, adoption = adopt_files(files, account(b="// b 1"), links=links)
    assert alone == after
    assert adoption.missing == (Missing("scenario", "a"),)


@KINDS
def test_shared_file_when_a_scenario_of_it_is_not_selected_then_it_takes_no_edit(
    files: dict[str, str], links: t.Any
) -> None:
    unread = dataclasses.replace(account(b="// b 1"), existing=frozenset("ab"))
    with pytest.raises(ConflictError, match=r"js/a\.js is the script of 'a', 'b', and 'a' is not selected"):
        adopt_files(files, unread, AdoptOptions(name_contains="b"), links=links)
    same = dataclasses.replace(account(b="// a 1"), existing=frozenset("ab"))
    assert adopt_files(files, same, AdoptOptions(name_contains="b"), links=links)[0] == files
    gone = account(b="// b 1")
    assert adopt_files(files, gone, AdoptOptions(name_contains="b"), links=links)[0]["js/a.js"] == "// b __N__"


def test_shared_file_when_a_token_was_edited_then_it_is_named_once() -> None:
    with pytest.raises(ConflictError, match=r"edited in the account: js/a.js:1: __N__\. "):
        adopt_files(ENTRIES, account(a="// a 2", b="// a 2"))


@pytest.mark.parametrize("gone", ["a", "b"])
def test_linked_file_when_a_scenario_of_it_was_renamed_then_no_entry_hides_the_other_one(gone: str) -> None:
    (kept,) = {"a", "b"} - {gone}
    after, adoption = adopt_files(LINKED, account(**{kept: "// a 1", "c": "// a 1"}), links=LINKS)
    assert after == {**LINKED, "js/c.js": "// a 1"}
    assert adoption.missing == (Missing("scenario", gone),)
    entries, adoption = adopt_files(ENTRIES, account(**{kept: "// a 1", "c": "// a 1"}))
    assert entries[MANIFEST] == ENTRIES[MANIFEST].replace(f"name: {gone},", "name: c,")
    assert adoption.missing == ()
