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
            "Its name.",
            {"type": "string", "minLength": 1, "maxLength": MAX_NAME_CHARACTERS, "pattern": "^[^;]*$"},
        ),
        "src": _described(
            "The file with its text, relative to the manifest. Without it, scenarios_dir has a file of its name.",
            _FILLED,
        ),
        "renamed_from": _described("The name that it may still have in the account.", _FILLED),
        "application_name": _described(
            "The application that it belongs to. Without it, a new scenario is Shared.", _FILLED
        ),
    },
)

_RULE = _mapping(
    "A rule.",
    ["name"],
    {
        "name": _described("Its name.", _FILLED),
        "renamed_from": _described("The name that it may still have in the account.", _FILLED),
        "pattern": _described("The regular expression that a number or a name must match.", _TEXT),
        "pattern_exclude": _described("The regular expression that it must not match.", _TEXT),
        "video_conference": _described("Whether its sessions are video conferences.", _FLAG),
        "bind_key_id": _described("The service account that its scenarios can act as.", _FILLED),
        "scenarios": _listing("The scenarios that it runs, in running order.", _FILLED),
    },
)

_APPLICATION = _mapping(
    "An application.",
    ["name"],
    {
        "name": _described("Its name, short or in full.", _FILLED),
        "renamed_from": _described("The name that it may still have in the account.", _FILLED),
        "secure_record_storage": _described(
            "Whether its recordings are stored so that only a login opens them.", _FLAG
        ),
        "rules": _listing("Its rules, in the order of their priority.", _RULE),
    },
)

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Manifest of a Voximplant account",
    **_mapping(
        "What an account is to hold.",
        [],
        {
            "scenarios": _listing("The scenarios; the files of scenarios_dir are added to them.", _SCENARIO),
            "applications": _listing("The applications with their rules.", _APPLICATION),
        },
    ),
}
