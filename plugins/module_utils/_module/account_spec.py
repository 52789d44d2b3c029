# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Argument specifications of modules for whole accounts; each matches a documentation fragment."""

from __future__ import annotations

from .._account.deployment import FINISH_REASON, ROLLBACK_SECONDS, SMOKE_TEST_SECONDS
from .._account.desired import PRUNABLE
from .argument_spec import Spec

_RULE: Spec = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "pattern": {"type": "str"},
    "pattern_exclude": {"type": "str"},
    "video_conference": {"type": "bool"},
    "bind_key_id": {"type": "str", "no_log": False},
    "scenarios": {"type": "list", "elements": "str"},
    "protect": {"type": "bool", "default": False},
}
_PHONE_NUMBER: Spec = {
    "number": {"type": "str", "required": True},
    "rule": {"type": "str"},
    "sms_enabled": {"type": "bool"},
    "incoming_sms_callback_url": {"type": "str"},
    "force": {"type": "bool", "default": False},
}
_SECRET: Spec = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "description": {"type": "str"},
}
_USER: Spec = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "display_name": {"type": "str"},
    "active": {"type": "bool"},
    "parent_accounting": {"type": "bool"},
    "custom_data": {"type": "str"},
}
_APPLICATION: Spec = {
    "name": {"type": "str", "required": True},
    "renamed_from": {"type": "str"},
    "secure_record_storage": {"type": "bool"},
    "rules": {"type": "list", "elements": "dict", "options": _RULE},
    "phone_numbers": {"type": "list", "elements": "dict", "options": _PHONE_NUMBER},
    "secrets": {"type": "list", "elements": "dict", "options": _SECRET, "no_log": False},
    "users": {"type": "list", "elements": "dict", "options": _USER},
    "protect": {"type": "bool", "default": False},
}
_SCENARIO: Spec = {
    "name": {"type": "str", "required": True},
    "src": {"type": "path"},
    "script": {"type": "str"},
    "renamed_from": {"type": "str"},
    "application_name": {"type": "str"},
    "protect": {"type": "bool", "default": False},
}
_SMOKE_TEST: Spec = {
    "rule_name": {"type": "str", "required": True},
    "application_name": {"type": "str", "required": True},
    "script_custom_data": {"type": "raw"},
    "timeout": {"type": "int", "default": SMOKE_TEST_SECONDS},
    "finish_reason": {"type": "str", "default": FINISH_REASON},
}

OBJECTS: Spec = {
    "scenarios": {"type": "list", "elements": "dict", "options": _SCENARIO},
    "applications": {"type": "list", "elements": "dict", "options": _APPLICATION},
}

SCOPE: Spec = {
    "ignore": {"type": "dict"},
    "only_scenarios": {"type": "list", "elements": "str"},
    "only_rules": {"type": "list", "elements": "str"},
    "prune": {"type": "list", "elements": "str", "choices": list(PRUNABLE), "default": ["bindings"]},
    "prune_pattern": {"type": "str", "default": "*"},
    "prune_limit": {"type": "int", "default": 10},
}

ROLLBACK: Spec = {
    "atomic": {"type": "bool", "default": False},
    "smoke_test": {"type": "dict", "options": _SMOKE_TEST},
    "backup_dir": {"type": "path"},
    "rollback_timeout": {"type": "int", "default": ROLLBACK_SECONDS},
    "force_delete": {"type": "bool", "default": False},
}

VALUES: Spec = {
    "secret_values": {"type": "dict", "no_log": True},
    "user_passwords": {"type": "dict", "no_log": True},
}
