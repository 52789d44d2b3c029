# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""How an account is written; what writes it is only imported when there is something to write."""

from __future__ import annotations

import dataclasses
import typing as t

from .withheld import NOTHING, Withheld

if t.TYPE_CHECKING:
    from .smoke_test import SmokeTest

ROLLBACK_SECONDS = 300
SMOKE_TEST_SECONDS = 60
FINISH_REASON = "Normal termination"


@dataclasses.dataclass(frozen=True)
class Deployment:
    """How an account is written.

    :arg atomic: put back what was written if anything fails
    :arg smoke_test: a session that has to end well before anything is deleted
    :arg backup_dir: directory for a backup
    :arg rollback_timeout: seconds that a rollback may take
    :arg force_delete: delete applications that a rollback cannot make again completely
    :arg withheld: passwords of users that a rollback may have to create again
    """

    atomic: bool = False
    smoke_test: t.Optional[SmokeTest] = None
    backup_dir: t.Optional[str] = None
    rollback_timeout: int = ROLLBACK_SECONDS
    force_delete: bool = False
    withheld: Withheld = NOTHING
