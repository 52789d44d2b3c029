# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The validation command of the user, and the directory that what would be sent is written to."""

from __future__ import annotations

import os
import pathlib
import shlex
import sys
import threading
import time
import types
import typing as t

import pytest
import yaml
from ansible import constants
from ansible.errors import AnsibleActionFail

from ansible_collections.voximplant.platform.plugins.module_utils._api.deadline import Deadline
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import CancelledError, InputError
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.command import check_command, run_validator
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.rendered import (
    find_outdated,
    render,
    write_rendered,
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Use a directory of the test for temporary files, and make sure that none is left."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(directory))
    return directory


def command(tmp_path: pathlib.Path, code: str, *arguments: str) -> str:
    """Write a program in Python, and return the command that runs it."""
    program = tmp_path / "program.py"
    program.write_text(f"import os, sys\n{code}\n")
    return shlex.join([sys.executable, str(program), *arguments])


@pytest.fixture
def input_waiting() -> t.Iterator[None]:
    """Let the standard input of this process hold something."""
    reader, writer = os.pipe()
    os.write(writer, b"not for the validator")
    os.close(writer)
    before = os.dup(0)
    os.dup2(reader, 0)
    yield
    os.dup2(before, 0)
    os.close(before)
    os.close(reader)


@pytest.mark.usefixtures("input_waiting")
def test_validator_when_it_accepts_then_it_saw_the_script_in_a_private_file_that_is_gone(
    tmp_path: pathlib.Path, temporary: pathlib.Path
) -> None:
    code = (
        "path = sys.argv[1].removeprefix('--file=')\n"
        "print(os.path.basename(path), oct(os.stat(path).st_mode)[-3:], open(path, newline='').read(), sys.argv[2:],"
        f" sys.stdin.read(), file=open({str(tmp_path / 'seen')!r}, 'w'), end='')\n"
    )
    run_validator(f"{command(tmp_path, code)} --file=%s 'a b' $HOME", "menu/../x", "// \u00fc\r\n")
    assert (tmp_path / "seen").read_text() == "menu_.._x.js 600 // \u00fc\n\n ['a b', '$HOME'] ".replace("\n\n", "\n")
    assert list(temporary.iterdir()) == []


def test_validator_when_it_refuses_then_its_output_names_the_scenario_and_not_the_file(
    tmp_path: pathlib.Path, temporary: pathlib.Path
) -> None:
    code = "print('bad', sys.argv[1]); print('line 1', file=sys.stderr); sys.exit(3)"
    with pytest.raises(InputError) as caught:
        run_validator(command(tmp_path, code, "%s"), "menu", "(")
    first, *lines = str(caught.value).splitlines()
    assert first == "The script of the scenario menu is not valid: validate ended with 3. Nothing was sent. Its output:"
    assert sorted(lines) == ["bad menu.js", "line 1"]
    assert list(temporary.iterdir()) == []


def test_validator_when_it_says_much_then_its_output_is_cut(tmp_path: pathlib.Path) -> None:
    with pytest.raises(InputError) as caught:
        run_validator(command(tmp_path, "print('x' * 9999); sys.exit(1)", "%s"), "menu", "")
    assert str(caught.value).endswith("x\n...")
    assert len(str(caught.value)) < 4200


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("eslint", "validate must contain %s"),
        (["eslint", "%s"], "validate must be a command"),
        ("eslint 'a %s", "validate is not a command line: No closing quotation"),
    ],
)
def test_command_when_it_cannot_be_one_then_it_is_refused(given: object, message: str) -> None:
    with pytest.raises(AnsibleActionFail, match=message.replace("must contain", "must be a command that contains")):
        check_command(given)


def test_validator_when_there_is_no_such_program_then_it_is_named(temporary: pathlib.Path) -> None:
    assert check_command("no-such-program %s") == "no-such-program %s"
    with pytest.raises(InputError, match="validate: no-such-program cannot be run: No such file or directory"):
        run_validator("no-such-program %s", "menu", "")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("text", ["node \0 %s", "node \ud800 %s"])
def test_command_when_no_program_can_get_it_then_it_is_refused(text: str) -> None:
    with pytest.raises(AnsibleActionFail, match="validate is not a command line"):
        check_command(text)


