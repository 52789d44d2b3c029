# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Give the checkout its import name, so that pytest runs in a directory of any name; set up hypothesis."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import sys

import hypothesis

ROOT = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / name) for name in ("roles/emulator/files", "tests/shared", ".ci")]

# `make test-quick` passes --hypothesis-profile=quick. Mutants need the same examples each time.
hypothesis.settings.register_profile("thorough", deadline=None, database=None, max_examples=100)
hypothesis.settings.register_profile("quick", deadline=None, database=None, max_examples=10)
hypothesis.settings.register_profile("mutants", deadline=None, database=None, max_examples=50, derandomize=True)
hypothesis.settings.load_profile("thorough")


def _has_its_name() -> bool:
    try:
        return importlib.util.find_spec("ansible_collections.voximplant.platform") is not None
    except ModuleNotFoundError:
        return False


def _give_the_collection_its_name() -> None:
    from ansible.plugins.loader import init_plugin_loader
    from collections_path import collections_path

    os.environ["ANSIBLE_COLLECTIONS_PATH"] = collections_path()
    init_plugin_loader([os.environ["ANSIBLE_COLLECTIONS_PATH"]])


if not _has_its_name():  # under ansible-test it has
    _give_the_collection_its_name()
