# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run ansible-test without a container: ``python .ci/ansible_test.py sanity [ARGUMENT...]``.

ansible-test needs a directory that ends in ``ansible_collections/NAMESPACE/NAME`` and resolves links, so it gets a
copy. It downloads ``get-pip.py`` from a host outside the package index, so it finds a replacement in its cache, in a
home directory of its own for each ansible-core. That home is kept for the many environments of the sanity tests.
antsibull-nox runs ansible-test as well, but from containers or with that download.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import typing as t
from importlib import metadata

ROOT = pathlib.Path(__file__).resolve().parent.parent
GET_PIP_VERSIONS = ("24_2", "25_2")  # ansible-core 2.18 and 2.19, 2.20 and 2.21
NOT_IN_GIT = (".*cache", ".ansible", ".git", ".hypothesis", ".nox", ".venv", "__pycache__", "output")


@contextlib.contextmanager
def private_home() -> t.Iterator[pathlib.Path]:
    """Prepare the home directory of this version of ansible-test; one run at a time uses it."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    home = cache / "voximplant-platform" / f"ansible-test-{metadata.version('ansible-core')}"
    downloads = home / ".ansible" / "test" / "cache"
    downloads.mkdir(parents=True, exist_ok=True)
    with open(home / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for version in GET_PIP_VERSIONS:
            shutil.copy(ROOT / ".ci" / "get_pip.py", downloads / f"get_pip_{version}.py")
        yield home


def copy_collection(destination: pathlib.Path) -> None:
    """Copy the files that git knows or would add; without git, all files but caches and environments."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        shutil.copytree(ROOT, destination, symlinks=True, ignore=shutil.ignore_patterns(*NOT_IN_GIT))
        return
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():  # a file that is deleted but not yet committed is still listed
            (destination / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, destination / name, follow_symlinks=False)


def run(arguments: list[str], home: pathlib.Path, directory: pathlib.Path) -> int:
    """Run ansible-test on a copy of the collection in this directory, show its output and return its exit code."""
    collection = directory / "ansible_collections" / "voximplant" / "platform"
    copy_collection(collection)
    environment_link = directory / "environment"  # ansible-test fails if the path of its Python has a space
    environment_link.symlink_to(sys.prefix, target_is_directory=True)
    programs = environment_link / "bin"
    command = [str(programs / "python"), str(programs / "ansible-test"), *arguments, "--local", "--color", "no"]
    environment = {**os.environ, "HOME": str(home)}
    environment.pop("XDG_CACHE_HOME", None)
    nothing_tested = False
    with subprocess.Popen(
        command, cwd=collection, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            nothing_tested |= "All targets skipped" in line  # it would call that a success
    return process.returncode or int(nothing_tested)


def main() -> int:
    with private_home() as home, tempfile.TemporaryDirectory() as directory:
        return run(sys.argv[1:], home, pathlib.Path(directory))


if __name__ == "__main__":
    sys.exit(main())
