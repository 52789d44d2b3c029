# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""The deletion of single objects of an account, and the limit on their number."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InputError
from .._objects.models import Application, Rule, Scenario, require_id
from .._objects.names import compose
from .._objects.resources import PhoneNumber, Secret, User
from .._plan.application import ApplicationState, delete_application
from .._plan.operations import Operation, Plan, in_sequence
from .._plan.phone_number import DesiredPhoneNumber, plan_phone_number
from .._plan.rule import RuleState, delete_rule
from .._plan.scenario import ScenarioState, delete_scenario
from .._plan.secret import SecretState, delete_secret
from .._plan.user import UserState, delete_user
from .desired import CurrentAccount, DesiredAccount, Prune
from .records import Key


@dataclasses.dataclass(frozen=True)
class Removal:
    """The deletion of one object.

    :arg title: kind and name of the object
    :arg application: short name of the application that the object belongs to
    """

    title: str
    plan: Plan[t.Any]
    application: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class Removals:
    """All deletions.

    :arg rule_ids: ids of the rules that are deleted
    :arg unmanaged: undeclared objects whose names match the prune pattern
    """

    plans: t.Tuple[Removal, ...]
    rule_ids: t.FrozenSet[t.Optional[int]]
    unmanaged: t.Tuple[Key, ...]
    warnings: t.Tuple[str, ...]


def removed_ids(removals: Removals, method: str, param: str) -> t.FrozenSet[int]:
    """Return the ids that a deleting method will get.

    :arg param: the parameter that holds the id
    """
    operations = (operation for removal in removals.plans for operation in removal.plan.operations)
    return frozenset(operation.params[param] for operation in operations if operation.method == method)


def check_limit(prune: Prune, removals: Removals, operations: t.Sequence[Operation]) -> None:
    """Refuse to delete more than is allowed, and name everything.

    :arg operations: those of the whole plan; scenarios that they unbind count, too
    :raises InputError: if the limit is exceeded
    """
    unbound = [operation for operation in operations if (operation.action, operation.object) == ("unbind", "rule")]
    count = len(removals.plans) + sum(operation.size for operation in unbound)
    if prune.limit is not None and count > prune.limit:
        names = [removal.title for removal in removals.plans]
        names += [f"bindings of rule {operation.qualified_name}" for operation in unbound]
        raise over_limit(count, prune.limit, names)


def over_limit(count: int, limit: int, names: t.Iterable[str]) -> InputError:
    """Return the error for more deletions than are allowed."""
    return InputError(
        f"{count} objects would be deleted or unbound, and prune_limit is {limit}: {', '.join(names)}.",
        field="prune_limit",
        advice="Raise prune_limit if that is intended.",
    )


def check_protected(desired: DesiredAccount, removals: Removals) -> None:
    """Refuse to delete anything that is protected.

    :raises InputError: if a protected object would be deleted
    """
    protected = {compose(title) for title in desired.protected}
    found = sorted(removal.title for removal in removals.plans if compose(removal.title) in protected)
    if found:
        raise InputError(
            f"These are protected and would be deleted: {', '.join(found)}.",
            field="state",
            advice="Remove protect from them if that is intended.",
        )


def unused_scenarios(
    current: CurrentAccount,
    scenarios: t.Iterable[Scenario],
    removed_rules: t.AbstractSet[t.Optional[int]],
    is_unbound: t.Callable[[Application, Rule, Scenario], bool] = lambda application, rule, scenario: False,
) -> t.Tuple[t.List[Scenario], t.Tuple[str, ...]]:
    """Return the scenarios that no rule will run, and a warning for each that one will.

    :arg is_unbound: whether a remaining rule will not run a scenario any more
    """
    unused, warnings = [], []
    for scenario in scenarios:
        bound_rules = [
            rule_title(application, rule)
            for application in current.applications
            for rule in application.rules or ()
            if scenario.scenario_id in rule.scenario_ids
            and rule.rule_id not in removed_rules
            and not is_unbound(application, rule, scenario)
        ]
        if bound_rules:
            warnings.append(f"{scenario} is not deleted: it is bound to {', '.join(bound_rules)}.")
        else:
            unused.append(scenario)
    return unused, tuple(warnings)


def rule_title(application: Application, rule: Rule) -> str:
    """Return what names a rule in a whole account."""
    return f"rule {application.short_name}/{rule.rule_name}"


def remove_rule(application: Application, rule: Rule) -> Removal:
    """Plan the deletion of a rule."""
    plan = Plan(RuleState(rule), RuleState(None, label=str(rule)), in_sequence([delete_rule(rule)]))
    return Removal(rule_title(application, rule), plan, application.short_name)


def remove_scenario(scenario: Scenario, current: CurrentAccount) -> Removal:
    """Plan the deletion of a scenario."""
    script = current.scripts.get(require_id(scenario.scenario_id))
    plan = Plan(
        ScenarioState(scenario, script),
        ScenarioState(None, label=str(scenario)),
        in_sequence([delete_scenario(scenario)]),
    )
    owner = current.owner_of(scenario)
    return Removal(f"scenario {scenario.scenario_name}", plan, None if owner is None else owner.short_name)


def remove_number(application: Application, number: PhoneNumber) -> Removal:
    """Plan to unbind a phone number; it stays the account's."""
    plan = plan_phone_number(number, DesiredPhoneNumber(bound=False))
    (operation,) = plan.operations
    plan = dataclasses.replace(plan, stages=in_sequence([dataclasses.replace(operation, is_pruning=True)]))
    title = f"phone_number {application.short_name}/{number.phone_number}"
    return Removal(title, plan, application.short_name)


def remove_secret(application: Application, secret: Secret) -> Removal:
    """Plan the deletion of a secret."""
    before, after = SecretState(secret), SecretState(None, label=str(secret))
    plan = Plan(before, after, in_sequence([delete_secret(secret)]))
    return Removal(f"secret {application.short_name}/{secret.secret_name}", plan, application.short_name)


def remove_user(application: Application, user: User) -> Removal:
    """Plan the deletion of a user."""
    plan = Plan(UserState(user), UserState(None, label=str(user)), in_sequence([delete_user(user)]))
    return Removal(f"user {application.short_name}/{user.user_name}", plan, application.short_name)


def remove_application(application: Application) -> Removal:
    """Plan the deletion of an application."""
    before, after = ApplicationState(application), ApplicationState(None, label=str(application))
    plan = Plan(before, after, in_sequence([delete_application(application)]))
    return Removal(f"application {application.short_name}", plan)
