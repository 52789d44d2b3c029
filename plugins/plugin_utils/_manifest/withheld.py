# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find values of secrets and passwords of users that a project does not declare."""

from __future__ import annotations

import typing as t

from .document import Mistake
from .project import Project
from .substitutions import suggest

if t.TYPE_CHECKING:
    from ...module_utils._account.withheld import Withheld


def undeclared_values(project: Project, withheld: Withheld, *, prunes_users: bool) -> t.Iterator[Mistake]:
    """Find values of secrets and passwords of users that no application declares; no mistake contains a value.

    :arg prunes_users: whether other users are deleted; their passwords serve to create them again in a rollback
    """
    options = [("secret_values", "secrets", withheld.secret_values)]
    if not prunes_users:
        options.append(("user_passwords", "users", withheld.user_passwords))
    for option, kind, given in options:
        for application, named in sorted(given.items()):
            declared = project.names(kind, application)
            for name in sorted(set(named) - declared):
                message = f"the application {application!r} declares no {kind[:-1]} {name!r}{suggest(name, declared)}"
                yield Mistake(option, 0, "", message)
