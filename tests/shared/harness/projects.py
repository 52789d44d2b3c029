# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts of every shape, and projects that change them in every way: strategies of hypothesis."""

from __future__ import annotations

import dataclasses
import typing as t

from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import (
    PRUNABLE,
    DesiredAccount,
    Prune,
)
from ansible_collections.voximplant.platform.plugins.module_utils._plan.application import DesiredApplication
from ansible_collections.voximplant.platform.plugins.module_utils._plan.bindings import DesiredBindings
from ansible_collections.voximplant.platform.plugins.module_utils._plan.rule import DesiredRule
from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

API_KEY = "@api_key@"  # stands for the account's own key
SCRIPTS = (
    "",
    "x",
    "// a\r\n// b\r\n",
    "// a\n// b",  # what a normalizing platform would make of it
    "\ufeff// with a mark\n",
    "// blanks at the end  \n \t\n",
    "// Grüße, 日本語 🙂\n",
    f"// {API_KEY}\n",
    "// ********\n",
)
SCENARIOS = ("common", "menu", "Menu2", "pay", "über")
APPLICATIONS = ("sales", "support")
RULES = ("inbound", "night", "video")
PATTERNS = (".*", "1.*", "[0-9]+")


@dataclasses.dataclass(frozen=True)
class ScenarioSeed:
    """A scenario of an account; one without an application is Shared."""

    name: str
    script: str
    application: str | None = None


@dataclasses.dataclass(frozen=True)
class RuleSeed:
    """A rule with its scenarios in running order."""

    name: str
    pattern: str
    pattern_exclude: str
    video_conference: bool
    scenarios: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class ApplicationSeed:
    """An application with its rules in order."""

    name: str
    secure_record_storage: bool
    rules: tuple[RuleSeed, ...]


