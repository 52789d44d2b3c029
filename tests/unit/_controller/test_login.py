# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test connection options on the controller: what the module gets, and what is refused without being shown."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import typing as t

import pytest
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.voximplant.platform.plugins.module_utils._module.invocation_log import loggable
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.login import (
    absolute_path_variables,
    connection_arguments,
)

KEY = {"account_id": 7, "key_id": "kid-1", "private_key": "-----BEGIN PRIVATE KEY-----\ns3cret\n"}
TEXT = json.dumps(KEY)


class Action:
    """An action that finds files in one directory."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = directory
        self._loader = DataLoader()
        self._loader.set_vault_secrets([("default", VaultSecret(b"password"))])

    def _find_needle(self, kind: str, name: str) -> str:
        path = self._directory / kind / name
        if not path.exists():
            raise AnsibleError(f"Could not find or access '{name}'")
        return str(path)


@pytest.fixture
def directory(tmp_path: pathlib.Path) -> pathlib.Path:
    """A directory with key files."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "key.json").write_text(TEXT, encoding="utf-8")
    (files / "marked.json").write_text("\ufeff" + TEXT, encoding="utf-8")
    (files / "vaulted.json").write_bytes(VaultLib([("default", VaultSecret(b"password"))]).encrypt(TEXT))
    (files / "ca.pem").write_text("", encoding="utf-8")
    return tmp_path


def arguments(directory: pathlib.Path, on_controller: bool = True, **given: t.Any) -> dict[str, t.Any]:
    """What the module gets."""
    return connection_arguments(t.cast(t.Any, Action(directory)), given, on_controller=on_controller)


def refusal(directory: pathlib.Path, **given: t.Any) -> AnsibleActionFail:
    """The failure of options that cannot be used; none of them shows."""
    with pytest.raises(AnsibleActionFail) as caught:
        arguments(directory, **given)
    assert "s3cret" not in f"{caught.value}{caught.value.result}"
    return caught.value


@pytest.mark.parametrize("name", ["key.json", "vaulted.json", "marked.json"])
@pytest.mark.parametrize("on_controller", [True, False])
def test_key_file_when_it_is_named_then_the_module_gets_its_content(
    directory: pathlib.Path, name: str, on_controller: bool
) -> None:
    got = arguments(directory, on_controller, credentials_file=name, state="present")
    assert got == {"credentials": TEXT, "state": "present"}


def test_key_when_it_is_a_mapping_then_the_module_gets_text_so_that_its_account_is_not_masked(
    directory: pathlib.Path,
) -> None:
    assert arguments(directory, credentials=KEY) == {"credentials": TEXT}


def test_key_when_yaml_reads_a_date_in_it_then_it_is_text_all_the_same(directory: pathlib.Path) -> None:
    got = arguments(directory, credentials={**KEY, "made": datetime.date(2026, 1, 1)})
    assert json.loads(got["credentials"]) == {**KEY, "made": "2026-01-01"}


def test_key_when_json_cannot_hold_it_then_the_option_is_named(directory: pathlib.Path) -> None:
    assert "credentials is not the content of" in str(refusal(directory, credentials={(1, 2): "s3cret"}))


@pytest.mark.parametrize("other", ["api_key", "session_id", "credentials", "account_name"])
def test_key_file_when_another_family_is_given_then_the_module_refuses_both(
    directory: pathlib.Path, other: str
) -> None:
    given = {"credentials_file": "gone.json", other: "x"}
    assert arguments(directory, **given) == given


@pytest.mark.parametrize(
    ("content", "says", "field"),
    [
        (b"{s3cret", "is not JSON", "credentials_file"),
        (b"{}", "it has no account_id", "account_id"),
        (b"[" + b" " * 2_000_000, "is longer than", None),
    ],
)
def test_key_file_when_it_holds_no_key_then_the_option_and_the_path_are_named(
    directory: pathlib.Path, content: bytes, says: str, field: str | None
) -> None:
    (directory / "files" / "bad.json").write_bytes(content)
    failure = refusal(directory, credentials_file="bad.json")
    assert says in str(failure)
    assert "credentials_file: " in str(failure)
    assert "bad.json" in str(failure)
    if field is not None:
        assert t.cast(t.Any, failure.result["error"])["field"] == field
        assert failure.result["ambiguous"] is False


def test_key_file_when_it_is_a_fifo_then_nobody_waits_for_it(directory: pathlib.Path) -> None:
    os.mkfifo(directory / "files" / "fifo")
    assert "not a regular file" in str(refusal(directory, credentials_file="fifo"))


def test_key_file_when_it_is_missing_then_ansible_says_where_it_looked(directory: pathlib.Path) -> None:
    assert str(refusal(directory, credentials_file="gone.json")).startswith("credentials_file: Could not find")


