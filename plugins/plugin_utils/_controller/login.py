# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connection options on the controller: the same for a module that runs here and for one that is shipped."""

from __future__ import annotations

import json
import os
import typing as t

from ansible.errors import AnsibleActionFail

from ...module_utils._api.credentials import refuse_misplaced
from ...module_utils._api.errors import InputError, VoximplantError
from .files import check_path, failure, find_path, option_errors, read_bytes

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

_NUMBERS = ("account_id", "child_account_id")
_BESIDE_KEY_FILE = ("api_key", "session_id", "credentials", "account_id", "account_name", "account_email")
PATH_VARIABLES = ("VOXIMPLANT_CREDENTIALS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


def connection_arguments(
    action: ActionBase, arguments: t.Mapping[str, t.Any], *, on_controller: bool
) -> t.Dict[str, t.Any]:
    """Return a task's arguments with connection options that mean the same wherever the module runs.

    A key file is read here and handed on as C(credentials), as text: Ansible hides that as a whole, but each value of
    a mapping, such as the account's number.

    :arg on_controller: whether the module runs on this machine, so that C(ca_path) names a file here
    :raises AnsibleActionFail: if the key file cannot be used, or a value is in the wrong place; it is not shown
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        _check_numbers(given)
        refuse_misplaced(given, {name: name for name in given})
        if isinstance(given.get("credentials"), dict):
            given["credentials"] = _as_json(given["credentials"])
        if isinstance(given.get("credentials_file"), str) and given["credentials_file"]:
            _read_key_file(action, given)
    except VoximplantError as error:
        raise failure(str(error), result={"changed": False, **error.as_result()}) from None
    if on_controller and isinstance(given.get("ca_path"), str):
        given["ca_path"] = _find_or_keep(action, given["ca_path"])
    return given


def absolute_path_variables(environment: t.MutableMapping[str, str]) -> None:
    """Make paths in environment variables absolute: a shipped module starts in the directory of the playbook."""
    for name in PATH_VARIABLES:
        if name in environment:
            paths = environment[name].split(os.pathsep) if name == "SSL_CERT_DIR" else [environment[name]]
            environment[name] = os.pathsep.join(map(_absolute_path, paths))


def _absolute_path(path: str) -> str:
    """Return a path made absolute, but for one that the module expands, and for a key in its place."""
    is_relative = path.strip() and not path.startswith(("~", "/", "{")) and "\n" not in path
    return os.path.abspath(path) if is_relative else path


def _as_json(credentials: t.Mapping[t.Any, t.Any]) -> str:
    """Return the text of a key file; YAML may have read a date in it."""
    try:
        return json.dumps(credentials, default=str)
    except (TypeError, ValueError):
        raise InputError("credentials is not the content of a JSON file.", field="credentials") from None


def _check_numbers(given: t.Mapping[str, t.Any]) -> None:
    """Refuse numbers that are none before Ansible does, which would show them: they may be keys."""
    for name in _NUMBERS:
        value = given.get(name)
        if value == "":
            raise InputError(f"The option {name} is empty.", field=name, advice="Omit it, or give it a value.")
        is_digits = isinstance(value, str) and value.strip().isdecimal()
        if value is not None and not isinstance(value, int) and not is_digits:
            raise InputError(f"{name} is not a number.", field=name)


def _read_key_file(action: ActionBase, given: t.Dict[str, t.Any]) -> None:
    """Put the content of a key file in the place of its path; the module refuses any other credentials."""
    from ...module_utils._api.service_account import LONGEST_KEY_FILE, key_from_json, refuse_key_as_path

    path = given["credentials_file"]
    refuse_key_as_path("credentials_file", path)
    if any(name in given for name in _BESIDE_KEY_FILE):
        return
    found = find_path(action, "credentials_file", os.path.expandvars(os.path.expanduser(path)))
    with option_errors("credentials_file"):
        content = read_bytes(action._loader, found, LONGEST_KEY_FILE)
    key_from_json("credentials_file", f"credentials_file: the file {found}", content)
    del given["credentials_file"]
    given["credentials"] = content.decode("utf-8-sig")


def _find_or_keep(action: ActionBase, path: str) -> str:
    try:
        path = find_path(action, "ca_path", os.path.expandvars(os.path.expanduser(path)))
    except AnsibleActionFail:  # the module says that it does not exist
        return path
    check_path("ca_path", path)
    return path
