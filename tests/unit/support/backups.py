# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A backup of a deployment that changes a scenario, creates another one, and binds it to a rule."""

from __future__ import annotations

import pathlib

from ansible_collections.voximplant.platform.plugins.module_utils._account.backup import Backup, BackupFile, backup_of
from ansible_collections.voximplant.platform.plugins.module_utils._account.records import (
    ApplicationRecord,
    Records,
    RuleRecord,
    ScenarioRecord,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import PendingId
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation

BEFORE: Records = {
    ("application", 1): ApplicationRecord("sales", True),
    ("application", 2): ApplicationRecord("other"),
    ("order", 1): (21,),
    ("rule", 21): RuleRecord("inbound", 1, "1", scenario_ids=(11, 12)),
    ("scenario", 11): ScenarioRecord("menu", "\ufeff// Grüße 🙂\r\n  "),
    ("scenario", 12): ScenarioRecord("common"),
    ("scenario", 13): ScenarioRecord("not touched"),
}
NEW = PendingId("scenario new", "scenario_id")
OPERATIONS = (
    Operation("update", "scenario", "menu", "SetScenarioInfo", {"scenario_id": 11, "scenario_script": "// \ud800"}),
    Operation("create", "scenario", "new", "AddScenario", {"scenario_name": "new"}, provides="scenario new"),
    Operation(
        "bind",
        "rule",
        "inbound",
        "BindScenario",
        {"rule_id": 21, "application_id": 1, "scenario_id": (NEW,), "bind": True},
        application="sales",
        application_id=1,
    ),
)
BACKUP = backup_of("https://api.test account_id 1", "1-0", BEFORE, OPERATIONS)


def write(directory: pathlib.Path, count: int = 2, backup: Backup = BACKUP) -> pathlib.Path:
    """Write a backup in which so many writes were accepted."""
    file = BackupFile(str(directory), "1", backup)
    for operation in OPERATIONS[:count]:
        file.append(operation, ApiObject(operation.method, {"result": 1, "scenario_id": 99}))
    file.close()
    return pathlib.Path(file.path)
