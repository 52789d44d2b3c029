# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run mutmut, and fail when a change that neither mypy nor a unit test detects is not explained in ``survivors.yml``.

``python .ci/mutants.py DIRECTORY [FILE...]``: the directory is for the copy that is changed. Files are named by their
path below module_utils, such as ``_account/prune``; by default those that ``pyproject.toml`` lists are changed. mutmut
has neither a place for explanations nor a way to leave out changes that only spell a message differently.
"""

from __future__ import annotations

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import typing as t

import ansible_test  # its neighbour knows how to copy the collection
import yaml

PLACE = "ansible_collections/voximplant/platform"
EXPLAINED = pathlib.Path(__file__).with_name("survivors.yml")
Change = tuple[str, str, str]  # the file with its function, the lines removed, and those added
# In the part of a survivor's name behind the file: a function, or a class and its method.
FUNCTION = re.compile(r"x_(\w+)__mutmut_\d+|xǁ(\w+)ǁ(\w+)__mutmut_\d+")


class Mutant(t.NamedTuple):
    """A mutant: its file, how it ended, and the change if nothing detected it and it is more than spelling."""

    file: str
    end: str
    change: Change | None


def lines_of(difference: str) -> tuple[str, str]:
    """Return the lines that a change removes, and those that it adds."""
    changed = [line for line in difference.splitlines() if line[:1] in "-+" and line[:3] not in ("---", "+++")]
    removed, added = (" ".join(line[1:].strip() for line in changed if line[0] == sign) for sign in "-+")
    return removed, added


def is_spelling(removed: str, added: str) -> bool:
    """Whether a change only alters the letters of a message."""
    return re.sub(r"XX(.*?)XX", r"\1", added).lower() == removed.lower()


def main(directory: str, *files: str) -> int:
    """Run mutmut, and report what survived."""
    work = pathlib.Path(directory)
    shutil.rmtree(work, ignore_errors=True)  # mutmut keeps results, even when tests have changed
    ansible_test.copy_collection(work / PLACE)
    settings = (work / PLACE / "pyproject.toml").read_text(encoding="utf-8")
    if files:
        patterns = json.dumps([f"*/module_utils/{file}.py" for file in files])
        settings = re.sub(r"(?ms)^only_mutate = \[.*?^\]", f"only_mutate = {patterns}", settings)
    (work / "pyproject.toml").write_text(settings, encoding="utf-8")
    os.environ.pop("ANSIBLE_COLLECTIONS_PATH", None)
    os.chdir(work)
    mutmut = pathlib.Path(sys.executable).with_name("mutmut")
    ran = subprocess.run([mutmut, "run"], check=False)
    return report(list(list_mutants())) or ran.returncode


def list_mutants() -> t.Iterator[Mutant]:
    """List all mutants."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code
    from mutmut.utils.file_utils import walk_mutatable_files

    for path in walk_mutatable_files():
        file = path.with_suffix("").as_posix().partition("module_utils/")[2]
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            end = status_by_exit_code[code]
            change = lines_of(get_diff_for_mutant(name)) if end in ("survived", "no tests") else None
            if change is None or is_spelling(*change):
                yield Mutant(file, end if change is None else "only spelling", None)
            else:
                function = t.cast("re.Match[str]", FUNCTION.search(name)).groups()
                yield Mutant(file, end, (".".join((file, *filter(None, function))), *change))


def report(mutants: list[Mutant]) -> int:
    """Print how the mutants ended; return 1 if a survivor is not explained, or an explained one did not survive."""
    reasons = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8"))
    explained = [(entry["in"], entry["was"], entry["is"]) for entries in reasons.values() for entry in entries]
    files = {mutant.file for mutant in mutants}
    survived = [mutant.change for mutant in mutants if mutant.change is not None]
    unexplained = [change for change in survived if change not in explained]
    outdated = [change for change in explained if change[0].partition(".")[0] in files and change not in survived]
    for title, changes in (("Not explained in survivors.yml:", unexplained), ("Explained, but detected:", outdated)):
        if changes:
            rows = [{"in": place, "was": removed, "is": added} for place, removed, added in changes]
            print(title, yaml.safe_dump(rows, sort_keys=False, width=1000), sep="\n")
    ends = collections.Counter("explained" if mutant.change in explained else mutant.end for mutant in mutants)
    for end, count in ends.most_common():
        print(f"{count:>6} {end}")
    return 1 if unexplained or outdated else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
