# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Transitions: one change in check mode, for real, and again."""

from __future__ import annotations

import dataclasses
import typing as t

from .accounts import login
from .in_process import run_module

if t.TYPE_CHECKING:
    import collections.abc as c

    from voximplant_emulator import Emulator

    from .plays import Json, Run

IDS = ("application_id", "rule_id", "scenario_id", "secret_id", "user_id")
TIMES = ("created", "modified")


@dataclasses.dataclass(frozen=True)
class Transition:
    """A change that a task declares, and the writing API methods that it is to send."""

    name: str
    options: c.Mapping[str, t.Any]
    methods: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def tasks(module: str, transitions: t.Iterable[Transition]) -> list[Json]:
    """Three tasks for each transition: in check mode, for real, and again."""
    return [
        {
            "name": f"{transition.name}: {step}",
            f"voximplant.platform.{module}": dict(transition.options),
            "check_mode": step == "check",
            "diff": True,
        }
        for transition in transitions
        for step in ("check", "real", "again")
    ]


def refused_tasks(module: str, refused: c.Mapping[str, tuple[c.Mapping[str, t.Any], str]]) -> list[Json]:
    """Two tasks for each name: with options that are refused, in check mode and for real."""
    return [
        {"name": f"{name} {check}", f"voximplant.platform.{module}": dict(options), "check_mode": check}
        for name, (options, _text) in refused.items()
        for check in (True, False)
    ]


def check_refused(run: Run, task: str, text: str) -> None:
    """Make sure that a task says why it was refused, and wrote nothing."""
    assert text in run[task].message
    assert run[task].writes == []


def check(run: Run, transition: Transition) -> None:
    """Make sure that check mode foretold the real run without writing, and that the third run had nothing to do."""
    checked, done, again = (run[f"{transition.name}: {step}"] for step in ("check", "real", "again"))
    methods = list(transition.methods)
    check_promise(checked.result, done.result, methods)
    assert (checked.writes, done.writes, again.writes) == ([], methods, [])
    check_rest(again.result)


def check_change(emulator: Emulator, module: str, wanted: Json, methods: c.Sequence[str]) -> None:
    """Make a change in check mode, for real, and again, and make sure of each, also of what the emulator received."""
    options = {**login(emulator), **wanted}
    before = emulator.state()
    emulator.clear_journal()
    checked = run_module(module, options, check_mode=True)
    assert emulator.state() == before
    done, again = run_module(module, options), run_module(module, options)
    check_promise(checked, done, methods)
    check_rest(again)
    assert [call["method"] for call in emulator.journal(write=True)] == list(methods)


def check_promise(checked: Json, done: Json, methods: c.Sequence[str]) -> None:
    """Make sure that a result of check mode is that of the real run, but for what the platform assigns."""
    assert not checked.get("failed"), checked
    assert not done.get("failed"), done
    assert done["changed"] is bool(methods)
    assert [operation["method"] for operation in done["operations"]] == list(methods)
    assert bool(done["diff"]) is bool(methods)
    assert but_assigned(checked, checked) == but_assigned(done, checked)


def check_rest(again: Json) -> None:
    """Make sure that a result is that of a task which found everything as it should be."""
    assert not again.get("failed"), again
    assert (again["changed"], again["operations"], again["diff"]) == (False, [], [])


def but_assigned(result: Json, checked: Json) -> Json:
    """A result without times, and without what check mode could not know: ids, and names in full."""
    kept: Json = {}
    is_new = "application_id" in checked and checked["application_id"] is None
    for name, value in result.items():
        twin = checked.get(name)
        if name in TIMES or (name in IDS and twin is None) or (name == "application_name" and is_new):
            continue
        kept[name] = but_assigned(value, twin if isinstance(twin, dict) else {}) if isinstance(value, dict) else value
    return kept
