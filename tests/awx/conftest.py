# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of AWX share: its examples, and a bare environment."""

from __future__ import annotations

import os
import pathlib
import sys
import typing as t

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
AWX = ROOT / "docs" / "examples" / "awx"
BIN = pathlib.Path(sys.executable).parent


def example(name: str) -> t.Any:
    """What a YAML file of the examples holds."""
    return yaml.safe_load((AWX / name).read_text(encoding="utf-8"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Give the tools a bare environment with a home of its own."""
    for name in list(os.environ):
        if name.startswith(("ANSIBLE_", "VOXIMPLANT_", "REQUESTS_", "SSL_", "CURL_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ANSIBLE_HOME", str(tmp_path / "ansible"))
