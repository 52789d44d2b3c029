# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The package that a release would publish now, and programs that run as on a machine without settings."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import typing as t

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.executable).parent
Runner = t.Callable[..., str]


def present_files(index: pathlib.Path) -> str:
    """Name a tree that holds the files of the checkout as they are now, but for those that git ignores."""
    environment = {**os.environ, "GIT_INDEX_FILE": str(index)}
    for command in (("read-tree", "HEAD"), ("add", "--all"), ("write-tree",)):
        done = subprocess.run(
            ["git", "-C", ROOT, *command], env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    return done.stdout.strip()


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name a git tree of the present files."""
    return present_files(tmp_path_factory.mktemp("git") / "index")


@pytest.fixture
def run(tmp_path: pathlib.Path) -> Runner:
    """Give a function that runs a program with a home of its own, and returns what it prints."""
    home = tmp_path / "home"
    home.mkdir()
    bare = {"HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}

    def runner(*command: object, cwd: pathlib.Path = tmp_path, **environment: str) -> str:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**bare, "ANSIBLE_NOCOLOR": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    return runner


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory, tree: str) -> pathlib.Path:
    """Build the package."""
    work = tmp_path_factory.mktemp("package")
    command = [sys.executable, ROOT / ".ci" / "build.py", work / "built", tree]
    subprocess.run(command, env={**os.environ, "SOURCE_DATE_EPOCH": "1800000000"}, check=True)
    (built,) = (work / "built").iterdir()
    return built
