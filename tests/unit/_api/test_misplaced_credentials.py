# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test credentials in the wrong place: recognized, and not shown."""

from __future__ import annotations

import json

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import (
    ENVIRONMENT,
    resolve_credentials,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import AuthenticationError

from .test_credentials import KEY, env, form_of, refusal

KEY_TEXT = json.dumps({**KEY, "private_key": "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n"})


@pytest.mark.parametrize(
    "text",
    [
        KEY_TEXT,
        f"\ufeff {KEY_TEXT}",
        '\ufeff {"private_key": "s3cret"}',
        json.loads(KEY_TEXT)["private_key"],
        "a\ns3cret",
    ],
)
def test_key_when_its_text_is_where_its_path_belongs_then_it_is_recognized_and_not_shown(text: str) -> None:
    for error, origin, other in (
        (refusal({"credentials_file": text}), "credentials_file", "the option credentials"),
        (refusal({}, env(credentials_file=text)), "VOXIMPLANT_CREDENTIALS", "VOXIMPLANT_CREDENTIALS_JSON"),
    ):
        assert error.text == f"{origin} contains a key instead of the path of a key file."
        assert other in error.advice
        assert error.field == "credentials_file"
        assert "s3cret" not in str(error)


def test_key_when_its_path_is_where_its_text_belongs_then_it_is_recognized_and_not_shown() -> None:
    for options, environment, other in (
        ({"credentials": "/home/s3cret/key.json"}, {}, "credentials_file"),
        ({}, env(credentials="/home/s3cret/key.json"), "VOXIMPLANT_CREDENTIALS"),
    ):
        with pytest.raises(AuthenticationError, match="looks like a path") as caught:
            resolve_credentials(options, environment)
        assert (caught.value.field, caught.value.advice) == ("credentials", f"Set {other} to the path.")
        assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("name", ["api_key", "session_id"])
def test_key_when_its_text_is_where_an_api_key_belongs_then_it_is_recognized_and_not_shown(name: str) -> None:
    for error, origin, other in (
        (refusal({"account_id": 1, name: KEY_TEXT}), name, "the option credentials"),
        (refusal({"account_id": 1}, env(**{name: KEY_TEXT})), ENVIRONMENT[name], "VOXIMPLANT_CREDENTIALS_JSON"),
    ):
        assert (error.text, error.field) == (f"{origin} contains the key of a service account.", name)
        assert error.advice == f"Use {other} for it."


@pytest.mark.parametrize("text", ["0f3a9b7c-12de-4a5b-8c9d-aabbccddeeff", "0f3a9b7c12de4a5b8c9daabbccddeeff", "A" * 40])
@pytest.mark.parametrize("name", ["account_name", "account_email", "credentials_file"])
def test_api_key_when_it_is_where_a_name_or_a_path_belongs_then_it_is_recognized_and_not_shown(
    name: str, text: str
) -> None:
    for error, origin, others in (
        (refusal({"api_key": "k", name: text}), name, "the option api_key or session_id"),
        (
            refusal({}, env(api_key="k", **{name: f" {text}\n"})),
            ENVIRONMENT[name],
            "VOXIMPLANT_API_KEY or VOXIMPLANT_SESSION_ID",
        ),
    ):
        assert error.text == f"{origin} contains an API key or a session ID."
        assert (error.field, error.advice) == (name, f"Use {others} for it.")
        assert text not in str(error)


def test_api_key_when_it_is_in_a_variable_that_is_not_used_then_it_does_not_matter() -> None:
    misplaced = env(account_name="0f3a9b7c-12de-4a5b-8c9d-aabbccddeeff")
    expected = {"account_id": "1", "api_key": "k"}
    assert form_of({"account_id": 1, "api_key": "k"}, misplaced) == expected


@pytest.mark.parametrize("name", ["support", "a@b.de", "deadbeef", "cafe-0123456789-0123456789-0123456789"])
def test_name_when_it_is_none_of_a_key_then_it_is_used(name: str) -> None:
    assert form_of({"account_name": name, "api_key": "k"}, {}) == {"account_name": name, "api_key": "k"}


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 21, 10**400, 10**20, "0", -1, "\u00b2"])
def test_key_when_its_account_is_no_number_then_it_is_refused(number: object) -> None:
    with pytest.raises(AuthenticationError, match="account_id is not a number"):
        resolve_credentials({"credentials": {**KEY, "account_id": number}}, {})


def test_credentials_when_an_environment_variable_is_blank_then_it_is_not_set() -> None:
    environment = {**env(account_id="1", api_key="k"), **env(session_id=" ", credentials_file="", credentials="\n")}
    assert form_of({}, environment) == {"account_id": "1", "api_key": "k"}
