# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The one flow of every task that changes something: plan, apply, report."""

from __future__ import annotations

import typing as t

from .._api.screen import lines, one_line, terminal_safe
from .._plan.operations import DiffSection, Plan, S

_LONGEST_HEADER = 300


class Task(t.Generic[S]):
    """What a module does."""

    def plan(self) -> Plan[S]:
        """Read the current state and plan; send nothing that writes."""
        raise NotImplementedError

    def apply(self, plan: Plan[S]) -> S:
        """Carry out a plan and return the state that it led to.

        :raises VoximplantError: with the operations that were done, and those that were not reached
        """
        raise NotImplementedError


def report(plan: Plan[S], after: S, *, with_diff: bool) -> t.Dict[str, t.Any]:
    """Return the result of a task; all but the returned objects comes from the plan."""
    result = {
        "changed": plan.changed,
        "operations": [operation.as_result() for operation in plan.operations],
        **after.as_result(),
    }
    if with_diff:
        result["diff"] = diff_of(plan)
    return result


def diff_of(plan: Plan[S]) -> t.List[t.Dict[str, str]]:
    """Return the sections of the two states that differ, as Ansible shows them."""
    before, after = plan.before.diff_sections(), plan.after.diff_sections()
    return [_diff_entry(before[key], after[key]) for key in before if before[key].text != after[key].text]


def _diff_entry(before: DiffSection, after: DiffSection) -> t.Dict[str, str]:
    return {
        "before_header": one_line(before.header, _LONGEST_HEADER),
        "after_header": one_line(after.header, _LONGEST_HEADER),
        "before": _body(before),
        "after": _body(after),
    }


def _body(section: DiffSection) -> str:
    """Return the text of a section: a terminal obeys nothing in it, and a CI system only lines of a script."""
    text = terminal_safe(section.text)
    return text if section.is_content else lines(text)
