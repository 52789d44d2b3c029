# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plans for a whole account: pure functions that put the plans for its objects together."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError, about
from .._objects.models import Application, BoundScenario, Id, PendingId, Rule, Scenario, require_id, short_name_of
from .._plan.application import CurrentApplication, DesiredApplication, plan_application
from .._plan.application import created_key as application_key
from .._plan.operations import Document, Operation, Plan
from .._plan.rule import STAGE_RULE, CurrentRule, RuleState, plan_rule, reorder_rules
from .._plan.rule import created_key as rule_key
from .._plan.scenario import CurrentScenario, DesiredScenario, ScenarioState, plan_scenario
from .._plan.scenario import created_key as scenario_key
from .desired import CurrentAccount, DeclaredAccount, DeclaredScenario
from .drift import Difference, Summary, differences, summarize
from .prune import STAGE_PRUNE, check_limit, victims_of

STAGE_APPLICATIONS = 0
STAGE_RENAMES = 1
STAGE_SCENARIOS = 2
STAGE_RULES = 3
STAGE_NEW_RULES = 10
STAGE_BINDINGS = STAGE_PRUNE - 10
STAGE_ORDER = STAGE_PRUNE - 1


@dataclasses.dataclass(frozen=True)
class PlannedRules:
    """The rules of an application after the plan.

    :arg place: the application's short name
    :arg rules: those that are declared
    :arg order: the names of all of them, if they are put in order
    """

    application_id: Id
    place: str
    rules: t.Tuple[Rule, ...]
    order: t.Tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class AccountState:
    """An account, as far as a plan concerns it.

    :arg modified: when each scenario was changed last, by id
    """

    texts: t.Mapping[str, Document]
    summary: Summary = dataclasses.field(default_factory=Summary)
    drift: t.Tuple[Difference, ...] = ()
    planned: t.Tuple[PlannedRules, ...] = ()
    modified: t.Mapping[int, t.Optional[str]] = dataclasses.field(default_factory=dict)

    def as_result(self) -> t.Dict[str, t.Any]:
        """The values that the task returns."""
        return {
            "summary": dataclasses.asdict(self.summary),
            "drift": [dataclasses.asdict(difference) for difference in self.drift],
        }

    def documents(self) -> t.Mapping[str, Document]:
        """The documents of all objects that are declared or removed."""
        return self.texts


@dataclasses.dataclass
class _Draft:
    """An account's plan while it is put together from those of its objects."""

    before: t.Dict[str, Document] = dataclasses.field(default_factory=dict)
    after: t.Dict[str, Document] = dataclasses.field(default_factory=dict)
    operations: t.List[Operation] = dataclasses.field(default_factory=list)
    unchanged: int = 0

    def add(self, key: str, plan: Plan[t.Any], operations: t.Sequence[Operation]) -> None:
        """Take in the plan of one object."""
        self.unchanged += not plan.changed
        self.operations += operations
        for target, state in ((self.before, plan.before), (self.after, plan.after)):
            target.update({f"{key} {aspect}": document for aspect, document in state.documents().items()})


def plan_account(current: CurrentAccount, declared: DeclaredAccount) -> Plan[AccountState]:
    """The way to the declared account.

    :raises VoximplantError: when there is none; nothing has been sent then
    """
    draft = _Draft()
    places = _plan_applications(current, declared, draft)
    known = _plan_scenarios(current, declared, places, draft)
    planned = tuple(_plan_rules(current, declared, places, known, draft))
    victims = victims_of(current, declared)
    for victim in victims.plans:
        draft.add(victim.key, victim.plan, victim.plan.operations)
    check_limit(declared.prune, victims, draft.operations)
    operations = tuple(sorted(draft.operations, key=lambda operation: operation.stage))
    after = AccountState(
        draft.after,
        summarize(operations, draft.unchanged),
        differences(operations, victims.unmanaged),
        planned,
    )
    modified = {require_id(one.scenario_id): one.modified for one in current.scenarios}
    return Plan(AccountState(draft.before, modified=modified), after, operations, victims.warnings)


def _plan_applications(current: CurrentAccount, declared: DeclaredAccount, draft: _Draft) -> t.Dict[str, Id]:
    """The ids of the declared applications by their short names."""
    places: t.Dict[str, Id] = {}
    for one in declared.applications:
        name = one.desired.short_name
        if not _application_is_needed(name, declared):
            continue
        with about("application", name):
            plan = plan_application(CurrentApplication.among(current.applications, one.desired), one.desired)
        existing = t.cast(Application, plan.after.application).application_id
        places[name] = PendingId(application_key(name), "application_id") if existing is None else existing
        draft.add(f"application {name}", plan, _staged(plan.operations, STAGE_APPLICATIONS))
    return places


def _application_is_needed(name: str, declared: DeclaredAccount) -> bool:
    """Whether a partial deployment touches anything in an application."""
    selection = declared.selection
    if not selection.is_partial:
        return True
    rules = next(one.rules for one in declared.applications if one.desired.short_name == name) or ()
    scoped = [one for one in declared.scenarios if _short(one) == name]
    return any(selection.takes_rule(rule.rule_name or "") for rule in rules) or any(
        selection.takes_scenario(one.name) for one in scoped
    )


