# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Remembers from run to run which text each scenario has, so that it need not be read again.

A file of this machine holds the hash of a text for the id of its scenario and the time of its last change. Whatever is
wrong with that file, or does not fit, counts as not remembered.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import typing as t

from .._files import replace_file
from .._objects.scenarios import scenario_id_of
from .._objects.script import variants

if t.TYPE_CHECKING:
    from .._objects.models import Scenario

_FORMAT = 1
_TIME = "%Y-%m-%d %H:%M:%S"
_SETTLED = datetime.timedelta(seconds=2)
_MAX_BYTES = 64 * 1024 * 1024

Entries = t.Dict[int, t.Tuple[str, str]]


class TextCache:
    """The texts of an account's scenarios, as far as they are remembered.

    :arg path: the file
    :arg account: whose scenarios these are; what the file says of another account is not believed
    """

    def __init__(self, path: str, account: str) -> None:
        self._path = path
        self._account = account
        self._before = _load(path, account)
        self._now: Entries = {}

    def recall(self, scenario: Scenario, declared: str) -> t.Optional[str]:
        """The text that a scenario has, if it is remembered and counts as the same as the declared one."""
        entry = self._before.get(scenario_id_of(scenario))
        if entry is None or entry[0] != scenario.modified:
            return None
        return next((text for text in variants(declared) if _digest(text) == entry[1]), None)

    def note(self, scenario: Scenario, text: str, not_before: datetime.datetime) -> None:
        """Remember a text that was read.

        The platform tells the time of a change in whole seconds. A text that was changed shortly before it was read may
        be changed again without a sign, so it is not remembered.

        :arg scenario: as it was read together with the text
        :arg not_before: a time by the platform's clock, no later than that of reading
        """
        changed = _time(scenario.modified)
        if changed is not None and changed + _SETTLED < not_before:
            self._now[scenario_id_of(scenario)] = (scenario.modified or "", _digest(text))

    def save(self, modified: t.Mapping[int, t.Optional[str]]) -> None:
        """Write the file; what was remembered of scenarios that have not changed since stays in it.

        :arg modified: when each scenario of the account was changed last, by id
        :raises OSError: when it cannot be written
        """
        kept = {key: entry for key, entry in self._before.items() if modified.get(key) == entry[0]}
        entries = {**kept, **self._now}
        if entries == self._before:
            return
        content = {"format": _FORMAT, "account": self._account, "texts": {str(key): entries[key] for key in entries}}
        os.makedirs(os.path.dirname(os.path.abspath(self._path)), exist_ok=True)
        replace_file(self._path, json.dumps(content).encode())


def _load(path: str, account: str) -> Entries:
    """What a file remembers of an account: nothing, if it is not one that was written for it."""
    try:
        with open(path, "rb") as file:
            content = json.loads(file.read(_MAX_BYTES))
        if content["format"] != _FORMAT or content["account"] != account:
            return {}
        texts = content["texts"].items()
        return {int(key): (str(modified), str(digest)) for key, (modified, digest) in texts}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _time(text: t.Optional[str]) -> t.Optional[datetime.datetime]:
    """A time as the platform writes it, in UTC."""
    try:
        return datetime.datetime.strptime(text or "", _TIME).replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
