# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes the planner and the client in many small ways, and lists the changes that no unit test notices.

``python .ci/mutants.py FOLDER [UTIL...]``: the folder is for the copy that is changed, and keeps results for the next
run. Utils are named without their ending, such as ``_prune``; by default it is all those below.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys

import ansible_test  # its neighbour knows how to copy the collection

UTILS = (
    "_plan*",
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


def main(folder: str, *utils: str) -> int:
    work = pathlib.Path(folder)
    work.mkdir(parents=True, exist_ok=True)
    prepare(work, list(utils or UTILS))
    mutmut = pathlib.Path(sys.executable).with_name("mutmut")
    environment = {name: value for name, value in os.environ.items() if name != "ANSIBLE_COLLECTIONS_PATH"}
    ran = subprocess.run([mutmut, "run"], cwd=work, env=environment, check=False)
    results = subprocess.run(
        [mutmut, "results"], cwd=work, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    survivors = re.findall(r"(\S+): (?:survived|no tests)", results)
    for name in survivors:
        subprocess.run([mutmut, "show", name], cwd=work, env=environment, check=False)
    print(f"{len(survivors)} mutants survived")
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
