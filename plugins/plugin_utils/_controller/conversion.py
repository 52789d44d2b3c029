# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Convert options that an action needs before its module does, as AnsibleModule converts them."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.validation import check_type_dict, check_type_list

from .files import failure


def as_mapping(value: t.Any, option: str) -> t.Dict[str, t.Any]:
    """Return an option as a mapping; empty if it is not given.

    :raises AnsibleActionFail: if it is neither a mapping nor the text of one
    """
    try:
        return {} if value is None else t.cast(t.Dict[str, t.Any], check_type_dict(value))
    except (TypeError, ValueError):
        raise failure(f"{option} is not a dictionary.") from None


def as_list(value: t.Any, option: str) -> t.List[str]:
    """Return an option as a list of strings; empty if it is not given.

    :raises AnsibleActionFail: if it is neither such a list nor a string with commas
    """
    try:
        found = [] if value is None else check_type_list(value)
    except TypeError:
        raise failure(f"{option} is not a list.") from None
    if not all(isinstance(item, str) for item in found):
        raise failure(f"{option} is not a list of strings.")
    return t.cast(t.List[str], found)
