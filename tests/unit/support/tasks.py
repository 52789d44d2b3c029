# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks of modules, on an account in memory."""

from __future__ import annotations

import types
import typing as t

from ansible_collections.voximplant.platform.plugins.module_utils._apply.bindings import BindingsTask
from ansible_collections.voximplant.platform.plugins.module_utils._objects.applications import ApplicationSelector
from ansible_collections.voximplant.platform.plugins.module_utils._objects.rules import RuleSelector
from ansible_collections.voximplant.platform.plugins.modules import vox_scenario
from ansible_collections.voximplant.platform.plugins.modules.vox_application import ApplicationTask
from ansible_collections.voximplant.platform.plugins.modules.vox_rule import RuleTask

if t.TYPE_CHECKING:
    from ansible_collections.voximplant.platform.plugins.module_utils._apply.run import ApiTask
    from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
    from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
    from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
    from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

    from .platform import Platform

NO_APPLICATION = ApplicationSelector(None, None)


def context_of(platform: Platform) -> t.Any:
    """Return what a module builds its task with."""
    return types.SimpleNamespace(client=lambda: platform.client)


def application_task(platform: Platform, desired: DesiredApplication) -> ApplicationTask:
    """Return the task of vox_application."""
    params = {
        "application_name": desired.application_name,
        "application_id": desired.application_id,
        "renamed_from": desired.renamed_from,
        "secure_record_storage": desired.secure_record_storage,
        "state": _state(desired.present),
        "force": desired.force,
    }
    return ApplicationTask(params, context_of(platform))


def rule_task(platform: Platform, application_id: int, desired: DesiredRule) -> RuleTask:
    """Return the task of vox_rule."""
    params = {
        "rule_name": desired.rule_name,
        "rule_id": desired.rule_id,
        "application_id": application_id,
        "application_name": None,
        "renamed_from": desired.renamed_from,
        "rule_pattern": desired.rule_pattern,
        "rule_pattern_exclude": desired.rule_pattern_exclude,
        "video_conference": desired.video_conference,
        "bind_key_id": desired.bind_key_id,
        "update_bind_key": True,
        "position": {None: None, -1: "last"}.get(desired.position, str((desired.position or 0) + 1)),
        "scenarios": None if desired.bindings is None else list(desired.scenarios),
        "state": _state(desired.present),
    }
    return RuleTask(params, context_of(platform))


def scenario_task(platform: Platform, desired: DesiredScenario, rule_id: int | None = None) -> ApiTask[t.Any]:
    """Return the task of vox_scenario.

    :arg rule_id: the rule that should run the scenario
    """
    params = {
        "scenario_name": desired.scenario_name,
        "scenario_id": None if desired.scenario_id is None else str(desired.scenario_id),
        "scenario_script": desired.scenario_script,
        "src": None,
        "substitutions": None,
        "renamed_from": desired.renamed_from,
        "rule_id": rule_id,
        "rule_name": None,
        "application_id": desired.application_id,
        "application_name": None,
        "rewrite": desired.rewrite,
        "state": _state(desired.present),
        "force": desired.force,
    }
    return vox_scenario.build_task(params, context_of(platform))


def bindings_task(platform: Platform, rule_id: int, desired: DesiredBindings) -> BindingsTask:
    """Return the task of vox_scenario_binding or vox_scenario_order."""
    return BindingsTask(platform.client, RuleSelector(rule_id, None, NO_APPLICATION), desired)


def _state(is_present: bool) -> str:
    return "present" if is_present else "absent"
