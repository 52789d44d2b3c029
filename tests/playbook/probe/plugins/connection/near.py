# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A machine that is this one by another name."""

from __future__ import annotations

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: near
short_description: This machine by another name
description: This machine by another name.
author: Voximplant platform collection contributors
extends_documentation_fragment: [connection_pipelining]
"""


class Connection(LocalConnection):  # type: ignore[misc]  # ansible-core carries no type hints
    """Does what the local connection does, and is not it."""

    transport = "test.probe.near"
