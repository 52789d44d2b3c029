# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deployment, and its rollback, beside somebody else who writes."""

from __future__ import annotations

import contextlib
import typing as t

import hypothesis
import pytest
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from harness.projects import Project, projects
from harness.rich_project import LAST_BEFORE_DELETIONS, RICH
from harness.somebody import CHANGES, Somebody, Vandal
from harness.whole_accounts import PROPERTY, Account, Disturbance, Line, Outcome, begin
from voximplant_emulator.api.errors import ApiError

if t.TYPE_CHECKING:
    import collections.abc as c

    from voximplant_emulator import Emulator

Figure = t.Callable[[str, t.Any], None]
ATOMIC = Deployment(atomic=True)


@pytest.fixture(scope="module")
def account(emulator: Emulator) -> Account:
    return Account(emulator)


LEFT_ALONE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # what somebody does: what is left alone, and the keys of the content that therefore are not as before
    "edits_a_script": (("scenario common",), ("scenario common",)),
    "unbinds_a_scenario_that_stays": (("rule sales/inbound", "scenario new"), ("application sales", "scenario new")),
    "orders_scenarios": (("rule sales/inbound", "scenario new"), ("application sales", "scenario new")),
    "renames_a_rule": (("rule sales/repaired",), ("application sales",)),
    "binds_a_scenario_to_a_rule_that_was_changed": (("rule support/last",), ("application support",)),
    "binds_a_new_scenario_to_a_rule_of_their_own": (("scenario new",), ("scenario new", "application closed")),
    "adds_a_rule_to_a_new_application": (("application fresh",), ("application fresh",)),
    "deletes_a_rule": (("rule support/inbound",), ("application support",)),
    "changes_a_new_scenario": (
        ("scenario fresh/new_own", "application fresh"),
        ("scenario new_own", "application fresh"),
    ),
    "orders_rules": (("order of the rules of sales",), ("application sales",)),
    "adds_a_rule_of_the_same_name_elsewhere": ((), ("application support",)),
    "adds_an_object_of_their_own": ((), ("scenario theirs",)),
}


def test_atomic_when_somebody_makes_what_was_refused_then_it_stays(account: Account) -> None:
    """The same rule, with the same content, at the same moment."""

    def make_the_same() -> None:
        somebody = Somebody(account)
        scenarios = [somebody.scenario(name) for name in ("new", "common")]
        somebody.call(
            "AddRule",
            application_id=somebody.application("sales"),
            rule_name="first",
            rule_pattern=".*",
            scenario_id=scenarios,
        )

    outcome = fail_beside(account, make_the_same, number=12)

    assert outcome.error is not None and outcome.error.method == "AddRule"
    assert "first" in rule_names(account.content())
    assert "scenario new (a rule that stays runs it)" in outcome.error.result["left_alone"]


def rule_names(content: t.Mapping[str, t.Any]) -> set[str]:
    """Return the names of all rules."""
    applications = [content[key] for key in content if key.startswith("application")]
    return {rule["rule_name"] for application in applications for rule in application["rules"]}


def named_rules(rows: Rows, names: t.Collection[str]) -> Rows:
    """Return the rows of the rules that results name as rule application/rule."""
    applications = {key[1]: row["application_name"] for key, row in rows.items() if key[0] == "application"}
    return {
        key: row
        for key, row in rows.items()
        if key[0] == "rule" and f"rule {applications[row['application_id']]}/{row['rule_name']}" in names
    }


def fail_beside(account: Account, action: c.Callable[[], None], number: int = LAST_BEFORE_DELETIONS) -> Outcome:
    """Deploy; somebody acts before a write, which is refused."""

    def act(write: int) -> None:
        if write == number:
            action()

    desired = RICH.fill(account.emulator)
    account.emulator.clear_journal()
    line = Line(account.http, Disturbance("refused", number), act)
    return account.deploy(desired, account.client(line), ATOMIC)


@pytest.mark.parametrize("action", LEFT_ALONE)
def test_atomic_when_somebody_changes_something_meanwhile_then_only_that_is_left_alone(
    account: Account, action: str
) -> None:
    RICH.fill(account.emulator)
    before = account.content()
    theirs: dict[str, t.Any] = {}
    their_rows: Rows = {}

    def act() -> None:
        getattr(Somebody(account), action)()
        theirs.update(account.content())
        their_rows.update(account.rows())

    outcome = fail_beside(account, act)

    after = account.content()
    named, changed = LEFT_ALONE[action]
    assert outcome.error is not None
    left_alone = outcome.error.result["left_alone"]
    assert [name for name in named if not any(found.startswith(f"{name} (") for found in left_alone)] == []
    assert len(left_alone) == len(named), left_alone
    assert all(found in outcome.message for found in left_alone)
    assert [key for key in changed if key.startswith("scenario") and after[key] != theirs[key]] == []
    assert rule_names(after) >= rule_names(theirs) & {"theirs", "repaired"}
    rules = named_rules(account.rows(), named)
    assert rules == {key: row for key, row in their_rows.items() if key in rules}
    assert len(rules) == len([name for name in named if name.startswith("rule")]) - (action == "deletes_a_rule")
    differing = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert differing == set(changed), differing
    assert "rollback failed" not in outcome.message


