# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Turns blocks of YAML into plays that run one after the other, each on an account that is prepared for it."""

from __future__ import annotations

import re
import typing as t

import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

if t.TYPE_CHECKING:
    import pathlib

    from blocks import Block

COLLECTION = "voximplant.platform"
MANIFEST = {"applications", "ignore", "scenarios", "scenarios_dir", "substitutions"}
VALUES = {"deploy_secret_values", "deploy_user_passwords"}
PROJECT_OF_VALUES = "agents"  # the guide to numbers, secrets and users declares there what they are for
Json = dict[str, t.Any]


class Unsafe(str):
    """A value that Ansible does not template."""

    TAG = "!unsafe"


yaml.SafeLoader.add_constructor(Unsafe.TAG, lambda loader, node: Unsafe(loader.construct_scalar(node)))
yaml.SafeDumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar(Unsafe.TAG, str(text)))

# The ids in the examples, and what has them here.
IDS = {
    1808186: "{{ hostvars.localhost.account.rules.inbound }}",
    1808190: "{{ hostvars.localhost.account.rules.conference }}",
    1134320: "{{ hostvars.localhost.account.scenarios.inbound }}",
    1134324: "{{ hostvars.localhost.account.scenarios.common }}",
    1134331: "{{ hostvars.localhost.account.scenarios.leftover }}",
}
# Variables that examples take for given.
GIVEN = {
    "child_account_ids": "{{ [hostvars.localhost.account.child] }}",
}
# What these tasks expect of the account, beside what they tell themselves.
NAMES = {
    "Create a scenario for one application and bind it to a rule": {"inbound": ""},
    "Delete a scenario that no rule runs": {"inbound": "inbound_2024"},
}


def plays_of(block: Block, folder: pathlib.Path, endpoint: Json) -> list[Json]:
    """The plays that run a block."""
    text = re.sub(r"/tmp/|/srv/www/", f"{folder}/", block.text)
    if "register: started" not in text:
        text = text.replace("{{ started.", "{{ hostvars.localhost.account.session.")
    if "voximplant.platform.emulator" not in text:
        text = text.replace("{{ emulator_control_url }}", endpoint["control_url"])
        text = text.replace("{{ emulator_control_token }}", endpoint["control_token"])
    content = _with_ids(yaml.safe_load(text))
    if isinstance(content, list) and "hosts" in content[0]:
        return [_prepare(block, content, folder, endpoint), *content]
    if isinstance(content, list):
        groups = [[task] for task in content] if block.page.startswith("plugins") else [content]
        trust = {"module_defaults": {f"group/{COLLECTION}.vox": {"ca_path": endpoint["ca_path"]}}}
        return [
            play
            for tasks in _joined(groups)
            for play in (_prepare(block, tasks, folder, endpoint), {**_play(_ending(tasks, endpoint)), **trust})
        ]
    return [_prepare(block, content, folder, endpoint), _play_of(block, content, folder)]


def _play_of(block: Block, content: Json, folder: pathlib.Path) -> Json:
    """The play that uses a block that is neither a play nor tasks."""
    if set(content) <= MANIFEST:
        return _play(_synchronise(block, content, folder))
    if set(content) == VALUES:
        return _deployment_with(content)
    if "injectors" in content:
        return _deployment_with(_injected(content))
    if "module_defaults" in content:
        return {**_play([{"name": "Use the defaults", f"{COLLECTION}.vox_rule_info": {}}]), **content}
    if "operations" in content:
        return _play(_compare(content["operations"]))
    raise AssertionError(f"{block}: nothing is known of what this is")


def _prepare(block: Block, content: object, folder: pathlib.Path, endpoint: Json) -> Json:
    """The play that prepares the account for a block."""
    arguments = {
        "endpoint": endpoint,
        "names": _names(content),
        "bound": ["common", "inbound", "leftover"] if "vox_scenario_order" in block.page else ["common"],
        "with_child": "child_account_ids" in block.text,
        "remove": str(folder / "voximplant"),
        "original": str(original_of(folder)),
        "project": str(folder),
    }
    task = {"name": str(block), "prepare": arguments, "register": "account"}
    return {"name": str(block), "hosts": "localhost", "gather_facts": False, "tasks": [task]}


def original_of(folder: pathlib.Path) -> pathlib.Path:
    """Return the directory that holds the project's files as they were before the first example."""
    return folder.parent / "original"


def _play(tasks: list[Json]) -> Json:
    """A play with tasks."""
    return {"name": "Example", "hosts": "localhost", "gather_facts": False, "vars": GIVEN, "tasks": tasks}


def _ending(tasks: list[Json], endpoint: Json) -> list[Json]:
    """Tasks, and before one that waits for a session that nobody ends, one that ends it as its script would."""
    *others, last = tasks
    waits = last.get(f"{COLLECTION}.vox_session_info", {}).get("wait") and others
    if not waits or any("command" in node for node in _nodes(others)):
        return tasks
    url = f"{endpoint['control_url']}/sessions/{{{{ started.call_session_history_id }}}}/finish"
    headers = {"Authorization": f"Bearer {endpoint['control_token']}"}
    arguments = {
        "url": url,
        "headers": headers,
        "method": "POST",
        "body_format": "json",
        "body": {},
        "use_proxy": False,
    }
    return [*others, {"name": "End the session", "ansible.builtin.uri": arguments}, last]


