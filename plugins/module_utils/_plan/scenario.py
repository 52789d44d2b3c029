# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan one scenario, or the deletion of all."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError, NotPermittedError
from .._api.option_values import refuse_empty
from .._objects.models import Id, Rule, Scenario, display_name, pending_id, require_id
from .._objects.script import Match, check_length, compare, describe_change
from .bindings import bind, unbind
from .identity import check_deleted_name, check_rename, find_existing
from .operations import DiffSection, Operation, Plan, in_sequence

MAX_NAME_CHARACTERS = 29


@dataclasses.dataclass(frozen=True)
class DesiredScenario:
    """A scenario as a task describes it; C(None) leaves a field unchanged.

    :arg scenario_id: selects the scenario; with C(scenario_name) as well, the scenario is renamed to it
    :arg scenario_script: the script, with substitutions expanded
    :arg renamed_from: previous name of the scenario
    :arg application_name: the scope, for whole accounts; None leaves an existing scenario in its scope and makes a new
        one Shared
    :arg application_id: the scope, once the application has been looked up
    :arg rewrite: let AddScenario overwrite a scenario that was created in the meantime
    :arg force: unbind the scenario from its rules before it is deleted
    """

    scenario_name: t.Optional[str] = None
    scenario_id: t.Optional[int] = None
    scenario_script: t.Optional[str] = None
    renamed_from: t.Optional[str] = None
    application_name: t.Optional[str] = None
    application_id: t.Optional[Id] = None
    rewrite: bool = False
    present: bool = True
    force: bool = False

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "scenario_name", "renamed_from")
        if self.renamed_from is not None and self.renamed_from == self.scenario_name:
            raise InputError(f"renamed_from equals scenario_name: {self.scenario_name!r}.", field="renamed_from")

    @property
    def name(self) -> str:
        """Return the desired name; empty if the scenario is given by id alone."""
        return self.scenario_name or ""

    def __str__(self) -> str:
        return display_name("scenario", self.name, self.scenario_id)


@dataclasses.dataclass(frozen=True)
class CurrentScenario:
    """What is known about the scenario of a task.

    :arg found: the scenario with the desired id or name
    :arg script: its script, or that of C(renamed_from_match) if only that exists; None if it was not read
    :arg renamed_from_match: the scenario that has the previous name
    :arg name_conflict: another scenario that has the desired name
    :arg actual_scope: where the scenario is, if that is not the desired application
    :arg bound_rules: the rules that run the scenario
    :arg rule: the rule that should run it
    :arg case_variants: names that differ from the desired one in case only
    """

    found: t.Optional[Scenario] = None
    script: t.Optional[str] = None
    renamed_from_match: t.Optional[Scenario] = None
    name_conflict: t.Optional[Scenario] = None
    actual_scope: str = ""
    bound_rules: t.Tuple[Rule, ...] = ()
    rule: t.Optional[Rule] = None
    case_variants: t.Tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class ScenarioState:
    """A scenario with its script and the rules that matter to the task.

    :arg label: what to call the scenario if it does not exist
    :arg remark: what the diff's header says about the script
    """

    scenario: t.Optional[Scenario]
    script: t.Optional[str] = None
    rules: t.Tuple[str, ...] = ()
    normalized: bool = False
    label: str = ""
    remark: str = ""

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        return {
            "scenario": None if self.scenario is None else self.scenario.as_result(),
            "normalized": self.normalized,
        }

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the scenario's attributes and its script."""
        header = f"{self.label} (absent)" if self.scenario is None else str(self.scenario)
        lines = [] if self.scenario is None else [f"scenario_name: {self.scenario.scenario_name}"]
        lines += [f"rule: {rule}" for rule in self.rules]
        return {
            "attributes": DiffSection.of_lines(header, lines),
            "script": DiffSection(header + self.remark, self.script or "", is_content=True),
        }


@dataclasses.dataclass(frozen=True)
class AllScenarios:
    """All scenarios that the account itself has."""

    scenarios: t.Tuple[Scenario, ...]

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns: no single scenario is meant."""
        return {"scenario": None, "normalized": False}

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the names, one a line."""
        return {"names": DiffSection.of_lines("scenarios of the account", self.scenarios)}


