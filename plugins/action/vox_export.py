# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes an account to files of the controller, whatever the hosts of the play are."""

from __future__ import annotations

import functools
import typing as t

from ..modules.vox_export import main
from ..plugin_utils._controller.in_process import InProcessAction
from ..plugin_utils._controller.progress import progress_of

FOLDERS = ("dest", "from_voxengine_ci")


class ActionModule(InProcessAction):
    """Runs the module here, with folders that are beside the play."""

    def run(self, tmp: t.Optional[str] = None, task_vars: t.Optional[t.Dict[str, t.Any]] = None) -> t.Dict[str, t.Any]:
        """Run the action."""
        super().run(tmp, task_vars)
        arguments = self.arguments()
        for option in FOLDERS:
            if isinstance(arguments.get(option), str):
                arguments[option] = self._loader.path_dwim(arguments[option])
        return self.run_here(functools.partial(main, progress_of(self, task_vars)), task_vars, arguments)
