# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Brings the emulator's account, before an example, to what the example expects to find."""

from __future__ import annotations

import shutil
import typing as t

import requests
from ansible.plugins.action import ActionBase

Json = dict[str, t.Any]
RULES = {"inbound": False, "callback": False, "oncall": False, "conference": True}  # whether it is for conferences
SCENARIOS = ("common", "inbound", "leftover")
NUMBERS = ("12025550100",)


class ActionModule(ActionBase):  # type: ignore[misc]  # ansible-core carries no type hints
    """Fills the account, and undoes what examples did to the project.

    Its arguments are those of `fill`; `remove`, a directory to delete; `original` and `project`, to copy from and to.
    """

    def run(self, tmp: str | None = None, task_vars: Json | None = None) -> Json:
        """Return what `fill` returns."""
        del tmp
        arguments = dict(self._task.args)
        shutil.rmtree(arguments.pop("remove"), ignore_errors=True)
        shutil.copytree(arguments.pop("original"), arguments.pop("project"), dirs_exist_ok=True)
        return {**super().run(None, task_vars), **fill(**arguments)}


def fill(
    endpoint: Json,
    names: t.Mapping[str, str],
    rules: t.Sequence[str] = tuple(RULES),
    bound: t.Sequence[str] = ("common",),
    with_child: bool = False,
) -> Json:
    """Give the account an application with rules, and scenarios.

    :arg endpoint: what leads to the emulator and its account
    :arg names: by the usual name of an object, the one that it has instead; an empty one leaves it out
    :arg rules: which rules it has
    :arg bound: what these run
    :arg with_child: whether it has a child account
    :returns: the ids of rules and scenarios by name, a session that is over, and the child account's id
    """
    web = requests.Session()
    web.trust_env = False

    def call(method: str, **fields: t.Any) -> Json:
        login = {"account_id": endpoint["account_id"], "api_key": endpoint["api_key"]}
        answer: Json = web.post(f"{endpoint['api_url']}/{method}/", data={**login, **fields}, timeout=30).json()
        assert "error" not in answer, answer
        return answer

    control = {"headers": {"Authorization": f"Bearer {endpoint['control_token']}"}, "timeout": 30}
    web.post(f"{endpoint['control_url']}/reset", **control).raise_for_status()
    account = f"{endpoint['control_url']}/accounts/{endpoint['account_id']}"
    web.post(f"{account}/phone_numbers", json=NUMBERS, **control).raise_for_status()
    application = call("AddApplication", application_name=names.get("support", "support"))["application_id"]
    call("AddSecret", application_id=application, secret_name="BACK_OFFICE_KEY", secret_value="office-key-1")
    rule = {"application_id": application, "rule_pattern": ".*"}
    rule_ids = {
        name: call("AddRule", rule_name=name, video_conference=str(RULES[name]).lower(), **rule)["rule_id"]
        for name in rules
    }
    scenarios = {
        name: call("AddScenario", scenario_name=name, scenario_script=f"// {name}\n")["scenario_id"]
        for name in (names.get(name, name) for name in SCENARIOS)
        if name
    }
    run = ";".join(str(scenarios[name]) for name in bound)
    for rule_id in rule_ids.values():
        call("BindScenario", application_id=application, rule_id=rule_id, scenario_id=run, bind="true")
    session = call("StartScenarios", rule_id=rule_ids["inbound"])
    finish = f"{endpoint['control_url']}/sessions/{session['call_session_history_id']}/finish"
    web.post(finish, json={}, **control).raise_for_status()
    filled = {"rules": rule_ids, "scenarios": scenarios, "session": session}
    if with_child:
        child = {"account_name": "child", "parent_account_id": endpoint["account_id"]}
        filled["child"] = web.post(f"{endpoint['control_url']}/accounts", json=child, **control).json()["account_id"]
    return filled
