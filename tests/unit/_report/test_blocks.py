# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The blocks that show a plan and its outcome on the screen."""

from __future__ import annotations

import sys
import types
import typing as t

import pytest
from ansible import constants
from ansible.utils import color
from ansible.utils.display import Display

from ansible_collections.voximplant.platform.plugins.plugin_utils._report.blocks import (
    LONGEST_BLOCK,
    PlanBlocks,
    outcome_block,
    plan_block,
)

Json = dict[str, t.Any]
PLAN = "1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4"


def difference(kind: str, name: str, before: Json, after: Json, place: str = "", what: str = "scenario") -> Json:
    """Return an entry of drift."""
    about = {"object": what, "name": name, "application": place, "kind": kind}
    return {**about, "before": before, "after": after, "modified": ""}


def operation(action: str, name: str, place: str | None = None, what: str = "scenario") -> Json:
    """Return an entry of operations."""
    return {"action": action, "object": what, "name": name, "application": place, "method": "Any"}


RESULT: Json = {
    "plan_id": PLAN,
    "drift": [
        difference("missing", "common", {}, {"script": "12 lines"}),
        difference("changed", "menu", {"script": "40 lines"}, {"script": "42 lines (+3 -1)"}, "support"),
        difference("changed", "inbound", {"pattern": "1.*"}, {"pattern": "2.*"}, "support", "rule"),
        difference("binding", "inbound", {"scenarios": ["a", "b"]}, {"scenarios": []}, "support", "rule"),
        difference(
            "renamed",
            "night",
            {"name": "evening", "pattern": "3"},
            {"name": "night", "pattern": "4"},
            "support",
            "rule",
        ),
        difference("order", "support", {"rules": ["b", "a"]}, {"rules": ["a", "b"]}, "", "application"),
        difference("changed", "keyed", {}, {"bind_key_id": "key-1"}, "support", "rule"),
        difference("unmanaged", "old", {"script": "1 line"}, {}),
        difference("unmanaged", "stray", {}, {}),
    ],
    "operations": [operation("create", "common"), operation("delete", "old"), operation("delete", "x", "s", "rule")],
}


def texts(block: t.Iterable[tuple[str, str]]) -> list[str]:
    return [line for _mark, line in block]


def test_plan_when_shown_then_each_object_has_a_line_and_the_counts_and_the_id_are_last() -> None:
    block = plan_block("[shop] vox_sync", RESULT, is_check=False)
    assert texts(block) == [
        f"[shop] vox_sync: plan {PLAN}",
        "  + scenario common  12 lines",
        "  ~ scenario support/menu  +3 -1 lines",
        "  ~ rule support/inbound  pattern 1.* -> 2.*, scenarios a, b -> (empty)",
        "  ~ rule support/night  renamed from evening, pattern 3 -> 4",
        "  ~ application support  order b, a -> a, b",
        "  ~ rule support/keyed  bind_key_id key-1",
        "  - scenario old  1 line",
        "  ? scenario stray",
        "  - rule s/x",
        f"  1 to add, 5 to change, 2 to delete, 1 not declared. Plan {PLAN}",
    ]
    assert [mark for mark, _line in block] == ["", "+", *"~~~~~", "-", "?", "-", ""]


def test_plan_when_a_rule_gets_other_scenarios_in_another_order_then_they_are_listed_once() -> None:
    before, after = {"scenarios": ["a", "b"]}, {"scenarios": ["c", "a"]}
    drift = [difference(kind, "inbound", before, after, "support", "rule") for kind in ("binding", "order")]
    block = texts(plan_block("[shop] vox_sync", {**RESULT, "drift": drift, "operations": []}, is_check=False))
    assert block[1:-1] == ["  ~ rule support/inbound  scenarios a, b -> c, a"]


def test_plan_when_it_is_applied_then_its_warnings_are_shown_before_but_for_what_has_a_line_of_its_own() -> None:
    warnings = ["This cannot be put back: the key\nof rule a/b.", "Left alone: rule c (changed)."]
    result = {**RESULT, "warnings": warnings, "left_alone": ["rule c (changed)"]}
    block = plan_block("[shop] vox_sync", result, is_check=False)
    assert block[-3:-1] == [
        ("?", "  left alone: rule c (changed)"),
        ("!", "  ! This cannot be put back: the key of rule a/b."),
    ]
    assert "cannot be put back" not in str(plan_block("[shop] vox_sync", result, is_check=True))


