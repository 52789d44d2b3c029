# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""API calls, and which of them can be made at the same time."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as c


@dataclasses.dataclass(frozen=True)
class Call:
    """One API call, without what proves who made it."""

    method: str
    params: t.Mapping[str, str]

    @property
    def is_read(self) -> bool:
        """Tell whether it changes nothing."""
        return self.method.startswith("Get")

    @property
    def is_page(self) -> bool:
        """Tell whether it reads a page of a listing."""
        return "offset" in self.params

    @property
    def reads_text(self) -> bool:
        """Tell whether it reads a scenario's text."""
        return self.params.get("with_script") == "true"


def stages(calls: c.Iterable[Call]) -> list[list[Call]]:
    """Split calls into those that can be made at the same time.

    Reads that follow each other begin with the pages of listings, one after the other. Then come the others, at once.
    """
    found: list[list[Call]] = []
    for _kind, group in itertools.groupby(calls, key=lambda call: "read" if call.is_read else call.method):
        same = list(group)
        found += [[call] for call in same if call.is_page]
        found.append([call for call in same if not call.is_page])
    return [stage for stage in found if stage]
