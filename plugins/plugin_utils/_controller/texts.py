# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refuse texts that no module can get, and paths that no file can have, before anything is done with them."""

from __future__ import annotations

import math
import re
import typing as t

from ...module_utils._api.half_characters import has_half_characters
from ...module_utils._module.strings import not_a_string
from .files import failure

PATHS = frozenset(
    (
        *("backup_dir", "backup_file", "ca_path", "cache_file", "credentials_file", "dest", "from_voxengine_ci"),
        *("manifest", "rendered_dir", "scenarios_dir", "src", "src_roots", "typings"),
    )
)

_MOST_BITS = 8192  # of a number: Python refuses to write one of some 14,000
_NUMERIC_OPTION = re.compile(r".*(_id|_ids|limit|offset|retries|sleep|timeout)\Z")
_LONG_NUMBER = re.compile(r"\s*[+-]?(\d{1000}|[\d.]+[eE]\+?\d{3})")


def check_texts(arguments: t.Mapping[str, t.Any]) -> None:
    """Check the arguments of a task.

    :raises AnsibleActionFail: when a text has half a character, a path a null byte, a number thousands of digits, or a
        smoke test is not a dictionary; it names the option
    """
    for option, value in arguments.items():
        if has_half_characters(value):
            raise failure(f"The option {option} contains a character that is not valid Unicode.")
        texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
        is_long = _NUMERIC_OPTION.match(option) and any(map(_LONG_NUMBER.match, texts))
        if is_long or _has_long_number(value):
            raise failure(f"The option {option} contains a number with thousands of digits.")
        if isinstance(value, float) and not math.isfinite(value):
            raise failure(f"The option {option} is not a finite number.")
        if option == "smoke_test" and value is not None and not isinstance(value, (t.Mapping, str)):
            raise failure("smoke_test must be a dictionary.")
        if option in PATHS and any("\0" in text for text in texts):
            raise failure(f"{option} is not a path: it contains a null byte.")


def check_script(option: str, value: t.Any) -> None:
    """Check the script of a task, of which a template can make a number or a mapping.

    :raises AnsibleActionFail: when it is not a string; it names the option
    """
    if value is not None and not isinstance(value, str):
        raise failure(str(not_a_string(option, value)))


def _has_long_number(value: t.Any) -> bool:
    if isinstance(value, int):
        return value.bit_length() > _MOST_BITS
    if isinstance(value, t.Mapping):
        return any(_has_long_number(item) for pair in value.items() for item in pair)
    return isinstance(value, (list, tuple)) and any(map(_has_long_number, value))
