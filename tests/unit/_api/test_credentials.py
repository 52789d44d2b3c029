# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test which credentials are chosen, and what is refused."""

from __future__ import annotations

import codecs
import itertools
import json
import os
import pathlib
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import (
    ENVIRONMENT,
    ParameterCredentials,
    ServiceAccountCredentials,
    resolve_credentials,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import AuthenticationError, InputError

KEY = {"account_id": 7, "key_id": "kid-1", "private_key": "-----BEGIN-----\nMIIEvQIBADANBgkq\nshort\n-----END-----\n"}
ACCOUNTS = ("account_id", "account_name", "account_email")
AGAIN = "Download the key file again from the control panel."
PROOFS = ("api_key", "session_id", "credentials_file", "credentials")
Values = t.Mapping[str, t.Any]


def env(**values: str) -> dict[str, str]:
    """The environment that has these values under the names of their options."""
    return {ENVIRONMENT[name]: value for name, value in values.items()}


def form_of(options: Values, environment: t.Mapping[str, str]) -> t.Mapping[str, str]:
    """The parameters of credentials that are parameters."""
    chosen = resolve_credentials(options, environment)
    assert isinstance(chosen, ParameterCredentials)
    return chosen.form()


def key_of(options: Values, environment: t.Mapping[str, str]) -> tuple[int, str]:
    """The account and the id of a service account's key."""
    chosen = resolve_credentials(options, environment)
    assert isinstance(chosen, ServiceAccountCredentials)
    return chosen._account_id, chosen._key.key_id


def refusal(options: Values, environment: t.Mapping[str, str] | None = None) -> InputError:
    """The error of options that do not go together."""
    with pytest.raises(InputError) as caught:
        resolve_credentials(options, environment or {})
    return caught.value


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("proof", ["api_key", "session_id"])
def test_credentials_when_account_and_proof_come_from_any_level_then_they_are_a_pair(account: str, proof: str) -> None:
    expected = {account: "5", proof: "p"}
    assert form_of({account: 5, proof: "p"}, {}) == expected
    assert form_of({}, env(**{account: "5", proof: "p"})) == expected
    assert form_of({proof: "p"}, env(**{account: "5"})) == expected
    assert form_of({account: 5}, env(**{proof: "p"})) == expected


def test_credentials_when_option_and_environment_have_a_value_then_the_option_wins() -> None:
    environment = env(account_id="1", api_key="theirs")
    assert form_of({"account_id": 2, "api_key": "ours"}, environment) == {"account_id": "2", "api_key": "ours"}
    assert form_of({"account_name": "n", "session_id": "s"}, environment) == {"account_name": "n", "session_id": "s"}


def test_credentials_when_option_is_another_family_than_the_environments_then_the_option_wins() -> None:
    assert key_of({"credentials": KEY}, env(account_id="1", api_key="k")) == (7, "kid-1")
    environment = env(credentials=json.dumps(KEY), account_id="1")
    assert form_of({"api_key": "k"}, environment) == {"account_id": "1", "api_key": "k"}


@pytest.mark.parametrize(
    ("first", "second", "beside", "advice"),
    [
        *(
            (*pair, {"account_id": "1"}, "Use only one kind of credentials.")
            for pair in itertools.combinations(PROOFS, 2)
        ),
        *((*pair, {"api_key": "k"}, "Set only one of them.") for pair in itertools.combinations(ACCOUNTS, 2)),
    ],
)
def test_credentials_when_two_of_a_kind_are_at_one_level_then_the_error_names_both(
    first: str, second: str, beside: dict[str, str], advice: str
) -> None:
    values = {**beside, first: "1", second: "2"}
    for error, names in (
        (refusal(values), (first, second)),
        (refusal({}, env(**values)), (ENVIRONMENT[first], ENVIRONMENT[second])),
    ):
        assert error.text == f"{' and '.join(names)} are mutually exclusive."
        assert (error.field, error.advice) == (first, advice)


def test_credentials_when_accounts_are_at_two_levels_then_the_option_wins() -> None:
    assert form_of({"account_name": "a", "api_key": "k"}, env(account_id="1", account_email="e")) == {
        "account_name": "a",
        "api_key": "k",
    }


@pytest.mark.parametrize("proof", ["api_key", "session_id"])
def test_credentials_when_there_is_no_account_then_the_error_names_the_three(proof: str) -> None:
    for error, origin, (first, second, third) in (
        (refusal({proof: "x"}), proof, ACCOUNTS),
        (refusal({}, env(**{proof: "x"})), ENVIRONMENT[proof], [ENVIRONMENT[name] for name in ACCOUNTS]),
    ):
        assert (error.text, error.field) == (f"{origin} requires an account.", "account_id")
        assert error.advice == f"Also set {first}, {second}, or {third}."


@pytest.mark.parametrize("environment", [{}, env(account_id="1"), env(api_key=""), env(credentials="")])
def test_credentials_when_there_are_none_then_the_error_names_what_there_could_be(
    environment: dict[str, str],
) -> None:
    error = refusal({"account_id": 1}, environment)
    assert (error.text, error.field) == ("No credentials are set.", "credentials_file")
    assert all(name in str(error) and ENVIRONMENT[name] in str(error) for name in PROOFS)


@pytest.mark.parametrize("name", [*ENVIRONMENT])
def test_credentials_when_an_option_is_empty_then_the_environment_does_not_stand_in(name: str) -> None:
    environment = env(account_id="1", api_key="k")
    error = refusal({name: ""}, environment)
    assert (error.field, error.text) == (name, f"The option {name} is empty.")
    assert error.advice == "Omit it, or give it a value."


def test_credentials_when_options_are_none_then_the_environment_is_used() -> None:
    assert form_of(dict.fromkeys(ENVIRONMENT), env(account_id="1", api_key="k")) == {"account_id": "1", "api_key": "k"}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_credentials_when_service_account_meets_an_account_then_only_an_explicit_one_is_refused(name: str) -> None:
    assert key_of({"credentials": KEY}, env(**{name: "99"})) == (7, "kid-1")
    assert key_of({}, env(credentials=json.dumps(KEY), **{name: "99"})) == (7, "kid-1")
    for error in (refusal({"credentials": KEY, name: 9}), refusal({name: 9}, env(credentials=json.dumps(KEY)))):
        assert (error.field, name in str(error)) == (name, True)


def test_credentials_when_a_child_account_is_given_then_the_key_acts_in_it() -> None:
    assert key_of({"credentials": KEY, "child_account_id": 8}, env(child_account_id="9"))[0] == 8
    assert key_of({"credentials": KEY}, env(child_account_id="9"))[0] == 9
    assert key_of({"credentials": KEY}, {})[0] == 7


def test_credentials_when_a_child_account_is_given_without_a_service_account_then_an_explicit_one_is_refused() -> None:
    error = refusal({"account_id": 1, "api_key": "k", "child_account_id": 8})
    assert (error.field, "api_key" in str(error)) == ("child_account_id", True)
    assert form_of({"account_id": 1, "api_key": "k"}, env(child_account_id="9")) == {"account_id": "1", "api_key": "k"}


@pytest.mark.parametrize("value", ["x", "1.5", "-3", "0"])
def test_credentials_when_the_child_account_is_no_number_then_it_is_refused(value: str) -> None:
    inherited = refusal({"credentials": KEY}, env(child_account_id=value))
    given = refusal({"credentials": KEY, "child_account_id": 0})
    assert (inherited.field, given.field) == ("child_account_id", "child_account_id")
    assert inherited.text == "VOXIMPLANT_CHILD_ACCOUNT_ID is not a number."
    assert given.text == "child_account_id is not a number."


@pytest.mark.parametrize("wrap", [lambda key: key, lambda key: {"result": key}])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_key_when_it_is_flat_or_wrapped_then_it_is_read_from_everywhere(
    tmp_path: pathlib.Path, wrap: t.Callable[[Values], Values], mark: bytes
) -> None:
    text = json.dumps(wrap(KEY))
    path = tmp_path / "key.json"
    path.write_bytes(mark + text.encode())
    for options, environment in (
        ({"credentials_file": str(path)}, {}),
        ({}, env(credentials_file=str(path))),
        ({"credentials": wrap(KEY)}, {}),
        ({"credentials": mark.decode() + text}, {}),
        ({}, env(credentials=text)),
    ):
        assert key_of(options, environment) == (7, "kid-1")


def test_key_when_the_file_is_below_home_then_the_tilde_is_expanded(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key.json").write_text(json.dumps(KEY))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_of({}, env(credentials_file="~/key.json")) == (7, "kid-1")


@pytest.mark.parametrize(
    ("content", "field", "says"),
    [
        (None, "credentials_file", "there is no file {path}."),
        ("folder", "credentials_file", "{path} is a directory."),
        ("fifo", "credentials_file", "{path} is not a regular file."),
        (b"", "credentials_file", "is not JSON."),
        (b"not json but s3cret", "credentials_file", "is not JSON."),
        (b"\xff\xfe\x00", "credentials_file", "is not JSON."),
        (b'{"result":' * 100_000, "credentials_file", "is not JSON."),
        (b"[]", "account_id", f"has no account_id, key_id, private_key. {AGAIN}"),
        (b"{}", "account_id", f"has no account_id, key_id, private_key. {AGAIN}"),
        (b'{"result": {"account_id": 1, "key_id": "k"}}', "private_key", f"has no private_key. {AGAIN}"),
        (b'{"account_id": 1, "key_id": "", "private_key": "p"}', "key_id", f"has no key_id. {AGAIN}"),
        (b'{"account_id": "x", "key_id": "k", "private_key": "p"}', "account_id", "account_id is not a number."),
        (b'{"account_id": -1, "key_id": "k", "private_key": "p"}', "account_id", "account_id is not a number."),
    ],
)
def test_key_when_the_file_is_unusable_then_the_error_names_file_and_reason_and_no_content(
    tmp_path: pathlib.Path, content: t.Any, field: str, says: str
) -> None:
    path = tmp_path / "key.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "folder":
        path.mkdir()
    elif content == "fifo":
        os.mkfifo(path)
    with pytest.raises(AuthenticationError) as caught:
        resolve_credentials({"credentials_file": str(path)}, {})
    assert caught.value.field == field
    assert str(caught.value).endswith(says.format(path=path))
    assert str(caught.value).startswith("credentials_file: ")
    assert str(path) in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("value", "field", "says"),
    [
        (["a"], "credentials", "is neither a dictionary nor JSON text."),
        (5, "credentials", "is neither a dictionary nor JSON text."),
        (True, "credentials", "is neither a dictionary nor JSON text."),
        ("{nothing", "credentials", "is not JSON."),
        ("{half a character: \udc80", "credentials", "is not JSON."),
        (
            '["{"]',
            "account_id",
            f"is not the key of a service account: it has no account_id, key_id, private_key. {AGAIN}",
        ),
    ],
)
def test_key_when_the_value_is_no_mapping_then_it_is_refused(value: t.Any, field: str, says: str) -> None:
    with pytest.raises(AuthenticationError) as caught:
        resolve_credentials({"credentials": value}, {})
    assert (caught.value.field, str(caught.value)) == (field, f"credentials {says}")


def test_key_when_the_file_is_huge_then_it_is_not_read_whole(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(json.dumps(KEY).encode() + b" " * 2_000_000)
    os.truncate(path, 1 << 40)  # more than fits in memory
    with pytest.raises(AuthenticationError, match="is longer than 1048576 bytes") as caught:
        resolve_credentials({"credentials_file": str(path)}, {})
    assert caught.value.field == "credentials_file"


def test_key_when_the_file_is_as_long_as_is_read_then_it_is_read_to_its_end(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(json.dumps(KEY).encode().rjust(1048576))
    assert key_of({"credentials_file": str(path)}, {}) == (7, "kid-1")


@pytest.mark.parametrize("number", [1, "1", 10**20 - 1, "9" * 20])
def test_key_when_the_number_of_its_account_is_small_or_large_then_it_is_that_number(number: t.Any) -> None:
    assert key_of({"credentials": {**KEY, "account_id": number}}, {})[0] == int(number)


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_key_when_the_path_is_impossible_then_it_is_refused(path: str) -> None:
    with pytest.raises(AuthenticationError, match="credentials_file is not the path of a file"):
        resolve_credentials({"credentials_file": path}, {})


def test_secrets_when_credentials_are_chosen_then_all_of_them_are_named_and_none_is_shown() -> None:
    chosen = resolve_credentials({"credentials": KEY}, {})
    assert set(chosen.secrets) == {
        KEY["private_key"],
        str(KEY["private_key"]).replace("\n", "\\n"),
        "MIIEvQIBADANBgkq",
    }
    assert "MIIE" not in repr(chosen) + repr(chosen._key)
    parameters = resolve_credentials({"account_id": 1, "api_key": "s3cret-key"}, {})
    assert parameters.secrets == ("s3cret-key",)
    assert "s3cret" not in repr(parameters)
    assert (parameters.headers(), parameters.renew()) == ({}, False)


def test_secrets_when_a_line_of_the_key_is_long_enough_then_it_is_hidden() -> None:
    key = {**KEY, "private_key": "\n".join(["a" * 11, "b" * 12, "-----" + "c" * 20])}
    lines = resolve_credentials({"credentials": key}, {}).secrets[2:]
    assert lines == ("b" * 12,)