def plan_scenario(current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    """Plan one scenario.

    :raises VoximplantError: if the desired state cannot be reached
    """
    if not desired.present:
        return _plan_absent(current, desired)
    if desired.scenario_id is not None and current.found is None:
        raise NotFoundError(f"There is no scenario with the ID {desired.scenario_id}.", field="scenario_id")
    _check_scope(current, desired)
    existing = find_existing(current.found, current.renamed_from_match)
    if current.found is not None and desired.scenario_id is None:
        desired = dataclasses.replace(desired, scenario_name=None)  # it is the same, perhaps in another Unicode form
    if existing is None:
        return _plan_create(current, desired)
    return _plan_change(existing, current, desired)


def plan_delete_all(scenarios: t.Sequence[Scenario], rules: t.Sequence[Rule]) -> Plan[AllScenarios]:
    """Plan to empty every rule and delete every scenario of the account's own."""
    own = tuple(scenario for scenario in scenarios if not scenario.parent)
    ids = {scenario.scenario_id for scenario in own}
    emptied = [unbind(rule, [bound for bound in rule.scenario_ids if bound in ids]) for rule in rules]
    operations = [operation for operation in emptied if operation.params["scenario_id"]]
    operations += [delete_scenario(scenario) for scenario in own]
    return Plan(AllScenarios(own), AllScenarios(()), in_sequence(operations))


def delete_scenario(scenario: Scenario) -> Operation:
    """Return the operation that deletes a scenario (DelScenario)."""
    params = {"scenario_id": scenario.scenario_id}
    return Operation("delete", "scenario", scenario.scenario_name, "DelScenario", params)


def _plan_absent(current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    found = current.found
    absent = ScenarioState(None, label=str(found or desired))
    if found is None:
        return Plan(absent, absent)
    _check_scope(current, desired)
    check_deleted_name(found, found.scenario_name, desired.scenario_name, "scenario_name")
    _check_own(found)
    if current.bound_rules and not desired.force:
        raise ConflictError(
            f"It is bound to {', '.join(map(str, current.bound_rules))}.",
            field="force",
            advice="Unbind it first, or set force to unbind it from all of them.",
        )
    deletion = dataclasses.replace(delete_scenario(found), application_id=desired.application_id)
    unbound = [unbind(rule, (require_id(found.scenario_id),)) for rule in current.bound_rules]
    before = ScenarioState(found, current.script, tuple(map(str, current.bound_rules)))
    return Plan(before, absent, in_sequence([*unbound, deletion]))


def _plan_create(current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    _check_new_name(desired.name)
    warnings = check_length(desired.scenario_script or "")
    params = {
        "scenario_name": desired.name,
        "scenario_script": desired.scenario_script or None,
        "rewrite": desired.rewrite or None,
        "rule_id": current.rule.rule_id if current.rule else None,
        "application_id": desired.application_id,
    }
    variants = ", ".join(current.case_variants)
    operation = Operation(
        "create",
        "scenario",
        desired.name,
        "AddScenario",
        {key: value for key, value in params.items() if value is not None},
        application_id=desired.application_id,
        on_conflict=f"The platform may treat it as {variants}, which differs only in case." if variants else "",
        provides=pending_id("scenario", desired.name).key,
    )
    scenario = Scenario(None, desired.name, application_id=desired.application_id)
    rules = (str(current.rule),) if current.rule else ()
    after = ScenarioState(scenario, desired.scenario_script or "", rules)
    return Plan(ScenarioState(None, label=str(desired)), after, in_sequence([operation]), warnings)


def _plan_change(existing: Scenario, current: CurrentScenario, desired: DesiredScenario) -> Plan[ScenarioState]:
    changes, match = _changed_params(existing, current, desired)
    name = changes.get("scenario_name", existing.scenario_name)
    operations = []
    if changes:
        _check_own(existing)
        action = "rename" if "scenario_name" in changes else "update"
        params = {"scenario_id": existing.scenario_id, **changes}
        scope = desired.application_id
        operations.append(Operation(action, "scenario", name, "SetScenarioInfo", params, application_id=scope))
    rule = current.rule
    is_bound = rule is not None and existing.scenario_id in rule.scenario_ids
    if rule is not None and not is_bound:
        operations.append(bind(rule, (require_id(existing.scenario_id),)))
    rules = (str(rule),) if rule is not None else ()
    script = changes.get("scenario_script")
    remark = "" if script is None else describe_change(current.script or "", script)
    before = ScenarioState(
        dataclasses.replace(existing, application_id=desired.application_id),
        current.script,
        rules if is_bound else (),
        remark=remark,
    )
    after = ScenarioState(
        dataclasses.replace(existing, scenario_name=name, application_id=desired.application_id),
        current.script if script is None else script,
        rules,
        normalized=match is Match.NORMALIZED,
        remark=remark,
    )
    return Plan(before, after, in_sequence(operations), () if script is None else check_length(script))


def _changed_params(
    existing: Scenario, current: CurrentScenario, desired: DesiredScenario
) -> t.Tuple[t.Dict[str, t.Any], Match]:
    """Return the parameters of SetScenarioInfo that differ, and how the script compares."""
    params: t.Dict[str, t.Any] = {}
    if desired.scenario_name not in (None, existing.scenario_name):
        check_rename(existing, current.name_conflict, "scenario_name")
        _check_new_name(desired.name)
        params["scenario_name"] = desired.name
    if desired.scenario_script is None:
        return params, Match.EXACT
    match = compare(desired.scenario_script, current.script or "")
    if match is Match.DIFFERENT:
        params["scenario_script"] = desired.scenario_script
    return params, match


def _check_scope(current: CurrentScenario, desired: DesiredScenario) -> None:
    if current.actual_scope:
        name = desired.application_name
        scope = name or f"the application with the ID {desired.application_id}"
        raise ConflictError(
            f"It is not in {scope}, but in {current.actual_scope}.",
            field="application_name" if name else "application_id",
            advice="Scenarios cannot be moved between applications: correct the application, or create a scenario with "
            "a different name.",
        )


def _check_new_name(name: str) -> None:
    """Refuse a name that the platform refuses, or that cannot stand in its lists of names."""
    if len(name) > MAX_NAME_CHARACTERS:
        raise InputError(
            f"scenario_name {name!r} has {len(name)} characters; the maximum is {MAX_NAME_CHARACTERS}.",
            field="scenario_name",
        )
    if ";" in name:
        raise InputError(
            f"scenario_name {name!r} contains a semicolon, which separates names in the platform's lists.",
            field="scenario_name",
        )


def _check_own(scenario: Scenario) -> None:
    if scenario.parent:
        raise NotPermittedError(
            f"{scenario} belongs to the parent account and cannot be changed from this one.", field="scenario_name"
        )
