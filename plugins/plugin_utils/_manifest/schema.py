# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON schema of a manifest, which the documentation publishes."""

from __future__ import annotations

import typing as t

Schema = t.Dict[str, t.Any]

_TEXT = {"type": "string"}
_FILLED = {"type": "string", "minLength": 1}
_FLAG = {"type": "boolean"}


def _mapping(description: str, required: t.Sequence[str], properties: t.Mapping[str, Schema]) -> Schema:
    """Describe a mapping with these keys and no others."""
    return {
        "description": description,
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": dict(properties),
    }


def _listing(description: str, items: Schema) -> Schema:
    return {"description": description, "type": "array", "items": items}


def _describe(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


_PROTECT = _describe("If true, the task fails instead of deleting the object.", _FLAG)

_SCENARIO = _mapping(
    "A scenario.",
    ["name"],
    {
        "name": _describe("Its name: 1 to 29 characters without a semicolon, after substitution.", _FILLED),
        "src": _describe(
            "The file with its script, relative to the manifest. Without it, the script is the file of this name in "
            "scenarios_dir. Without either, the scenario has to exist in the account, and its script is left alone.",
            _FILLED,
        ),
        "renamed_from": _describe("Its previous name.", _FILLED),
        "application_name": _describe("The application it belongs to. A scenario without one is Shared.", _FILLED),
        "protect": _PROTECT,
    },
)

_RULE = _mapping(
    "A rule.",
    ["name"],
    {
        "name": _describe("Its name: at most 99 characters, after substitution.", _FILLED),
        "renamed_from": _describe("Its previous name.", _FILLED),
        "pattern": _describe("The regular expression that a number or name has to match.", _FILLED),
        "pattern_exclude": _describe("The regular expression that a number or name must not match.", _TEXT),
        "video_conference": _describe("Whether its sessions are video conferences.", _FLAG),
        "bind_key_id": _describe("The ID or the name of the service account key its scenarios can use.", _FILLED),
        "scenarios": _listing("The scenarios it runs, in running order.", _FILLED),
        "protect": _PROTECT,
    },
)

_PHONE_NUMBER = _mapping(
    "A phone number of the account that is bound to the application. It is never bought or released.",
    ["number"],
    {
        "number": _describe("Its digits. A leading plus sign, spaces and hyphens are ignored.", _FILLED),
        "rule": _describe(
            "The rule it is bound to. Without one, it is bound to the application, and a rule that it has is kept.",
            _FILLED,
        ),
        "sms_enabled": _describe("Whether SMS is enabled for the number.", _FLAG),
        "incoming_sms_callback_url": _describe("The URL that the platform calls for incoming SMS.", _TEXT),
        "force": _describe("Bind it even if it is bound to an application that is not declared.", _FLAG),
    },
)

_SECRET: Schema = {
    **_mapping(
        "A secret: its name, or a dictionary. The value is given with the option secret_values of the task.",
        ["name"],
        {
            "name": _describe("Its name: at most 64 Latin letters, digits and underscores.", _FILLED),
            "renamed_from": _describe("Its previous name.", _FILLED),
            "description": _describe("Its description. Only the first 200 characters are sent.", _TEXT),
        },
    ),
    "type": ["string", "object"],
    "minLength": 1,
}

_USER = _mapping(
    "A user. The password of a new user is given with the option user_passwords of the task.",
    ["name"],
    {
        "name": _describe("Its name: 3 to 50 lower-case letters, digits, underscores and hyphens.", _FILLED),
        "renamed_from": _describe("Its previous name.", _FILLED),
        "display_name": _describe("The name that is shown to others.", _FILLED),
        "active": _describe("Whether the user can log in.", _FLAG),
        "parent_accounting": _describe("Whether calls are charged to the account, not to the user's balance.", _FLAG),
        "custom_data": _describe("Data that scenarios can read.", _TEXT),
    },
)

SECRET_KEYS = tuple(_SECRET["properties"])
USER_KEYS = tuple(_USER["properties"])

_APPLICATION = _mapping(
    "An application.",
    ["name"],
    {
        "name": _describe("Its name, short or in full.", _FILLED),
        "renamed_from": _describe("Its previous name.", _FILLED),
        "secure_record_storage": _describe("Whether call records and logs can only be read with credentials.", _FLAG),
        "rules": _listing("Its rules, in the order of their priority.", _RULE),
        "phone_numbers": _listing("The phone numbers bound to it.", _PHONE_NUMBER),
        "secrets": _listing("Its secrets, without their values.", _SECRET),
        "users": _listing("Its users, without their passwords.", _USER),
        "protect": _PROTECT,
    },
)

IGNORABLE = ("applications", "rules", "scenarios", "users", "secrets", "phone_numbers", "files")

_IGNORE = _mapping(
    "Objects of the account that belong to other projects, as lists of case-sensitive shell globs.",
    [],
    {
        "applications": _listing("Applications, with everything in them.", _FILLED),
        "rules": _listing("Rules, as application/rule.", _FILLED),
        "scenarios": _listing("Scenarios.", _FILLED),
        "users": _listing("Users, as application/user.", _FILLED),
        "secrets": _listing("Secrets, as application/secret.", _FILLED),
        "phone_numbers": _listing("Phone numbers, digits without a plus sign.", _FILLED),
        "files": _listing(
            "Files and directories below scenarios_dir: a name, or a path if the glob contains a slash.", _FILLED
        ),
    },
)

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Manifest of a Voximplant account",
    **_mapping(
        "The desired state of an account.",
        [],
        {
            "substitutions": {
                "description": "Literal tokens and their default values. A token with the value null must be set by "
                "the task.",
                "type": "object",
                "additionalProperties": {"type": ["string", "null"]},
            },
            "scenarios_dir": _describe(
                "A directory, relative to the manifest. Every *.js file below it is a scenario.", _FILLED
            ),
            "scenarios": _listing("The scenarios. They refine what scenarios_dir contains, or add to it.", _SCENARIO),
            "applications": _listing("The applications with their rules.", _APPLICATION),
            "ignore": _IGNORE,
        },
    ),
}
