# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Whole accounts as values: what a project declares, and what was read."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .._api.errors import InputError, error_context
from .._objects.models import Application, Id, Rule, Scenario, short_name_of
from .._objects.names import NameTable, compose, fold, is_same_name, matches, matches_in, more_than_once
from .._objects.phone_numbers import number_matches
from .._objects.resources import PhoneNumber, Secret, User
from .._plan.application import DesiredApplication, find_application
from .._plan.rule import DesiredRule
from .._plan.scenario import DesiredScenario

PRUNABLE = ("scenarios", "rules", "bindings", "applications", "phone_numbers", "secrets", "users")


@dataclasses.dataclass(frozen=True)
class Selection:
    """What a partial deployment changes.

    :arg scenarios: globs of scenario names; None if none were given
    :arg rules: globs of rule names; None if none were given
    """

    scenarios: t.Optional[t.Tuple[str, ...]] = None
    rules: t.Optional[t.Tuple[str, ...]] = None

    @property
    def is_partial(self) -> bool:
        """Return whether anything is left out."""
        return self.scenarios is not None or self.rules is not None

    def includes_scenario(self, name: str) -> bool:
        """Return whether a scenario is selected."""
        return not self.is_partial or matches(name, self.scenarios or ())

    def includes_rule(self, name: str) -> bool:
        """Return whether a rule is selected."""
        return not self.is_partial or matches(name, self.rules or ())


@dataclasses.dataclass(frozen=True)
class Prune:
    """What to delete when it is not declared.

    :arg kinds: some of C(PRUNABLE)
    :arg pattern: glob that the names of all deleted objects match
    :arg limit: maximum number of deletions; C(None) allows any number
    """

    kinds: t.FrozenSet[str] = frozenset(("bindings",))
    pattern: str = "*"
    limit: t.Optional[int] = 10

    def includes(self, kind: str, name: str) -> bool:
        """Return whether an undeclared object is deleted."""
        return kind in self.kinds and self.in_scope(name)

    def in_scope(self, name: str) -> bool:
        """Return whether a name matches the pattern."""
        return matches(name, (self.pattern,))

    @property
    def unbind_pattern(self) -> t.Optional[str]:
        """Return the glob of scenarios to unbind from rules that do not declare them."""
        return self.pattern if "bindings" in self.kinds else None


@dataclasses.dataclass(frozen=True)
class Ignore:
    """What does not belong to the project: never a difference, unbound or deleted.

    :arg applications: globs of applications, which are ignored with all they contain
    :arg rules: globs of rules with their applications, such as C(support/lab_*); phone numbers bound to them are
        ignored, too
    :arg scenarios: globs of scenarios
    :arg users: globs of users with their applications
    :arg secrets: globs of secrets with their applications
    :arg phone_numbers: globs of phone numbers
    :arg renamed: new short names of applications by their previous ones; globs match either
    """

    applications: t.Tuple[str, ...] = ()
    rules: t.Tuple[str, ...] = ()
    scenarios: t.Tuple[str, ...] = ()
    users: t.Tuple[str, ...] = ()
    secrets: t.Tuple[str, ...] = ()
    phone_numbers: t.Tuple[str, ...] = ()
    renamed: t.Mapping[str, str] = dataclasses.field(default_factory=dict)

    def application(self, application: Application) -> bool:
        """Return whether an application is ignored."""
        return matches_in(application.application_name, None, self.applications, self.renamed)

    def rule(self, application: Application, rule: Rule) -> bool:
        """Return whether a rule is ignored."""
        return self._ignores(application.application_name, rule.rule_name, self.rules)

    def scenario(self, name: str) -> bool:
        """Return whether a scenario is ignored."""
        return matches(name, self.scenarios)

    def user(self, application: Application, user: User) -> bool:
        """Return whether a user is ignored."""
        return self._ignores(application.application_name, user.user_name, self.users)

    def secret(self, application: Application, secret: Secret) -> bool:
        """Return whether a secret is ignored."""
        return self._ignores(application.application_name, secret.secret_name, self.secrets)

    def phone_number(self, number: PhoneNumber) -> bool:
        """Return whether a phone number is ignored, by itself or with its application or rule."""
        rules = () if number.rule_id is None else self.rules
        is_listed = number_matches(number.phone_number, self.phone_numbers)
        return is_listed or self._ignores(number.application_name or "", number.rule_name, rules)

    def _ignores(self, application: str, name: t.Optional[str], globs: t.Sequence[str]) -> bool:
        """Return whether an object is ignored, by its application and name or with its application."""
        is_listed = matches_in(application, name, globs, self.renamed)
        return is_listed or matches_in(application, None, self.applications, self.renamed)


