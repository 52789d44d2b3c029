# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A platform that lists two objects of one name: nothing is guessed, and nothing is written."""

from __future__ import annotations

import base64
import json
import typing as t

from harness.accounts import World, login
from harness.in_process import run_module

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator


def test_rule_when_the_platform_lists_two_of_its_name_then_it_is_ambiguous(emulator: Emulator, world: World) -> None:
    twins = [{"rule_id": number, "rule_name": "twin", "application_id": world.support} for number in (1, 2)]
    body = base64.b64encode(json.dumps({"result": twins, "count": 2, "total_count": 2}).encode()).decode()
    emulator.add_fault("raw", method="GetRules", body=body, content_type="application/json", times=0)
    options = {**login(emulator), "application_name": "support", "rule_name": "twin", "scenarios": ["menu"]}
    result = run_module("vox_scenario_binding", options)
    assert "Several rules are named 'twin': twin (id 1), twin (id 2)." in result["msg"]
    assert result["error"]["field"] == "rule_name"
    assert emulator.journal(write=True) == []
