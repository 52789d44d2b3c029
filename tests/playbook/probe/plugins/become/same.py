# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Becomes nobody else, whoever is asked for, so that tests need no right to."""

from __future__ import annotations

import typing as t

from ansible.plugins.become import BecomeBase

DOCUMENTATION = """
name: same
short_description: Stay who one is
description: Stay who one is.
author: Voximplant platform collection contributors
options:
  become_user:
    description: Whom to become.
    type: str
    default: root
    vars:
      - name: ansible_become_user
    keyword:
      - name: become_user
"""


class BecomeModule(BecomeBase):  # type: ignore[misc]  # ansible-core carries no type hints
    """Leaves commands as they are."""

    name = "test.probe.same"

    def build_become_command(self, cmd: str, shell: object) -> t.Any:
        """Return the command, which tells that it begins."""
        super().build_become_command(cmd, shell)
        return self._build_success_command(cmd, shell)