def before_deletions(action: c.Callable[[], None]) -> t.Callable[[int], None]:
    """Return a hook that acts once, after the last write that deletes nothing."""

    def act(write: int) -> None:
        if write == LAST_BEFORE_DELETIONS:
            action()

    return act


@pytest.mark.parametrize("action", [name for name in vars(Vandal) if not name.startswith("_")])
def test_sync_when_somebody_changes_what_is_about_to_be_deleted_then_it_is_not_deleted(
    account: Account, action: str
) -> None:
    desired = RICH.fill(account.emulator)
    account.emulator.clear_journal()
    line = Line(account.http, before_write=before_deletions(getattr(Vandal(account), action)))

    outcome = account.deploy(desired, account.client(line))

    assert "Somebody else " in outcome.message
    assert [call["method"] for call in account.executed() if call["method"].startswith("Del")] == []
    assert account.seen() and line.writes == LAST_BEFORE_DELETIONS + 1


@hypothesis.given(projects(), st.sampled_from(sorted(CHANGES)), st.data())
@PROPERTY
def test_atomic_when_somebody_changes_anything_meanwhile_then_that_stays_and_all_else_is_put_back(
    account: Account, figure: Figure, project: Project, change: str, data: st.DataObject
) -> None:
    desired, writes = begin(account, project)
    number = data.draw(st.integers(0, writes - 1))
    before = account.rows()
    account.emulator.clear_journal()
    moments: list[Rows] = []

    def act(write: int) -> None:
        if write == number:
            moments.append(account.rows())
            with contextlib.suppress(ApiError):
                CHANGES[change](account, lambda items: data.draw(st.sampled_from(items)))
            moments.append(account.rows())

    outcome = account.deploy(desired, account.client(Line(account.http, Disturbance("refused", number), act)), ATOMIC)

    after, (ours, theirs) = account.rows(), moments
    touched = {key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)}
    left_alone = str(outcome.error and outcome.error.result.get("left_alone"))
    assert "rollback failed" not in outcome.message
    gone = {key[1] for key in touched - theirs.keys() if key[0] == "scenario"}
    renewed = renewed_scenarios(before, after)
    for key in before.keys() & ours.keys() - touched:
        wanted = with_new_ids(before[key], renewed)
        assert after.get(key) == without_scenarios(wanted, gone), (outcome.message, key)
        assert after.get(key) == wanted or str(name_of(before[key])) in left_alone, (outcome.message, key)
    for key in touched & theirs.keys():
        assert is_theirs_or_put_back(after.get(key), theirs[key], before.get(key)), (outcome.message, key)
        assert not is_edited(theirs[key]) or is_edited(after[key]), (outcome.message, key)
    for key in (after.keys() & ours.keys()) - before.keys() - touched:
        assert str(name_of(ours[key])) in left_alone, (outcome.message, key)
    figure("changes of somebody else that a rollback left alone", len(touched & after.keys()))


Rows = dict[tuple[str, int], t.Any]
Draw = t.Callable[[list[t.Any]], t.Any]


def renewed_scenarios(before: Rows, after: Rows) -> dict[int, int]:
    """Return the new ids of the scenarios that were deleted and created again, by their old ones."""
    old, new = (
        {name_of(rows[key]): key[1] for key in rows.keys() - others.keys() if key[0] == "scenario"}
        for rows, others in ((before, after), (after, before))
    )
    return {old[name]: new[name] for name in old.keys() & new.keys()}


def with_new_ids(row: t.Any, renewed: t.Mapping[int, int]) -> t.Any:
    """Return a row with the new ids of the scenarios that a rule runs."""
    ids = [renewed.get(found, found) for found in row.get("scenario_ids", ())]
    return {**row, "scenario_ids": ids} if "scenario_ids" in row else row


def without_scenarios(row: t.Any, gone: t.Collection[int]) -> t.Any:
    """Return a row without the ids of scenarios that somebody else has deleted."""
    ids = [found for found in row.get("scenario_ids", ()) if found not in gone]
    return {**row, "scenario_ids": ids} if "scenario_ids" in row else row


def name_of(row: t.Any) -> object:
    """Return the name of a scenario, a rule or an application."""
    return row.get("scenario_name") or row.get("rule_name") or row.get("application_name")


def is_theirs_or_put_back(row: t.Any, theirs: t.Any, before: t.Any) -> bool:
    """Return whether every value of an object is somebody else's, or the one that the rollback puts back.

    A name is put back beside a script that somebody else has written: the deployment had renamed and not written it.
    """
    if row is None or before is None:
        return row in (theirs, before)
    return all(value in (theirs[name], before[name]) for name, value in row.items())


def is_edited(row: t.Any) -> bool:
    """Return whether an object has a value that only somebody else gives."""
    return "// theirs" in row.get("scenario_script", "") or row.get("rule_pattern") == "77"
