# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON schema of a manifest; the documentation publishes the same."""

from __future__ import annotations

import typing as t

from ...module_utils._plan.scenario import MAX_NAME_CHARACTERS

Schema = t.Dict[str, t.Any]

_TEXT = {"type": "string"}
_FILLED = {"type": "string", "minLength": 1}
_FLAG = {"type": "boolean"}


def _mapping(description: str, required: t.Sequence[str], properties: t.Mapping[str, Schema]) -> Schema:
    """A mapping of these keys and no other."""
    return {
        "description": description,
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": dict(properties),
    }


def _listing(description: str, items: Schema) -> Schema:
    return {"description": description, "type": "array", "items": items}


def _described(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


_SCENARIO = _mapping(
    "A scenario.",
    ["name"],
    {
        "name": _described(
            "Name of the scenario.",
            {"type": "string", "minLength": 1, "maxLength": MAX_NAME_CHARACTERS, "pattern": "^[^;]*$"},
        ),
        "src": _described(
            "Path to the script, relative to the manifest. Defaults to the file of that name in scenarios_dir.",
            _FILLED,
        ),
        "renamed_from": _described("Previous name.", _FILLED),
        "application_name": _described(
            "Application that the scenario belongs to. If not set, a new scenario is created as Shared.", _FILLED
        ),
    },
)

_RULE = _mapping(
    "A rule.",
    ["name"],
    {
        "name": _described("Name of the rule.", _FILLED),
        "renamed_from": _described("Previous name.", _FILLED),
        "pattern": _described("Regular expression for the numbers that the rule accepts.", _TEXT),
        "pattern_exclude": _described("Regular expression for the numbers that the rule does not accept.", _TEXT),
        "video_conference": _described("Whether the rule is for video conferences.", _FLAG),
        "bind_key_id": _described("ID of a service account key that the scenarios of the rule may use.", _FILLED),
        "scenarios": _listing("Names of the scenarios that the rule runs, in this order.", _FILLED),
    },
)

_APPLICATION = _mapping(
    "An application.",
    ["name"],
    {
        "name": _described("Short or full name of the application.", _FILLED),
        "renamed_from": _described("Previous name.", _FILLED),
        "secure_record_storage": _described("Whether call records and logs can only be read with credentials.", _FLAG),
        "rules": _listing("Rules in order of priority.", _RULE),
    },
)

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Manifest of a Voximplant account",
    **_mapping(
        "Desired state of an account.",
        [],
        {
            "scenarios": _listing("Scenarios, in addition to the files in scenarios_dir.", _SCENARIO),
            "applications": _listing("Applications with their rules.", _APPLICATION),
        },
    ),
}
