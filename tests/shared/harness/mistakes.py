# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes: tasks that must fail before they write anything."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c

    from .plays import Json, Outcome, Run


@dataclasses.dataclass(frozen=True)
class Mistake:
    """A task that must fail: its module and options, and the parts that its message must have."""

    name: str
    module: str
    options: c.Mapping[str, t.Any]
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def scenario(name: str, *parts: str, **options: object) -> Mistake:
    return Mistake(name, "vox_scenario", options, parts)


def session(name: str, *parts: str, **options: object) -> Mistake:
    return Mistake(name, "vox_session", options, parts)


def tasks(mistakes: c.Iterable[Mistake]) -> list[Json]:
    """Each mistake in check mode, and for real."""
    return [
        {
            "name": f"{mistake.module} {mistake.name}: {step}",
            f"voximplant.platform.{mistake.module}": dict(mistake.options),
            "check_mode": step == "checked",
        }
        for mistake in mistakes
        for step in ("checked", "real")
    ]


def check(run: Run, mistake: Mistake) -> None:
    """Make sure that one message tells a mistake with all its parts, in check mode too, and that nothing is sent."""
    outcomes: list[Outcome] = [run[f"{mistake.module} {mistake.name}: {step}"] for step in ("checked", "real")]
    assert outcomes[0].message == outcomes[1].message
    for outcome in outcomes:
        assert [part for part in mistake.parts if part not in outcome.message] == [], outcome.message
        assert outcome.writes == []
