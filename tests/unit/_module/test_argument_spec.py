# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test the shared argument specification: where the API's URL comes from."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible.module_utils import basic

from ansible_collections.voximplant.platform.plugins.module_utils._module.argument_spec import (
    CONNECTION,
    DEFAULT_API_URL,
    without_blanks,
)
from ansible_collections.voximplant.platform.plugins.module_utils._module.runner import BriefModule

OWN = "https://api.test"
PART = {"name": {"type": "str", "required": True}, "limit": {"type": "int", "default": 1}}


@pytest.mark.parametrize(
    ("given", "variable", "url"),
    [
        ({}, None, DEFAULT_API_URL),
        ({}, OWN, OWN),
        ({}, "", DEFAULT_API_URL),
        ({}, "  ", DEFAULT_API_URL),
        ({"api_url": "https://other.test"}, OWN, "https://other.test"),
        ({"api_url": ""}, OWN, ""),
    ],
)
def test_api_url_when_the_environment_variable_is_blank_then_it_counts_as_not_set(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, t.Any], variable: str | None, url: str
) -> None:
    monkeypatch.delenv("VOXIMPLANT_API_URL", raising=False)
    if variable is not None:
        monkeypatch.setenv("VOXIMPLANT_API_URL", variable)
    monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode())
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    assert basic.AnsibleModule(argument_spec=CONNECTION).params["api_url"] == url


def test_options_when_they_are_blank_then_those_with_a_default_count_as_not_given() -> None:
    spec: dict[str, t.Any] = {
        **CONNECTION,
        "state": {"default": "present", "aliases": ["other"]},
        "script": {"type": "str"},
        "test": {"type": "dict", "default": {}},
        "parts": {"type": "list", "elements": "dict", "options": PART},
        "part": {"type": "dict", "options": PART},
    }
    blank = {"state": "", "other": "", "retries": "", "script": "", "api_url": "", "api_key": "", "unknown": ""}
    filled = {"test": {"timeout": ""}, "validate_certs": False, "timeout": 0}
    kept = {"script": "", "api_url": "", "api_key": "", "unknown": ""}
    assert without_blanks(spec, {**blank, **filled}) == {**kept, **filled}
    null = {**dict.fromkeys(spec), "unknown": None}
    assert without_blanks(spec, null) == {"unknown": None}
    part = {"name": "", "limit": "", "other": ""}
    left = {"name": "", "other": ""}
    assert without_blanks(spec, {"part": part, "parts": [part, "", {"name": None, "limit": 1}]}) == {
        "part": left,
        "parts": [left, "", {"limit": 1}],
    }


def test_warning_when_it_holds_hostile_names_then_it_is_one_line_that_nothing_obeys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "warn", lambda _module, text: warnings.append(text))
    BriefModule.warn(object.__new__(BriefModule), "scenario a\n::set-output name=x::y\x1b[2J")
    assert warnings == ["scenario a : :set-output name=x::y [2J"]
