# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the control API, for the command."""

from __future__ import annotations

import http.client
import json
import ssl
import typing as t
import urllib.error
import urllib.request


def put(endpoint: dict[str, t.Any], path: str, content: object) -> t.Any:
    """Put `content` to a path below the control URL and return the response; raise RuntimeError if it is refused."""
    request = urllib.request.Request(
        f"{endpoint['control_url']}/{path}",
        json.dumps(content).encode(),
        {"Authorization": f"Bearer {endpoint['control_token']}", "Content-Type": "application/json"},
        method="PUT",
    )
    context = ssl.create_default_context(cafile=endpoint["ca_path"])
    handlers = (urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(_refusal(error)) from error
    except http.client.HTTPException as error:
        raise RuntimeError(f"the control URL is not the emulator's: {type(error).__name__}") from error


def _refusal(error: urllib.error.HTTPError) -> str:
    """Return the text of a refusal, also of one that is not the emulator's."""
    try:
        return str(json.load(error)["error"])
    except (KeyError, TypeError, ValueError):
        return f"the control URL is not the emulator's: HTTP {error.code}"
