# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A response before it is sent: its content, its delay, and how the connection ends."""

from __future__ import annotations

import dataclasses
import enum
import json

JSON = "application/json; charset=utf-8"


class Ending(enum.Enum):
    """How the connection ends."""

    ANSWERED = "answered"
    CUT_SHORT = "cut short"
    ENDLESS = "endless"
    HANGING = "hanging"
    RESET = "reset"


@dataclasses.dataclass(frozen=True)
class Response:
    """An HTTP response; `code` is the API error in it, `pause` the delay in seconds."""

    body: bytes = b""
    status: int = 200
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    code: int | None = None
    pause: float = 0
    ending: Ending = Ending.ANSWERED

    @property
    def sent_status(self) -> int | None:
        """Return the HTTP status that the client sees, or None."""
        return None if self.ending in (Ending.HANGING, Ending.RESET) else self.status


def encode_json(content: object, *, escape_slashes: bool = False) -> bytes:
    """Return JSON as the platform writes it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return (text.replace("/", "\\/") if escape_slashes else text).encode("utf-8", "surrogatepass")
