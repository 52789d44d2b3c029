# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a result says, for reports in any format."""

from __future__ import annotations

import dataclasses
import difflib
import typing as t

from ...module_utils._api.screen import lines, with_visible_controls
from .._manifest.document import pluralize
from .lines import Row, clean, is_plan, outcome_of, outcome_summary, rows_of, summary_of

Result = t.Mapping[str, t.Any]

_CONTEXT_LINES = 3


@dataclasses.dataclass(frozen=True)
class Finding:
    """A mistake or a warning about a project.

    :arg place: file and line; empty if the message says it
    """

    severity: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.place}: {self.text}" if self.place else f"{self.severity}: {self.text}"


@dataclasses.dataclass(frozen=True)
class Report:
    """A result of vox_sync, vox_restore or vox_validate; every text is one line unless it says otherwise.

    :arg summary: the numbers
    :arg plan_id: empty if there is no plan
    :arg differs: the account differs, and nothing was going to be written
    :arg message: why the task failed, in several lines; empty if it did not
    :arg outcome: what was done, put back, left alone and not reached
    :arg diffs: header and unified diff of each object; diffs have several lines
    """

    title: str
    summary: str
    plan_id: str = ""
    failed: bool = False
    differs: bool = False
    message: str = ""
    rows: t.Tuple[Row, ...] = ()
    findings: t.Tuple[Finding, ...] = ()
    outcome: t.Tuple[str, ...] = ()
    diffs: t.Tuple[t.Tuple[str, str], ...] = ()


def report_of(result: Result) -> Report:
    """Return what a result says.

    :raises TypeError: if it is not of one of these modules
    """
    failed = bool(result.get("failed"))
    message = lines(with_visible_controls(str(result.get("msg") or "the task failed"))) if failed else ""
    if "mistakes" in result:
        return _validation(result, message)
    if "plan_id" not in result and not failed:
        raise TypeError("it has neither plan_id nor mistakes")
    rows = tuple(_clean_row(row) for row in rows_of(result))
    plan = is_plan(result)
    outcome = outcome_of(result) if failed else [f"left alone: {text}" for text in result.get("left_alone", ())]
    # Without a plan, nobody knows what has to change.
    numbers = [summary_of(rows, is_plan=plan)] if rows or "plan_id" in result else []
    return Report(
        title="Plan" if plan else "Differences",
        summary="; ".join([*numbers, outcome_summary(result)] if failed else numbers),
        plan_id=clean(str(result.get("plan_id", ""))),
        failed=failed,
        differs=bool(rows) and not plan,
        message=message,
        rows=rows,
        outcome=tuple(map(clean, outcome)),
        diffs=tuple(diff_of(entry) for entry in result.get("diff", ())),
    )


def text_of(report: Report) -> str:
    """Return a report as plain text."""
    title = f"{report.title} {report.plan_id}".strip()
    texts = [title, *map(str, report.findings), *map(str, report.rows), *report.outcome]
    texts += [f"failed: {line}" for line in report.message.splitlines()]
    return "\n".join(map(clean, [*texts, report.summary])) + "\n"


def _validation(result: Result, message: str) -> Report:
    findings = [
        Finding("mistake", clean(_place(found)), clean(": ".join(filter(None, (found["key"], found["message"])))))
        for found in result["mistakes"]
    ]
    findings += [Finding("warning", "", clean(text)) for text in result.get("warnings", ())]
    mistakes, warnings = len(result["mistakes"]), len(result.get("warnings", ()))
    summary = f"{pluralize(mistakes, 'mistake')}, {pluralize(warnings, 'warning')}"
    return Report(
        "Validation", summary, failed=bool(message), message="" if mistakes else message, findings=tuple(findings)
    )


def _place(found: Result) -> str:
    return f"{found['file']}:{found['line']}" if found["line"] else str(found["file"])


def _clean_row(row: Row) -> Row:
    return Row(row.mark, clean(row.object), clean(row.name), clean(row.text), clean(row.modified))


def diff_of(entry: Result) -> t.Tuple[str, str]:
    """Return the header of an entry of a diff, and the unified diff."""
    header = clean(str(entry.get("after_header") or entry.get("before_header") or ""))
    before, after = (with_visible_controls(str(entry.get(side) or "")).splitlines() for side in ("before", "after"))
    old, new = (clean(str(entry.get(f"{side}_header") or "")) for side in ("before", "after"))
    return header, "\n".join(difflib.unified_diff(before, after, old, new, n=_CONTEXT_LINES, lineterm=""))
