# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data directory of an emulator that somebody else could write to."""

from __future__ import annotations

import sys
import typing as t

import pytest

from voximplant_emulator import Emulator
from voximplant_emulator.server import process
from voximplant_emulator.state import files

if t.TYPE_CHECKING:
    import pathlib


@pytest.mark.parametrize("way", ["mode", "link"])
def test_directory_when_others_could_write_to_it_then_is_refused_and_nothing_in_it_is_touched(
    data_dir: pathlib.Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = data_dir.with_name("victim")
    victim.write_text("precious", encoding="utf-8")
    data_dir.mkdir(mode=0o700)
    (data_dir / "emulator.log").symlink_to(victim)
    (data_dir / "endpoint.json").write_text('{"pid": 1, "api_url": "http://127.0.0.1:1"}', encoding="utf-8")
    if way == "mode":
        data_dir.chmod(0o777)
    else:  # somebody else's link in a directory such as /tmp
        data_dir = data_dir.rename(data_dir.with_name("real"))
        link = data_dir.with_name("link")
        link.symlink_to(data_dir)
        monkeypatch.setattr(files.os, "geteuid", lambda: data_dir.stat().st_uid + 1)
        data_dir = link
    for call in (lambda: Emulator(data_dir), lambda: process.start([sys.executable, "-c", ""], data_dir)):
        with pytest.raises(RuntimeError, match="belongs to you"):
            call()
    with pytest.raises(RuntimeError, match="belongs to you"):
        process.running_endpoint(data_dir)
    assert victim.read_text(encoding="utf-8") == "precious"
