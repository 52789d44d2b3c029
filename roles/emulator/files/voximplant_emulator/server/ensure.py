# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state that the role declares: whether the emulator runs, where, and with which setup."""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

from . import client, process, setup

if t.TYPE_CHECKING:
    import collections.abc as c
    import pathlib


@dataclasses.dataclass(frozen=True)
class Desired:
    """Where the emulator should listen, the command that starts it there, and its setup; port 0 is any free port."""

    port: int
    media_port: int
    tls: bool
    command: c.Sequence[str]
    setup: dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was changed, or would be in check mode; `endpoint` is None unless the emulator runs."""

    changed: bool
    message: str
    endpoint: dict[str, t.Any] | None


def stop(directory: pathlib.Path, *, check: bool) -> Outcome:
    """Stop the emulator of a directory."""
    endpoint = process.running_endpoint(directory)
    if endpoint is None:
        return Outcome(False, "No emulator is running.", None)
    if check:
        return Outcome(True, f"The emulator at {endpoint['api_url']} would be stopped.", endpoint)
    process.stop(directory)
    return Outcome(True, f"The emulator at {endpoint['api_url']} was stopped.", None)


def start(directory: pathlib.Path, desired: Desired, *, check: bool) -> Outcome:
    """Start the emulator unless it listens as desired, and set it up; raise RuntimeError or ValueError on failure."""
    setup.validate(desired.setup)
    endpoint = process.running_endpoint(directory)
    in_place = endpoint is not None and _is_in_place(endpoint, desired)
    if endpoint is None or not in_place:
        if check:
            return Outcome(True, "The emulator would be started.", None)
        process.stop(directory)
        endpoint = process.start(desired.command, directory)
    changed = client.put(endpoint, "setup?check=true" if check else "setup", desired.setup)["changed"]
    where = f"The emulator answers at {endpoint['api_url']}"
    if not in_place:
        variables = f"VOXIMPLANT_API_URL={endpoint['api_url']} VOXIMPLANT_CREDENTIALS={endpoint['credentials_file']}"
        return Outcome(True, f"{where}. To use it: export {variables}", endpoint)
    verb = "would be changed" if check else "changed"
    details = f"; {verb}: {', '.join(changed)}" if changed else ""
    return Outcome(bool(changed), f"{where}{details}.", endpoint)


def _is_in_place(endpoint: dict[str, t.Any], desired: Desired) -> bool:
    api, media = (urllib.parse.urlsplit(endpoint[name]) for name in ("api_url", "media_url"))
    return (
        (api.scheme == "https") == desired.tls
        and desired.port in (0, api.port)
        and desired.media_port in (0, media.port)
    )
