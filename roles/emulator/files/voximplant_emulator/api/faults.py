# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: which calls meet one, and what it does to them."""

from __future__ import annotations

import dataclasses
import fnmatch
import json
import random
import typing as t

from .fault_kinds import KINDS, Details
from .methods import METHODS
from .response import Response

if t.TYPE_CHECKING:
    import collections.abc as c

    from ..state.store import Row, Store

MEDIA = "media"
CUT_LENGTH = 20
_SELECTORS = ("kind", "method", "skip", "times", "account_id", "rate", "seed")


@dataclasses.dataclass(frozen=True)
class Fault:
    """A fault that a call has met."""

    kind: str
    details: Details

    @property
    def executes(self) -> bool:
        """Tell whether the call is executed nevertheless."""
        always = KINDS[self.kind].executes
        return bool(self.details.get("commit", False)) if always is None else always

    @property
    def discards(self) -> bool:
        """Tell whether the call's effect is discarded although its response reports success."""
        return self.kind == "lost"

    @property
    def row_shift(self) -> int:
        """Return by how many places the rows of a listing are rotated."""
        return int(self.details.get("by", 1)) if self.kind == "shift_rows" else 0

    @property
    def meanwhile(self) -> tuple[str, dict[str, str]] | None:
        """Return the method and the parameters of another client's call that comes first, or None."""
        if self.kind != "meanwhile":
            return None
        parameters = {name: str(value) for name, value in dict(self.details.get("params", {})).items()}
        return str(self.details["call"]), parameters

    def alter_parameters(self, parameters: c.Mapping[str, str]) -> dict[str, str]:
        """Return the parameters with which the call is executed."""
        altered = dict(parameters)
        name = self.details.get("parameter")
        if self.kind == "cut" and name in altered:
            altered[name] = altered[name][: int(self.details.get("length", CUT_LENGTH))]
        return altered

    def alter_response(self, response: Response) -> Response:
        """Return what the client gets instead of `response`."""
        return KINDS[self.kind].alter_response(response, self.details)


def add(store: Store, definition: c.Mapping[str, t.Any]) -> int:
    """Add a fault and return its id; raise ValueError or TypeError if the definition is invalid."""
    kind = definition.get("kind")
    if kind not in KINDS:
        raise ValueError(f"unknown kind of fault {kind!r}; the known kinds are: {', '.join(KINDS)}")
    allowed = (*_SELECTORS, *KINDS[kind].options)
    unknown = sorted(set(definition) - set(allowed))
    if unknown:
        raise ValueError(f"a fault of the kind {kind} has no {unknown[0]!r}; it has: {', '.join(allowed)}")
    missing = [name for name in KINDS[kind].required if not definition.get(name)]
    if missing:
        raise ValueError(f"a fault of the kind {kind} needs {missing[0]!r}")
    for number in ("skip", "times", "length"):
        if int(definition.get(number, 1)) < 0:
            raise ValueError(f"{number} must be a number from 0, not {definition[number]!r}")
    if not 0 <= float(definition.get("rate", 1)) <= 1:
        raise ValueError(f"rate must be a number from 0 to 1, not {definition['rate']!r}")
    _try_out(Fault(kind, dict(definition)))
    return store.add("fault", definition=json.dumps(definition))


def _try_out(fault: Fault) -> None:
    """Raise ValueError or TypeError now for options that the fault could not use later."""
    fault.alter_response(Response(b"{}"))
    fault.alter_parameters({str(fault.details.get("parameter")): ""})
    _unused = fault.row_shift
    other = fault.meanwhile
    if other is not None and other[0] not in METHODS:
        raise ValueError(f"there is no API method {other[0]!r}")


def read(store: Store) -> list[dict[str, object]]:
    """Return every fault as it was added, with the number of calls that it has seen."""
    return [
        {"fault_id": row["fault_id"], "seen": row["seen"], "fault": json.loads(row["definition"])}
        for row in store.rows("SELECT * FROM fault ORDER BY fault_id")
    ]


def clear(store: Store) -> None:
    """Remove every fault."""
    store.run("DELETE FROM fault")


def replace(store: Store, definitions: c.Iterable[c.Mapping[str, t.Any]]) -> None:
    """Make the faults exactly these; raise what `add` raises, changing none."""
    with store.transaction():
        clear(store)
        for definition in definitions:
            add(store, definition)


def match(store: Store, method: str, account_id: int | None) -> Fault | None:
    """Return the fault that a call meets, or None. A call counts for the faults up to the one that it meets."""
    for row in store.rows("SELECT * FROM fault ORDER BY fault_id"):
        definition = json.loads(row["definition"])
        if _applies(definition, method, account_id) and _is_due(store, row, definition):
            return Fault(definition["kind"], definition)
    return None


def _applies(definition: Details, method: str, account_id: int | None) -> bool:
    """Tell whether a call counts for a fault; a request to a session does so only if the fault names `media`."""
    pattern = definition.get("method", "*")
    named = pattern == MEDIA if method == MEDIA else fnmatch.fnmatchcase(method, pattern)
    return named and definition.get("account_id") in (None, account_id)


def _is_due(store: Store, row: Row, definition: Details) -> bool:
    seen, skip, times = row["seen"] + 1, int(definition.get("skip", 0)), int(definition.get("times", 1))
    store.change("fault", "fault_id", row["fault_id"], seen=seen)
    return bool(seen > skip and (times == 0 or seen <= skip + times) and _by_chance(definition, seen))


def _by_chance(definition: Details, seen: int) -> bool:
    """Tell whether chance lets a call meet a fault: the same calls each time, for the same seed."""
    rate = float(definition.get("rate", 1))
    return rate == 1 or random.Random(f"{definition.get('seed', 0)} {seen}").random() < rate
