# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way to log in, as options and as variables."""

from __future__ import annotations

import json
import pathlib
import typing as t

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

    from .plays import Json

MODULE = "voximplant.platform."
KEYWORD = "keyword"


def logins(emulator: Emulator) -> dict[str, tuple[Json, dict[str, str]]]:
    """The options of each family, and the variables of the environment."""
    text = pathlib.Path(emulator.credentials_file).read_text(encoding="utf-8")
    account = {"account_id": emulator.account_id}
    variables = {"VOXIMPLANT_ACCOUNT_ID": str(emulator.account_id), "VOXIMPLANT_API_KEY": emulator.api_key}
    return {
        "key": ({**account, "api_key": emulator.api_key}, {}),
        "session": ({**account, "session_id": emulator.session_id}, {}),
        "file": ({"credentials_file": emulator.credentials_file}, {}),
        "mapping": ({"credentials": json.loads(text)}, {}),
        "text": ({"credentials": json.dumps(json.loads(text))}, {}),
        "variable": ({}, {"VOXIMPLANT_CREDENTIALS_JSON": text}),
        "variables of a key": ({}, variables),
        KEYWORD: ({}, variables),
    }
