# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a command of the user that validates a script, as C(validate) of ansible.builtin.copy does."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile

from ansible import constants
from ansible.errors import AnsibleActionFail

from ...module_utils._api.errors import InputError

PLACEHOLDER = "%s"
_MAX_OUTPUT = 4000
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def run_validator(command: str, name: str, script: str) -> None:
    """Run a command with a file that holds a script, without a shell, and delete the file afterwards.

    :arg command: contains C(%s), which stands for the file
    :arg name: the scenario's name, for messages and for the file, whose name ends in C(.js)
    :raises InputError: when the command fails or cannot be run
    """
    arguments = shlex.split(command)
    directory = tempfile.mkdtemp(prefix="validate-", dir=constants.DEFAULT_LOCAL_TMP)
    path = os.path.join(directory, f"{_UNSAFE.sub('_', name).lstrip('.-') or '_'}.js")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(script.encode("utf-8", "surrogatepass"))
        _run([argument.replace(PLACEHOLDER, path) for argument in arguments], name, path)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def check_command(command: object) -> str:
    """Return the command if it can be run on a file.

    :raises AnsibleActionFail: when it is not a command line with a placeholder
    """
    if not isinstance(command, str) or PLACEHOLDER not in command:
        raise AnsibleActionFail(f"validate must be a command that contains {PLACEHOLDER}: {command!r}.")
    try:
        shlex.split(command)
    except ValueError as error:
        raise AnsibleActionFail(f"validate is not a command line: {error}.") from None
    return command


def _run(arguments: list[str], name: str, path: str) -> None:
    try:
        done = subprocess.run(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    except OSError as error:
        raise InputError(f"validate: {arguments[0]} cannot be run: {error.strerror}.", field="validate") from None
    if done.returncode:
        output = done.stdout.decode("utf-8", "replace").replace(path, f"{name}.js").strip()
        if len(output) > _MAX_OUTPUT:
            output = f"{output[:_MAX_OUTPUT]}\n..."
        raise InputError(
            f"The script of the scenario {name} is not valid: validate ended with {done.returncode}. Nothing was sent.",
            field="validate",
            advice=f"Its output:\n{output}" if output else "",
        )
