# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Look whether the platform shows what was written: after a lost response, and after an accepted write."""

from __future__ import annotations

import typing as t

from .._api.errors import ConflictError, error_context
from .._api.response import ApiObject
from .._objects.names import is_same_name
from .._objects.scenarios import find_named
from .observation import Observation
from .verify_objects import OBJECT_FINDERS, Answer, Finder, done, drop_superseded

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.models import Application, Rule
    from .._plan.operations import Operation

VERIFY_SECONDS = 15.0
PROBE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.25

Params = t.Mapping[str, t.Any]
Accepted = t.Tuple["Operation", ApiObject]
"""An operation whose parameters contain no pending ids, and the response to it."""
Written = t.Tuple["Operation", Answer]
"""The same of one that may have been executed: without a response, if none came."""


def verify(
    client: Client,
    accepted: t.Sequence[Written],
    observe: t.Callable[[Client], Observation] = Observation,
    seconds: float = VERIFY_SECONDS,
) -> Observation:
    """Read back until the platform shows every accepted write.

    :arg observe: makes an observation that knows what need not be read
    :arg seconds: how long to look for them
    :raises ConflictError: if the platform accepted a write and does not show it
    """
    visible = drop_superseded(accepted)
    deadline = client.clock() + seconds
    pause = _FIRST_PAUSE_SECONDS
    while True:
        observation = observe(client)
        unseen = [operation for operation, response in visible if find(operation, observation, response) is None]
        if not unseen:
            return observation
        remaining = deadline - client.clock()
        if remaining <= 0:
            raise _conflict_error(unseen[0])
        client.sleep(min(pause, remaining))
        pause *= 2


def probe(client: Client, operation: Operation) -> t.Optional[ApiObject]:
    """Return the response that a lost call would have had, or C(None) if it was not executed.

    A second rule of the same name would be accepted, so a new rule is looked for several times.
    """
    deadline = client.clock() + (PROBE_SECONDS if operation.method == "AddRule" else 0.0)
    pause = _FIRST_PAUSE_SECONDS
    while True:
        response = find(operation, Observation(client))
        if response is not None or client.clock() + pause > deadline:
            return response
        client.sleep(pause)
        pause *= 2


def find(operation: Operation, observation: Observation, response: Answer = None) -> Answer:
    """Return the response to an operation if its effect shows, else C(None).

    :arg response: the response that came, whose ids are looked for; without it, new objects are looked for by name
    """
    with error_context(operation.object, operation.qualified_name):
        return _FINDERS[operation.method](operation, observation, response)


def is_verifiable(operation: Operation) -> bool:
    """Return whether the effect of an operation can be read back: not that of the start of a session."""
    return operation.method in _FINDERS


def _conflict_error(operation: Operation) -> ConflictError:
    text = f"The platform accepted {operation.method}, but does not show the change after {VERIFY_SECONDS:g} seconds."
    error = ConflictError(text, method=operation.method, advice="Check the object, then run the task again.")
    error.object, error.name = operation.object, operation.qualified_name
    return error


def _find_added_scenario(operation: Operation, observation: Observation, response: Answer) -> Answer:
    """AddScenario: a scenario has this name and script, in this scope, and is bound to this rule."""
    params = operation.params
    scenario_id = _named_scenario_id(params, observation) if response is None else response.integer("scenario_id")
    if scenario_id is None or not observation.shows_script(scenario_id, params.get("scenario_script", "")):
        return None
    found = observation.scenario(scenario_id)
    application_id, rule_id = params.get("application_id"), params.get("rule_id")
    rule = None if rule_id is None else observation.rule(rule_id, None)
    is_shown = (
        (found is not None and is_same_name(found.scenario_name, params["scenario_name"]))
        and (application_id is None or observation.is_in_application(scenario_id, application_id))
        and (rule_id is None or (rule is not None and scenario_id in rule.scenario_ids))
    )
    return done(operation, is_shown, scenario_id=scenario_id)


def _named_scenario_id(params: Params, observation: Observation) -> t.Optional[int]:
    found = find_named(observation.scenarios(), params["scenario_name"])
    return None if found is None else found.scenario_id


