# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts that no module can get and no file can have as a name, and failures that name files."""

from __future__ import annotations

import typing as t

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.files import failure
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.texts import (
    check_script,
    check_texts,
)
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.document import Mistake


@pytest.mark.parametrize(
    "value", ["a\ud800", ["a", "\udfff"], {"a": {"b": ["\ud800"]}}, {"\ud800": 1}, [{"script": "x" * 9999 + "\ud83d"}]]
)
def test_text_when_it_has_half_a_character_then_its_option_is_named(value: t.Any) -> None:
    with pytest.raises(AnsibleActionFail, match="The option own contains a character that is not valid Unicode"):
        check_texts({"other": "x", "own": value})


@pytest.mark.parametrize("power", [2500, 5000])
def test_number_when_it_has_thousands_of_digits_then_its_option_is_named(power: int) -> None:
    number = 10**power
    for value in (number, -number, [1, {"a": number}], {number: "a"}):
        with pytest.raises(AnsibleActionFail, match="The option own contains a number with thousands of digits"):
            check_texts({"other": 10**400, "own": value})


@pytest.mark.parametrize("option", ["scenario_id", "scenario_ids", "offset", "limit", "timeout", "wait_sleep"])
def test_number_when_it_is_a_text_of_thousands_of_digits_then_its_option_is_named(option: str) -> None:
    for value in ("9" * 5000, " -" + "9" * 5000, "1e5000", "1.5E+500", ["1", "9" * 5000]):
        with pytest.raises(AnsibleActionFail, match=f"The option {option} contains a number with thousands of digits"):
            check_texts({option: value})
    check_texts({option: ["12", 12, "1e2"], "script": "9" * 5000, "script_custom_data": "1e5000"})


@pytest.mark.parametrize(
    "option",
    [
        *("backup_dir", "backup_file", "ca_path", "cache_file", "credentials_file", "dest", "from_voxengine_ci"),
        *("manifest", "rendered_dir", "scenarios_dir", "src", "src_roots", "typings"),
    ],
)
def test_path_when_it_has_a_null_byte_then_its_option_is_named(option: str) -> None:
    for value in ("a\0b", ["a", "b\0"]):
        with pytest.raises(AnsibleActionFail, match=f"{option} is not a path: it contains a null byte"):
            check_texts({option: value})


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_number_when_it_is_not_finite_then_its_option_is_named(value: float) -> None:
    with pytest.raises(AnsibleActionFail, match="The option prune_limit is not a finite number"):
        check_texts({"prune_limit": value})
    check_texts({"prune_limit": 1.5})


@pytest.mark.parametrize("value", [True, 5, [1], [{}]])
def test_smoke_test_when_it_is_no_dictionary_then_that_is_said(value: t.Any) -> None:
    with pytest.raises(AnsibleActionFail, match="smoke_test must be a dictionary"):
        check_texts({"smoke_test": value})
    for accepted in (None, {}, {"rule_name": "r"}, "rule_name=r"):
        check_texts({"smoke_test": accepted})


def test_text_when_it_can_be_sent_then_it_is_accepted() -> None:
    check_texts({"src": "a/\u00e9.js", "script": "a\0\u20ac\U0001f600", "list": [1, None, True], "dict": {"a": 1.5}})


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("::error::x.js", ": :error::x.js"),
        ("##vso[task]x.js", "# #vso[task]x.js"),
        ("a\x1b[2J\u202eb\n::error::x", "a\\x1b[2J\\u202eb\\n::error::x"),
    ],
)
def test_file_when_a_terminal_or_a_ci_system_would_obey_its_name_then_it_does_not(name: str, shown: str) -> None:
    assert str(Mistake(name, 0, "", "is wrong")) == f"{shown}: is wrong"


def test_failure_when_a_terminal_or_a_ci_system_would_obey_it_then_it_does_not() -> None:
    assert str(failure("src: no file\n::error::x\x1b[2J\u202ey")) == "src: no file\n: :error::x [2J y"


@pytest.mark.parametrize(
    ("value", "kind"), [({"a": 1}, "a dictionary"), (["a"], "a list"), (True, "a boolean"), (5, "a number")]
)
def test_script_when_a_template_made_something_else_of_it_then_its_option_is_named(value: t.Any, kind: str) -> None:
    with pytest.raises(AnsibleActionFail, match=f"^script must be a string, not {kind}\\. "):
        check_script("script", value)
    check_script("script", "// a\n")
    check_script("script", None)
