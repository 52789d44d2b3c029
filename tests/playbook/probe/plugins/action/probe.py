# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the probe as the modules of the collection run."""

from __future__ import annotations

from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.execution import ModuleAction

from ..modules import probe


class ActionModule(ModuleAction):
    """Runs the probe here, or ships it."""

    main = staticmethod(probe.main)