def _find_changed_scenario(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """SetScenarioInfo: the scenario has this name and this script."""
    params = operation.params
    script = params.get("scenario_script")
    if script is not None and not observation.shows_script(params["scenario_id"], script):
        return None
    found = observation.scenario(params["scenario_id"])
    is_named = found is not None and is_same_name(params.get("scenario_name", found.scenario_name), found.scenario_name)
    return done(operation, is_named)


def _find_bindings(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """BindScenario: the rule runs all of these scenarios, or none of them."""
    params = operation.params
    rule = observation.rule(params["rule_id"], params["application_id"])
    if rule is None:
        return None
    bound, named = set(rule.scenario_ids), set(params["scenario_id"])
    return done(operation, named <= bound if params["bind"] else not named & bound)


def _find_scenario_order(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """ReorderScenarios: the rule runs these scenarios in this order."""
    rule = observation.rule(operation.params["rule_id"], _scope(operation))
    return done(operation, rule is not None and rule.scenario_ids == tuple(operation.params["scenario_id"]))


def _find_added_application(operation: Operation, observation: Observation, response: Answer) -> Answer:
    """AddApplication: an application has this name and this setting."""
    application_id = None if response is None else response.integer("application_id")
    for application in observation.applications():
        is_same_id = application_id in (None, application.application_id)
        if is_same_id and _has_application_params(application, operation.params):
            return done(operation, True, application_id=application.application_id)
    return None


def _find_changed_application(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """SetApplicationInfo: the application has this name and this setting."""
    application = observation.application(operation.params["application_id"])
    return done(operation, application is not None and _has_application_params(application, operation.params))


def _find_added_rule(operation: Operation, observation: Observation, response: Answer) -> Answer:
    """AddRule: the application has a rule with this name, these attributes and scenarios."""
    rule_id = None if response is None else response.integer("rule_id")
    for rule in observation.rules(operation.params["application_id"]):
        if rule_id in (None, rule.rule_id) and _has_rule_params(rule, operation, observation):
            return done(operation, True, rule_id=rule.rule_id)
    return None


def _find_changed_rule(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """SetRuleInfo: the rule has these attributes and this key."""
    rule = observation.rule(operation.params["rule_id"], _scope(operation))
    return done(operation, rule is not None and _has_rule_params(rule, operation, observation))


def _find_rule_order(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """ReorderRules: the application has its rules in this order; rules deleted or added since do not count."""
    shown = [rule.rule_id for rule in observation.rules(t.cast(int, _scope(operation)))]
    ordered = operation.params["rule_id"]
    known = [rule_id for rule_id in shown if rule_id in ordered]
    return done(operation, [rule_id for rule_id in ordered if rule_id in shown] == known)


def _find_deleted(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """DelApplication, DelRule, DelScenario, DelSecret, DelUser: no object has this id."""
    return done(operation, _READERS[operation.method](operation, observation) is None)


def _scope(operation: Operation) -> t.Optional[int]:
    return operation.application_id if isinstance(operation.application_id, int) else None


def _has_application_params(application: Application, params: Params) -> bool:
    name = params.get("application_name", application.short_name)
    is_secure = params.get("secure_record_storage")
    if is_secure is None and "application_id" not in params:
        is_secure = False  # the default of AddApplication
    return application.is_called(name) and is_secure in (None, application.secure_record_storage)


def _has_rule_params(rule: Rule, operation: Operation, observation: Observation) -> bool:
    params = operation.params
    if not is_same_name(params.get("rule_name", rule.rule_name), rule.rule_name):
        return False
    if not all(getattr(rule, name) == params[name] for name in _RULE_ATTRIBUTES if name in params):
        return False
    if "scenario_id" in params and rule.scenario_ids != tuple(params["scenario_id"]):
        return False
    key_id = params.get("bind_key_id")
    return key_id is None or observation.has_key(rule, key_id)


_RULE_ATTRIBUTES = ("rule_pattern", "rule_pattern_exclude", "video_conference")

_READERS: t.Dict[str, t.Callable[[Operation, Observation], object]] = {
    "DelApplication": lambda deletion, shown: shown.application(deletion.params["application_id"]),
    "DelRule": lambda deletion, shown: shown.rule(deletion.params["rule_id"], _scope(deletion)),
    "DelScenario": lambda deletion, shown: shown.scenario(deletion.params["scenario_id"]),
    "DelSecret": lambda deletion, shown: shown.secret(deletion.params["secret_id"], deletion.params["application_id"]),
    "DelUser": lambda deletion, shown: shown.user(deletion.params["user_id"], t.cast(int, deletion.application_id)),
}
"""Readers of objects that operations delete."""

_FINDERS: t.Dict[str, Finder] = {
    "AddScenario": _find_added_scenario,
    "SetScenarioInfo": _find_changed_scenario,
    "BindScenario": _find_bindings,
    "ReorderScenarios": _find_scenario_order,
    "AddApplication": _find_added_application,
    "SetApplicationInfo": _find_changed_application,
    "AddRule": _find_added_rule,
    "SetRuleInfo": _find_changed_rule,
    "ReorderRules": _find_rule_order,
    **OBJECT_FINDERS,
    **dict.fromkeys(_READERS, _find_deleted),
}
