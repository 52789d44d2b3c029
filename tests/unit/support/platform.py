# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account in memory that executes the API methods, written from the platform's documentation alone."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
import typing as t
from urllib.parse import parse_qsl

from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.response import ApiObject
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Operation
from harness.fakes import CREDENTIALS, URL, Time

from .object_methods import ObjectMethods, Refused, page
from .rows import ApplicationRow, RuleRow, ScenarioRow

ACCOUNT = "acme.voximplant.com"
Form = t.Mapping[str, str]


KEYS = {"key": "robot", "key-1": "robot one", "key-2": "robot two"}
"""The names of the account's service account keys by id."""


class Platform(ObjectMethods):
    """An account. Stands where Http does, too, so that a client can talk to it.

    :arg normalize: what it does to a text that it stores
    """

    def __init__(self, normalize: t.Callable[[str], str] = str) -> None:
        super().__init__()
        self.scenarios: list[ScenarioRow] = []
        self.rules: list[RuleRow] = []
        self.applications: list[ApplicationRow] = []
        self.calls: list[str] = []
        self.workers = 1
        self._normalize = normalize
        self._ids = itertools.count(5_000_000_000)  # beyond 32 bits, as they may be

    @property
    def client(self) -> Client:
        """A client of this account that never waits."""
        time = Time()
        limit = CallLimit(self.workers, self.workers)
        return Client(t.cast(t.Any, self), URL, CREDENTIALS, limit=limit, sleep=time.sleep, clock=time.clock)

    @property
    def writes(self) -> list[str]:
        """The calls that may have changed something, in order."""
        return [method for method in self.calls if is_write(method)]

    @property
    def content(self) -> t.Any:
        """The rows of all kinds."""
        return self.scenarios, self.rules, self.applications, self.numbers, self.secrets, self.users

    @content.setter
    def content(self, rows: t.Any) -> None:
        self.scenarios, self.rules, self.applications, self.numbers, self.secrets, self.users = rows

    def snapshot(self) -> t.Any:
        """The whole state, to compare with another one."""
        return copy.deepcopy(self.content)

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *_deadline: object) -> Response:
        """Execute a request."""
        method = url.rsplit("/", 2)[1]
        self.calls.append(method)
        try:
            result = getattr(self, method)(dict(parse_qsl(body.decode(), keep_blank_values=True)))
        except Refused as refused:
            result = {"error": {"code": refused.code, "msg": "Refused."}}
        return Response(200, {}, json.dumps(result).encode())

    def execute(self, operation: Operation) -> ApiObject:
        """Execute an operation through the client, exactly once."""
        return self.client.call(operation.method, operation.params)

    def add_application(self, name: str, **fields: t.Any) -> ApplicationRow:
        """Put an application there."""
        self.applications.append(ApplicationRow(next(self._ids), name, **fields))
        return self.applications[-1]

    def add_scenario(self, name: str, script: str = "", **fields: t.Any) -> ScenarioRow:
        """Put a scenario there."""
        self.scenarios.append(ScenarioRow(next(self._ids), name, self._normalize(script), **fields))
        return self.scenarios[-1]

    def add_rule(self, name: str, application: ApplicationRow, *bound: ScenarioRow, **fields: t.Any) -> RuleRow:
        """Put a rule there, behind those that the application has."""
        ids = [scenario.scenario_id for scenario in bound]
        self.rules.append(RuleRow(next(self._ids), name, application.application_id, scenario_ids=ids, **fields))
        return self.rules[-1]

    def scenario(self, scenario_id: int) -> ScenarioRow:
        """The scenario of this id."""
        return _one((row for row in self.scenarios if row.scenario_id == scenario_id), 132)

    def named(self, name: str) -> ScenarioRow | None:
        """The scenario of this name."""
        return next((row for row in self.scenarios if row.scenario_name == name), None)

    def rule(self, rule_id: int) -> RuleRow:
        """The rule of this id."""
        return _one((row for row in self.rules if row.rule_id == rule_id), 147)

    def application(self, application_id: int) -> ApplicationRow:
        """The application of this id."""
        return _one((row for row in self.applications if row.application_id == application_id), 116)

    def GetKeys(self, form: Form) -> t.Any:
        """List service account keys."""
        return page([{"key_id": key_id, "key_name": name} for key_id, name in KEYS.items()], form)

    def GetScenarios(self, form: Form) -> t.Any:
        """List scenarios."""
        rows = [
            row for row in self.scenarios if "scenario_id" not in form or row.scenario_id == int(form["scenario_id"])
        ]
        if not rows and "scenario_id" in form:
            raise Refused(132)
        rows = [row for row in rows if form.get("scenario_name", "").lower() in row.scenario_name.lower()]
        if "application_id" in form:
            rows = [row for row in rows if row.application_id == int(form["application_id"])]
        hidden = ("application_id",) if form.get("with_script") == "true" else ("application_id", "scenario_script")
        return page([_without(row, *hidden) for row in reversed(rows)], form)

    def GetApplications(self, form: Form) -> t.Any:
        """List applications."""
        rows = [dataclasses.asdict(row) for row in self.applications]
        return page([{**row, "application_name": f"{row['application_name']}.{ACCOUNT}"} for row in rows], form)

    def GetRules(self, form: Form) -> t.Any:
        """List rules with their scenarios."""
        rows = [row for row in self.rules if form.get("application_id") in (None, str(row.application_id))]
        if "rule_id" in form:
            rows = [_one((row for row in rows if str(row.rule_id) == form["rule_id"]), 147)]
        if "attached_key_id" in form:
            rows = [row for row in rows if form["attached_key_id"] in row.key_ids]
        return page([{**_without(row, "scenario_ids", "key_ids"), "scenarios": self._bound(row)} for row in rows], form)

    def AddScenario(self, form: Form) -> t.Any:
        """Make a scenario, and bind it."""
        existing = self.named(form["scenario_name"])
        if existing is not None and form.get("rewrite") != "true":
            raise Refused(133)
        application = self.application(int(form["application_id"])) if "application_id" in form else None
        rule = self.rule(int(form["rule_id"])) if "rule_id" in form else None
        if rule is not None and application is not None and rule.application_id != application.application_id:
            raise Refused(132)
        row = existing or self.add_scenario(form["scenario_name"])
        row.scenario_script = self._normalize(form.get("scenario_script", ""))
        row.application_id = None if application is None else application.application_id
        if rule is not None and row.scenario_id not in rule.scenario_ids:
            rule.scenario_ids.append(row.scenario_id)
        return {"result": 1, "scenario_id": row.scenario_id}

    def SetScenarioInfo(self, form: Form) -> t.Any:
        """Rename a scenario, or change its text."""
        row = self._own(form)
        name = form.get("scenario_name", row.scenario_name)
        if self.named(name) not in (None, row):
            raise Refused(133)
        row.scenario_name = name
        row.scenario_script = self._normalize(form.get("scenario_script", row.scenario_script))
        return {"result": 1}

    def DelScenario(self, form: Form) -> t.Any:
        """Delete a scenario that no rule runs."""
        row = self._own(form)
        if any(row.scenario_id in rule.scenario_ids for rule in self.rules):
            raise Refused(493)
        self.scenarios.remove(row)
        return {"result": 1}

    def BindScenario(self, form: Form) -> t.Any:
        """Bind scenarios to a rule behind those that it runs, or take them off it."""
        rule = self.rule(int(form["rule_id"]))
        for scenario_id in _ids(form["scenario_id"]):
            if self.scenario(scenario_id).application_id not in (None, rule.application_id):
                raise Refused(132)
            if (scenario_id in rule.scenario_ids) == (form["bind"] == "true"):
                raise Refused(493)
            (rule.scenario_ids.append if form["bind"] == "true" else rule.scenario_ids.remove)(scenario_id)
        return {"result": 1}

    def ReorderScenarios(self, form: Form) -> t.Any:
        """Put all scenarios of a rule in an order."""
        rule, ids = self.rule(int(form["rule_id"])), _ids(form["scenario_id"])
        if sorted(ids) != sorted(rule.scenario_ids):
            raise Refused(132)
        rule.scenario_ids = ids
        return {"result": 1}

    def AddApplication(self, form: Form) -> t.Any:
        """Make an application."""
        if any(row.application_name == form["application_name"] for row in self.applications):
            raise Refused(118)
        row = self.add_application(form["application_name"])
        row.secure_record_storage = form.get("secure_record_storage") == "true"
        return {"result": 1, "application_id": row.application_id}

    def SetApplicationInfo(self, form: Form) -> t.Any:
        """Rename an application, or change its setting."""
        row = self.application(int(form["application_id"]))
        row.application_name = form.get("application_name", row.application_name)
        if "secure_record_storage" in form:
            row.secure_record_storage = form["secure_record_storage"] == "true"
        return {"result": 1}

    def DelApplication(self, form: Form) -> t.Any:
        """Delete an application with its rules, secrets and users."""
        row = self.application(int(form["application_id"]))
        self.secrets = [found for found in self.secrets if found["application_id"] != row.application_id]
        self.users = [found for found in self.users if found["application_id"] != row.application_id]
        self.applications.remove(row)
        self.rules = [rule for rule in self.rules if rule.application_id != row.application_id]
        return {"result": 1}

    def AddRule(self, form: Form) -> t.Any:
        """Make a rule with its scenarios."""
        application = self.application(int(form["application_id"]))
        bound = [self.scenario(scenario_id) for scenario_id in _ids(form.get("scenario_id", ""))]
        row = self.add_rule(form["rule_name"], application, *bound)
        return {**self._set_rule(row, form), "rule_id": row.rule_id}

    def SetRuleInfo(self, form: Form) -> t.Any:
        """Change a rule's attributes."""
        return self._set_rule(self.rule(int(form["rule_id"])), form)

    def DelRule(self, form: Form) -> t.Any:
        """Delete a rule."""
        self.rules.remove(self.rule(int(form["rule_id"])))
        return {"result": 1}

    def ReorderRules(self, form: Form) -> t.Any:
        """Put all rules of an application in an order."""
        rows = [self.rule(rule_id) for rule_id in _ids(form["rule_id"])]
        others = [row for row in self.rules if row.application_id != rows[0].application_id]
        if len(rows) + len(others) != len(self.rules):
            raise Refused(147)
        self.rules = [*others, *rows]
        return {"result": 1}

    def _own(self, form: Form) -> ScenarioRow:
        row = self.scenario(int(form["scenario_id"]))
        if row.parent:
            raise Refused(104)
        return row

    def _set_rule(self, row: RuleRow, form: Form) -> t.Any:
        for name in ("rule_name", "rule_pattern", "rule_pattern_exclude"):
            setattr(row, name, form.get(name, getattr(row, name)))
        if "video_conference" in form:
            row.video_conference = form["video_conference"] == "true"
        if "bind_key_id" in form:
            row.key_ids.add(form["bind_key_id"])
        return {"result": 1}

    def _bound(self, rule: RuleRow) -> list[t.Any]:
        return [_without(self.scenario(scenario_id), "scenario_script") for scenario_id in rule.scenario_ids]


def is_write(method: str) -> bool:
    """Return whether an API method may change something."""
    return not method.startswith("Get")


def _one(rows: t.Iterator[t.Any], code: int) -> t.Any:
    row = next(rows, None)
    if row is None:
        raise Refused(code)
    return row


def _ids(text: str) -> list[int]:
    return [int(part) for part in text.split(";") if part]


def _without(row: t.Any, *hidden: str) -> dict[str, t.Any]:
    return {name: value for name, value in dataclasses.asdict(row).items() if name not in hidden}
