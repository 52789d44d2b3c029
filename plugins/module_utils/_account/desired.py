# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Whole accounts as values: what a repository declares, and what was read."""

from __future__ import annotations

import collections
import dataclasses
import fnmatch
import functools
import typing as t

from .._api.errors import InputError, about
from .._objects.models import Application, Rule, Scenario, short_name_of
from .._plan.application import DesiredApplication
from .._plan.rule import DesiredRule

PRUNABLE = ("scenarios", "rules", "bindings", "applications")


@dataclasses.dataclass(frozen=True)
class DeclaredScenario:
    """A scenario of the manifest; without a text, the platform's is left alone.

    :arg application_name: its scope; none for Shared
    """

    name: str
    script: t.Optional[str] = None
    renamed_from: t.Optional[str] = None
    application_name: t.Optional[str] = None


@dataclasses.dataclass(frozen=True)
class DeclaredApplication:
    """An application of the manifest; without rules, those of the platform are left alone."""

    desired: DesiredApplication
    rules: t.Optional[t.Tuple[DesiredRule, ...]] = None


@dataclasses.dataclass(frozen=True)
class Selection:
    """What a partial deployment touches: objects whose names match one of the globs; without globs, everything."""

    scenarios: t.Optional[t.Tuple[str, ...]] = None
    rules: t.Optional[t.Tuple[str, ...]] = None

    @property
    def is_partial(self) -> bool:
        """Whether anything is left out."""
        return self.scenarios is not None or self.rules is not None

    def takes_scenario(self, name: str) -> bool:
        """Whether a scenario is touched."""
        return not self.is_partial or _matches(name, self.scenarios or ())

    def takes_rule(self, name: str) -> bool:
        """Whether a rule is touched."""
        return not self.is_partial or _matches(name, self.rules or ())


@dataclasses.dataclass(frozen=True)
class Prune:
    """What is removed because the manifest does not know it.

    :arg kinds: some of C(PRUNABLE)
    :arg pattern: a glob that the names of all victims match
    :arg limit: how many victims there may be
    """

    kinds: t.FrozenSet[str] = frozenset(("bindings",))
    pattern: str = "*"
    limit: int = 10

    def takes(self, kind: str, name: str) -> bool:
        """Whether an object that the manifest does not know is removed."""
        return kind in self.kinds and self.knows(name)

    def knows(self, name: str) -> bool:
        """Whether a name is one of those that the manifest speaks for."""
        return fnmatch.fnmatchcase(name, self.pattern)


@dataclasses.dataclass(frozen=True)
class DeclaredAccount:
    """What a repository declares."""

    scenarios: t.Tuple[DeclaredScenario, ...] = ()
    applications: t.Tuple[DeclaredApplication, ...] = ()
    selection: Selection = dataclasses.field(default_factory=Selection)
    prune: Prune = dataclasses.field(default_factory=Prune)

    def __post_init__(self) -> None:
        _refuse_ambiguous("scenarios", "scenarios", [(one.name, one.renamed_from) for one in self.scenarios])
        names = [(one.desired.short_name, one.desired.renamed_from) for one in self.applications]
        _refuse_ambiguous("applications", "applications", names)
        for application in self.applications:
            names = [(rule.rule_name or "", rule.renamed_from) for rule in application.rules or ()]
            _refuse_ambiguous(f"the rules of {application.desired.short_name}", "rules", names)
            self._refuse_foreign(application)

    def application(self, name: str) -> t.Optional[DeclaredApplication]:
        """The declared application of a name, short or in full."""
        short_name = short_name_of(name)
        return next((one for one in self.applications if one.desired.short_name == short_name), None)

    def _refuse_foreign(self, application: DeclaredApplication) -> None:
        """Refuse rules that run a scenario of another application, which the platform would refuse half-way."""
        homes = {one.name: one.application_name for one in self.scenarios if one.application_name is not None}
        names = (application.desired.short_name, application.desired.renamed_from)
        for rule in application.rules or ():
            for name in rule.scenarios or ():
                if name in homes and short_name_of(homes[name]) not in names:
                    with about("rule", f"{application.desired.short_name}/{rule.rule_name}"):
                        raise InputError(
                            f"It cannot run {name}, a scenario of the application {homes[name]}.", field="scenarios"
                        )


@dataclasses.dataclass(frozen=True)
class CurrentAccount:
    """What was read.

    :arg applications: all of them; with their rules where those matter
    :arg scenarios: all of them; with their application where that matters
    :arg scripts: the texts of those that are declared with one, by id
    :arg keys: the ids of rules with those of the declared keys that are bound to them
    """

    applications: t.Tuple[Application, ...] = ()
    scenarios: t.Tuple[Scenario, ...] = ()
    scripts: t.Mapping[int, str] = dataclasses.field(default_factory=dict)
    keys: t.FrozenSet[t.Tuple[int, str]] = frozenset()

    @functools.cached_property
    def _by_name(self) -> t.Mapping[str, Scenario]:
        return {scenario.scenario_name: scenario for scenario in self.scenarios}

    def scenario(self, name: t.Optional[str]) -> t.Optional[Scenario]:
        """The scenario of exactly this name."""
        return None if name is None else self._by_name.get(name)

    def has_key(self, rules: t.Iterable[Rule], desired: DesiredRule) -> bool:
        """Whether the wanted key is bound to the one of these rules that is meant."""
        names = (desired.rule_name, desired.renamed_from)
        return any((rule.rule_id, desired.bind_key_id) in self.keys for rule in rules if rule.rule_name in names)

    def application(self, *names: t.Optional[str]) -> t.Optional[Application]:
        """The first application that has one of these names."""
        for name in names:
            for one in self.applications:
                if name is not None and one.is_called(name):
                    return one
        return None


def _matches(name: str, globs: t.Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, glob) for glob in globs)


def _refuse_ambiguous(where: str, field: str, pairs: t.Sequence[t.Tuple[str, t.Optional[str]]]) -> None:
    """Refuse names that are declared twice, and former names that another object has or had too."""
    twice = _more_than_once([name for name, _former in pairs])
    if twice:
        raise InputError(f"{where}: {', '.join(twice)} is declared twice.", field=field)
    claims = [name for name, _former in pairs] + [
        former for name, former in pairs if former is not None and former != name
    ]
    contested = _more_than_once(claims)
    if contested:
        raise InputError(
            f"{where}: {', '.join(contested)} is the former name of one, and a name of another.",
            field=field,
            advice="Only one object can be what was called so: leave renamed_from out of the others.",
        )


def _more_than_once(names: t.Iterable[str]) -> t.List[str]:
    return sorted(name for name, count in collections.Counter(names).items() if count > 1)
