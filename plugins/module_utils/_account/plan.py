# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Plan a whole account."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError, error_context
from .._objects.models import Application, BoundScenario, Id, Scenario, pending_id, require_id, short_name_of
from .._plan.application import CurrentApplication, DesiredApplication, plan_application, refuse_foreign
from .._plan.operations import DiffSection, Plan, in_order, qualified_name_of
from .._plan.scenario import CurrentScenario, DesiredScenario, ScenarioState, plan_scenario
from .absence import plan_absence
from .changes import changes_of, plan_id, undeclared_changes
from .desired import CurrentAccount, DesiredAccount
from .draft import Draft
from .drift import Difference, Summary, differences, summarize
from .plan_objects import plan_numbers, plan_secrets_and_users
from .plan_rules import plan_rules
from .prune import plan_pruning
from .prune_objects import check_content, is_bound_by
from .records import History, modified_of, records_of
from .removals import Removals, check_limit, check_protected
from .selection import check_selection


@dataclasses.dataclass(frozen=True)
class AccountState:
    """The part of an account that a plan concerns.

    :arg sections: the diff sections of all objects that are declared or deleted
    :arg current: what was read; empty for the planned state
    :arg session: the session of the smoke test
    """

    sections: t.Mapping[str, DiffSection]
    summary: Summary = dataclasses.field(default_factory=Summary)
    drift: t.Tuple[Difference, ...] = ()
    plan_id: str = ""
    current: CurrentAccount = dataclasses.field(default_factory=CurrentAccount)
    session: t.Optional[t.Mapping[str, t.Any]] = None
    backup_file: t.Optional[str] = None

    def as_result(self) -> t.Dict[str, t.Any]:
        """Return the values that the task returns."""
        optional = {"session": self.session, "backup_file": self.backup_file}
        return {
            "plan_id": self.plan_id,
            "summary": dataclasses.asdict(self.summary),
            "drift": [difference.as_result() for difference in self.drift],
            **{name: value for name, value in optional.items() if value is not None},
        }

    def diff_sections(self) -> t.Mapping[str, DiffSection]:
        """Return the sections of all objects that are declared or deleted."""
        return self.sections


def plan_account(current: CurrentAccount, desired: DesiredAccount, account: str = "") -> Plan[AccountState]:
    """Plan an account.

    :arg account: the account, for the plan's id
    :raises VoximplantError: if the desired state cannot be reached
    """
    draft = Draft()
    draft.warnings += check_selection(current, desired)
    removals = plan_removals(current, desired)
    check_content(current, desired, removals)
    if not desired.present:
        return _assemble(current, desired, draft, removals, account)
    application_ids = _plan_applications(current, desired, draft)
    plan_secrets_and_users(current, desired, application_ids, draft)
    known = _plan_scenarios(current, desired, application_ids, draft)
    rule_ids = plan_rules(current, desired, application_ids, known, removed=removals.rule_ids, draft=draft)
    plan_numbers(current, desired, application_ids, rule_ids, draft)
    return _assemble(current, desired, draft, removals, account)


def plan_removals(current: CurrentAccount, desired: DesiredAccount) -> Removals:
    """Plan what is deleted: what is not declared and may be pruned, or what is declared and should be absent."""
    return plan_pruning(current, desired) if desired.present else plan_absence(current, desired)


def _assemble(
    current: CurrentAccount, desired: DesiredAccount, draft: Draft, removals: Removals, account: str
) -> Plan[AccountState]:
    names = {} if desired.selection.is_partial else _new_names(current, desired)
    for removal in removals.plans:
        application = removal.application or ""
        draft.add(removal.title, removal.plan, names.get(application, removal.application))
    check_protected(desired, removals)
    check_limit(desired.prune, removals, draft.operations)
    stages = draft.stages()
    operations = in_order(stages)
    history, modified = History.of(records_of(current), operations), modified_of(current)
    changes = changes_of(history, modified)
    after = AccountState(
        draft.after,
        summarize(operations, draft.unchanged),
        differences(operations, changes, undeclared_changes(history, removals.unmanaged, modified)),
        plan_id(account, operations, changes),
    )
    before = AccountState(draft.before, current=current)
    return Plan(before, after, stages, (*draft.warnings, *removals.warnings))


def _new_names(current: CurrentAccount, desired: DesiredAccount) -> t.Dict[str, str]:
    """Return the short names that the declared applications will have by those that they have."""
    pairs = ((current.application(*declared.names), declared.short_name) for declared in desired.applications)
    return {existing.short_name: name for existing, name in pairs if existing is not None}


