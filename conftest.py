# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gives the checkout its import name, so that pytest runs in a folder of any name."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent
TREE = ROOT / ".ansible" / "collections"
EMULATOR = ROOT / "roles" / "emulator" / "files"
HARNESS = ROOT / "tests" / "shared"


def _has_its_name() -> bool:
    try:
        return importlib.util.find_spec("ansible_collections.voximplant.platform") is not None
    except ModuleNotFoundError:
        return False


def _give_the_collection_its_name() -> None:
    link = TREE / "ansible_collections" / "voximplant" / "platform"
    link.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # several xdist workers come here at once
        link.symlink_to(os.path.relpath(ROOT, link.parent), target_is_directory=True)
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(TREE)
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([str(TREE)])


if not _has_its_name():  # under ansible-test it has
    _give_the_collection_its_name()
sys.path[:0] = [str(EMULATOR), str(HARNESS)]