@dataclasses.dataclass(frozen=True)
class DesiredAccount:
    """What a project declares.

    :arg protected: titles of objects that no plan may delete, such as C(rule support/inbound)
    :arg present: False deletes what is declared
    """

    scenarios: t.Tuple[DesiredScenario, ...] = ()
    applications: t.Tuple[DesiredApplication, ...] = ()
    selection: Selection = dataclasses.field(default_factory=Selection)
    prune: Prune = dataclasses.field(default_factory=Prune)
    ignore: Ignore = dataclasses.field(default_factory=Ignore)
    protected: t.FrozenSet[str] = frozenset()
    present: bool = True

    def __post_init__(self) -> None:
        _refuse_ambiguous(
            "scenarios", "scenarios", [(scenario.name, scenario.renamed_from) for scenario in self.scenarios]
        )
        names = [
            (application.short_name, application.renamed_from and short_name_of(application.renamed_from))
            for application in self.applications
        ]
        _refuse_ambiguous("applications", "applications", names)
        for application in self.applications:
            names = [(rule.name, rule.renamed_from) for rule in application.rules or ()]
            _refuse_ambiguous(f"the rules of {application.short_name}", "rules", names)
            names = [(secret.secret_name, secret.renamed_from) for secret in application.secrets or ()]
            _refuse_ambiguous(f"the secrets of {application.short_name}", "secrets", names)
            names = [(user.user_name, user.renamed_from) for user in application.users or ()]
            _refuse_ambiguous(f"the users of {application.short_name}", "users", names)
            self._refuse_foreign_scenarios(application)
        _refuse_ambiguous(
            "phone_numbers",
            "phone_numbers",
            [
                (entry.phone_number, None)
                for application in self.applications
                for entry in application.phone_numbers or ()
            ],
        )

    def application(self, name: str) -> t.Optional[DesiredApplication]:
        """Return the declared application with this short or full name."""
        short_name = short_name_of(name)
        return next((application for application in self.applications if application.short_name == short_name), None)

    def _refuse_foreign_scenarios(self, application: DesiredApplication) -> None:
        """Refuse rules that run another application's scenario, which the platform would refuse half-way."""
        scopes = {compose(scenario.name): scenario.application_name or "" for scenario in self.scenarios}
        names = [short_name_of(name) for name in application.names]
        for rule in application.rules or ():
            for name in rule.scenarios:
                scope = scopes.get(compose(name))
                if scope and short_name_of(scope) not in names:
                    with error_context("rule", f"{application.short_name}/{rule.name}"):
                        raise InputError(
                            f"It cannot run {name}, a scenario of the application {scope}.", field="scenarios"
                        )