@dataclasses.dataclass(frozen=True)
class Project:
    """An account, and what a project declares for it."""

    scenarios: tuple[ScenarioSeed, ...]
    applications: tuple[ApplicationSeed, ...]
    desired: DesiredAccount
    switches: tuple[tuple[str, str], ...] = ()

    def fill(self, emulator: Emulator) -> DesiredAccount:
        """Make the account, and return what is declared for it."""
        emulator.reset()
        emulator.set_switches(**dict(self.switches))
        ids: dict[str, int] = {}
        for application in self.applications:
            secure = application.secure_record_storage
            added = emulator.call(
                "AddApplication", application_name=application.name, secure_record_storage=secure or None
            )
            ids[application.name] = added["application_id"]
        scenario_ids = {}
        for scenario in self.scenarios:
            scope = ids[scenario.application] if scenario.application else None
            script = scenario.script.replace(API_KEY, emulator.api_key)
            added = emulator.call(
                "AddScenario", scenario_name=scenario.name, scenario_script=script or None, application_id=scope
            )
            scenario_ids[scenario.name] = added["scenario_id"]
        for application in self.applications:
            for rule in application.rules:
                emulator.call(
                    "AddRule",
                    application_id=ids[application.name],
                    rule_name=rule.name,
                    rule_pattern=rule.pattern,
                    rule_pattern_exclude=rule.pattern_exclude or None,
                    video_conference=rule.video_conference or None,
                    scenario_id=[scenario_ids[name] for name in rule.scenarios] or None,
                )
        scenarios = tuple(
            dataclasses.replace(
                scenario,
                scenario_script=scenario.scenario_script
                and scenario.scenario_script.replace(API_KEY, emulator.api_key),
            )
            for scenario in self.desired.scenarios
        )
        return dataclasses.replace(self.desired, scenarios=scenarios)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Draw an account and a project that may rename, change, create, delete, bind and order anything in it."""
    applications = draw(_subset(APPLICATIONS, 1))
    scenarios = tuple(
        ScenarioSeed(name, draw(st.sampled_from(SCRIPTS)), draw(st.sampled_from((None, *applications))))
        for name in draw(_subset(SCENARIOS, 2))
    )
    seeds = tuple(_draw_application(draw, name, scenarios) for name in applications)
    prunes = draw(st.sampled_from((True, True, False)))
    desired = _Changes(draw, scenarios, seeds, prunes).desired()
    switches = (
        ("normalize", draw(st.sampled_from(("none", "none", "all")))),
        ("name_case", draw(st.sampled_from(("sensitive", "insensitive")))),
        ("rebind", draw(st.sampled_from(("noop", "error")))),
        ("delete_bound", draw(st.sampled_from(("auto_unbind", "error")))),
        ("reorder_partial", draw(st.sampled_from(("listed_first", "error")))),
        ("set_noop_bumps_modified", draw(st.sampled_from(("true", "false")))),
    )
    return Project(scenarios, seeds, desired, switches)


def _subset(names: t.Sequence[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    """Draw some names in any order, rather many than few."""
    whole = st.permutations(names)
    return whole | st.lists(st.sampled_from(names), unique=True, min_size=least)


def _draw_application(draw: st.DrawFn, name: str, scenarios: t.Sequence[ScenarioSeed]) -> ApplicationSeed:
    usable = [scenario.name for scenario in scenarios if scenario.application in (None, name)]
    rules = tuple(
        RuleSeed(
            rule,
            draw(st.sampled_from(PATTERNS)),
            draw(st.sampled_from(("", "9"))),
            draw(st.booleans()),
            tuple(draw(_subset(usable))) if usable else (),
        )
        for rule in draw(_subset(RULES))
    )
    return ApplicationSeed(name, draw(st.booleans()), rules)


class _Changes:
    """Derives what is declared from what there is."""

    def __init__(
        self,
        draw: st.DrawFn,
        scenarios: t.Sequence[ScenarioSeed],
        applications: t.Sequence[ApplicationSeed],
        prunes: bool,
    ) -> None:
        self._draw = draw
        self._scenarios = scenarios
        self._applications = applications
        self._prunes = prunes

    def desired(self) -> DesiredAccount:
        """Return the whole declaration."""
        fates = ("keep", "change", "rename", "drop")
        application_fates = {seed: self._draw(st.sampled_from(fates)) for seed in self._applications}
        names = {
            seed.name: f"{seed.name}-2" if fate == "rename" else seed.name
            for seed, fate in application_fates.items()
            if fate != "drop"
        }
        new = self._draw(_subset(("fresh", "other")))
        declared = [*names.values(), *new]
        scenarios = [found for seed in self._scenarios for found in self._scenario(seed, names)]
        scenarios += [
            DesiredScenario(
                scenario_name=name,
                scenario_script=self._draw(st.sampled_from(SCRIPTS)),
                application_name=self._draw(st.sampled_from((None, *declared))),
            )
            for name in self._draw(_subset(("new", "neu€")))
        ]
        applications = [
            self._application(seed, fate, names[seed.name], scenarios)
            for seed, fate in application_fates.items()
            if fate != "drop"
        ]
        applications += [
            DesiredApplication(
                application_name=name,
                secure_record_storage=self._draw(st.sampled_from((None, True))),
                rules=tuple(self._new_rules(RULES, name, scenarios)),
            )
            for name in new
        ]
        kinds = frozenset(PRUNABLE) if self._prunes else frozenset(("bindings",))
        return DesiredAccount(tuple(scenarios), tuple(applications), prune=Prune(kinds, "*", 1000))

    def _scenario(self, seed: ScenarioSeed, names: t.Mapping[str, str]) -> t.Iterator[DesiredScenario]:
        fate = self._draw(st.sampled_from(("keep", "unread", "change", "rename", "rename unread", "drop")))
        if fate == "drop" or (seed.application is not None and seed.application not in names):
            return
        script: str | None = seed.script
        if "unread" in fate:
            script = None
        elif fate != "keep":
            script = self._draw(st.sampled_from(SCRIPTS))
        is_renamed = fate.startswith("rename")
        yield DesiredScenario(
            scenario_name=f"{seed.name}_2" if is_renamed else seed.name,
            renamed_from=seed.name if is_renamed else None,
            scenario_script=script,
            application_name=None if seed.application is None else names[seed.application],
        )

    def _application(
        self, seed: ApplicationSeed, fate: str, name: str, scenarios: t.Sequence[DesiredScenario]
    ) -> DesiredApplication:
        rules = [found for rule in seed.rules for found in self._rule(rule, name, scenarios)]
        rules += self._new_rules(("extra", "late"), name, scenarios)
        secure = seed.secure_record_storage
        return DesiredApplication(
            application_name=name,
            renamed_from=seed.name if fate == "rename" else None,
            secure_record_storage=not secure if fate == "change" else self._draw(st.sampled_from((None, secure))),
            rules=None if self._draw(st.integers(0, 5)) == 0 else tuple(self._draw(st.permutations(rules))),
        )

    def _rule(
        self, seed: RuleSeed, application: str, scenarios: t.Sequence[DesiredScenario]
    ) -> t.Iterator[DesiredRule]:
        fate = self._draw(st.sampled_from(("keep", "change", "bind", "rename", "drop")))
        if fate == "drop":
            return
        changes = fate in ("change", "rename")
        yield DesiredRule(
            rule_name=f"{seed.name} 2" if fate == "rename" else seed.name,
            renamed_from=seed.name if fate == "rename" else None,
            rule_pattern=self._draw(st.sampled_from(PATTERNS)) if changes else seed.pattern,
            rule_pattern_exclude=self._draw(st.sampled_from((None, "", "8"))) if changes else None,
            video_conference=self._draw(st.sampled_from((None, True, False))) if changes else None,
            bindings=None if fate == "keep" else self._bindings(application, scenarios),
        )

    def _new_rules(
        self, names: t.Sequence[str], application: str, scenarios: t.Sequence[DesiredScenario]
    ) -> list[DesiredRule]:
        return [
            DesiredRule(
                rule_name=name,
                rule_pattern=self._draw(st.sampled_from(PATTERNS)),
                bindings=self._bindings(application, scenarios),
            )
            for name in self._draw(_subset(names))
        ]

    def _bindings(self, application: str, scenarios: t.Sequence[DesiredScenario]) -> DesiredBindings | None:
        usable = [found.name for found in scenarios if found.application_name in (None, application)]
        names = tuple(self._draw(_subset(usable))) if usable else ()
        return DesiredBindings(names, ordered=True, unbind_pattern="*") if self._draw(st.integers(0, 4)) else None
