# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the sessions of the noxfile share: environments, and runs of pytest that leave results and coverage."""

from __future__ import annotations

import pathlib
import shutil

import nox
from interpreters import NEWEST_CORE, OLDEST_TARGETS, PYTHONS

ROOT = pathlib.Path(__file__).resolve().parent.parent
STATE = ROOT / ".nox"
HOME = STATE / "home"  # this and the next are no names of sessions, which have their environments here
COVERAGE = STATE / "measured"
TEST_REQUIREMENTS = ("--requirement", "tests/unit/requirements.txt")


def install(session: nox.Session, *packages: str, core: str = NEWEST_CORE) -> None:
    """Install packages in the constrained versions, and give the commands of the session a home of their own."""
    session.install("--constraint", ".ci/constraints.txt", f"ansible-core~={core}.0", *packages)
    HOME.mkdir(parents=True, exist_ok=True)
    session.env["HOME"] = str(HOME)


def label(python: str, core: str) -> nox.param:
    """Give a pair of Python and core the name under which nox shows it."""
    return nox.param(python, core, id=f"core {core}, Python {python}")


def run_pytest(session: nox.Session, directory: str, *others: str, measured: bool = False) -> None:
    """Run the tests of a directory in two processes and keep the results for the summary.

    :arg others: more directories, and options of pytest
    :arg measured: measure coverage, unless the session has arguments, which select tests or shorten them
    """
    part = f"{pathlib.Path(directory).name}{'-measured' if measured else ''}"
    results = STATE / "results" / f"{session.name}-{part}.xml"
    arguments = ("--quiet", "--numprocesses=2", f"--junit-xml={results}", directory, *others, *session.posargs)
    if not measured or session.posargs:
        session.run("pytest", *arguments)
        return
    data = COVERAGE / session.name
    shutil.rmtree(data, ignore_errors=True)
    session.run("coverage", "run", "--data-file", str(data / "data"), "-m", "pytest", *arguments)


def run_sanity(session: nox.Session, core: str, *arguments: str) -> None:
    """Run all sanity tests, and those that depend on the Python of targets once more for the oldest one."""
    command = ("python", ".ci/ansible_test.py", "sanity", "--python")
    session.run(*command, str(session.python), *arguments, *session.posargs)
    if OLDEST_TARGETS[core] in PYTHONS and not session.posargs:
        session.run(*command, OLDEST_TARGETS[core], "--test", "compile", "--test", "import")
