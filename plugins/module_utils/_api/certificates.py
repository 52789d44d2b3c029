# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Whose certificates are trusted: options, then environment variables, then the system's store with certifi."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import ssl
import typing as t

from .connections import TRUST_VARIABLES
from .credentials import looks_like_key
from .errors import InputError

_BUNDLE_VARIABLES = TRUST_VARIABLES[:2]
_FILE_VARIABLE, _DIRECTORY_VARIABLE = TRUST_VARIABLES[2:]


@dataclasses.dataclass(frozen=True)
class Authorities:
    """Certificates of issuers: files and directories, each with the option or variable that names it.

    No files and no directories mean the system's store and certifi.
    """

    files: t.Tuple[t.Tuple[str, str], ...] = ()
    directories: t.Tuple[t.Tuple[str, str], ...] = ()

    @classmethod
    def choose(cls, ca_path: t.Optional[str], environment: t.Mapping[str, str]) -> Authorities:
        """Return what the first source that is set names.

        :raises InputError: if it names a path that does not exist, or is neither file nor directory
        """
        if ca_path is not None:
            return cls._check_paths([("ca_path", ca_path)])
        for variable in _BUNDLE_VARIABLES:
            if environment.get(variable, "").strip():
                return cls._check_paths([(variable, environment[variable])])
        named = [(_FILE_VARIABLE, environment.get(_FILE_VARIABLE, ""))]
        named += [(_DIRECTORY_VARIABLE, path) for path in environment.get(_DIRECTORY_VARIABLE, "").split(os.pathsep)]
        return cls._check_paths([(origin, path) for origin, path in named if path.strip()])

    @classmethod
    def _check_paths(cls, named: t.Iterable[t.Tuple[str, str]]) -> Authorities:
        files, directories = [], []
        for origin, given in named:
            if looks_like_key(given) or "\n" in given:
                raise _file_error(origin, "it contains text instead of the path of a file")
            path = os.path.expanduser(given)
            if os.path.isdir(path):
                directories.append((origin, path))
            elif os.path.isfile(path):
                files.append((origin, path))
            else:
                problem = "is neither a file nor a directory" if os.path.exists(path) else "does not exist"
                raise _file_error(origin, f"{ascii(given)[1:-1]} {problem}")
        return cls(tuple(files), tuple(directories))

    def context(self, *, checks_names: bool) -> ssl.SSLContext:
        """Return a TLS context that trusts exactly these.

        :arg checks_names: whether OpenSSL compares host names, and not the caller
        :raises InputError: if a file cannot be read, or contains no certificate
        """
        context = _client_context()
        context.check_hostname = checks_names
        if not self.files and not self.directories:
            import certifi

            context.load_default_certs()
            with contextlib.suppress(OSError):  # some distributions have certifi read a file that may be missing
                context.load_verify_locations(certifi.where())
            return context
        for origin, path in self.files:
            try:
                context.load_verify_locations(cafile=path)
            except ssl.SSLError:
                raise _file_error(origin, f"{ascii(path)[1:-1]} does not contain a certificate in PEM format") from None
            except OSError as error:
                raise _file_error(origin, f"{ascii(path)[1:-1]} cannot be read: {error.strerror}") from None
        for _origin, path in self.directories:
            context.load_verify_locations(capath=path)
        return context


def trust_all() -> ssl.SSLContext:
    """Return a TLS context that does not check certificates."""
    context = _client_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _client_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _file_error(origin: str, problem: str) -> InputError:
    advice = "" if origin == "ca_path" else f"Correct the environment variable {origin}, or set ca_path."
    return InputError(f"{origin}: {problem}.", field="ca_path", advice=advice)
