# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads a backup of the controller, whatever the hosts of the play are."""

from __future__ import annotations

import functools

from ..modules.vox_restore import main
from ..plugin_utils._controller.files import absolute_paths
from ..plugin_utils._controller.in_process import InProcessAction, Result, Variables
from ..plugin_utils._controller.progress import progress_of
from ..plugin_utils._controller.withheld import USER_PASSWORDS, take_withheld
from ..plugin_utils._report.blocks import PlanBlocks


class ActionModule(InProcessAction):
    """Runs the module here, with a file that is next to the play."""

    def produce(self, task_vars: Variables) -> Result:
        """Return the result of the task."""
        arguments = self.arguments()
        withheld = take_withheld(arguments, USER_PASSWORDS)
        absolute_paths(self._loader, arguments, "backup_file")
        blocks = PlanBlocks(self, task_vars)
        run = functools.partial(main, progress_of(self, task_vars), blocks.show_plan, withheld)
        result = self.run_here(run, task_vars, arguments)
        blocks.show_outcome(result)
        return result
