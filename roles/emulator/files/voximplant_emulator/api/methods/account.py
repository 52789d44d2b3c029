# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GetAccountInfo, Logon and GetKeys."""

from __future__ import annotations

import json

from ...state import accounts
from ..call import Call, Reply
from ..errors import ApiError

_HOST = "api-node1.voximplant.com"


def get_account_info(call: Call) -> Reply:
    """Execute GetAccountInfo; the reply has the API key if the call was authenticated with it or with the password."""
    account = call.account
    info: Reply = {
        "account_id": account.account_id,
        "account_name": account.account_name,
        "account_email": account.account_email,
        "created": account.created,
        "language_code": "en",
        "location": "Europe/Moscow",
        "active": account.active,
        "frozen": account.frozen,
        "balance": account.balance,
        "live_balance": account.balance,
        "fixed_balance": account.balance,
        "credit_limit": 0,
        "currency": "RUR",
    }
    if call.auth in ("api_key", "password"):
        row = call.store.require_row("SELECT api_key FROM account WHERE account_id = ?", account.account_id)
        info["api_key"] = row["api_key"]
    return {"result": info, "api_address": _HOST, "debugger_address": _HOST}


def logon(call: Call) -> Reply:
    """Execute Logon: open a session for a call that was authenticated with the password."""
    if call.auth != "password":
        raise ApiError(100)
    session_id = accounts.open_login(call.store, call.account_id)
    return {"result": session_id, "account_id": call.account_id, "api_address": _HOST}


def get_keys(call: Call) -> Reply:
    """Execute GetKeys: list the account's service-account keys, with their roles if asked."""
    key_id = call.params.non_empty("key_id")
    with_roles = call.params.boolean("with_roles", False)
    rows = call.store.rows("SELECT * FROM service_key WHERE account_id = ? ORDER BY rowid", call.account_id)
    keys: list[Reply] = []
    for row in rows:
        if key_id in (None, row["key_id"]):
            key: Reply = {"key_id": row["key_id"], "key_name": row["key_name"]}
            if with_roles:
                names = enumerate(json.loads(row["roles"]), start=1)
                key["roles"] = [{"role_id": number, "role_name": name} for number, name in names]
            keys.append(key)
    return call.listing(keys)
