# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options for the API endpoint and credentials. They match CONNECTION in the argument specs."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  account_id:
    description:
      - ID of the account. Used together with O(api_key) or O(session_id).
      - O(account_id), O(account_name), and O(account_email) are mutually exclusive.
      - If none of the three is set, the environment variable E(VOXIMPLANT_ACCOUNT_ID) is used.
    type: int
  account_name:
    description:
      - Name of the account, as an alternative to O(account_id).
      - If none of O(account_id), O(account_name), and O(account_email) is set, the environment variable
        E(VOXIMPLANT_ACCOUNT_NAME) is used.
    type: str
  account_email:
    description:
      - E-mail address of the account, as an alternative to O(account_id).
      - If none of O(account_id), O(account_name), and O(account_email) is set, the environment variable
        E(VOXIMPLANT_ACCOUNT_EMAIL) is used.
    type: str
  api_key:
    description:
      - API key of the account.
      - The modules use one kind of credentials, either O(api_key), O(session_id), or a service account key
        (O(credentials_file) or O(credentials)). Credentials from options take precedence over those from environment
        variables. The task fails if two kinds are set as options, or two in the environment.
      - If no credentials are set as options, the environment variable E(VOXIMPLANT_API_KEY) is used.
    type: str
  session_id:
    description:
      - Session ID returned by the C(Logon) API method.
      - If no credentials are set as options, the environment variable E(VOXIMPLANT_SESSION_ID) is used.
    type: str
  credentials_file:
    description:
      - Path to the key file of a service account on the controller. It can be encrypted with Ansible Vault.
      - A relative path is searched for in the C(files) directory of the role and next to the playbook.
      - The file can contain the key itself or the response of C(CreateKey), which wraps the key in C(result).
      - If no credentials are set as options, the environment variable E(VOXIMPLANT_CREDENTIALS) is used. It names an
        unencrypted file on the machine that runs the module. A relative path is relative to the current directory.
    type: path
  credentials:
    description:
      - Key of a service account as a dictionary or a JSON string, for example from Ansible Vault.
      - If no credentials are set as options, the environment variable E(VOXIMPLANT_CREDENTIALS_JSON) is used.
    type: raw
  child_account_id:
    description:
      - ID of the child account to manage with the service account key of its parent account.
      - Can only be used with a service account key.
      - If not set, the environment variable E(VOXIMPLANT_CHILD_ACCOUNT_ID) is used with a service account key.
    type: int
  api_url:
    description:
      - The URL of the Management API.
      - Plain C(http) is refused unless the host is a loopback address, because credentials are sent. Such requests
        never use a proxy.
      - If not set, the environment variable E(VOXIMPLANT_API_URL) is used. An empty option is an error. An empty
        environment variable counts as not set.
    type: str
    default: https://api.voximplant.com/platform_api
  validate_certs:
    description: Whether to verify the certificates of servers.
    type: bool
    default: true
  ca_path:
    description:
      - Path to a file or directory with the certificates to trust, on the machine that runs the module.
      - It takes precedence over E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE), which take precedence over
        E(SSL_CERT_FILE) and E(SSL_CERT_DIR). If none of these is set, the system's certificates and those of the
        Python library C(certifi) are trusted.
    type: path
  timeout:
    description: Time limit in seconds for establishing a connection, and separately for receiving the complete
      response.
    type: int
    default: 30
  retries:
    description:
      - Number of times to retry a failed call, if retrying it is safe.
      - Calls that start a session are only retried if they were certainly not executed.
    type: int
    default: 4
requirements:
  - requests >= 2.28
  - PyJWT >= 2 and cryptography >= 3.4 (for service accounts)
  - PySocks (for SOCKS proxies)
"""
