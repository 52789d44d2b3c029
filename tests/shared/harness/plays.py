# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays: written to a folder, run by `ansible-playbook`, and their results."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import typing as t

import yaml

from . import accounts

if t.TYPE_CHECKING:
    import collections.abc as c

    from voximplant_emulator import Emulator

HERE = pathlib.Path(__file__).resolve().parent.parent
GROUP = "group/voximplant.platform.vox"
HOSTS = {"localhost": {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}}
_WARNING = re.compile(r"^.*\[(?:DEPRECATION )?WARNING\].*$", re.MULTILINE)
Json = dict[str, t.Any]


class Unsafe(str):
    """A text that the play marks as `!unsafe`."""


class Vaulted(str):
    """A text that the play marks as `!vault`."""


class _Dumper(yaml.SafeDumper):
    """Writes plays."""


_Dumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text)))
_Dumper.add_representer(Vaulted, lambda dumper, text: dumper.represent_scalar("!vault", str(text), style="|"))


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one task led to: its status and result, and the API calls that it made."""

    task: str
    host: str
    status: str
    result: Json
    calls: tuple[Json, ...]

    @property
    def writes(self) -> list[str]:
        """The writing methods that were called, in order."""
        return [call["method"] for call in self.calls if call["write"]]

    @property
    def reads(self) -> list[str]:
        """The reading methods that were called, in order."""
        return [call["method"] for call in self.calls if not call["write"]]

    @property
    def message(self) -> str:
        """Why the task failed."""
        assert self.status == "failed", self.result
        message: str = self.result["msg"]
        return message


@dataclasses.dataclass(frozen=True)
class Run:
    """A play that has been run."""

    outcomes: tuple[Outcome, ...]
    output: str
    returncode: int

    def __getitem__(self, task: str) -> Outcome:
        """The outcome of the one task of this name."""
        (found,) = (outcome for outcome in self.outcomes if outcome.task == task)
        return found


class Controller:
    """A machine with `ansible-playbook`: its home is a folder of its own, and its environment is bare."""

    def __init__(self, folder: pathlib.Path, emulator: Emulator, **environment: str) -> None:
        self.folder = folder
        self.emulator = emulator
        self._variables = environment
        self._numbers = itertools.count(1)
        for name in ("home", "inventory"):
            (folder / name).mkdir()
        self.write("inventory/hosts.yml", {"all": {"hosts": HOSTS}})

    def write(self, name: str, content: object) -> pathlib.Path:
        """Write a file of the project: YAML, or bytes as they are."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, bytes):
            content = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode()
        path.write_bytes(content)
        return path

    def run(
        self,
        tasks: c.Sequence[Json],
        *options: str,
        defaults: Json | None = None,
        expected: c.Sequence[str] = (),
        environment: c.Mapping[str, str] | None = None,
        watch: t.Callable[[subprocess.Popen[str]], None] | None = None,
        directory: str = ".",
        scripts_hold_secrets: bool = False,
        **keywords: object,
    ) -> Run:
        """Run a play with these tasks, all of them whatever fails, and make sure that its output is calm.

        `options` go to ansible-playbook and `keywords` to the play. `defaults` are the options of every task of the
        collection, by default those that log in. `expected` are parts of the warnings that have to come. The play is
        in a directory below the one that the command is started in. With `scripts_hold_secrets`, only the screen must
        not show any.
        """
        number = next(self._numbers)
        login = accounts.login(self.emulator) if defaults is None else defaults
        # In a file of its own: errors quote the lines of the play that are around the task.
        login_file = self.write(f"login-{number}.yml", {"login": login})
        play = {
            "name": "Test",
            "hosts": "localhost",
            "gather_facts": False,
            "ignore_errors": True,
            "vars_files": [str(login_file)],
            "module_defaults": {GROUP: {name: f"{{{{ login.{name} }}}}" for name in login}},
            **keywords,
            "tasks": list(tasks),
        }
        record = self.folder / f"record-{number}.jsonl"
        path = self.write(f"{directory}/play-{number}.yml", [play])
        run = self._played([str(path), *options], record, environment or {}, watch)
        check_calm(run.output, expected)
        recorded = () if scripts_hold_secrets else (record.read_text(encoding="utf-8"),)
        check_hidden(accounts.secrets(self.emulator), run.output, *recorded)
        return run

    def _played(
        self,
        arguments: list[str],
        record: pathlib.Path,
        environment: c.Mapping[str, str],
        watch: t.Callable[[subprocess.Popen[str]], None] | None,
    ) -> Run:
        command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", "inventory", *arguments]
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self._environment(record), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            if watch is not None:
                watch(process)
            output = process.communicate(timeout=300)[0]
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        assert lines, output
        return Run(tuple(_outcome(json.loads(line)) for line in lines), output, process.returncode)

    def _environment(self, record: pathlib.Path) -> dict[str, str]:
        home = self.folder / "home"
        journal = self.emulator.journal()
        return {
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_DEPRECATION_WARNINGS": "1",
            "ANSIBLE_HOME": str(home / ".ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "RECORD_FILE": str(record),
            "RECORD_JOURNAL_SEEN": str(journal[-1]["n"] if journal else 0),
            "RECORD_JOURNAL_TOKEN": self.emulator.control_token,
            "RECORD_JOURNAL_URL": f"{self.emulator.control_url}/journal",
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
            **self._variables,
        }


def _outcome(line: Json) -> Outcome:
    """A recorded line; whether a task failed is in its result too, where older versions of Ansible have it."""
    result = {"failed": line["status"] in ("failed", "unreachable"), **line["result"]}
    return Outcome(**{**line, "result": result, "calls": tuple(line["calls"])})


def check_hidden(secrets: c.Iterable[str], *texts: str) -> None:
    """Make sure that no secret is in any of the texts: what the screen shows, results, the journal."""
    for secret in secrets:
        for text in texts:
            assert secret not in text, text[max(text.index(secret) - 300, 0) :][:600]


def check_calm(output: str, expected: c.Sequence[str]) -> None:
    """Make sure that an output has no traceback, all of the expected warnings and no other."""
    assert "Traceback" not in output, output
    unmet = list(expected)
    for line in _WARNING.findall(output):
        met = [part for part in expected if part in line]
        assert met, output
        for part in met:
            with contextlib.suppress(ValueError):
                unmet.remove(part)
    assert not unmet, output
