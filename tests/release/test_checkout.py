# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A clone below a directory called ansible_collections, where collections are developed and Ansible looks for them."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import sys
import typing as t

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = {path.stem for path in ROOT.glob("plugins/modules/*.py")}
ROLES = {path.name for path in (ROOT / "roles").iterdir()}
Runner = t.Callable[..., str]


@pytest.fixture(params=["voximplant/platform", "elsewhere/ansible-platform"])
def clone(request: pytest.FixtureRequest, tmp_path: pathlib.Path, tree: str, run: Runner) -> t.Iterator[pathlib.Path]:
    """Clone the present files, and lend the clone the environments and the cache of this checkout."""
    directory = tmp_path / "ansible_collections" / request.param
    run("git", "clone", "--quiet", "--shared", "--no-checkout", ROOT, directory)
    run("git", "read-tree", tree, cwd=directory)
    run("git", "checkout-index", "--all", cwd=directory)
    for name in (".venv", ".cache"):
        if (ROOT / name).is_dir():
            (directory / name).symlink_to(ROOT / name)
    os.utime(directory / ".ci" / "constraints.txt", (0, 0))  # make takes the environment for up to date
    yield directory
    base = collections_path(directory, run)
    if not base.is_relative_to(directory):
        shutil.rmtree(base)


def collections_path(directory: pathlib.Path, run: Runner) -> pathlib.Path:
    """Return where a clone tells Ansible to look for collections."""
    return pathlib.Path(run(sys.executable, ".ci/collections_path.py", cwd=directory).strip())


def test_clone_when_ansible_looks_for_it_then_modules_and_roles_are_found(clone: pathlib.Path, run: Runner) -> None:
    paths = {"ANSIBLE_COLLECTIONS_PATH": str(collections_path(clone, run))}
    for kind, names in (("module", MODULES), ("role", ROLES)):
        command = ("ansible-doc", "--json", "--list", "--type", kind, "voximplant.platform")
        listed = json.loads(run(*command, **paths))
        assert set(listed) == {f"voximplant.platform.{name}" for name in names}


@pytest.mark.parametrize("clone", ["voximplant/platform"], indirect=True)
def test_clone_when_make_builds_the_site_then_every_page_is_made_and_the_home_stays_empty(
    clone: pathlib.Path, tmp_path: pathlib.Path, run: Runner
) -> None:
    home = tmp_path / "empty home"
    home.mkdir()
    run("make", "docs", cwd=clone, HOME=str(home))
    pages = {path.name for path in (clone / "docs" / "site").glob("*.html")}
    assert {f"{name}_module.html" for name in MODULES} | {f"{name}_role.html" for name in ROLES} <= pages
    assert list(home.iterdir()) == []
