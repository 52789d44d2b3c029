# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans for one scenario: pure functions from what is there and what is wanted to the calls in between."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError, NotPermittedError
from .._objects.models import Id, Rule, Scenario, display_name
from .._objects.script import Match, compare
from .identity import check_deleted_name, check_rename, existing_of, refuse_empty
from .operations import Document, Operation, Plan

MAX_NAME_CHARACTERS = 29


@dataclasses.dataclass(frozen=True)
class DesiredScenario:
    """What a task wants of a scenario; what is none is left as it is.

    :arg scenario_id: addresses the scenario; with C(scenario_name) as well, that becomes its name
    :arg scenario_script: the text, with substitutions done
    :arg renamed_from: the name it may still have
    :arg rewrite: let AddScenario overwrite a scenario that was made in the meantime
    :arg present: whether it is to be there
    :arg force: take it off its rules before it is deleted
    """

    scenario_name: t.Optional[str] = None
    scenario_id: t.Optional[int] = None
    scenario_script: t.Optional[str] = None
    renamed_from: t.Optional[str] = None
    application_id: t.Optional[Id] = None
    rewrite: bool = False
    present: bool = True
    force: bool = False

    def __post_init__(self) -> None:
        refuse_empty(self, "scenario_name", "renamed_from")
        if self.renamed_from is not None and self.renamed_from == self.scenario_name:
            raise InputError(f"renamed_from is scenario_name itself: {self.scenario_name!r}.", field="renamed_from")

    def __str__(self) -> str:
        return display_name("scenario", self.scenario_name or "", self.scenario_id)


@dataclasses.dataclass(frozen=True)
class CurrentScenario:
    """What was read about the scenario that a task means.

    :arg found: the scenario with the wanted id or name
    :arg script: its text, or that of C(formerly) where only that exists; none if it was not read
    :arg formerly: the scenario that is called as C(renamed_from) says
    :arg namesake: another scenario that has the name which the found one is to get
    :arg elsewhere: where it is, if that is not the wanted application
    :arg running: the rules that run it
    :arg rule: the rule that is to run it
    :arg variants: names that differ from the wanted one in case only
    """

    found: t.Optional[Scenario] = None
    script: t.Optional[str] = None
    formerly: t.Optional[Scenario] = None
    namesake: t.Optional[Scenario] = None
    elsewhere: str = ""
    running: t.Tuple[Rule, ...] = ()
    rule: t.Optional[Rule] = None
    variants: t.Tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class ScenarioState:
    """A scenario with its text and the rules that matter to the task.

    :arg label: what it is called where there is none
    """

    scenario: t.Optional[Scenario]
    script: t.Optional[str] = None
    rules: t.Tuple[str, ...] = ()
    normalized: bool = False
    label: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        return {
            "scenario": None if self.scenario is None else self.scenario.as_result(),
            "normalized": self.normalized,
        }

    def documents(self) -> t.Mapping[str, Document]:
        """The scenario's attributes, and its text."""
        header = f"{self.label} (absent)" if self.scenario is None else str(self.scenario)
        lines = [] if self.scenario is None else [f"scenario_name: {self.scenario.scenario_name}"]
        lines += [f"rule: {rule}" for rule in self.rules]
        return {
            "attributes": Document(header, "".join(f"{line}\n" for line in lines)),
            "script": Document(header, self.script or ""),
        }


