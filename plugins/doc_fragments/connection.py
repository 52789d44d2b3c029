# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say where the platform is and who calls; one for one with CONNECTION of the argument specs."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  account_id:
    description:
      - The account's id. Goes with O(api_key) or O(session_id).
      - One of O(account_id), O(account_name) and O(account_email) is enough, and two of them are an error.
      - If none of them is given, the environment variable E(VOXIMPLANT_ACCOUNT_ID) is used.
    type: int
  account_name:
    description:
      - The account's name. Goes with O(api_key) or O(session_id).
      - If none of the three is given, the environment variable E(VOXIMPLANT_ACCOUNT_NAME) is used.
    type: str
  account_email:
    description:
      - The account's e-mail address. Goes with O(api_key) or O(session_id).
      - If none of the three is given, the environment variable E(VOXIMPLANT_ACCOUNT_EMAIL) is used.
    type: str
  api_key:
    description:
      - The account's API key.
      - One kind of credentials is sent. One that is given as an option beats all that the environment has. Two that
        are given as options are an error, and so are two in the environment.
      - If no kind is given as an option, the environment variable E(VOXIMPLANT_API_KEY) is used.
    type: str
  session_id:
    description:
      - The id of a control panel session, as the API method C(Logon) returns it.
      - If no kind of credentials is given as an option, the environment variable E(VOXIMPLANT_SESSION_ID) is used.
    type: str
  credentials_file:
    description:
      - The path of a service account's key file, on the machine that runs the module.
      - The file may hold the key itself, or the answer of C(CreateKey), which wraps it in C(result).
      - If no kind of credentials is given as an option, the environment variable E(VOXIMPLANT_CREDENTIALS) is used.
    type: path
  credentials:
    description:
      - A service account's key as a mapping or as JSON text, for example from a vault.
      - If no kind of credentials is given as an option, the environment variable E(VOXIMPLANT_CREDENTIALS_JSON) is
        used.
    type: raw
  child_account_id:
    description:
      - Act in this child account, with the key of its parent's service account.
      - Only with a service account.
      - If it is not given, the environment variable E(VOXIMPLANT_CHILD_ACCOUNT_ID) is used with a service account.
    type: int
  api_url:
    description:
      - The address of the Management API.
      - Plain C(http) is refused unless the host is a loopback address, since credentials are sent.
      - If it is not given, the environment variable E(VOXIMPLANT_API_URL) is used.
    type: str
    default: https://api.voximplant.com/platform_api
  validate_certs:
    description: Whether the certificates of servers are checked.
    type: bool
    default: true
  ca_path:
    description: The path of a file with the certificates to trust, instead of the system's.
    type: path
  timeout:
    description: The number of seconds to wait for the platform to answer a request.
    type: int
    default: 30
  retries:
    description:
      - The number of times that a failed call is made again, where that is safe.
      - Calls that start a session are made again only when they certainly were not executed.
    type: int
    default: 4
requirements:
  - requests (Python library) >= 2.28
  - PyJWT and cryptography (Python libraries), for service accounts only
"""
