# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an account in memory holds."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class ScenarioRow:
    """A scenario; one without an application is Shared."""

    scenario_id: int
    scenario_name: str
    scenario_script: str = ""
    application_id: int | None = None
    parent: bool = False
    modified: str = "2026-01-01 00:00:00"


@dataclasses.dataclass
class RuleRow:
    """A rule with the ids of its scenarios in running order."""

    rule_id: int
    rule_name: str
    application_id: int
    rule_pattern: str = ".*"
    rule_pattern_exclude: str = ""
    video_conference: bool = False
    scenario_ids: list[int] = dataclasses.field(default_factory=list)
    key_ids: set[str] = dataclasses.field(default_factory=set)
    modified: str = "2026-01-01 00:00:00"


@dataclasses.dataclass
class ApplicationRow:
    """An application; its name is the short one."""

    application_id: int
    application_name: str
    secure_record_storage: bool = False
    modified: str = "2026-01-01 00:00:00"
