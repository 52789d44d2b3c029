# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Refuse what Ansible would turn into a string as Python writes it, such as C({'a': 1}), C(True), and 1.1 for 1.10."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError
from .argument_spec import Spec

_REFUSED = {"str": (bool, float, list, dict), "path": (int, float, list, dict)}
_KINDS = ((bool, "a boolean"), ((int, float), "a number"), ((list, tuple), "a list"), (t.Mapping, "a dictionary"))


def check_strings(spec: Spec, given: t.Mapping[str, t.Any], parent: str = "") -> None:
    """Check the options of a task, before Ansible converts them.

    Whole numbers are accepted, except as paths and secrets: YAML reads C(0123) as 83, and nobody would notice.

    :arg spec: options in AnsibleModule's terms
    :arg parent: the option that contains the given ones
    :raises InputError: if an option that must be a string is something else; it names the option
    """
    options = {name: option for key, option in spec.items() for name in (key, *option.get("aliases", ()))}
    for name in [name for name in options if name in given]:
        _check(f"{parent}{name}", options[name], given[name])


def not_a_string(option: str, value: t.Any) -> InputError:
    """Return the error about an option that must be a string; it does not contain the value."""
    kind = next((kind for classes, kind in _KINDS if isinstance(value, classes)), "a date")
    is_structure = isinstance(value, (t.Mapping, list, tuple))
    advice = "Convert it with the to_json filter, or put it in quotes." if is_structure else "Put it in quotes."
    return InputError(f"{option} must be a string, not {kind}.", field=option, advice=advice)


def _check(name: str, option: t.Mapping[str, t.Any], value: t.Any) -> None:
    kind = option.get("type", "str")
    is_secret_number = kind == "str" and option.get("no_log") and isinstance(value, int)
    if is_secret_number or isinstance(value, _REFUSED.get(kind, ())):
        raise not_a_string(name, value)
    if kind == "list" and isinstance(value, list):
        element = {**option, "type": option.get("elements", "raw")}
        for index, item in enumerate(value):
            _check(f"{name}[{index}]", element, item)
    elif kind == "dict" and isinstance(value, dict):
        check_strings(option.get("options", {}), value, f"{name}.")
