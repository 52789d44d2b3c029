# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of the modules that maps of an account are made of."""

from __future__ import annotations

import typing as t

Json = dict[str, t.Any]
TIME = "2026-11-20 10:00:00"


def scenario(number: int, name: str, text: str | None = None) -> Json:
    """Return a scenario; without a text, its script was not read."""
    script = {} if text is None else {"scenario_script": text}
    return {"scenario_id": number, "scenario_name": name, "modified": TIME, "parent": False, **script}


def rule(number: int, name: str, pattern: str, *scenarios: Json, exclude: str = "") -> Json:
    """Return a rule that runs scenarios."""
    return {
        "rule_id": number,
        "rule_name": name,
        "rule_pattern": pattern,
        "rule_pattern_exclude": exclude,
        "video_conference": False,
        "modified": TIME,
        "scenarios": [{key: scenario[key] for key in ("scenario_id", "scenario_name")} for scenario in scenarios],
    }


def application(number: int, name: str, *rules: Json, is_secure: bool = False) -> Json:
    """Return an application with its rules."""
    return {
        "application_id": number,
        "application_name": f"{name}.acme.voximplant.com",
        "secure_record_storage": is_secure,
        "modified": TIME,
        "rules": list(rules),
    }


def difference(kind: str, name: str, what: str, place: str = "") -> Json:
    """Return a difference of an object of an application."""
    return {"object": kind, "name": name, "application": place, "kind": what}
