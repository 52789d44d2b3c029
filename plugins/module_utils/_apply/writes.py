# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Carries out writing API calls, and finds out about those whose answer was lost."""

from __future__ import annotations

import typing as t

from .._api.client import Client
from .._api.errors import NotFoundError
from .._api.response import Row
from .._objects.applications import list_applications
from .._objects.models import require_id
from .._objects.rules import has_key, list_rules, read_rule
from .._objects.scenarios import find_by_name, list_scenarios, read_scenario, read_script, scenario_id_of
from .._objects.script import is_same

if t.TYPE_CHECKING:
    from .._objects.models import Rule
    from .._plan.operations import Operation

Params = t.Mapping[str, t.Any]


def execute(client: Client, operation: Operation) -> Row:
    """Make the call of an operation, and make sure that it was executed at most as often as it may be."""
    look = _LOOKS.get(operation.method)
    settled = None if look is None else lambda: look(client, operation.params)
    return client.call(operation.method, operation.params, settled)


def _scenario_was_added(client: Client, params: Params) -> t.Optional[Row]:
    """AddScenario: there is a scenario of this name and text, in this scope, run by this rule."""
    found = find_by_name(client, params["scenario_name"])
    text = None if found is None else read_script(client, scenario_id_of(found))
    if found is None or text is None or not is_same(params.get("scenario_script", ""), text[1]):
        return None
    scenario_id = scenario_id_of(found)
    application_id, rule_id = params.get("application_id"), params.get("rule_id")
    if application_id is not None:
        own = [scenario_id_of(scenario) for scenario in list_scenarios(client, application_id)]
        if scenario_id not in own:
            return None
    if rule_id is not None and scenario_id not in read_rule(client, rule_id).scenario_ids:
        return None
    return Row("AddScenario", {"result": 1, "scenario_id": scenario_id})


def _scenario_was_set(client: Client, params: Params) -> t.Optional[Row]:
    """SetScenarioInfo: the scenario has this name and this text."""
    read = read_script(client, params["scenario_id"])
    if read is None or params.get("scenario_name", read[0].scenario_name) != read[0].scenario_name:
        return None
    text = params.get("scenario_script")
    return None if text is not None and not is_same(text, read[1]) else Row("SetScenarioInfo", {"result": 1})


def _scenario_was_deleted(client: Client, params: Params) -> t.Optional[Row]:
    """DelScenario: there is no scenario of this id."""
    gone = read_scenario(client, params["scenario_id"]) is None
    return Row("DelScenario", {"result": 1}) if gone else None


def _scenarios_were_bound(client: Client, params: Params) -> t.Optional[Row]:
    """BindScenario: the rule runs all of these scenarios, or none of them."""
    bound = set(read_rule(client, params["rule_id"], params["application_id"]).scenario_ids)
    named = set(params["scenario_id"])
    done = named <= bound if params["bind"] else not named & bound
    return Row("BindScenario", {"result": 1}) if done else None


def _scenarios_were_reordered(client: Client, params: Params) -> t.Optional[Row]:
    """ReorderScenarios: the rule runs these scenarios in this order."""
    done = read_rule(client, params["rule_id"]).scenario_ids == tuple(params["scenario_id"])
    return Row("ReorderScenarios", {"result": 1}) if done else None


def _application_was_added(client: Client, params: Params) -> t.Optional[Row]:
    """AddApplication: there is an application of this name, with this setting."""
    for application in list_applications(client):
        secure = bool(params.get("secure_record_storage"))
        if application.is_called(params["application_name"]) and application.secure_record_storage == secure:
            return Row("AddApplication", {"result": 1, "application_id": application.application_id})
    return None


def _application_was_set(client: Client, params: Params) -> t.Optional[Row]:
    """SetApplicationInfo: the application has this name and this setting."""
    for application in list_applications(client):
        if application.application_id == params["application_id"]:
            name = params.get("application_name", application.short_name)
            secure = params.get("secure_record_storage", application.secure_record_storage)
            done = application.is_called(name) and application.secure_record_storage == secure
            return Row("SetApplicationInfo", {"result": 1}) if done else None
    return None


def _application_was_deleted(client: Client, params: Params) -> t.Optional[Row]:
    """DelApplication: there is no application of this id."""
    ids = [application.application_id for application in list_applications(client)]
    return None if params["application_id"] in ids else Row("DelApplication", {"result": 1})


def _rule_was_added(client: Client, params: Params) -> t.Optional[Row]:
    """AddRule: the application has a rule of this name, with these attributes and scenarios."""
    for rule in list_rules(client, params["application_id"]):
        if rule.rule_name == params["rule_name"] and _has(rule, params):
            return Row("AddRule", {"result": 1, "rule_id": rule.rule_id})
    return None


def _rule_was_set(client: Client, params: Params) -> t.Optional[Row]:
    """SetRuleInfo: the rule has these attributes, and this key."""
    rule = read_rule(client, params["rule_id"])
    key_id = params.get("bind_key_id")
    done = _has(rule, params) and (key_id is None or has_key(client, rule, key_id))
    return Row("SetRuleInfo", {"result": 1}) if done else None


def _rule_was_deleted(client: Client, params: Params) -> t.Optional[Row]:
    """DelRule: there is no rule of this id."""
    try:
        read_rule(client, params["rule_id"])
    except NotFoundError:
        return Row("DelRule", {"result": 1})
    return None


def _rules_were_reordered(client: Client, params: Params) -> t.Optional[Row]:
    """ReorderRules: the application has its rules in this order."""
    wanted = tuple(params["rule_id"])
    rules = list_rules(client, require_id(read_rule(client, wanted[0]).application_id))
    return Row("ReorderRules", {"result": 1}) if tuple(rule.rule_id for rule in rules) == wanted else None


def _has(rule: Rule, params: Params) -> bool:
    """Whether a rule has the attributes and scenarios that the parameters give it."""
    same = all(getattr(rule, name) == params[name] for name in _RULE_ATTRIBUTES if name in params)
    return same and ("scenario_id" not in params or rule.scenario_ids == tuple(params["scenario_id"]))


_RULE_ATTRIBUTES = ("rule_name", "rule_pattern", "rule_pattern_exclude", "video_conference")

_LOOKS: t.Dict[str, t.Callable[[Client, Params], t.Optional[Row]]] = {
    "AddScenario": _scenario_was_added,
    "SetScenarioInfo": _scenario_was_set,
    "DelScenario": _scenario_was_deleted,
    "BindScenario": _scenarios_were_bound,
    "ReorderScenarios": _scenarios_were_reordered,
    "AddApplication": _application_was_added,
    "SetApplicationInfo": _application_was_set,
    "DelApplication": _application_was_deleted,
    "AddRule": _rule_was_added,
    "SetRuleInfo": _rule_was_set,
    "DelRule": _rule_was_deleted,
    "ReorderRules": _rules_were_reordered,
}
