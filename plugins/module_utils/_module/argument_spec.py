# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Argument specifications that several modules share; each matches a documentation fragment."""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.basic import AnsibleFallbackNotFound

from .._api.call_limit import AUTO

Spec = t.Dict[str, t.Dict[str, t.Any]]

DEFAULT_API_URL = "https://api.voximplant.com/platform_api"


def filled_env_fallback(*variables: str, **_named: t.Any) -> str:
    """Return the first environment variable that is set and not blank: AWX sets blank ones.

    :raises AnsibleFallbackNotFound: if there is none
    """
    for variable in variables:
        if os.environ.get(variable, "").strip():
            return os.environ[variable]
    raise AnsibleFallbackNotFound


def without_blanks(spec: Spec, given: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """Return the options of a task without null, and without empty strings for those that have a default.

    Surveys send both. An empty C(api_url) stays, and is refused: nobody means the platform itself by it.
    """
    options = {name: option for key, option in spec.items() for name in (key, *option.get("aliases", ()))}
    kept = {}
    for name, value in given.items():
        option = options.get(name, {})
        has_default = "default" in option and name != "api_url"
        if name not in options or not (value is None or (value == "" and has_default)):
            kept[name] = _without_blank_suboptions(option.get("options"), value)
    return kept


def _without_blank_suboptions(spec: t.Optional[Spec], value: t.Any) -> t.Any:
    """Return the value of an option, a dictionary or a list of them, without blank suboptions."""
    if spec is not None and isinstance(value, list):
        return [_without_blank_suboptions(spec, item) for item in value]
    return without_blanks(spec, value) if spec is not None and isinstance(value, dict) else value


CONNECTION: Spec = {
    "account_id": {"type": "int"},
    "account_name": {"type": "str"},
    "account_email": {"type": "str"},
    "api_key": {"type": "str", "no_log": True},
    "session_id": {"type": "str", "no_log": True},
    "credentials_file": {"type": "path"},
    "credentials": {"type": "raw", "no_log": True},
    "child_account_id": {"type": "int"},
    "api_url": {"type": "str", "default": DEFAULT_API_URL, "fallback": (filled_env_fallback, ["VOXIMPLANT_API_URL"])},
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

PHONE_NUMBER: Spec = {
    "phone_number": {"type": "str"},
    "phone_id": {"type": "int"},
}

SCENARIO_LIST: Spec = {
    "scenarios": {"type": "list", "elements": "str"},
    "scenario_ids": {"type": "list", "elements": "int"},
}

PAGE: Spec = {
    "limit": {"type": "int"},
    "offset": {"type": "int", "default": 0},
}

PROJECT: Spec = {
    "scenarios_dir": {"type": "path"},
    "src_roots": {"type": "list", "elements": "path"},
    "substitutions": {"type": "dict"},
}

PLAN: Spec = {
    "expected_plan": {"type": "str"},
    "workers": {"type": "str", "default": AUTO},
}

ONE_PROJECT = ("manifest", "scenarios", "applications", "scenarios_dir")
ONE_APPLICATION = ("application_id", "application_name")
ONE_RULE = ("rule_id", "rule_name")
ONE_PHONE_NUMBER = ("phone_number", "phone_id")
ONE_SCENARIO_LIST = ("scenarios", "scenario_ids")
