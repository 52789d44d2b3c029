# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The platform's time: UTC, in whole seconds, written as YYYY-MM-DD HH:mm:ss."""

from __future__ import annotations

import datetime
import zoneinfo

FORMAT = "%Y-%m-%d %H:%M:%S"


def now() -> datetime.datetime:
    """Return the present time in UTC."""
    return datetime.datetime.now(datetime.UTC)


def timestamp() -> str:
    """Return the present time as the platform writes it."""
    return now().strftime(FORMAT)


def parse(text: str) -> datetime.datetime:
    """Return the UTC time that `text` says; raise ValueError if it is not a time."""
    return datetime.datetime.strptime(text, FORMAT).replace(tzinfo=datetime.UTC)


def to_zone(text: str, zone: zoneinfo.ZoneInfo | None) -> str:
    """Return the UTC time `text` as a clock in `zone` shows it."""
    return text if zone is None else parse(text).astimezone(zone).strftime(FORMAT)


def in_a_month() -> str:
    """Return the date in 30 days, as the platform writes dates."""
    return (now() + datetime.timedelta(days=30)).strftime("%Y-%m-%d")


def to_iso(text: str) -> str:
    """Return a time of the platform in the form of ISO 8601."""
    return text.replace(" ", "T") + "Z"
