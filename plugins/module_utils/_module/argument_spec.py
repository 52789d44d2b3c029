# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Argument specifications that several modules share, one for one with the documentation fragments."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.parameters import env_fallback

Spec = t.Dict[str, t.Dict[str, t.Any]]

DEFAULT_API_URL = "https://api.voximplant.com/platform_api"

CONNECTION: Spec = {
    "account_id": {"type": "int"},
    "account_name": {"type": "str"},
    "account_email": {"type": "str"},
    "api_key": {"type": "str", "no_log": True},
    "session_id": {"type": "str", "no_log": True},
    "credentials_file": {"type": "path"},
    "credentials": {"type": "raw", "no_log": True},
    "child_account_id": {"type": "int"},
    "api_url": {"type": "str", "default": DEFAULT_API_URL, "fallback": (env_fallback, ["VOXIMPLANT_API_URL"])},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "timeout": {"type": "int", "default": 30},
    "retries": {"type": "int", "default": 4},
}

APPLICATION: Spec = {
    "application_id": {"type": "int"},
    "application_name": {"type": "str"},
}

RULE: Spec = {
    "rule_id": {"type": "int"},
    "rule_name": {"type": "str"},
    **APPLICATION,
}

SCENARIO_LIST: Spec = {
    "scenarios": {"type": "list", "elements": "str"},
    "scenario_ids": {"type": "list", "elements": "int"},
}

ONE_APPLICATION = ("application_id", "application_name")
ONE_RULE = ("rule_id", "rule_name")
ONE_SCENARIO_LIST = ("scenarios", "scenario_ids")
