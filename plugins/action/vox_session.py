# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts a session from the controller, whatever the hosts of the play are."""

from __future__ import annotations

import typing as t

from ..modules.vox_session import main
from ..plugin_utils._controller.in_process import InProcessAction


class ActionModule(InProcessAction):
    """Runs the module here."""

    def run(self, tmp: t.Optional[str] = None, task_vars: t.Optional[t.Dict[str, t.Any]] = None) -> t.Dict[str, t.Any]:
        """Run the action."""
        super().run(tmp, task_vars)
        return self.run_here(main, task_vars)
