# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Files that are the scripts of several scenarios of a project, perhaps through symbolic links."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError
from .._objects.script import is_same
from .project import LocalProject, LocalScript


def shared_files(project: LocalProject) -> t.Dict[str, t.List[LocalScript]]:
    """Return the scripts that share a file which can be written, by path."""
    by_path: t.Dict[str, t.List[LocalScript]] = {}
    for script in project.scripts:
        if script.path and not script.obstacle:
            by_path.setdefault(script.path, []).append(script)
    return {path: scripts for path, scripts in by_path.items() if len(scripts) > 1}


def check_shared(
    project: LocalProject, current: t.Mapping[LocalScript, str], unread: t.Collection[LocalScript]
) -> None:
    """Refuse to write one of several different scripts to a file, which the next deployment would give to all of them.

    :arg current: the scripts in the account
    :arg unread: scenarios that the account has, and whose scripts were not read
    :raises ConflictError: naming the files and the scenarios
    """
    problems: t.List[str] = []
    for path, scripts in shared_files(project).items():
        texts = [current[script] for script in scripts if script in current]
        written = project.tokens.expand(scripts[0].content or "")
        if all(is_same(written, text) for text in texts):
            continue
        names = ", ".join(repr(script.name) for script in scripts)
        left_out = ", ".join(repr(script.name) for script in scripts if script in unread)
        if len(set(texts)) > 1:
            problems.append(f"{path} is the script of {names}, which differ in the account.")
        elif left_out:
            problems.append(f"{path} is the script of {names}, and {left_out} is not selected.")
    if problems:
        raise ConflictError(
            f"{' '.join(problems)} Nothing was written.",
            field="dest",
            advice="Give each scenario its own file in the project, or the same script in the account.",
        )
