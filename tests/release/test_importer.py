# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Galaxy and Automation Hub do with a package that is uploaded."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Its ansible-test needs a container, so the sessions sanity and older_sanity run that.
SETTINGS = """
[galaxy-importer]
check_required_tags = True
require_v1_or_greater = True
run_ansible_doc = True
run_ansible_lint = True
run_flake8 = False
run_ansible_test = False
"""


def test_importer_when_it_takes_the_package_then_it_has_nothing_to_say(
    tmp_path: pathlib.Path, package: pathlib.Path, run: t.Callable[..., str]
) -> None:
    settings = tmp_path / "galaxy-importer.cfg"
    settings.write_text(SETTINGS, encoding="utf-8")
    command = (sys.executable, "-m", "galaxy_importer.main", package)
    said = run(*command, GALAXY_IMPORTER_CONFIG=str(settings))
    assert "Importer processing completed successfully" in said
    assert [line for line in said.splitlines() if "WARNING" in line or "ERROR" in line] == []
    result = json.loads((tmp_path / "importer_result.json").read_text(encoding="utf-8"))
    contents = {(content["content_type"], content["name"]) for content in result["contents"]}
    assert {("module", path.stem) for path in ROOT.glob("plugins/modules/*.py")} <= contents
    assert {("role", path.name) for path in (ROOT / "roles").iterdir()} <= contents
    assert result["requires_ansible"] == ">=2.18.0"
    documented = {content["content_name"] for content in result["docs_blob"]["contents"] if content["doc_strings"]}
    assert {path.stem for path in ROOT.glob("plugins/modules/*.py")} <= documented
