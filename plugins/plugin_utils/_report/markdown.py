# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports as Markdown, for a comment on a merge request; names are treated as hostile."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from .content import Report

LONGEST_COMMENT = 60_000  # GitHub takes 65536 characters
_LONGEST_MESSAGE = 10_000
_TOO_LONG = "\nThis is as much as fits into a comment. The output of the job shows the rest.\n"


def markdown_of(report: Report) -> str:
    """Return a report as Markdown; diffs that do not fit into a comment are left out."""
    parts = [
        f"### Voximplant: {report.title.lower()} {_code(report.plan_id)}".rstrip(),
        f"{_status(report)}{report.summary}.",
    ]
    if report.message:
        parts.append(_fence(report.message[:_LONGEST_MESSAGE], "text"))
    if report.findings:
        rows = [(found.severity, _code(found.place), _code(found.text)) for found in report.findings]
        parts.append(_table(("", "Where", "What"), rows))
    if report.rows:
        changes = [
            (_code(row.mark), row.object, _code(row.name), _code(row.text), _code(row.modified)) for row in report.rows
        ]
        parts.append(_table(("", "Object", "Name", "What changes", "Last change"), changes))
    if report.outcome:
        parts.append("\n".join(f"- {_code(line)}" for line in report.outcome))
    return _with_diffs("\n\n".join(parts) + "\n", report)


def _with_diffs(text: str, report: Report) -> str:
    left = LONGEST_COMMENT - len(_TOO_LONG)
    if len(text) > left:
        shown = text[:left].rpartition("\n")[0]
        return f"{shown}\n{_TOO_LONG}"
    for header, diff in report.diffs:
        folded = f"\n<details><summary>{_code(header)}</summary>\n\n{_fence(diff, 'diff')}\n\n</details>\n"
        if len(text) + len(folded) > left:
            return text + _TOO_LONG
        text += folded
    return text


def _status(report: Report) -> str:
    return "**Failed**: " if report.failed else ""


def _table(heads: t.Sequence[str], rows: t.Iterable[t.Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(text: str) -> str:
    """Return text as code in which no character is markup, a mention or a link."""
    escaped = "".join(
        character if character.isalnum() or character == " " else f"&#{ord(character)};" for character in text
    )
    return f"<code>{escaped}</code>" if escaped else ""


def _fence(text: str, language: str) -> str:
    """Return a block of code whose fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
