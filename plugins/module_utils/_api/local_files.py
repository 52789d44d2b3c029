# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Files that options and environment variables name, read without waiting for what is not a file."""

from __future__ import annotations

import os
import stat

from .errors import InputError


def read_regular_file(path: str, origin: str, longest: int, field: str) -> bytes:
    """Return the content of a regular file, at most so many bytes.

    :arg origin: the option or environment variable that names the file, for messages
    :raises InputError: if there is none, it is a FIFO, device or directory, cannot be read, or is longer
    """
    shown = ascii(path)[1:-1]
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputError(f"{origin}: {shown} is not a regular file.", field=field)
            content = file.read(longest + 1)
    except FileNotFoundError:
        raise InputError(f"{origin}: there is no file {shown}.", field=field) from None
    except IsADirectoryError:
        raise InputError(f"{origin}: {shown} is a directory.", field=field) from None
    except OSError as error:
        raise InputError(f"{origin}: the file {shown} cannot be read: {error.strerror}.", field=field) from None
    except ValueError:  # a null byte, or half a character
        raise InputError(f"{origin} is not the path of a file.", field=field) from None
    if len(content) > longest:
        raise InputError(f"{origin}: the file {shown} is longer than {longest} bytes.", field=field)
    return content


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a FIFO without a writer would wait."""
    return os.open(path, flags | os.O_NONBLOCK)
