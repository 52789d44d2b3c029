# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One API call on its way to the function that executes it."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from .accounts import Account
    from .params import Params
    from .store import Store
    from .switches import Switches

Reply = dict[str, object]
DEFAULT_COUNT = 20


@dataclasses.dataclass(frozen=True)
class MediaAddresses:
    """Where media sessions can be reached."""

    http_port: int
    secure_port: int


@dataclasses.dataclass(frozen=True)
class Call:
    """An authenticated call: who calls, with which parameters, under which switches."""

    store: Store
    switches: Switches
    account: Account
    auth: str
    params: Params
    media: MediaAddresses

    @property
    def account_id(self) -> int:
        """Return the id of the account that the call runs in."""
        return self.account.account_id

    @property
    def scenario_owners(self) -> str:
        """Return the accounts whose scenarios can be used here, as an SQL list: this one and perhaps its parent."""
        parent = self.account.parent_account_id if self.account.uses_parent_scenarios else None
        return f"({self.account_id})" if parent is None else f"({self.account_id}, {parent})"

    def listing(self, rows: list[Reply], **more: object) -> Reply:
        """Return the page of `rows` that the parameters `count` and `offset` ask for, as a getter answers."""
        start = max(self.params.integer("offset") or 0, 0)
        asked = self.params.integer("count")
        count = DEFAULT_COUNT if asked is None else max(asked, 0)
        cap = self.switches.number("count_cap")
        page = rows[start : start + (min(count, cap) if cap else count)]
        return {"result": page, "count": len(page), "total_count": len(rows), **more}


def done(**more: object) -> Reply:
    """Return the reply of a command that succeeded."""
    return {"result": 1, **more}