def _plan_applications(current: CurrentAccount, desired: DesiredAccount, draft: Draft) -> t.Dict[str, Id]:
    """Plan the declared applications, and return their ids by short name."""
    application_ids: t.Dict[str, Id] = {}
    for application in desired.applications:
        name = application.short_name
        if not _is_needed(application, desired):
            continue
        with error_context("application", name):
            plan = plan_application(CurrentApplication.among(current.applications, application), application)
        if desired.selection.is_partial and current.application(*application.names) is not None:
            plan = dataclasses.replace(plan, after=plan.before, stages=())
        existing_id = t.cast(Application, plan.after.application).application_id
        application_ids[name] = pending_id("application", name) if existing_id is None else existing_id
        draft.add(f"application {name}", plan)
    return application_ids


def _is_needed(application: DesiredApplication, desired: DesiredAccount) -> bool:
    """Return whether a partial deployment changes anything in an application."""
    selection = desired.selection
    if not selection.is_partial:
        return True
    own = [scenario for scenario in desired.scenarios if _scope_name(scenario) == application.short_name]
    return (
        any(selection.includes_rule(rule.name) for rule in application.rules or ())
        or any(selection.includes_scenario(scenario.name) for scenario in own)
        or any(is_bound_by(entry, desired) for entry in application.phone_numbers or ())
    )


def _plan_scenarios(
    current: CurrentAccount, desired: DesiredAccount, application_ids: t.Mapping[str, Id], draft: Draft
) -> t.Dict[str, BoundScenario]:
    """Plan the declared scenarios, and return all that rules can run, by the names that they will have."""
    known = {
        scenario.scenario_name: BoundScenario(require_id(scenario.scenario_id), scenario.scenario_name)
        for scenario in current.scenarios
    }
    owners = {scenario.scenario_id: scenario.application_id for scenario in current.scenarios}
    names: t.Dict[t.Optional[Id], str] = {found.application_id: found.short_name for found in current.applications}
    names.update({application_id: name for name, application_id in application_ids.items()})
    for scenario in desired.scenarios:
        if not desired.selection.includes_scenario(scenario.name):
            continue
        with error_context("scenario", qualified_name_of(scenario.name, _scope_name(scenario))):
            scope = _scope_id(current, scenario, application_ids)
            plan = _plan_scenario(current, desired, scenario, scope)
        planned = t.cast(Scenario, plan.after.scenario)
        if plan.before.scenario is not None:
            known.pop(plan.before.scenario.scenario_name, None)
            scope = scope or owners.get(plan.before.scenario.scenario_id)
        scenario_id = planned.scenario_id or pending_id("scenario", scenario.name)
        known[scenario.name] = BoundScenario(scenario_id, scenario.name)
        draft.add(f"scenario {scenario.name}", plan, names.get(scope))
    return known


def _plan_scenario(
    current: CurrentAccount, desired: DesiredAccount, declared: DesiredScenario, application_id: t.Optional[Id]
) -> Plan[ScenarioState]:
    found, match = current.scenario(declared.name), current.scenario(declared.renamed_from)
    existing = found or match
    owner = None if existing is None else current.ignored_owner_of(existing, desired.ignore)
    if owner is not None:
        raise ConflictError(
            f"{existing} belongs to the ignored application {owner.short_name}.",
            field="ignore",
            advice="Remove the application from ignore, or the scenario from scenarios.",
        )
    if existing is None and declared.scenario_script is None:
        raise NotFoundError(
            "It has no source, and it does not exist in the account.",
            field="src",
            advice="Add src, or create the scenario in the control panel.",
        )
    is_elsewhere = existing is not None and application_id not in (None, existing.application_id)
    script = None if existing is None else current.scripts.get(require_id(existing.scenario_id))
    return plan_scenario(
        CurrentScenario(
            found=found,
            renamed_from_match=match,
            script=script,
            case_variants=() if existing is not None else current.case_variants(declared.name),
            actual_scope="another scope" if is_elsewhere else "",
        ),
        dataclasses.replace(declared, application_id=application_id),
    )


def _scope_name(scenario: DesiredScenario) -> t.Optional[str]:
    return None if scenario.application_name is None else short_name_of(scenario.application_name)


def _scope_id(
    current: CurrentAccount, scenario: DesiredScenario, application_ids: t.Mapping[str, Id]
) -> t.Optional[Id]:
    """Return the id of the application that a declared scenario belongs to."""
    name = _scope_name(scenario)
    if name is None:
        return None
    application = current.application(scenario.application_name)
    if application is None:
        refuse_foreign(current.applications, scenario.application_name)
    if name in application_ids:
        return application_ids[name]
    if application is None or application.application_id is None:
        raise InputError(
            f"There is no application {scenario.application_name!r}, and the project does not declare it.",
            field="application_name",
        )
    return application.application_id
