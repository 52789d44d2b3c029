# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Python libraries that may be missing or broken."""

from __future__ import annotations

import typing as t

from .errors import MissingLibraryError

_PANIC = "PanicException"  # of libraries in Rust; it is not an Exception


class Library:
    """A library that is imported inside a with block, which ends early if that fails.

    :arg name: the name on the package index
    :arg reason: why it is needed: the end of a sentence that begins with "This is required"
    """

    def __init__(self, name: str, reason: str = "") -> None:
        self._name = name
        self._reason = reason
        self._error: t.Optional[BaseException] = None

    @property
    def is_usable(self) -> bool:
        """Return whether everything could be imported."""
        return self._error is None

    def require(self) -> None:
        """Make sure that everything could be imported.

        :raises MissingLibraryError: if not
        """
        if self._error is None:
            return
        reason = self._reason
        if not isinstance(self._error, ImportError):
            reason = f"instead of the installed one, which cannot be imported: {type(self._error).__name__}"
        raise MissingLibraryError(self._name, reason) from self._error

    def __enter__(self) -> Library:
        """Begin to import."""
        return self

    def __exit__(self, _kind: t.Any, error: t.Optional[BaseException], _traceback: t.Any) -> bool:
        """Keep what went wrong, unless it is an interruption."""
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            return False
        self._error = error
        return True
