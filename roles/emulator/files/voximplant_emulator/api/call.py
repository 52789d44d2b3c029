# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API call, as the function that executes it gets it."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from ..state.accounts import Account
    from ..state.store import Store
    from ..state.switches import Switches
    from .params import Params

Reply = dict[str, object]


@dataclasses.dataclass(frozen=True)
class MediaPorts:
    """The ports of media sessions."""

    http_port: int
    secure_port: int


@dataclasses.dataclass(frozen=True)
class Call:
    """An authenticated call: its account, parameters and switches.

    `row_shift` rotates the rows of a listing by so many places.
    """

    store: Store
    switches: Switches
    account: Account
    auth: str
    params: Params
    media: MediaPorts
    row_shift: int = 0

    @property
    def account_id(self) -> int:
        """Return the id of the account that the call runs in."""
        return self.account.account_id

    @property
    def scenario_owners(self) -> str:
        """Return the accounts whose scenarios the call can use, as an SQL list: this one and possibly its parent."""
        parent = self.account.parent_account_id if self.account.uses_parent_scenarios else None
        return f"({self.account_id})" if parent is None else f"({self.account_id}, {parent})"

    def application_names(self, application_id: int, short_name: str) -> Reply:
        """Return an application's id and its full names, as listings repeat them."""
        return {
            "application_id": application_id,
            "application_name": f"{short_name}.{self.account.domain}",
            "extended_application_name": f"{short_name}.{self.account.account_name}.n2.voximplant.com",
        }

    def asked_accounts(self, children_parameter: str) -> list[int]:
        """Return the accounts that the call asks about: its own, or those of its child accounts."""
        query = "SELECT account_id FROM account WHERE parent_account_id = ?"
        children = [row["account_id"] for row in self.store.rows(query, self.account_id)]
        asked = self.params.integers("child_account_id")
        if asked is not None:
            return [child for child in children if child in asked]
        return children if self.params.boolean(children_parameter, False) else [self.account_id]

    def listing(self, rows: list[Reply], **more: object) -> Reply:
        """Return the page of `rows` that `count` and `offset` select, as the reply of a getter."""
        shift = self.row_shift % len(rows) if rows else 0
        rows = [*rows[shift:], *rows[:shift]]
        start = max(self.params.integer("offset") or 0, 0)
        asked = self.params.integer("count")
        count = self.switches.number("default_count") if asked is None else max(asked, 0)
        cap = self.switches.number("count_cap")
        page = rows[start : start + (min(count, cap) if cap else count)]
        return {"result": page, "count": len(page), "total_count": len(rows), **more}


def success(**more: object) -> Reply:
    """Return the reply of a command that succeeded."""
    return {"result": 1, **more}
