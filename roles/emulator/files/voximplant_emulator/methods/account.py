# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GetAccountInfo and Logon."""

from __future__ import annotations

from .. import accounts
from ..call import Call, Reply
from ..errors import ApiError

_HOST = "api-node1.voximplant.com"


def get_account_info(call: Call) -> Reply:
    """Execute GetAccountInfo; the API key is shown to those who came with it or with the password."""
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
        row = call.store.the_row("SELECT api_key FROM account WHERE account_id = ?", account.account_id)
        info["api_key"] = row["api_key"]
    return {"result": info, "api_address": _HOST, "debugger_address": _HOST}


def logon(call: Call) -> Reply:
    """Execute Logon: open a session for an account that came with its password."""
    if call.auth != "password":
        raise ApiError(100)
    session_id = accounts.open_login(call.store, call.account_id)
    return {"result": session_id, "account_id": call.account_id, "api_address": _HOST}
