# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries that are installed and cannot be imported."""

from __future__ import annotations

import importlib.abc
import sys
import typing as t

import pytest


class PanicException(BaseException):  # as libraries in Rust call it
    """A library in Rust gave up."""


class _Broken(importlib.abc.MetaPathFinder):
    def __init__(self, library: str, error: BaseException) -> None:
        self._library = library
        self._error = error

    def find_spec(self, fullname: str, path: t.Any, target: t.Any = None) -> None:
        """Raise for the library."""
        if fullname == self._library:
            raise self._error


def break_library(monkeypatch: pytest.MonkeyPatch, library: str, error: BaseException) -> None:
    """Make the import of a library or of a module in it raise an error, until the test ends."""
    monkeypatch.delitem(sys.modules, library, raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Broken(library, error), *sys.meta_path])
