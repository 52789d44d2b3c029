# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start a local server that answers as the Voximplant Management API does."""

from __future__ import annotations

import pathlib
import sys

REQUIREMENTS = pathlib.Path(__file__).absolute().with_name("requirements.txt")
MISSING = "The emulator needs {name}, which is not installed here: {python} -m pip install -r {requirements}"

try:
    from voximplant_emulator.cli import main
except ModuleNotFoundError as error:
    sys.exit(MISSING.format(name=error.name, python=sys.executable, requirements=REQUIREMENTS))

if __name__ == "__main__":
    sys.exit(main())