def test_plan_when_there_is_nothing_to_write_then_it_is_called_differences() -> None:
    block = texts(plan_block("[shop] vox_sync", {**RESULT, "operations": []}, is_check=False))
    assert block[0] == f"[shop] vox_sync: differences {PLAN}"
    assert block[-1] == f"  1 missing, 5 different, 2 not declared. Plan {PLAN}"


def test_plan_when_in_check_mode_then_the_first_line_says_that_nothing_is_written() -> None:
    assert texts(plan_block("[shop] vox_sync", RESULT, is_check=True))[0].endswith(", nothing written")


@pytest.mark.parametrize(("count", "lines"), [(198, 200), (199, 200), (5000, 200)])
def test_plan_when_it_is_long_then_the_block_has_at_most_200_lines_and_the_counts(count: int, lines: int) -> None:
    drift = [difference("missing", f"s{number}", {}, {}) for number in range(count)]
    block = texts(plan_block("[shop] vox_sync", {**RESULT, "drift": drift, "operations": []}, is_check=False))
    assert len(block) == lines == LONGEST_BLOCK
    assert block[-1] == f"  {count} missing. Plan {PLAN}"
    if count > 198:
        assert block[-2] == f"  … and {count - 197} more"


def test_plan_when_names_and_values_are_hostile_then_each_line_stays_one_and_nothing_is_obeyed() -> None:
    hostile = "a\x1b[31m\n::error::b\u202e##vso[c]" + "d" * 5000
    drift = [difference("changed", hostile, {"pattern": hostile}, {"pattern": "1"}, hostile, "rule")]
    block = texts(plan_block(f"[{hostile}] vox_sync", {**RESULT, "drift": drift, "operations": []}, is_check=False))
    assert len(block) == 3
    for line in block:
        assert line.isprintable() and "::error" not in line and "##vso" not in line
        assert len(line) < 330


def test_plan_when_a_value_is_long_then_the_other_one_is_still_shown() -> None:
    drift = [difference("changed", "inbound", {"pattern": "1" * 5000}, {"pattern": "2"}, "support", "rule")]
    row = texts(plan_block("[shop] vox_sync", {**RESULT, "drift": drift, "operations": []}, is_check=False))[1]
    assert row == f"  ~ rule support/inbound  pattern {'1' * 80} ... -> 2"


def test_outcome_when_all_was_done_then_it_is_two_lines() -> None:
    assert texts(outcome_block("[shop] vox_sync", {**RESULT, "changed": True})) == [
        "[shop] vox_sync: done",
        f"  3 done. Plan {PLAN}",
    ]


def test_outcome_when_it_failed_then_it_says_what_was_done_put_back_left_alone_and_not_reached() -> None:
    result = {
        "failed": True,
        "plan_id": PLAN,
        "operations": [operation("create", "common"), operation("update", "menu", "support")],
        "undone": [operation("delete", "common")],
        "not_undone": [operation("rename", "night", "support")],
        "left_alone": ["scenario menu (somebody changed it since)"],
        "not_reached": [operation("delete", "old")],
        "backup_file": "/backups/1.json",
    }
    assert texts(outcome_block("[shop] vox_sync", result)) == [
        "[shop] vox_sync: failed",
        "  done: create scenario common",
        "  done: update scenario support/menu",
        "  put back: delete scenario common",
        "  not put back: rename scenario support/night",
        "  left alone: scenario menu (somebody changed it since)",
        "  not reached: delete scenario old",
        "  backup: /backups/1.json",
        f"  2 done, 1 put back, 1 not put back, 1 left alone, 1 not reached. Plan {PLAN}",
    ]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Json]]:
    """Return the calls of Display.display."""
    calls: list[tuple[str, Json]] = []
    monkeypatch.setattr(Display(), "display", lambda text, **options: calls.append((text, options)))
    return calls


def blocks(*, no_log: bool = False) -> PlanBlocks:
    task = types.SimpleNamespace(action="voximplant.platform.vox_sync", no_log=no_log)
    return PlanBlocks(t.cast(t.Any, types.SimpleNamespace(_task=task)), {"inventory_hostname": "shop"})


