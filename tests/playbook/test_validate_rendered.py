# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vox_validate with rendered_dir: what it writes, and where it writes nothing."""

from __future__ import annotations

import os
import typing as t

import pytest
import yaml
from test_validate import validate, write

if t.TYPE_CHECKING:
    from harness.plays import Controller

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.one_core, pytest.mark.measured]

REFUSED = {
    "unrendered/open": "open must be a directory that belongs to you and that nobody else can write to.",
    "unrendered": "unrendered is the project itself, or a part of it",
}


def test_rendered_directory_when_given_then_it_holds_what_would_be_sent(controller: Controller) -> None:
    manifest = write(controller, "render")
    options = {"manifest": manifest, "substitutions": {"__HOTLINE__": "4940"}, "rendered_dir": "render/out"}
    tasks = [{**validate("Check", **options), "check_mode": True}, validate("First", **options)]
    run = controller.run([*tasks, validate("Again", **options)])
    assert [run[task].result["changed"] for task in ("Check", "First", "Again")] == [True, True, False]
    out = controller.folder / "render" / "out"
    assert (out / "scenarios" / "menu.js").read_text() == "call('4940');"
    assert yaml.safe_load((out / "voximplant.yml").read_text()) == {
        "scenarios": [
            {"name": "menu", "application_name": "support", "src": "scenarios/menu.js"},
            {"name": "common", "src": "scenarios/common.js"},
        ],
        "applications": [
            {"name": "support", "rules": [{"name": "inbound", "pattern": "4940", "scenarios": ["common", "menu"]}]}
        ],
    }
    assert {os.stat(path).st_mode & 0o777 for path in out.rglob("*.*")} == {0o600}
    assert controller.run([validate(manifest="render/out/voximplant.yml")])["Validate"].result["mistakes"] == []


def test_rendered_directory_when_it_is_only_a_check_or_something_is_wrong_then_it_is_not_written(
    controller: Controller,
) -> None:
    manifest = write(controller, "unrendered", menu="(__HOTLINE__")
    skipped = {"manifest": manifest, "rendered_dir": "unrendered/out", "syntax": "skip"}
    run = controller.run(
        [
            validate(manifest=manifest, rendered_dir="unrendered/out"),
            {**validate("Check", **skipped), "check_mode": True},
            {"name": "Open", "ansible.builtin.file": {"path": "unrendered/open", "state": "directory", "mode": "0777"}},
            *(
                {**validate(f"{place} {is_check}", **{**skipped, "rendered_dir": place}), "check_mode": is_check}
                for place in REFUSED
                for is_check in (True, False)
            ),
        ]
    )
    for place, reason in REFUSED.items():
        texts = [run[f"{place} {is_check}"].message for is_check in (True, False)]
        assert texts[0] == texts[1]
        assert reason in texts[0]
    assert (run["Validate"].status, run["Check"].result["changed"]) == ("failed", True)
    assert not (controller.folder / "unrendered" / "out").exists()
