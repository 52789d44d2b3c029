# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords of users, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_ROUNDS = 1000  # a test's password needs no more


def digest(password: str) -> str:
    """Return a salted digest of a password."""
    return _digest(password, secrets.token_hex(8))


def matches(password: str, known: str) -> bool:
    """Tell whether a password is the one that a digest was made of."""
    return hmac.compare_digest(_digest(password, known.partition(":")[0]), known)


def _digest(password: str, salt: str) -> str:
    return f"{salt}:{hashlib.pbkdf2_hmac('sha256', password.encode(), salt.encode(), _ROUNDS).hex()}"