def _joined(groups: list[list[Json]]) -> list[list[Json]]:
    """The groups of tasks, a task that uses what another one has registered in the group of that one."""
    joined: list[list[Json]] = []
    for group in groups:
        known = [task["register"] for task in joined[-1] if "register" in task] if joined else []
        if any(_mentions(group, name) for name in known):
            joined[-1] += group
        else:
            joined.append(list(group))
    return joined


def _mentions(tasks: list[Json], variable: str) -> bool:
    return any(f"{variable}." in text for text in _texts(tasks))


def _synchronise(block: Block, content: Json, folder: pathlib.Path) -> list[Json]:
    """The tasks that bring the account to a manifest, and look whether that lasts."""
    name = block.file or f"{block}.yml".replace("/", "-").replace(":", "-")
    (folder / name).write_text(block.text, encoding="utf-8")
    tokens = content.get("substitutions", {})
    required = {token: "12025550100" for token, value in tokens.items() if value is None}
    arguments = {"manifest": name, "substitutions": required, **_withheld(content)}
    sync = {f"{COLLECTION}.vox_sync": arguments}
    return [
        {"name": "Look", **sync, "check_mode": True, "diff": True},
        {"name": "Synchronise", **sync, "register": "first"},
        {"name": "Synchronise again", **sync, "register": "again"},
        {"name": "Compare", "ansible.builtin.assert": {"that": ["first is changed", "again is not changed"]}},
    ]


def _withheld(content: Json) -> Json:
    """The values of the secrets and the passwords of the users that a manifest declares."""
    values = {
        "secret_values": ("secrets", "{{ vault_crm_key }}"),
        "user_passwords": ("users", "{{ vault_anna_password }}"),
    }
    return {
        option: {
            application["name"]: {_name_of(entry): value for entry in application[kind]}
            for application in content.get("applications", ())
            if kind in application
        }
        for option, (kind, value) in values.items()
    }


def _name_of(entry: str | Json) -> str:
    return entry if isinstance(entry, str) else str(entry["name"])


def _injected(credential_type: Json) -> Json:
    """The extra variables that AWX makes of a credential type, for a credential with a value in each field."""
    templates = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    fields = {field["id"]: f"Value-of-{field['id']}-1" for field in credential_type["inputs"]["fields"]}

    def render(node: t.Any) -> t.Any:
        if isinstance(node, dict):
            return {key: render(value) for key, value in node.items()}
        return Unsafe(templates.from_string(node).render(fields))

    rendered: Json = render(credential_type["injectors"]["extra_vars"])
    return rendered


def _deployment_with(variables: Json) -> Json:
    """The play that deploys with values and passwords, and looks whether that lasts."""
    given = {name.removeprefix("deploy_"): f"{{{{ {name} }}}}" for name in sorted(VALUES)}
    again = {f"{COLLECTION}.vox_sync": {"manifest": f"{PROJECT_OF_VALUES}/voximplant.yml", **given}}
    role = {"ansible.builtin.include_role": {"name": f"{COLLECTION}.deploy"}}
    tasks = [
        {"name": "Deploy with the values", **role, "vars": {"deploy_project_dir": PROJECT_OF_VALUES}},
        {"name": "Synchronise again", **again, "register": "again"},
        {
            "name": "Compare",
            "ansible.builtin.assert": {"that": ["again is not changed", "again.summary.unchanged == 4"]},
        },
    ]
    return {**_play(tasks), "vars": {**GIVEN, **variables}}


def _compare(operations: list[Json]) -> list[Json]:
    """The tasks that edit a scenario, and compare the operations with those that are shown."""
    edit = {"scenario_name": "inbound", "src": "scenarios/inbound.js"}
    return [
        {"name": "Edit", f"{COLLECTION}.vox_scenario": edit, "register": "edited"},
        {
            "name": "Compare",
            "ansible.builtin.assert": {"that": "edited.operations == shown"},
            "vars": {"shown": operations},
        },
    ]


def _names(content: object) -> dict[str, str]:
    """What objects have to be called before an example: what it renames has its old name."""
    names: dict[str, str] = {}
    for node in _nodes(content):
        names.update(NAMES.get(node.get("name", ""), {}))
        if "renamed_from" in node:
            keys = ("scenario_name", "rule_name", "name", "application_name")
            name = next(node[key] for key in keys if key in node)
            names[name] = "" if "application_name" in node and "src" in node else node["renamed_from"]
    return names


def _nodes(content: object) -> t.Iterator[Json]:
    if isinstance(content, dict):
        yield content
        content = list(content.values())
    if isinstance(content, list):
        for item in content:
            yield from _nodes(item)


def _texts(content: object) -> t.Iterator[str]:
    for node in _nodes(content):
        yield from (value for value in node.values() if isinstance(value, str))


def _with_ids(content: t.Any) -> t.Any:
    """Content with the ids of this account in place of those of the examples."""
    if isinstance(content, dict):
        return {key: _with_ids(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_with_ids(item) for item in content]
    return IDS.get(content, content)
