# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a command of the user that validates a script, as C(validate) of ansible.builtin.copy does."""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import tempfile
import typing as t

from ansible import constants

from ...module_utils._api.deadline import Deadline
from ...module_utils._api.errors import InputError
from .._controller.files import failure

PLACEHOLDER = "%s"
_MAX_OUTPUT = 4000
_MAX_NAME = 100
_PIECE_BYTES = 64 * 1024
_POLL_SECONDS = 0.1
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def run_validator(command: str, name: str, script: str, deadline: t.Optional[Deadline] = None) -> None:
    """Run a command with a file that contains a script, without a shell, and delete the file afterwards.

    :arg command: contains C(%s), which stands for the file
    :arg name: the scenario's name, for messages and for the file, whose name ends in C(.js)
    :arg deadline: the end of the task's time, which ends the command and all that it has started
    :raises InputError: when the command fails or cannot be run
    :raises CancelledError: when the task's time is over before it ends
    """
    deadline = deadline or Deadline()
    deadline.check()
    directory = ""
    try:
        directory = tempfile.mkdtemp(prefix="validate-", dir=constants.DEFAULT_LOCAL_TMP)
        path = os.path.join(directory, f"{_UNSAFE.sub('_', name)[:_MAX_NAME].lstrip('.-') or '_'}.js")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(script.encode("utf-8", "surrogatepass"))
        arguments = [argument.replace(PLACEHOLDER, path) for argument in shlex.split(command)]
        code, output = _run(arguments, deadline)
    except OSError as error:
        raise InputError(
            f"validate: {error.filename or command} cannot be run: {error.strerror}.", field="validate"
        ) from None
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    if code:
        raise _script_error(name, code, output.replace(path, f"{name}.js").strip())


def check_command(command: object) -> str:
    """Return the command if it can be run on a file.

    :raises AnsibleActionFail: when it is not a command line with a placeholder
    """
    if not isinstance(command, str) or PLACEHOLDER not in command:
        raise failure(f"validate must be a command that contains {PLACEHOLDER}: {command!r}.")
    try:
        os.fsencode(command)
        shlex.split(command)
    except ValueError as error:
        raise failure(f"validate is not a command line: {error}.") from None
    if "\0" in command:
        raise failure("validate is not a command line: it contains a null byte.")
    return command


def _run(arguments: t.List[str], deadline: Deadline) -> t.Tuple[int, str]:
    """Run a program in a process group of its own; return how it ended, and the beginning of its output."""
    with subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output = b"".join(_output(process, deadline))
            while process.poll() is None:
                deadline.check()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL_SECONDS)
        finally:
            with contextlib.suppress(ProcessLookupError):  # it has ended, and started nothing that lives
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, output.decode("utf-8", "replace")


def _output(process: subprocess.Popen[bytes], deadline: Deadline) -> t.Iterator[bytes]:
    """Yield the beginning of a program's output, and read the rest of it, so that the program is not held up."""
    stream = t.cast(t.IO[bytes], process.stdout)
    left = 4 * _MAX_OUTPUT + 1  # bytes of the longest characters
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while True:
            has_ended = process.poll() is not None
            if selector.select(0 if has_ended else _POLL_SECONDS):
                piece = os.read(stream.fileno(), _PIECE_BYTES)
                if not piece:
                    return
                yield piece[:left]
                left -= len(piece[:left])
            elif has_ended:  # what it has started still runs
                return
            deadline.check()


def _script_error(name: str, code: int, output: str) -> InputError:
    if len(output) > _MAX_OUTPUT:
        output = f"{output[:_MAX_OUTPUT]}\n..."
    return InputError(
        f"The script of the scenario {name} is not valid: validate ended with {code}. Nothing was sent.",
        field="validate",
        advice=f"Its output:\n{output}" if output else "",
    )
