# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draw accounts and desired scenarios of every shape, for properties of planners."""

from __future__ import annotations

import typing as t

from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._plan.scenario import DesiredScenario

from .platform import Platform

NAMES = ("a", "b", "c", "B")
SCRIPTS = ("", "x", "y", "x\r\n", "\ufeffx\r\ny\n")
MOSTLY = st.sampled_from((True, True, True, False))
NORMALIZERS: tuple[t.Callable[[str], str], ...] = (
    str,
    lambda text: text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip(),
)


@st.composite
def accounts(draw: st.DrawFn) -> Platform:
    """Draw an account with two applications, some scenarios of any scope, and some rules that run some of them."""
    platform = Platform(draw(st.sampled_from(NORMALIZERS)))
    applications = [platform.add_application(name) for name in ("one", "two")]
    scopes = [None, *(application.application_id for application in applications)]
    for name in filter(lambda _name: draw(MOSTLY), draw(st.permutations(NAMES))):
        scope = draw(st.sampled_from(scopes))
        parent = scope is None and draw(st.integers(0, 9)) == 0
        platform.add_scenario(name, draw(st.sampled_from(SCRIPTS)), application_id=scope, parent=parent)
    for number in range(draw(st.sampled_from((3, 3, 2, 1, 0)))):
        application = draw(st.sampled_from(applications))
        usable = [row for row in platform.scenarios if row.application_id in (None, application.application_id)]
        bound = draw(st.permutations(usable))[: draw(st.integers(0, len(usable)))]
        row = platform.add_rule(f"rule{number}", application, *bound)
        row.rule_pattern_exclude = draw(st.sampled_from(("8", "9", "")))
        row.video_conference = draw(MOSTLY)
        row.key_ids.update(draw(st.sampled_from(((), ("key-1",), ("key-2",)))))
    platform.rules = draw(st.permutations(platform.rules))
    return platform


@st.composite
def desired_scenarios(draw: st.DrawFn, platform: Platform) -> DesiredScenario:
    """Draw what a task may desire of a scenario of an account."""
    ids = [row.scenario_id for row in platform.scenarios]
    scenario_id = draw(st.none() | st.sampled_from(ids)) if ids else None
    name = draw(st.sampled_from((*NAMES, "new", "new")))
    previous = [None, *(other for other in NAMES if other != name)]
    applications = [None, None, None, *(application.application_id for application in platform.applications)]
    return DesiredScenario(
        scenario_name=name if scenario_id is None else draw(st.sampled_from((None, name))),
        scenario_id=scenario_id,
        scenario_script=draw(st.none() | st.sampled_from(SCRIPTS)),
        renamed_from=None if scenario_id is not None else draw(st.sampled_from(previous)),
        application_id=draw(st.sampled_from(applications)),
        rewrite=draw(st.booleans()),
        present=draw(MOSTLY),
        force=draw(MOSTLY),
    )
