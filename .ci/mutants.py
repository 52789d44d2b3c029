# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes the planner and the client in many small ways, and lists the changes that no check of types or test notices.

``python .ci/mutants.py FOLDER [UTIL...]``: the folder is for the copy that is changed. Utils are named without their
ending, such as ``_prune``; by default it is all those below. Fails when a change is not noticed and not explained in
``survivors.yml``.
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

UTILS = (
    "_plan/*",
    "_prune",
    "_drift",
    "_account",
    "_client",
    "_envelope",
    "_retry",
    "_auth",
    "_http",
    "_wire",
    "_writes",
)
PLACE = "ansible_collections/voximplant/platform"
FEW = "max_examples=8, derandomize=True"  # the same examples for every mutant; a hundred of them would take days
EXPLAINED = pathlib.Path(__file__).with_name("survivors.yml")
PACKAGE = f"{PLACE.replace('/', '.')}.plugins.module_utils"
TYPES = [
    *("python", "-m", "mypy", "--output=json", "--strict", "--explicit-package-bases", "--ignore-missing-imports"),
    *("--allow-subclassing-any", "--no-warn-unused-ignores", "--package", PACKAGE),
]
Change = tuple[str, str, str]  # where, the lines that it takes away, and those that it puts in their place
# In the part of a survivor's name behind the file: a function, or a class and its method.
FUNCTION = re.compile(r"x_(\w+)__mutmut_\d+|xǁ(\w+)ǁ(\w+)__mutmut_\d+")


def settings(utils: list[str]) -> str:
    """The settings of mutmut and of pytest in the folder that they work in."""
    paths = [f"{PLACE}/plugins/module_utils/{name}.py" for name in utils]
    return f"""
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:ansible", "-p", "no:cacheprovider"]
pythonpath = ["."]

[tool.mutmut]
source_paths = ["{PLACE}/plugins"]
only_mutate = {json.dumps(paths)}
also_copy = ["{PLACE}"]
pytest_add_cli_args = ["-q", "-x"]
pytest_add_cli_args_test_selection = ["{PLACE}/tests/unit/module_utils", "{PLACE}/tests/unit/test_export.py"]
type_check_command = {json.dumps(TYPES)}
track_dependencies = false
use_git_change_detection = false
"""


def prepare(folder: pathlib.Path, utils: list[str]) -> None:
    """Copy the collection to where its name is an import, and write the settings beside it."""
    ansible_test.copy_collection(folder / PLACE)
    (folder / "pyproject.toml").write_text(settings(utils), encoding="utf-8")
    profile = folder / PLACE / "tests" / "unit" / "conftest.py"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("database=None", f"database=None, {FEW}"), encoding="utf-8")


def lines_of(difference: str) -> tuple[str, str]:
    """The lines that a change takes away, and those that it puts in their place."""
    changed = [line for line in difference.splitlines() if line[:1] in "-+" and line[:3] not in ("---", "+++")]
    taken, put = (" ".join(line[1:].strip() for line in changed if line[0] == sign) for sign in "-+")
    return taken, put


def is_spelling(taken: str, put: str) -> bool:
    """Whether a change only puts other letters into a text that people read."""
    return re.sub(r"XX(.*?)XX", r"\1", put).lower() == taken.lower()


def main(folder: str, *utils: str) -> int:
    """Run mutmut, and report what survived."""
    work = pathlib.Path(folder)
    work.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(work / "mutants", ignore_errors=True)  # what mutmut keeps would stand, whatever the tests are now
    prepare(work, list(utils or UTILS))
    environment = {name: value for name, value in os.environ.items() if name != "ANSIBLE_COLLECTIONS_PATH"}
    mutmut = pathlib.Path(sys.executable).with_name("mutmut")
    ran = subprocess.run([mutmut, "run"], cwd=work, env=environment, check=False)
    os.chdir(work)
    return report() or ran.returncode


def mutants() -> t.Iterator[tuple[str, str, Change | None]]:
    """Every mutant: its util, how it ended, and the change that nobody noticed, unless it is one of spelling."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code
    from mutmut.utils.file_utils import walk_mutatable_files

    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            end = status_by_exit_code[code]
            if end not in ("survived", "no tests"):
                yield path.stem, end, None
                continue
            change = lines_of(get_diff_for_mutant(name))
            if is_spelling(*change):
                yield path.stem, "only spelling", None
            else:
                yield path.stem, end, (".".join((path.stem, *filter(None, FUNCTION.search(name).groups()))), *change)


def report() -> int:
    """Tell how every mutant ended; 1 if one survived that nobody has explained, or is explained and did not survive."""
    reasons = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8"))
    explained = [(one["in"], one["was"], one["is"]) for survivors in reasons.values() for one in survivors]
    found = list(mutants())
    utils = {util for util, _end, _change in found}
    survived = [change for _util, _end, change in found if change is not None]
    unexplained = [change for change in survived if change not in explained]
    outdated = [change for change in explained if change[0].partition(".")[0] in utils and change not in survived]
    for title, changes in (("Nobody has explained these:", unexplained), ("These did not survive:", outdated)):
        if changes:
            rows = [{"in": place, "was": taken, "is": put} for place, taken, put in changes]
            print(title, yaml.safe_dump(rows, sort_keys=False, width=1000), sep="\n")
    ends = collections.Counter("explained" if change in explained else end for _util, end, change in found)
    for end, count in ends.most_common():
        print(f"{count:>6} {end}")
    return 1 if unexplained or outdated else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
