# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manifests in directories, and what is read from them."""

from __future__ import annotations

import functools
import pathlib
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    Project,
    read_manifest,
)
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.sources import read_source


@pytest.fixture
def directory(tmp_path: pathlib.Path) -> pathlib.Path:
    project = tmp_path / "project"
    project.mkdir()
    return project


def write(directory: pathlib.Path, **scripts: str) -> None:
    """Write scripts; in a name, `__` stands for a slash."""
    for name, script in scripts.items():
        path = directory / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(script.encode())


def read(directory: pathlib.Path, manifest: str, **given: t.Any) -> Project:
    """Read a manifest below a directory."""
    loader = DataLoader()
    return read_manifest(
        "m.yml", str(directory / "m.yml"), manifest, functools.partial(read_source, loader), Given(**given)
    )


def mistakes(directory: pathlib.Path, manifest: str, **given: t.Any) -> list[str]:
    return [str(mistake) for mistake in read(directory, manifest, **given).mistakes]


def by_name(project: Project) -> dict[str, str | None]:
    """Return the scripts by the names of their scenarios."""
    assert [str(mistake) for mistake in project.mistakes] == []
    return {script.name: script.script for script in project.scripts}