@dataclasses.dataclass(frozen=True)
class CurrentAccount:
    """What was read of an account.

    :arg applications: all applications, with their rules where those matter
    :arg scenarios: all scenarios, with their application where that matters
    :arg scripts: scripts by scenario id, where they are compared
    :arg keys: pairs of a rule id and a declared key that is bound to the rule
    :arg phone_numbers: all phone numbers; None if they were not read
    :arg secrets: secrets by the id of their application, where they matter
    :arg secret_values: values by the id of their secret, where they are compared or have to be put back
    :arg users: users by the id of their application, where they matter
    """

    applications: t.Tuple[Application, ...] = ()
    scenarios: t.Tuple[Scenario, ...] = ()
    scripts: t.Mapping[int, str] = dataclasses.field(default_factory=dict)
    keys: t.FrozenSet[t.Tuple[int, str]] = frozenset()
    phone_numbers: t.Optional[t.Tuple[PhoneNumber, ...]] = None
    secrets: t.Mapping[int, t.Tuple[Secret, ...]] = dataclasses.field(default_factory=dict)
    secret_values: t.Mapping[int, str] = dataclasses.field(default_factory=dict, repr=False)
    users: t.Mapping[int, t.Tuple[User, ...]] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def _by_name(self) -> NameTable[Scenario]:
        return NameTable((scenario.scenario_name, scenario) for scenario in self.scenarios)

    def scenario(self, name: t.Optional[str]) -> t.Optional[Scenario]:
        """Return the scenario with exactly this name, or else with the same one in another Unicode form."""
        return self._by_name.get(name)

    def case_variants(self, name: str) -> t.Tuple[str, ...]:
        """Return the names of scenarios that differ from the name of a new one in case only."""
        return tuple(self._by_fold.get(fold(name), ()))

    @functools.cached_property
    def _by_fold(self) -> t.Mapping[str, t.Sequence[str]]:
        folded: t.Dict[str, t.List[str]] = {}
        for scenario in self.scenarios:
            folded.setdefault(fold(scenario.scenario_name), []).append(scenario.scenario_name)
        return folded

    def owner_of(self, scenario: Scenario) -> t.Optional[Application]:
        """Return the application that a scenario belongs to, if that was read; C(None) for a Shared one."""
        return self._by_id.get(scenario.application_id)

    def ignored_owner_of(self, scenario: Scenario, ignore: Ignore) -> t.Optional[Application]:
        """Return the application that a scenario belongs to, if that is ignored."""
        owner = self.owner_of(scenario)
        return owner if owner is not None and ignore.application(owner) else None

    @functools.cached_property
    def _by_id(self) -> t.Mapping[t.Optional[Id], Application]:
        return {application.application_id: application for application in self.applications}

    def has_key(self, rules: t.Iterable[Rule], desired: DesiredRule) -> bool:
        """Return whether the desired key is bound to the desired one of these rules."""
        bound = [rule for rule in rules if (rule.rule_id, desired.bind_key_id) in self.keys]
        return any(is_called(rule, desired) for rule in bound)

    def numbers_of(self, application_id: int) -> t.Tuple[PhoneNumber, ...]:
        """Return the phone numbers that are bound to an application, if they were read."""
        return tuple(number for number in self.phone_numbers or () if number.application_id == application_id)

    def application(self, *names: t.Optional[str]) -> t.Optional[Application]:
        """Return the first application that has one of these names."""
        matching = (find_application(self.applications, name) for name in names)
        return next((found for found in matching if found is not None), None)


def is_called(rule: Rule, desired: DesiredRule) -> bool:
    """Return whether a rule has the name of a desired one, or its previous name."""
    return any(is_same_name(rule.rule_name, name) for name in (desired.rule_name, desired.renamed_from))


def _refuse_ambiguous(where: str, field: str, pairs: t.Sequence[t.Tuple[str, t.Optional[str]]]) -> None:
    """Refuse names that are declared twice, and previous names that another object has or had.

    :arg pairs: names with previous names
    """
    pairs = [(compose(name), None if previous is None else compose(previous)) for name, previous in pairs]
    repeated = more_than_once(name for name, _renamed_from in pairs)
    if repeated:
        raise InputError(f"{where}: declared more than once: {', '.join(repeated)}.", field=field)
    previous = [renamed_from for name, renamed_from in pairs if renamed_from is not None and renamed_from != name]
    contested = more_than_once([*(name for name, _renamed_from in pairs), *previous])
    if contested:
        raise InputError(
            f"{where}: {', '.join(contested)} is the renamed_from of one object and the name or "
            "renamed_from of another.",
            field=field,
            advice="Only one object can have had that name: remove renamed_from from the others.",
        )
