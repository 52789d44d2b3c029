# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the module in the controller's process where that makes no difference."""

from __future__ import annotations

from ..modules import vox_user_info
from ..plugin_utils._controller.execution import ModuleAction


class ActionModule(ModuleAction):
    """Runs the module on the controller or on the host."""

    main = staticmethod(vox_user_info.main)
