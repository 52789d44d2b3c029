# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What to say about Python libraries that are not installed."""

from __future__ import annotations

import shlex
import sys
import typing as t

from ansible.module_utils.basic import missing_required_lib


def missing_library(library: str, reason: str = "") -> str:
    """Return Ansible's message about a missing library, and the command that installs it.

    :arg library: the name as pip knows it
    :arg reason: what it is needed for, such as C(to parse scripts)
    """
    message = t.cast(str, missing_required_lib(library, reason=reason or None))
    return f"{message}. To install it, run: {shlex.quote(sys.executable)} -m pip install {shlex.quote(library)}"