def _plan_scenarios(
    current: CurrentAccount, declared: DeclaredAccount, places: t.Mapping[str, Id], draft: _Draft
) -> t.Dict[str, BoundScenario]:
    """All scenarios that rules may run, by the names that they will have."""
    known = {
        one.scenario_name: BoundScenario(t.cast(int, one.scenario_id), one.scenario_name) for one in current.scenarios
    }
    for one in declared.scenarios:
        if not declared.selection.takes_scenario(one.name):
            continue
        with about("scenario", one.name):
            plan = _plan_one_scenario(current, one, _scope(current, one, places))
        scenario = t.cast(Scenario, plan.after.scenario)
        new_id = PendingId(scenario_key(one.name), "scenario_id")
        known[one.name] = BoundScenario(scenario.scenario_id or new_id, one.name)
        renamed = any(operation.action == "rename" for operation in plan.operations)
        if renamed:
            known.pop(one.renamed_from or "")
        stage = STAGE_RENAMES if renamed else STAGE_SCENARIOS
        draft.add(f"scenario {one.name}", plan, _staged(plan.operations, stage))
    return known


def _plan_one_scenario(
    current: CurrentAccount, one: DeclaredScenario, application_id: t.Optional[Id]
) -> Plan[ScenarioState]:
    found, formerly = current.scenario(one.name), current.scenario(one.renamed_from)
    existing = found or formerly
    elsewhere = ""
    if existing is not None and application_id is not None and existing.application_id != application_id:
        elsewhere = "another scope"
    script = None if existing is None else current.scripts.get(require_id(existing.scenario_id))
    return plan_scenario(
        CurrentScenario(found=found, formerly=formerly, script=script, elsewhere=elsewhere),
        DesiredScenario(one.name, None, one.script, one.renamed_from, application_id),
    )


def _scope(current: CurrentAccount, one: DeclaredScenario, places: t.Mapping[str, Id]) -> t.Optional[Id]:
    """The application that a declared scenario belongs to."""
    if one.application_name is None:
        return None
    if _short(one) in places:
        return places[_short(one)]
    application = current.application(one.application_name)
    if application is None or application.application_id is None:
        raise InputError(
            f"There is no application {one.application_name!r}, and none is declared.", field="application_name"
        )
    return application.application_id


def _short(one: DeclaredScenario) -> str:
    return short_name_of(one.application_name or "")


def _plan_rules(
    current: CurrentAccount,
    declared: DeclaredAccount,
    places: t.Mapping[str, Id],
    known: t.Mapping[str, BoundScenario],
    draft: _Draft,
) -> t.Iterator[PlannedRules]:
    """The rules of each declared application."""
    names = {bound.scenario_id: name for name, bound in known.items()}
    surplus = declared.prune.pattern if "bindings" in declared.prune.kinds else None
    for one in declared.applications:
        name = one.desired.short_name
        if one.rules is None or name not in places:
            continue
        siblings = _siblings(current, one.desired, names)
        rules = []
        for index, rule in enumerate(one.rules):
            if not declared.selection.takes_rule(rule.rule_name or ""):
                continue
            desired = dataclasses.replace(rule, surplus=surplus)
            with about("rule", f"{name}/{rule.rule_name}"):
                has_key = current.has_key(siblings, desired)
                plan = plan_rule(CurrentRule(places[name], siblings, tuple(known.values()), has_key), desired)
            draft.add(f"rule {name}/{rule.rule_name}", plan, _staged_rule(plan, index, name))
            rules.append(t.cast(Rule, plan.after.rule))
        order = () if declared.selection.is_partial else _plan_order(name, places[name], siblings, rules, draft)
        yield PlannedRules(places[name], name, tuple(rules), order)


def _siblings(current: CurrentAccount, desired: DesiredApplication, names: t.Mapping[Id, str]) -> t.Tuple[Rule, ...]:
    """The rules that an application has, with the names that their scenarios will have."""
    application = current.application(desired.application_name, desired.renamed_from)
    rules = (application.rules or ()) if application is not None else ()
    return tuple(
        dataclasses.replace(
            rule,
            scenarios=tuple(
                dataclasses.replace(bound, scenario_name=names.get(bound.scenario_id, bound.scenario_name))
                for bound in rule.scenarios
            ),
        )
        for rule in rules
    )


def _plan_order(
    name: str, application_id: Id, siblings: t.Sequence[Rule], rules: t.Sequence[Rule], draft: _Draft
) -> t.Tuple[str, ...]:
    """Put the declared rules in their order, and others behind them; the names of all, if anything has to move."""

    def own(rule: Rule) -> t.Any:
        return rule.rule_id or PendingId(rule_key(application_id, rule.rule_name), "rule_id")

    declared = [own(rule) for rule in rules]
    present = [own(rule) for rule in siblings]
    present += [one for one in declared if one not in present]
    wanted = declared + [one for one in present if one not in declared]
    if wanted == present:
        return ()
    names = {**{own(rule): rule.rule_name for rule in siblings}, **{own(rule): rule.rule_name for rule in rules}}
    operation = dataclasses.replace(reorder_rules(name, wanted), object="application", stage=STAGE_ORDER)
    draft.operations.append(operation)
    header = f"order of the rules of {name}"
    draft.before[header] = Document(header, "".join(f"{names[one]}\n" for one in present))
    draft.after[header] = Document(header, "".join(f"{names[one]}\n" for one in wanted))
    return tuple(names[one] for one in wanted)


def _staged(operations: t.Sequence[Operation], stage: int) -> t.List[Operation]:
    return [dataclasses.replace(operation, stage=stage) for operation in operations]


def _staged_rule(plan: Plan[RuleState], index: int, place: str) -> t.List[Operation]:
    """The operations of a rule, each in its stage; new rules are made one by one, so that they are in order."""

    def stage_of(operation: Operation) -> int:
        if operation.creates:
            return STAGE_NEW_RULES + index
        return STAGE_RULES if operation.stage == STAGE_RULE else STAGE_BINDINGS + operation.stage

    return [dataclasses.replace(one, place=place, stage=stage_of(one)) for one in plan.operations]