def plan_scenario(current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    """The way to the desired scenario.

    :raises VoximplantError: when there is none; nothing has been sent then
    """
    if not desired.present:
        return _plan_absent(current, desired)
    if desired.scenario_id is not None and current.found is None:
        raise NotFoundError(f"There is no scenario with the id {desired.scenario_id}.", field="scenario_id")
    _check_scope(current, desired)
    existing = existing_of(current.found, current.formerly)
    if existing is None:
        return _plan_create(current, desired)
    return _plan_change(existing, current, desired)


def plan_delete_all(scenarios: t.Sequence[Scenario], rules: t.Sequence[Rule]) -> Plan[AllScenarios]:
    """The way to an account without scenarios of its own: every rule is emptied, then every scenario is deleted."""
    own = tuple(scenario for scenario in scenarios if not scenario.parent)
    ids = {scenario.scenario_id for scenario in own}
    emptied = [unbind(rule, [bound for bound in rule.scenario_ids if bound in ids]) for rule in rules]
    operations = [operation for operation in emptied if operation.params["scenario_id"]]
    operations += [delete_scenario(scenario) for scenario in own]
    return Plan(AllScenarios(own), AllScenarios(()), tuple(operations))


@dataclasses.dataclass(frozen=True)
class AllScenarios:
    """All scenarios that the account has of its own."""

    scenarios: t.Tuple[Scenario, ...]

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns: no single scenario is meant."""
        return {"scenario": None, "normalized": False}

    def documents(self) -> t.Mapping[str, Document]:
        """The names, one a line."""
        return {"names": Document("scenarios of the account", "".join(f"{found}\n" for found in self.scenarios))}


def created_key(name: str) -> str:
    """What C(PendingId) calls a scenario that is to be created."""
    return f"scenario {name}"


def delete_scenario(scenario: Scenario) -> Operation:
    """Delete a scenario (DelScenario)."""
    params = {"scenario_id": scenario.scenario_id}
    return Operation("delete", "scenario", scenario.scenario_name, "DelScenario", params)


def bind(rule: Rule, scenario_ids: t.Sequence[Id]) -> Operation:
    """Bind scenarios to a rule, in this order, behind those that are bound (BindScenario)."""
    return _binding("bind", rule, scenario_ids, True)


def unbind(rule: Rule, scenario_ids: t.Sequence[Id]) -> Operation:
    """Take scenarios off a rule (BindScenario with C(bind) false)."""
    return _binding("unbind", rule, scenario_ids, False)


def _binding(action: str, rule: Rule, scenario_ids: t.Sequence[Id], bound: bool) -> Operation:
    params = {
        "scenario_id": tuple(scenario_ids),
        "rule_id": rule.rule_id,
        "application_id": rule.application_id,
        "bind": bound,
    }
    return Operation(action, "rule", rule.rule_name, "BindScenario", params)


def _plan_absent(current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    found = current.found
    gone = ScenarioState(None, label=str(found or desired))
    if found is None:
        return Plan(gone, gone)
    _check_scope(current, desired)
    check_deleted_name(found, found.scenario_name, desired.scenario_name, "scenario_name")
    _check_own(found)
    if current.running and not desired.force:
        raise ConflictError(
            f"It is run by {', '.join(map(str, current.running))}.",
            field="force",
            advice="Unbind it first, or set force to unbind it from all of them.",
        )
    unbound = [unbind(rule, (t.cast(int, found.scenario_id),)) for rule in current.running]
    before = ScenarioState(found, current.script, tuple(map(str, current.running)))
    return Plan(before, gone, (*unbound, delete_scenario(found)))


def _plan_create(current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    name = desired.scenario_name or ""
    _check_new_name(name)
    params = {
        "scenario_name": name,
        "scenario_script": desired.scenario_script or None,
        "rewrite": desired.rewrite or None,
        "rule_id": current.rule.rule_id if current.rule else None,
        "application_id": desired.application_id,
    }
    known = {key: value for key, value in params.items() if value is not None}
    advice = (
        f"It may be taken for {', '.join(current.variants)}, which differs in case only." if current.variants else ""
    )
    operation = Operation("create", "scenario", name, "AddScenario", known, advice, creates=created_key(name))
    scenario = Scenario(None, name, application_id=desired.application_id)
    rules = (str(current.rule),) if current.rule else ()
    after = ScenarioState(scenario, desired.scenario_script or "", rules)
    return Plan(ScenarioState(None, label=str(desired)), after, (operation,))


def _plan_change(existing: Scenario, current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    params: t.Dict[str, t.Any] = {}
    if desired.scenario_name not in (None, existing.scenario_name):
        params["scenario_name"] = _checked_rename(existing, current, desired)
    text = desired.scenario_script
    match = Match.EXACT if text is None else compare(text, current.script or "")
    if match is Match.DIFFERENT:
        params["scenario_script"] = text
    name = params.get("scenario_name", existing.scenario_name)
    operations = []
    if params:
        _check_own(existing)
        action = "rename" if "scenario_name" in params else "update"
        params = {"scenario_id": existing.scenario_id, **params}
        operations.append(Operation(action, "scenario", name, "SetScenarioInfo", params))
    rule = current.rule
    is_bound = rule is not None and existing.scenario_id in rule.scenario_ids
    if rule is not None and not is_bound:
        operations.append(bind(rule, (t.cast(int, existing.scenario_id),)))
    wanted_rules = (str(rule),) if rule is not None else ()
    application_id = desired.application_id
    before = ScenarioState(
        dataclasses.replace(existing, application_id=application_id),
        current.script,
        wanted_rules if is_bound else (),
    )
    after = ScenarioState(
        dataclasses.replace(existing, scenario_name=name, application_id=application_id),
        params.get("scenario_script", current.script),
        wanted_rules,
        normalized=match is Match.NORMALIZED,
    )
    return Plan(before, after, tuple(operations))


def _checked_rename(existing: Scenario, current: CurrentScenario, desired: DesiredScenario) -> str:
    """The new name, if the scenario may have it."""
    name = desired.scenario_name or ""
    check_rename(existing, current.namesake, "scenario_name")
    _check_new_name(name)
    return name


def _check_scope(current: CurrentScenario, desired: DesiredScenario) -> None:
    if current.elsewhere:
        raise ConflictError(
            f"It is not in the application with the id {desired.application_id}, but in {current.elsewhere}.",
            field="application_id",
            advice="Scenarios cannot be moved: leave the application out, with rule_id for a rule, or rename it.",
        )


def _check_new_name(name: str) -> None:
    """Refuse a name that the platform does not take, or that no list of names could hold."""
    if len(name) > MAX_NAME_CHARACTERS:
        raise InputError(
            f"scenario_name {name!r} has {len(name)} characters; at most {MAX_NAME_CHARACTERS} are possible.",
            field="scenario_name",
        )
    if ";" in name:
        raise InputError(
            f"scenario_name {name!r} has a semicolon, which separates names in the platform's lists.",
            field="scenario_name",
        )


def _check_own(scenario: Scenario) -> None:
    if scenario.parent:
        raise NotPermittedError(
            f"{scenario} belongs to the parent account and cannot be changed from here.", field="scenario_name"
        )
