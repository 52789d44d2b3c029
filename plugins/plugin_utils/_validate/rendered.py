# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write what would be sent to a directory, for people and for other tools."""

from __future__ import annotations

import errno
import json
import os
import stat
import typing as t

import yaml
from ansible.errors import AnsibleActionFail

from ...module_utils._api.errors import InputError
from ...module_utils._export.file_names import file_stems
from ...module_utils._files import check_private, write_private
from .._controller.files import failure

if t.TYPE_CHECKING:
    from .._manifest.project import Project

_MANIFEST = "voximplant.yml"
_SCRIPTS = "scenarios"
_PRIVATE_FILE = 0o600


def render(project: Project) -> t.Dict[str, bytes]:
    """Return the files that a project without tokens would have: a manifest and scripts, by their paths."""
    scripts = [script for script in project.scripts if script.script is not None]
    stems = file_stems([script.name for script in scripts])
    paths = {name: f"{_SCRIPTS}/{stem}.js" for name, stem in stems.items()}
    files = {paths[script.name]: (script.script or "").encode("utf-8", "surrogatepass") for script in scripts}
    manifest = {
        "scenarios": [_scenario(values, paths) for values in project.scenarios],
        "applications": project.applications,
        "ignore": project.ignore,
    }
    # Through JSON, since options of a task contain strings of Ansible's own, which YAML does not know.
    kept = json.loads(json.dumps({key: value for key, value in manifest.items() if value}))
    return {**files, _MANIFEST: yaml.safe_dump(kept, sort_keys=False, allow_unicode=True).encode("utf-8")}


def check_apart(directory: str, sources: t.Iterable[str]) -> None:
    """Refuse a directory in which files of the project are: writing there could replace them.

    :arg sources: the files of the project
    :raises AnsibleActionFail: when one of them, or what it is a link to, is where files would be written
    """
    written = {os.path.realpath(os.path.join(directory, place)) for place in ("", _SCRIPTS)}
    for source in sources:
        if any(os.path.realpath(os.path.dirname(path)) in written for path in (source, os.path.realpath(source))):
            raise failure(
                f"rendered_dir: {directory} is the project itself, or a part of it: its file {source} would be among "
                "the files that are written. Choose another directory."
            )


def find_outdated(directory: str, files: t.Mapping[str, bytes]) -> t.Dict[str, bytes]:
    """Return the files that are missing in a directory, or have other content there.

    :raises AnsibleActionFail: when one cannot be read, or a directory is in its place
    """
    try:
        return {
            path: content for path, content in files.items() if not _is_there(os.path.join(directory, path), content)
        }
    except OSError as error:
        raise _failure(directory, error) from None


def write_rendered(directory: str, files: t.Mapping[str, bytes], *, is_check: bool = False) -> None:
    """Write files that only their user can read; files of other names are left alone.

    :arg is_check: write nothing, and only find out whether they could be written
    :raises AnsibleActionFail: when the directory is not the user's alone, or cannot be written
    """
    try:
        if is_check:
            check_private(directory, files)
        else:
            write_private(directory, files)
    except InputError as error:
        raise failure(f"rendered_dir: {error}") from None
    except OSError as error:
        raise _failure(directory, error) from None


def _scenario(values: t.Mapping[str, t.Any], paths: t.Mapping[str, str]) -> t.Dict[str, t.Any]:
    """Return a scenario as the rendered manifest declares it."""
    declared = {key: value for key, value in values.items() if key not in ("src", "script")}
    return {**declared, "src": paths[values["name"]]} if values["name"] in paths else declared


def _failure(directory: str, error: OSError) -> AnsibleActionFail:
    return failure(f"rendered_dir: {error.filename or directory}: {error.strerror}.")


def _is_there(path: str, content: bytes) -> bool:
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(found.st_mode) or stat.S_IMODE(found.st_mode) != _PRIVATE_FILE or found.st_size != len(content):
        return False
    with open(path, "rb") as file:
        return file.read() == content
