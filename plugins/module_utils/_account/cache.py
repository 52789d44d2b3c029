# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Remember the scripts of an account between runs, so that they need not be read again.

A file of this machine contains the digest of a script by the id of its scenario and the time of its last change. If
anything about the file is wrong, nothing is remembered.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import stat
import typing as t

from .._api.errors import InputError
from .._api.local_files import read_regular_file
from .._files import PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE, replace_file
from .._objects.models import parse_time
from .._objects.scenarios import scenario_id_of
from .._objects.script import normalized_forms

if t.TYPE_CHECKING:
    from .._objects.models import Scenario

_FORMAT = 1
_SETTLED = datetime.timedelta(seconds=2)
_MAX_BYTES = 64 * 1024 * 1024

Entries = t.Dict[int, t.Tuple[str, str]]


class ScriptCache:
    """The digests of an account's scripts in a file.

    :arg path: the file
    :arg account: the account; what the file says of another one is ignored
    :raises InputError: if anyone else could write to the file or to its directory
    """

    def __init__(self, path: str, account: str) -> None:
        _check_private(path)
        self.path = path
        self._account = account
        self._before = _load(path, account)
        self._now: Entries = {}

    def get(self, scenario: Scenario, desired: str) -> t.Optional[str]:
        """Return the script that a scenario has, if it is known and counts as equal to the desired one."""
        entry = self._before.get(scenario_id_of(scenario))
        if entry is None or entry[0] != scenario.modified:
            return None
        return next((script for script in normalized_forms(desired) if _digest(script) == entry[1]), None)

    def add(self, scenario: Scenario, script: str, not_before: datetime.datetime) -> None:
        """Remember a script that was read.

        The platform gives the time of a change in whole seconds. A script that was changed shortly before it was read
        can change again without a new time, so it is not remembered.

        :arg scenario: as it was read together with the script
        :arg not_before: a time of the platform's clock, no later than that of the read
        """
        changed = parse_time(scenario.modified)
        if changed is not None and changed + _SETTLED < not_before:
            self._now[scenario_id_of(scenario)] = (scenario.modified or "", _digest(script))

    def save(self, modified: t.Mapping[int, t.Optional[str]]) -> None:
        """Write the file; scripts of scenarios that have not changed since stay in it.

        :arg modified: time of the last change of each scenario of the account, by id
        :raises OSError: if the file cannot be written
        """
        kept = {key: entry for key, entry in self._before.items() if modified.get(key) == entry[0]}
        entries = {**kept, **self._now}
        if entries == self._before:
            return
        content = {"format": _FORMAT, "account": self._account, "texts": {str(key): entries[key] for key in entries}}
        os.makedirs(os.path.dirname(os.path.abspath(self.path)), PRIVATE_DIRECTORY_MODE, exist_ok=True)
        replace_file(self.path, json.dumps(content).encode(), PRIVATE_FILE_MODE)


def _check_private(path: str) -> None:
    """Raise an error if anyone but the user could write to a file or to its directory: its contents are trusted.

    Where a link leads counts, too.
    """
    for place in dict.fromkeys(
        found for file in (os.path.abspath(path), os.path.realpath(path)) for found in (os.path.dirname(file), file)
    ):
        try:
            found = os.stat(place)
        except OSError:  # it will be private, or a warning says that it cannot be made
            continue
        if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
            raise InputError(
                f"cache_file is not safe, because others can write to {place}.",
                field="cache_file",
                advice="Its contents are trusted. Use a file and a directory that only you own and can write to.",
            )


def _load(path: str, account: str) -> Entries:
    """Return the entries of a file; none if the file is not one of this account."""
    try:
        content = json.loads(read_regular_file(path, "cache_file", _MAX_BYTES, "cache_file"))
        if content["format"] != _FORMAT or content["account"] != account:
            return {}
        texts = content["texts"].items()
        return {int(key): (str(modified), str(digest)) for key, (modified, digest) in texts}
    except (InputError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _digest(script: str) -> str:
    return hashlib.sha256(script.encode("utf-8", "surrogatepass")).hexdigest()
