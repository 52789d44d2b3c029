# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option `validate` of vox_scenario: a command sees the script before it is sent."""

from __future__ import annotations

import sys
import typing as t

import pytest

from harness.accounts import texts

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.one_core, pytest.mark.measured]


@pytest.mark.parametrize("execution", ["in_process", "shipped"])
def test_scenario_when_its_script_is_validated_then_the_command_sees_what_would_be_sent(
    controller: Controller, emulator: Emulator, execution: str
) -> None:
    program = controller.write(
        "program.py",
        b"import pathlib, sys\nscript = pathlib.Path(sys.argv[1]).read_text()\n"
        b"print('read', script, 'from', sys.argv[1])\nsys.exit('bad' in script or not sys.argv[1].endswith('.js'))\n",
    )
    name = f"checked_{execution}"
    options = {"scenario_name": name, "validate": f"{sys.executable} {program} %s"}
    controller.write("checked.js", b"call(__A__)")

    def task(label: str, **more: object) -> Json:
        return {"name": label, "voximplant.platform.vox_scenario": {**options, **more}}

    run = controller.run(
        [
            task("refused", script="call(__A__)", substitutions={"__A__": "bad"}),
            {**task("check", src="checked.js", substitutions={"__A__": "bad"}), "check_mode": True},
            task("wrong", script="ok", validate="true"),
            task("accepted", src="checked.js", substitutions={"__A__": "1"}),
            task("no script"),
            task("empty", validate="", script="call(1)"),
            task("token", script="call(1)", substitutions={"__A__": "bad"}),
        ],
        vars={"vox_execution": execution},
    )
    for label in ("refused", "check"):
        assert run[label].message.splitlines() == [
            f"The script of the scenario {name} is not valid: validate ended with 1. Nothing was sent. Its output:",
            f"read call(bad) from {name}.js",
        ]
        assert run[label].calls == ()
    assert run["wrong"].message == "validate must be a command that contains %s: 'true'."
    assert (run["accepted"].status, texts(emulator)[name]) == ("ok", "call(1)")
    assert [run[label].result["changed"] for label in ("no script", "empty")] == [False, False]
    assert "do not occur" in run["token"].message
