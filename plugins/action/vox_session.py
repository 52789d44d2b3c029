# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts a session from the controller, whatever the hosts of the play are."""

from __future__ import annotations

from ..modules.vox_session import main
from ..plugin_utils._controller.in_process import InProcessAction, Result, Variables


class ActionModule(InProcessAction):
    """Runs the module here."""

    def produce(self, task_vars: Variables) -> Result:
        """Return the result of the task."""
        return self.run_here(main, task_vars)
