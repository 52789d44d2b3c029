# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private certificate authority, and a certificate for `localhost`: the name only, not the address."""

from __future__ import annotations

import ssl
import typing as t

import trustme

from ..state.files import write_private

if t.TYPE_CHECKING:
    import pathlib

NAME = "localhost"


def authority(directory: pathlib.Path) -> trustme.CA:
    """Return the authority of a data directory, and create it on first use; its certificate is in `ca.pem`."""
    certificate, key = directory / "ca.pem", directory / "ca-key.pem"
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA(organization_name="Voximplant emulator")
    write_private(key, made.private_key_pem.bytes())
    certificate.write_bytes(made.cert_pem.bytes())
    return made


def server_context(ca: trustme.CA) -> ssl.SSLContext:
    """Return the TLS context of a listener."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(NAME).configure_cert(context)
    return context
