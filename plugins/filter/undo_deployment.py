# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds what takes an account back to what it was before a deployment. A pure function of what was read."""

from __future__ import annotations

import typing as t

from ..module_utils._objects.models import short_name_of

DOCUMENTATION = r"""
name: undo_deployment
short_description: What takes an account back to what it was before a deployment
version_added: 1.0.0
description:
  - Compares what was read before a deployment with what there is after it, and returns what has to be given to
    M(voximplant.platform.vox_sync), and what has to be deleted, to undo the deployment.
  - Only objects that the deployment itself has touched are looked at. Objects keep their ids, names are put back.
  - The role P(voximplant.platform.deploy#role) uses it.
positional: after, operations
options:
  _input:
    description:
      - What was read before. C(applications) with their rules and C(scenarios) are those that the info modules return,
        C(texts) the scenarios that were about to change, with their texts.
      - C(own) lists scenarios with their C(application_id), as far as they were about to be deleted.
    type: dict
    required: true
  after:
    description: What there is now, C(applications) with their rules and C(scenarios).
    type: dict
    required: true
  operations:
    description: What the deployment has done, as M(voximplant.platform.vox_sync) returns it.
    type: list
    elements: dict
    required: true
author:
  - Voximplant platform collection contributors (@voximplant)
"""

EXAMPLES = r"""
- name: Put texts, names, rules and orders back
  voximplant.platform.vox_sync:
    scenarios: "{{ undo.scenarios }}"
    applications: "{{ undo.applications }}"
  vars:
    undo: "{{ before | voximplant.platform.undo_deployment(after, deployed.operations) }}"
"""

RETURN = r"""
_value:
  description: What undoes the deployment.
  type: dict
  contains:
    scenarios:
      description: For the option of that name.
      type: list
      elements: dict
    applications:
      description: For the option of that name.
      type: list
      elements: dict
    new_rules:
      description: The rules that the deployment created, as they were read.
      type: list
      elements: dict
    new_scenarios:
      description: The scenarios that it created.
      type: list
      elements: dict
    new_applications:
      description: The applications that it created.
      type: list
      elements: dict
"""

Row = t.Dict[str, t.Any]
Names = t.Set[t.Tuple[str, str]]


def undo_deployment(before: Row, after: Row, operations: t.Sequence[Row]) -> t.Dict[str, t.List[Row]]:
    """What undoes a deployment; see the documentation of the filter."""
    touched = {(one["object"], one["name"]) for one in operations}
    created = {(one["object"], one["name"]) for one in operations if one["action"] == "create"}
    present = _by_id(after["applications"], "application_id")
    return {
        "scenarios": list(_scenarios(before, after, touched)),
        "applications": [
            _application(one, present.get(one["application_id"]))
            for one in before["applications"]
            if _is_touched(one, present.get(one["application_id"]), touched)
        ],
        "new_rules": _new("rule", _rules(before), _rules(after), created),
        "new_scenarios": _new("scenario", before["scenarios"], after["scenarios"], created),
        "new_applications": _new("application", before["applications"], after["applications"], created),
    }


def _scenarios(before: Row, after: Row, touched: Names) -> t.Iterator[Row]:
    """The texts and names that touched scenarios had."""
    present = _by_id(after["scenarios"], "scenario_id")
    applications = _by_id(before["applications"], "application_id")
    places = {one["scenario_id"]: applications[one["application_id"]] for one in before["own"]}
    for one in before["texts"]:
        scenario_id, name = one["scenario_id"], one["scenario_name"]
        now = present[scenario_id]["scenario_name"] if scenario_id in present else None
        if not touched & {("scenario", name), ("scenario", now or name)}:
            continue
        entry = {"name": name, "script": one["scenario_script"], **_renamed(name, now)}
        if now is None and scenario_id in places:
            entry["application_name"] = _short_name(places[scenario_id])
        yield entry


def _application(was: Row, now: t.Optional[Row]) -> Row:
    """An application with all rules that it had."""
    present = _by_id([] if now is None else now["rules"], "rule_id")
    entry: Row = {
        "name": _short_name(was),
        **_renamed(_short_name(was), None if now is None else _short_name(now)),
        "rules": [_rule(rule, present.get(rule["rule_id"])) for rule in was["rules"]],
    }
    if now is None or now["secure_record_storage"] != was["secure_record_storage"]:
        entry["secure_record_storage"] = was["secure_record_storage"]
    return entry


def _rule(was: Row, now: t.Optional[Row]) -> Row:
    return {
        "name": was["rule_name"],
        **_renamed(was["rule_name"], None if now is None else now["rule_name"]),
        "pattern": was["rule_pattern"],
        "pattern_exclude": was["rule_pattern_exclude"],
        "video_conference": was["video_conference"],
        "scenarios": [scenario["scenario_name"] for scenario in was["scenarios"]],
    }


def _is_touched(was: Row, now: t.Optional[Row], touched: Names) -> bool:
    """Whether the deployment did anything to an application or its rules."""
    states = [was] if now is None else [was, now]
    names = {("application", _short_name(state)) for state in states}
    names |= {("rule", rule["rule_name"]) for state in states for rule in state["rules"]}
    return bool(names & touched)


def _new(kind: str, before: t.Iterable[Row], after: t.Iterable[Row], created: Names) -> t.List[Row]:
    """The objects that were not there before, as far as the deployment created them."""
    known = {one[f"{kind}_id"] for one in before}
    return [one for one in after if one[f"{kind}_id"] not in known and (kind, _name(kind, one)) in created]


def _name(kind: str, row: Row) -> str:
    return _short_name(row) if kind == "application" else row[f"{kind}_name"]


def _renamed(name: str, now: t.Optional[str]) -> Row:
    """Where an object is found that has another name now."""
    return {} if now in (None, name) else {"renamed_from": now}


def _rules(account: Row) -> t.List[Row]:
    return [rule for application in account["applications"] for rule in application["rules"]]


def _by_id(rows: t.Iterable[Row], key: str) -> t.Dict[int, Row]:
    return {row[key]: row for row in rows}


def _short_name(application: Row) -> str:
    return short_name_of(application["application_name"])


class FilterModule:
    """Gives Ansible the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        """The filters by their names."""
        return {"undo_deployment": undo_deployment}
