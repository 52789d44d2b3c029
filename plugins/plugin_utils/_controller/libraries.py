# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Python libraries that actions need on the controller."""

from __future__ import annotations

import contextlib
import typing as t

from ansible.errors import AnsibleActionFail

from ...module_utils._api.errors import MissingLibraryError
from ...module_utils._api.libraries import Library
from ...module_utils._module.runner import missing_library


@contextlib.contextmanager
def importing(name: str, reason: str = "") -> t.Iterator[None]:
    """Import a library inside the block.

    :arg name: the name on the package index
    :arg reason: why it is needed: the end of a sentence that begins with "This is required"
    :raises AnsibleActionFail: if it is missing or broken
    """
    try:
        with Library(name, reason) as library:
            yield
        library.require()
    except MissingLibraryError as error:
        raise AnsibleActionFail(missing_library(error.library, error.reason)) from None
