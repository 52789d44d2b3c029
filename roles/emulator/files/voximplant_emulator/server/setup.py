# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The setup that the role declares: switches, faults, latency and phone numbers."""

from __future__ import annotations

import typing as t

from ..api import faults
from ..state import accounts, phone_numbers, settings, switches
from ..state.store import Store

if t.TYPE_CHECKING:
    import collections.abc as c

Setup = dict[str, t.Any]
PARTS = ("switches", "faults", "latency_ms", "phone_numbers")


def read(store: Store) -> Setup:
    """Return the setup: switches that were set, faults, latency, and the phone numbers of the first account."""
    first = accounts.first_id(store)
    rows = store.rows("SELECT phone_number FROM phone_number WHERE account_id = ? ORDER BY phone_number_id", first)
    return {
        "switches": switches.read_saved(store),
        "faults": [row["fault"] for row in faults.read(store)],
        "latency_ms": settings.latency_ms(store),
        "phone_numbers": [row["phone_number"] for row in rows],
    }


def replace(store: Store, desired: c.Mapping[str, t.Any]) -> list[str]:
    """Replace switches, faults and latency, add missing phone numbers, and return the changed parts.

    Parts that are missing get their defaults. Raise ValueError or TypeError, changing nothing, if one is invalid.
    """
    unknown = sorted(set(desired) - set(PARTS))
    if unknown:
        raise ValueError(f"the setup has no {unknown[0]!r}; it has: {', '.join(PARTS)}")
    before = _in_force(store)
    with store.transaction():
        switches.replace(store, desired.get("switches") or {})
        definitions = desired.get("faults") or []
        if definitions != before["faults"]:  # the same ones are not armed again
            faults.replace(store, definitions)
        settings.set_latency_ms(store, desired.get("latency_ms") or 0)
        phone_numbers.ensure(store, accounts.first_id(store), desired.get("phone_numbers") or [])
    after = _in_force(store)
    return [part for part in PARTS if before[part] != after[part]]


def preview(store: Store, desired: c.Mapping[str, t.Any]) -> list[str]:
    """Return the parts that `replace` would change."""
    with store.undo_block():
        return replace(store, desired)


def validate(desired: c.Mapping[str, t.Any]) -> None:
    """Raise what `replace` would raise, without an emulator."""
    store = Store.in_memory()
    nobody = dict.fromkeys(("account_name", "account_email", "api_key", "account_password", "created"), "")
    store.add("account", balance=0, **nobody)
    replace(store, desired)


def _in_force(store: Store) -> Setup:
    return {**read(store), "switches": switches.load(store).all_values()}