@pytest.mark.parametrize("text", [TEXT, KEY["private_key"]])
def test_key_when_its_text_is_where_its_path_belongs_then_it_is_recognized(directory: pathlib.Path, text: str) -> None:
    assert "contains a key instead of the path" in str(refusal(directory, credentials_file=text))


@pytest.mark.parametrize("name", ["account_id", "child_account_id"])
@pytest.mark.parametrize(
    ("value", "says"),
    [
        *(("s3cret-key", "is not a number"), (["s3cret-key"], "is not a number"), ({"a": 1}, "is not a number")),
        *((1.5, "is not a number"), ("", "is empty")),
    ],
)
def test_number_when_it_is_none_then_it_is_refused_before_ansible_shows_it(
    directory: pathlib.Path, name: str, value: t.Any, says: str
) -> None:
    failure = refusal(directory, **{name: value})
    assert says in str(failure)
    assert "s3cret" not in f"{failure}{failure.result}"


@pytest.mark.parametrize("option", ["account_name", "ca_path", "timeout", "retries", "validate_certs"])
def test_api_key_when_it_is_in_another_option_then_it_is_refused_before_ansible_shows_it(
    directory: pathlib.Path, option: str
) -> None:
    key = "0f3a9b7c-12de-4a5b-8c9d-aabbccddeeff"
    failure = refusal(directory, **{option: key}, api_key="s3cret")
    assert f"{option} contains an API key or a session ID" in str(failure)
    assert key not in f"{failure}{failure.result}"


def test_number_when_it_is_one_then_it_is_handed_on(directory: pathlib.Path) -> None:
    assert arguments(directory, account_id="12", child_account_id=13) == {"account_id": "12", "child_account_id": 13}


def test_option_when_it_is_null_then_it_counts_as_not_given(directory: pathlib.Path) -> None:
    given = {"timeout": "", "retries": None, "ca_path": None, "script": ""}
    assert arguments(directory, **given) == {"timeout": "", "script": ""}


def test_ca_path_when_the_module_runs_here_then_it_is_looked_for_as_other_files_are(directory: pathlib.Path) -> None:
    found = str(directory / "files" / "ca.pem")
    assert arguments(directory, ca_path="ca.pem") == {"ca_path": found}
    assert arguments(directory, False, ca_path="ca.pem") == {"ca_path": "ca.pem"}
    assert arguments(directory, ca_path="gone.pem") == {"ca_path": "gone.pem"}


def test_variables_when_paths_in_them_are_relative_then_they_are_made_absolute(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {
        "VOXIMPLANT_CREDENTIALS": "key.json",
        "SSL_CERT_DIR": os.pathsep.join(("a", "~/b", "/c/../d", "")),
        "SSL_CERT_FILE": "~/ca.pem",
        "CURL_CA_BUNDLE": "",
        "OTHER": "a",
    }
    absolute_path_variables(environment)
    assert environment == {
        "VOXIMPLANT_CREDENTIALS": str(tmp_path / "key.json"),
        "SSL_CERT_DIR": os.pathsep.join((str(tmp_path / "a"), "~/b", "/c/../d", "")),
        "SSL_CERT_FILE": "~/ca.pem",
        "CURL_CA_BUNDLE": "",
        "OTHER": "a",
    }
    broken = {"VOXIMPLANT_CREDENTIALS": TEXT}
    absolute_path_variables(broken)
    assert broken == {"VOXIMPLANT_CREDENTIALS": TEXT}


def test_log_when_options_may_hold_something_private_then_only_their_size_is_logged() -> None:
    private = (
        "account_name",
        "scenario_script",
        "script_custom_data",
        "command",
        "headers",
        "substitutions",
        "api_url",
        "session_id",
    )
    given = {**dict.fromkeys((*private, "account_name"), "s3cret"), "headers": {"a": "s3cret"}}
    logged = loggable({**given, "scenarios": ["s3cret"] * 3})
    assert "s3cret" not in str(logged)
    assert (logged["command"], logged["headers"], logged["scenarios"]) == ("(6 characters)", "(1 items)", "(3 items)")
    harmless = {"state": "present", "scenario_name": "a", "rule_id": 5, "force": True, "src": None}
    assert loggable(harmless) == harmless


def test_ca_path_when_it_is_found_below_a_directory_that_is_not_utf_8_then_it_is_named(tmp_path: pathlib.Path) -> None:
    directory = tmp_path / os.fsdecode(b"caf\xe9")
    (directory / "files").mkdir(parents=True)
    (directory / "files" / "ca.pem").write_text("", encoding="utf-8")
    with pytest.raises(AnsibleActionFail, match=r"^ca_path: the path .*/caf\\xe9/files/ca\.pem is not valid UTF-8"):
        connection_arguments(t.cast("t.Any", Action(directory)), {"ca_path": "ca.pem"}, on_controller=True)
