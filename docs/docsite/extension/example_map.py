# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The map of an account: what the filter `account_map` makes of the demo's project and an account that has drifted."""

from __future__ import annotations

import os
import pathlib
import sys
import typing as t

import yaml

from extension.collection import ROOT

if t.TYPE_CHECKING:
    from sphinx.application import Sphinx

EXAMPLES = ROOT / "docs" / "examples"
TIME = "2026-11-20 10:00:00"
# The scenario that somebody has edited in the control panel: its name, and a line of the project and of the account.
EDITED = "shared_hours"
LINE = 'const SHORT = ["08:00", "18:00"];', 'const SHORT = ["08:00", "17:00"];'
Json = dict[str, t.Any]


def write_map(app: Sphinx, failure: Exception | None) -> None:
    """Write the page of the map next to the pages of the site."""
    if failure is not None:
        return
    sys.path[:0] = os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(os.pathsep)
    from ansible_collections.voximplant.platform.plugins.filter.account_map import account_map

    applications, scenarios, phone_numbers = example_account()
    drift, diff = edit(scenarios)
    page = account_map(
        applications,
        scenarios,
        drift,
        "The account of the demo",
        diff=diff,
        phone_numbers=phone_numbers,
        environment="production",
        time=TIME,
    )
    (pathlib.Path(app.outdir) / "example_map.html").write_text(page, encoding="utf-8")


def example_account() -> tuple[list[Json], list[Json], list[Json]]:
    """Return what the modules would return of the demo's account: applications with rules, scenarios, phone numbers."""
    manifest = yaml.safe_load((EXAMPLES / "voximplant.yml").read_text(encoding="utf-8"))
    scenarios: list[Json] = [
        {
            "scenario_id": 1134320 + number,
            "scenario_name": path.stem,
            "modified": TIME,
            "parent": False,
            "scenario_script": path.read_text(encoding="utf-8"),
        }
        for number, path in enumerate(sorted((EXAMPLES / "scenarios").glob("*.js")))
    ]
    ids = {scenario["scenario_name"]: scenario["scenario_id"] for scenario in scenarios}
    applications = [
        {
            "application_id": 11107200 + number,
            "application_name": f"{application['name']}.example.voximplant.com",
            "secure_record_storage": True,
            "modified": TIME,
            "rules": [_rule(1808180 + place, rule, ids) for place, rule in enumerate(application["rules"])],
        }
        for number, application in enumerate(manifest["applications"])
    ]
    phone_numbers = [
        {"phone_number": number["number"], "application_id": application["application_id"], "rule_id": None}
        for application, declared in zip(applications, manifest["applications"], strict=True)
        for number in declared["phone_numbers"]
    ]
    return applications, scenarios, phone_numbers


def edit(scenarios: list[Json]) -> tuple[list[Json], list[Json]]:
    """Edit a scenario of the account, and return what vox_sync then returns: the drift, and the diff."""
    (edited,) = (scenario for scenario in scenarios if scenario["scenario_name"] == EDITED)
    declared, (wanted, found) = edited["scenario_script"], LINE
    edited["scenario_script"] = declared.replace(wanted, found)
    header = f"scenario {EDITED} (id {edited['scenario_id']})"
    lines = f"{len(declared.splitlines())} lines"
    drift = {"object": "scenario", "name": EDITED, "application": "", "kind": "changed", "modified": TIME}
    return (
        [{**drift, "before": {"script": lines}, "after": {"script": f"{lines} (+1 -1)"}}],
        [{"before_header": header, "after_header": header, "before": edited["scenario_script"], "after": declared}],
    )


def _rule(number: int, rule: Json, ids: dict[str, int]) -> Json:
    return {
        "rule_id": number,
        "rule_name": rule["name"],
        "rule_pattern": rule["pattern"],
        "rule_pattern_exclude": rule.get("pattern_exclude", ""),
        "video_conference": rule.get("video_conference", False),
        "modified": TIME,
        "scenarios": [{"scenario_id": ids[name], "scenario_name": name} for name in rule["scenarios"]],
    }


def setup(app: Sphinx) -> None:
    """Register the function above."""
    app.connect("build-finished", write_map)
