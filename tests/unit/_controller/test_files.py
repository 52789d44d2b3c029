# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that a task names on the controller: found, read byte for byte, and blamed by option."""

from __future__ import annotations

import os
import pathlib
import typing as t

import pytest
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.files import (
    absolute_paths,
    find_path,
    option_errors,
    read_file,
    read_text,
)

TEXT = "\ufeff// Grüße {{ not_a_template }}\r\nx  \n\n"


class FakeAction:
    """An action that finds files in one folder."""

    def __init__(self, folder: pathlib.Path, loader: DataLoader) -> None:
        self._folder = folder
        self._loader = loader

    def _find_needle(self, kind: str, name: str) -> str:
        path = self._folder / kind / name
        if not path.exists():
            raise AnsibleError(f"Could not find or access '{name}'")
        return str(path)


@pytest.fixture
def action(tmp_path: pathlib.Path) -> t.Any:
    """An action with a folder of files."""
    (tmp_path / "files" / "folder").mkdir(parents=True)
    (tmp_path / "files" / "a.js").write_bytes(TEXT.encode())
    (tmp_path / "files" / "empty.js").write_bytes(b"")
    (tmp_path / "files" / "latin.js").write_bytes("é".encode("latin-1"))
    return FakeAction(tmp_path, DataLoader())


def test_text_when_read_then_it_is_the_files_byte_for_byte(action: t.Any) -> None:
    assert read_text(action, "src", "a.js") == TEXT
    assert read_text(action, "src", "empty.js") == ""


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.js", "src: Could not find or access 'missing.js'"),
        ("folder", "is a directory."),
        ("latin.js", "latin.js is not UTF-8: byte 0 cannot be read. Nothing was sent."),
        ("", "src is empty. Omit it, or give it a value."),
        (None, "src is not a path."),
        (["a.js"], "src is not a path."),
    ],
)
def test_text_when_it_cannot_be_read_then_the_option_and_the_reason_are_named(
    action: t.Any, name: t.Any, says: str
) -> None:
    with pytest.raises(AnsibleActionFail) as caught:
        read_text(action, "src", name)
    assert says in str(caught.value)
    assert str(caught.value).startswith("src")


class LookingAction:
    """An action that looks for files as Ansible does."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = str(directory)
        self._loader = DataLoader()

    def _find_needle(self, kind: str, name: str) -> str:
        return str(self._loader.path_dwim_relative_stack([self._directory], kind, name))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fifo", "is not a regular file"),
        ("\0", "Could not find"),
        ("\ud800", "(the value is not a path|Could not find)"),
    ],
)
def test_text_when_it_would_hang_or_cannot_be_a_path_then_it_is_refused(
    tmp_path: pathlib.Path, name: str, says: str
) -> None:
    (tmp_path / "files").mkdir()
    os.mkfifo(tmp_path / "files" / "fifo")
    with pytest.raises(AnsibleActionFail, match=f"src: .*{says}"):
        read_text(t.cast(t.Any, LookingAction(tmp_path)), "src", name)


def test_text_when_it_is_missing_then_no_option_is_advised_that_no_module_has(tmp_path: pathlib.Path) -> None:
    with pytest.raises(AnsibleActionFail, match=r"src: Could not find or access 'gone\.js'") as caught:
        read_text(t.cast(t.Any, LookingAction(tmp_path)), "src", "gone.js")
    assert "remote_src" not in str(caught.value)
    with pytest.raises(AnsibleActionFail, match=r"gone\.yml on the Ansible Controller\. Create it\.$"):
        find_path(t.cast(t.Any, LookingAction(tmp_path)), "manifest", "gone.yml", "Create it.")


def test_text_when_it_is_a_device_then_it_is_refused() -> None:
    with pytest.raises(AnsibleActionFail, match="/dev/zero is not a regular file"):
        read_file(DataLoader(), "/dev/zero")


def test_text_when_the_file_is_vaulted_then_it_is_decrypted_and_no_copy_is_left(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = [("default", VaultSecret(b"password"))]
    path = tmp_path / "a.js"
    path.write_bytes(VaultLib(secrets).encrypt(TEXT))
    loader = DataLoader()
    loader.set_vault_secrets(secrets)
    assert read_file(loader, str(path)) == TEXT
    assert loader._tempfiles == set()


def test_text_when_its_path_leads_nowhere_then_the_path_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(AnsibleActionFail, match=r"there is no file .*/gone\.js\."):
        read_file(DataLoader(), str(tmp_path / "gone.js"))


def test_find_when_it_is_a_folder_then_its_path_is_returned(action: t.Any, tmp_path: pathlib.Path) -> None:
    assert find_path(action, "scenarios_dir", "folder") == str(tmp_path / "files" / "folder")


def test_option_errors_when_it_is_no_error_of_ansible_then_it_passes() -> None:
    with pytest.raises(ValueError, match="other"), option_errors("src"):
        raise ValueError("other")


def test_paths_when_they_are_relative_then_only_they_become_absolute(
    tmp_path: pathlib.Path,
) -> None:
    loader = DataLoader()
    loader.set_basedir(str(tmp_path))
    arguments: dict[str, t.Any] = {"dest": "out", "cache_file": "", "backup_dir": ["a"], "manifest": "a.yml"}
    absolute_paths(loader, arguments, "dest", "cache_file", "backup_dir", "backup_file")
    assert arguments == {"dest": str(tmp_path / "out"), "cache_file": "", "backup_dir": ["a"], "manifest": "a.yml"}


def test_path_when_the_directory_of_the_play_is_not_utf_8_then_the_option_is_named() -> None:
    loader = DataLoader()
    loader.set_basedir(os.fsdecode(b"/caf\xe9"))
    with pytest.raises(AnsibleActionFail, match=r"^backup_dir: the path /caf\\xe9/b is not valid UTF-8\. Rename "):
        absolute_paths(loader, {"backup_dir": "b"}, "backup_dir")
