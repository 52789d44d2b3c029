# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans on the screen: a block of lines before anything is written, and one with what was done."""

from __future__ import annotations

import typing as t

from .._controller.progress import subject_of

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

Result = t.Mapping[str, t.Any]

LONGEST_BLOCK = 200


class PlanBlocks:
    """Shows the plan of an action and its outcome on standard error, each in one call, so that hosts do not mix.

    Nothing is shown of a task without differences, or with C(no_log).
    """

    def __init__(self, action: ActionBase, task_vars: t.Optional[t.Mapping[str, t.Any]]) -> None:
        self._subject = subject_of(action, task_vars)
        self._is_hidden = bool(action._task.no_log)
        self._is_check = False
        self._plan: t.Optional[Result] = None

    def show_plan(self, result: Result, is_check: bool) -> None:
        """Show a plan."""
        self._is_check = is_check
        if not self._is_hidden and (result["operations"] or result.get("drift") or result.get("left_alone")):
            self._plan = result
            _display(plan_block(self._subject, result, is_check=is_check))

    def show_outcome(self, result: Result) -> None:
        """Show the outcome of the plan, or the plan itself if it was refused."""
        if self._is_hidden:
            return
        if self._plan is None:
            if result.get("failed") and result.get("drift"):
                _display(plan_block(self._subject, result, is_check=True))
        elif self._plan["operations"] and not self._is_check:
            _display(outcome_block(self._subject, {**result, "plan_id": self._plan["plan_id"]}))


def plan_block(subject: str, result: Result, *, is_check: bool) -> t.List[t.Tuple[str, str]]:
    """Return the lines of a plan, each with its mark.

    Ansible shows the warnings of a task when it has ended, so that those of a plan are shown here before it is applied.

    :arg subject: the beginning of the first line
    """
    from .lines import is_plan, rows_of, summary_of

    rows = rows_of(result)
    title = "plan" if is_plan(result) else "differences"
    note = ", nothing written" if is_check and is_plan(result) else ""
    lines = [(row.mark, f"  {row}") for row in rows]
    lines += [("?", f"  left alone: {text}") for text in result.get("left_alone", ())]
    lines += [] if is_check else [("!", f"  ! {text}") for text in _warnings_of(result)]
    end = f"{summary_of(rows, is_plan=is_plan(result))}. Plan {result['plan_id']}"
    return _block(f"{subject}: {title} {result['plan_id']}{note}", lines, end)


def _warnings_of(result: Result) -> t.List[str]:
    """Return the warnings of a plan but for those on what is left alone, which has lines of its own."""
    left_alone = result.get("left_alone", ())
    return [text for text in result.get("warnings", ()) if not any(found in text for found in left_alone)]


def outcome_block(subject: str, result: Result) -> t.List[t.Tuple[str, str]]:
    """Return the lines on the outcome of the plan, each with its mark; only the numbers if it succeeded."""
    from .lines import outcome_of, outcome_summary

    failed = bool(result.get("failed"))
    lines = [("-" if failed else "", f"  {line}") for line in outcome_of(result)] if failed else []
    if result.get("backup_file"):
        lines.append(("", f"  backup: {result['backup_file']}"))
    end = f"{outcome_summary(result)}. Plan {result['plan_id']}"
    return _block(f"{subject}: {'failed' if failed else 'done'}", lines, end)


def _block(title: str, lines: t.List[t.Tuple[str, str]], end: str) -> t.List[t.Tuple[str, str]]:
    from .lines import clean

    room = LONGEST_BLOCK - 2
    if len(lines) > room:
        lines = [*lines[: room - 1], ("", f"  … and {len(lines) - room + 1} more")]
    return [(mark, clean(line)) for mark, line in [("", title), *lines, ("", f"  {end}")]]


def _display(block: t.Sequence[t.Tuple[str, str]]) -> None:
    from ansible import constants
    from ansible.utils.color import stringc
    from ansible.utils.display import Display

    colors = {
        "+": constants.COLOR_DIFF_ADD,
        "~": constants.COLOR_CHANGED,
        "-": constants.COLOR_DIFF_REMOVE,
        "?": constants.COLOR_SKIP,
        "!": constants.COLOR_WARN,
    }
    lines = [stringc(line, colors[mark]) if mark in colors else line for mark, line in block]
    Display().display("\n".join(lines), stderr=True)