def test_blocks_when_a_plan_is_applied_then_there_are_two_each_shown_in_one_call_on_standard_error(
    shown: list[tuple[str, Json]],
) -> None:
    task = blocks()
    task.show_plan(RESULT, is_check=False)
    task.show_outcome({**RESULT, "changed": True})
    assert [options for _text, options in shown] == [{"stderr": True}] * 2
    assert [text.splitlines()[0] for text, _options in shown] == [
        f"[shop] vox_sync: plan {PLAN}",
        "[shop] vox_sync: done",
    ]


@pytest.mark.parametrize("has_color", [True, False])
def test_blocks_when_the_screen_has_colors_then_lines_have_those_of_ansible(
    shown: list[tuple[str, Json]], monkeypatch: pytest.MonkeyPatch, has_color: bool
) -> None:
    monkeypatch.setattr(color, "ANSIBLE_COLOR", has_color)
    blocks().show_plan({**RESULT, "warnings": ["Careful."]}, is_check=False)
    ((text, _options),) = shown
    names = {"+": constants.COLOR_DIFF_ADD, "~": constants.COLOR_CHANGED, "-": constants.COLOR_DIFF_REMOVE}
    names |= {"?": constants.COLOR_SKIP, "!": constants.COLOR_WARN}
    lines = plan_block("[shop] vox_sync", {**RESULT, "warnings": ["Careful."]}, is_check=False)
    expected = [f"\x1b[{color.parsecolor(names[mark])}m{line}\x1b[0m" if mark else line for mark, line in lines]
    assert {mark for mark, _line in lines} == {"", *names}
    assert text.splitlines() == (expected if has_color else [line for _mark, line in lines])


def test_blocks_when_in_check_mode_then_there_is_no_outcome(shown: list[tuple[str, Json]]) -> None:
    task = blocks()
    task.show_plan(RESULT, is_check=True)
    task.show_outcome({**RESULT, "changed": True})
    assert len(shown) == 1


def test_blocks_when_the_task_has_no_log_then_nothing_is_shown(shown: list[tuple[str, Json]]) -> None:
    task = blocks(no_log=True)
    task.show_plan(RESULT, is_check=False)
    task.show_outcome({**RESULT, "changed": True, "failed": True})
    assert shown == []


def test_blocks_when_nothing_differs_then_nothing_is_shown_and_no_code_for_it_is_loaded(
    shown: list[tuple[str, Json]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = f"{PlanBlocks.__module__.rpartition('.')[0]}.lines"
    monkeypatch.delitem(sys.modules, lines, raising=False)
    task, nothing = blocks(), {"plan_id": PLAN, "drift": [], "operations": []}
    task.show_plan(nothing, is_check=False)
    task.show_outcome({**nothing, "changed": False})
    assert shown == [] and lines not in sys.modules


def test_blocks_when_a_plan_is_refused_then_its_differences_are_shown(shown: list[tuple[str, Json]]) -> None:
    refused = {"failed": True, "plan_id": PLAN, "drift": RESULT["drift"], "operations": [], "not_reached": []}
    blocks().show_outcome(refused)
    ((text, _options),) = shown
    assert text.splitlines()[0] == f"[shop] vox_sync: differences {PLAN}"


def test_plan_when_it_has_numbers_secrets_and_users_then_their_lines_say_what_changes() -> None:
    number = "phone_number"
    result = {
        "plan_id": PLAN,
        "drift": [
            difference("changed", "KEY", {}, {"value": "changed"}, "support", "secret"),
            difference("missing", "NEW", {}, {"value": "set"}, "support", "secret"),
            difference("binding", "1202", {"application": "sales"}, {"application": "support"}, "support", number),
            difference("unmanaged", "1203", {}, {}, "support", number),
            difference("unmanaged", "1204", {}, {}, "support", number),
            difference("changed", "ann", {"active": True}, {"active": False}, "support", "user"),
        ],
        "operations": [
            operation("unbind", "1202", "sales", number),
            operation("bind", "1202", "support", number),
            operation("unbind", "1203", "support", number),
            operation("unbind", "1205", "lab", number),
        ],
    }
    assert [line.strip() for line in texts(plan_block("vox_sync", result, is_check=False))][1:-1] == [
        "~ secret support/KEY  value changed",
        "+ secret support/NEW",
        "~ phone_number support/1202  application sales -> support",
        "- phone_number support/1203",
        "? phone_number support/1204",
        "~ user support/ann  active true -> false",
        "- phone_number lab/1205",
    ]