@pytest.mark.parametrize("name", ["x" * 300, "menu\0x"])
def test_validator_when_no_file_can_have_the_name_then_the_file_has_another(tmp_path: pathlib.Path, name: str) -> None:
    run_validator(command(tmp_path, "sys.exit(not sys.argv[1].endswith('.js'))", "%s"), name, "")


def test_validator_when_there_is_no_place_for_the_file_then_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", "/nowhere")
    with pytest.raises(InputError, match=r"validate: /nowhere/validate-.* cannot be run: No such file"):
        run_validator("true %s", "menu", "")


FORKS = "import time\nif os.fork() == 0:\n    open(sys.argv[2], 'w').write(str(os.getpid()))\n    time.sleep(600)\n"


def is_running(pid: int) -> bool:
    """Whether a process runs, and is not only waiting for its parent to take notice."""
    status = pathlib.Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    "code", ["time.sleep(600)", "while True: print('x' * 9999)", "os.close(1); os.close(2); time.sleep(600)"]
)
def test_validator_when_the_tasks_time_ends_then_it_and_what_it_has_started_end(
    tmp_path: pathlib.Path, temporary: pathlib.Path, code: str
) -> None:
    deadline, child = Deadline(), tmp_path / "child"
    timer = threading.Timer(1.5, deadline.cancel)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(CancelledError):
        run_validator(command(tmp_path, FORKS + code, "%s", str(child)), "menu", "", deadline)
    assert time.monotonic() - begun < 3
    killed = int(child.read_text())
    while is_running(killed):
        assert time.monotonic() - begun < 10
    assert list(temporary.iterdir()) == []


def test_validator_when_it_ends_before_what_it_has_started_then_nobody_waits_for_that(tmp_path: pathlib.Path) -> None:
    child = tmp_path / "child"
    code = FORKS + f"\nwhile not os.path.exists({str(child)!r}): pass"
    with pytest.raises(InputError, match="Its output:\nbad"):
        run_validator(command(tmp_path, code + "\nprint('bad')\nsys.exit(1)", "%s", str(child)), "menu", "")


def test_rendered_files_when_written_then_only_their_user_can_read_them(tmp_path: pathlib.Path) -> None:
    directory = tmp_path / "build" / "out"
    files = {"voximplant.yml": b"a: 1\n", "scenarios/a.js": b"// a\r\n"}
    assert find_outdated(str(directory), files) == files
    write_rendered(str(directory), files)
    assert {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*.*")} == files
    modes = {path: path.stat().st_mode & 0o777 for path in (directory, *directory.rglob("*"))}
    assert set(modes.values()) == {0o700, 0o600}
    assert find_outdated(str(directory), files) == {}
    (directory / "scenarios" / "a.js").chmod(0o644)
    assert list(find_outdated(str(directory), files)) == ["scenarios/a.js"]


def test_rendered_manifest_when_options_hold_strings_of_ansibles_own_then_they_are_written_as_others_are() -> None:
    class Tagged(str):
        __slots__ = ()

    ignore = {"scenarios": [Tagged("lab_*")]}
    project = types.SimpleNamespace(scripts=(), scenarios=[{"name": Tagged("a")}], applications=[], ignore=ignore)
    (content,) = render(t.cast(t.Any, project)).values()
    assert yaml.safe_load(content) == {"scenarios": [{"name": "a"}], "ignore": {"scenarios": ["lab_*"]}}


@pytest.mark.parametrize("kind", ["shared", "linked", "file", "inner"])
def test_rendered_directory_when_others_could_write_to_it_then_it_is_refused(tmp_path: pathlib.Path, kind: str) -> None:
    directory = tmp_path / "out"
    (tmp_path / "real").mkdir()
    if kind == "shared":
        directory.mkdir()
        directory.chmod(0o777)
    elif kind == "linked":
        directory.symlink_to(tmp_path / "real")
    elif kind == "file":
        directory.write_text("")
    else:
        directory.mkdir(0o700)
        (directory / "scenarios").symlink_to(tmp_path / "real")
    with pytest.raises(AnsibleActionFail, match="rendered_dir: "):
        write_rendered(str(directory), {"scenarios/a.js": b""})
    assert os.listdir(tmp_path / "real") == []
    assert not (directory / "scenarios").is_dir() or kind == "inner"
