# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The figures of a benchmark as a JSON file."""

from __future__ import annotations

import dataclasses
import json
import typing as t

from .figures import Key, Results, Row

if t.TYPE_CHECKING:
    import pathlib

NAME = "results.json"
Conditions = dict[str, dict[str, str]]  # of each part that was measured
_DIGITS = 4


def save(folder: pathlib.Path, conditions: Conditions, results: Results) -> None:
    """Write the figures into a folder."""
    rows = [_rounded(dataclasses.asdict(row)) for row in results]
    content = json.dumps({"conditions": conditions, "rows": rows}, indent=1)
    (folder / NAME).write_text(f"{content}\n", encoding="utf-8")


def load(folder: pathlib.Path) -> tuple[Conditions, Results]:
    """Return what `save` has written; nothing, if it has not written yet."""
    if not (folder / NAME).exists():
        return {}, Results()
    content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return content["conditions"], Results(Row(**{**row, "key": Key(*row["key"])}) for row in content["rows"])


def merged(before: tuple[Conditions, Results], after: tuple[Conditions, Results]) -> tuple[Conditions, Results]:
    """Return figures in which parts that were measured again stand in the place of what they were before."""
    conditions, results = after
    kept = [row for row in before[1] if row.key.part not in conditions]
    return {**before[0], **conditions}, Results([*kept, *results])


def _rounded(row: dict[str, t.Any]) -> dict[str, t.Any]:
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in row.items()}
