# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Take values of secrets and passwords out of a task's arguments, before AnsibleModule sees them.

AnsibleModule would hide them in the output, and with a value such as C(1) much else; here, they never get there.
"""

from __future__ import annotations

import json
import typing as t

from ...module_utils._account.withheld import Withheld
from ...module_utils._objects.models import short_name_of
from .files import failure
from .in_process import plain

SECRET_VALUES, USER_PASSWORDS = "secret_values", "user_passwords"


def take_withheld(arguments: t.Dict[str, t.Any], *options: str) -> Withheld:
    """Remove options with values from the arguments, and return their content.

    :arg options: C(secret_values), C(user_passwords), or both
    :raises AnsibleActionFail: when an option is not a mapping of applications to mappings; it names no value
    """
    return Withheld(**{option: _values(option, plain(arguments.pop(option, None))) for option in options})


def _values(option: str, given: t.Any) -> t.Dict[str, t.Dict[str, str]]:
    values: t.Dict[str, t.Dict[str, str]] = {}
    for application, named in _mapping(option, _parse(given)).items():
        place = f"{option}.{application}"
        found = {str(name): _text(f"{place}.{name}", value) for name, value in _mapping(place, named).items()}
        values.setdefault(short_name_of(str(application)), {}).update(
            {name: value for name, value in found.items() if value is not None}
        )
    return values


def _parse(given: t.Any) -> t.Any:
    """Return the mapping of a JSON text, as C(-e) passes it; C(name=value) would take values for names."""
    if not isinstance(given, str) or not given.lstrip().startswith("{"):
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given


def _mapping(place: str, value: t.Any) -> t.Mapping[t.Any, t.Any]:
    """Return a mapping; one that is not given, or blank, is empty."""
    if value is None or value == "":
        return {}
    if not isinstance(value, t.Mapping):
        raise failure(f"{place} is not a dictionary.")
    return value


def _text(place: str, value: t.Any) -> t.Optional[str]:
    """Return a value, or C(None) if there is none. A number is refused: YAML has read 0123 and 1.10 as other ones."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise failure(f"{place} is not a string. Put it in quotes.")
    if value == "":
        raise failure(f"{place} is empty. Give it a value, or remove it.")
    return value
