# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of tokens in manifests and options of vox_sync: one project in several environments."""

from __future__ import annotations

import typing as t

import pytest

from harness.accounts import texts
from harness.tasks import sync

if t.TYPE_CHECKING:
    from harness.plays import Controller, Json
    from voximplant_emulator import Emulator

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.one_core]

ENVIRONMENTS = """\
substitutions:
  __STAGE__: null
  __HOTLINE__: null
  __GREETING__: Welcome
scenarios_dir: js
scenarios:
  - {name: __STAGE___ivr, src: js/ivr.js, application_name: calls-__STAGE__}
applications:
  - name: calls-__STAGE__
    rules:
      - {name: __STAGE___in, pattern: '__HOTLINE__', pattern_exclude: '__HOTLINE__0.*', scenarios: [__STAGE___ivr]}
"""


def test_environments_when_two_are_in_one_account_then_tokens_reach_names_patterns_and_scripts(
    controller: Controller, emulator: Emulator
) -> None:
    controller.write("stages/voximplant.yml", ENVIRONMENTS.encode())
    controller.write("stages/js/ivr.js", b"say('__GREETING__', '__STAGE__')")
    staging = {"__STAGE__": "test", "__HOTLINE__": "4930"}
    production = {"__STAGE__": "live", "__HOTLINE__": "4940", "__GREETING__": "Hi"}
    tasks = [
        sync(f"{name} {number}", manifest="stages/voximplant.yml", substitutions=values)
        for number in (1, 2)
        for name, values in (("staging", staging), ("production", production))
    ]
    run = controller.run(tasks)
    assert [run[task["name"]].result["changed"] for task in tasks] == [True, True, False, False]
    assert {name: texts(emulator)[name] for name in ("test_ivr", "live_ivr")} == {
        "test_ivr": "say('Welcome', 'test')",
        "live_ivr": "say('Hi', 'live')",
    }
    rules = {
        (application["application_name"].split(".")[0], rule["rule_name"]): (
            rule["rule_pattern"],
            rule["rule_pattern_exclude"],
        )
        for application in emulator.state()["applications"]
        for rule in application["rules"]
        if application["application_name"].startswith("calls-")
    }
    assert rules == {("calls-test", "test_in"): ("4930", "49300.*"), ("calls-live", "live_in"): ("4940", "49400.*")}


def test_tokens_when_they_are_wrong_then_their_places_are_named_before_any_call(controller: Controller) -> None:
    controller.write("tokens/voximplant.yml", ENVIRONMENTS.replace("Welcome", "Hi\n  __NO__: x").encode())
    controller.write("tokens/js/ivr.js", b"say('__GREETING__', '__STAGE__')")
    values = {"__STAGE__": "test", "__STAG__": "x"}
    run = controller.run([sync(manifest="tokens/voximplant.yml", substitutions=values)])
    assert run["Sync"].message.splitlines()[1:] == [
        "substitutions.__STAG__: the manifest does not declare this token; did you mean '__STAGE__'?",
        "tokens/voximplant.yml:3: substitutions.__HOTLINE__: has no value; set it in the option substitutions",
        "tokens/voximplant.yml:5: substitutions.__NO__: occurs nowhere in the project",
    ]
    assert run["Sync"].calls == ()


def test_options_when_they_contain_tokens_then_they_are_expanded_as_a_manifest_is(
    controller: Controller, emulator: Emulator
) -> None:
    options: Json = {
        "scenarios": [{"name": "__A___opt", "script": "// __A__", "application_name": "opt-__A__"}],
        "applications": [
            {"name": "opt-__A__", "rules": [{"name": "__A__", "pattern": "__A__", "scenarios": ["__A___opt"]}]}
        ],
        "substitutions": {"__A__": "7"},
    }
    run = controller.run([sync(**options), sync("Again", **options)])
    assert (run["Sync"].result["changed"], run["Again"].result["changed"]) == (True, False)
    assert texts(emulator)["7_opt"] == "// 7"
