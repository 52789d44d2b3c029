# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs one module in a process of its own, which a test can kill: `python alone.py MODULE ARGUMENTS`.

ARGUMENTS is a JSON object. The module prints its result as it would to Ansible.
"""

from __future__ import annotations

import importlib
import json
import os
import sys


def main(module: str, arguments: str) -> None:
    """Run the module's main function with these arguments."""
    from ansible.module_utils import basic
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([os.environ["ANSIBLE_COLLECTIONS_PATH"]])
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": json.loads(arguments)}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    importlib.import_module(f"ansible_collections.voximplant.platform.plugins.modules.{module}").main()


if __name__ == "__main__":
    main(*sys.argv[1:])
