#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bring a whole account to what a repository declares."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_sync
short_description: Bring a whole account to what a repository declares
version_added: 1.0.0
description:
  - Compare applications, rules and scenarios of a Voximplant account with a manifest, show the difference, and put it
    right.
  - Each kind is listed once, and the texts of declared scenarios are read side by side. Only what differs is written,
    applications first, then scenarios, rules, bindings and orders, and deletions last.
  - Just before the first write, the scenarios are listed once more. If one that is about to be changed was modified
    since it was read, the task stops.
  - Without O(cache_file), nothing is remembered between runs. After a failure, running the task again finishes the job.
  - Runs on the controller.
extends_documentation_fragment:
  - voximplant.platform.connection
  - voximplant.platform.attributes
  - voximplant.platform.attributes.STATE
  - voximplant.platform.attributes.GROUP
options:
  manifest:
    description:
      - A YAML file on the controller that declares the account. It is looked for like the C(src) of
        M(ansible.builtin.copy).
      - Excludes O(scenarios) and O(applications), which are its keys.
    type: path
  scenarios_dir:
    description:
      - A folder on the controller. Every C(*.js) below it is a scenario, called like the file without
        C(.voxengine.js) or C(.js).
      - A declared scenario without a text takes it from the file of its name.
    type: path
  scenarios:
    description: The declared scenarios.
    type: list
    elements: dict
    suboptions:
      name:
        description: The scenario's name.
        type: str
        required: true
      src:
        description: A file with the text, UTF-8, on the controller.
        type: path
      script:
        description: The text.
        type: str
      renamed_from:
        description: The name that it may still have.
        type: str
      application_name:
        description: The application that it belongs to. Without one, a new scenario is Shared.
        type: str
  applications:
    description: The declared applications.
    type: list
    elements: dict
    suboptions:
      name:
        description: The application's name, short or in full.
        type: str
        required: true
      renamed_from:
        description: The name that it may still have.
        type: str
      secure_record_storage:
        description: Whether records and logs can be read only with credentials. Left as it is if not given.
        type: bool
      rules:
        description:
          - The rules in the order of their priority. Others stay behind them in the order that they have.
          - Without it, the application's rules are left alone.
        type: list
        elements: dict
        suboptions:
          name:
            description: The rule's name.
            type: str
            required: true
          renamed_from:
            description: The name that it may still have.
            type: str
          pattern:
            description: A regular expression for the numbers that the rule takes. Required for a new rule.
            type: str
          pattern_exclude:
            description: A regular expression for the numbers that it does not take. An empty text removes it.
            type: str
          video_conference:
            description: Whether it runs conferences.
            type: bool
          bind_key_id:
            description: The id of a service account's key that its scenarios may use.
            type: str
          scenarios:
            description: The names of the scenarios that it runs, in running order. Without it, they are left alone.
            type: list
            elements: str
  only_scenarios:
    description:
      - Shell globs. Only scenarios with matching names are touched.
      - With this or O(only_rules), nothing is touched that neither of them selects, and rules keep their order.
    type: list
    elements: str
  only_rules:
    description: Shell globs. Only rules with matching names are touched.
    type: list
    elements: str
  prune:
    description:
      - What is removed if the manifest does not know it.
      - With V(bindings), the list of a declared rule is exact. With V(rules), declared applications have no other
        rules. With V(rules) and V(applications), an undeclared application goes together with its rules, if all of
        them have names that match O(prune_pattern).
      - A scenario that a rule outside of the manifest runs is never deleted, nor is one that a declared rule lists.
    type: list
    elements: str
    choices: [scenarios, rules, bindings, applications]
    default: [bindings]
  prune_pattern:
    description: A shell glob. Only what has a matching name is removed, or reported as unmanaged.
    type: str
    default: "*"
  prune_limit:
    description: If more than that would be removed, the task fails before it writes anything. V(0) allows nothing.
    type: int
    default: 10
  substitutions:
    description:
      - Literal tokens and the values that stand in their place in every text. A token that occurs in no text is an
        error.
    type: dict
  on_drift:
    description:
      - What to do about differences. With V(report), nothing is written and the task is not changed. With V(fail), it
        fails if there is any.
    type: str
    choices: [fix, report, fail]
    default: fix
  workers:
    description: How many calls are made at a time.
    type: int
    default: 8
  cache_file:
    description:
      - A file on the controller in which the task remembers the hashes of texts that it has read. A scenario that has
        not changed since is not read again, so an account without a change costs its listings alone.
      - What is remembered counts only if the platform reports the same time of the last change, and if that time was
        more than two seconds past when the text was read. A file that is missing, damaged, or of another account is
        ignored and written anew. A task without it has the same result.
      - Not written in check mode. Use one file for each account, in a place that only you can write to.
    type: path
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_export
  - module: voximplant.platform.vox_scenario
"""

EXAMPLES = r"""
- name: Deploy what the repository declares
  voximplant.platform.vox_sync:
    manifest: voximplant.yml

- name: Report what was edited in the control panel
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
    on_drift: report
  register: account

- name: Deploy two scenarios and nothing else
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
    only_scenarios: [inbound, common]

- name: Deploy a folder, and delete old scenarios of this team
  voximplant.platform.vox_sync:
    scenarios_dir: scenarios
    prune: [scenarios]
    prune_pattern: "support_*"
"""

RETURN = r"""
summary:
  description: How many objects are created, and so on; for V(bound) and V(unbound), how many scenarios on rules.
  returned: success
  type: dict
  contains:
    created:
      description: New objects.
      type: int
    updated:
      description: Objects with other attributes or texts.
      type: int
    renamed:
      description: Objects with another name.
      type: int
    bound:
      description: Scenarios that rules run now.
      type: int
    unbound:
      description: Scenarios that rules do not run any more.
      type: int
    reordered:
      description: Rules and applications with another order.
      type: int
    deleted:
      description: Objects that were removed.
      type: int
    unchanged:
      description: Declared objects that were right already.
      type: int
drift:
  description: How the account differed from what is declared.
  returned: success, and when O(on_drift=fail) finds any
  type: list
  elements: dict
  contains:
    object:
      description: V(application), V(rule) or V(scenario).
      type: str
    name:
      description: Its name.
      type: str
    application:
      description: The application that a rule is in. Empty for others.
      type: str
    kind:
      description: V(missing), V(changed), V(renamed), V(unmanaged), V(order) or V(binding).
      type: str
  sample:
    - object: scenario
      name: inbound
      application: ""
      kind: changed
operations:
  description: The writing API calls, in their order; in check mode, those that would be made.
  returned: always, except when the options are wrong
  type: list
  elements: dict
  contains:
    action:
      description: What it does, V(create), V(update), V(rename), V(delete), V(bind), V(unbind), V(reorder).
      type: str
    object:
      description: What it does it to, V(application), V(rule) or V(scenario).
      type: str
    name:
      description: The object's name.
      type: str
    method:
      description: The API method.
      type: str
  sample:
    - action: update
      object: scenario
      name: inbound
      method: SetScenarioInfo
not_reached:
  description: The writing API calls that were planned, and not begun because of the failure. Each is described as
    in RV(operations).
  returned: on failure, except when the options are wrong
  type: list
  elements: dict
ambiguous:
  description: "Whether it is unknown if a call that changes something was executed: its answer was lost."
  returned: on failure, except when the options are wrong
  type: bool
error:
  description: What went wrong.
  returned: on failure, except when the options are wrong
  type: dict
  contains:
    method:
      description: The API method.
      type: str
    code:
      description: The platform's error code. Null if it gave none.
      type: int
    http_status:
      description: The HTTP status, if that is what went wrong. Null otherwise.
      type: int
    object:
      description: The kind of object that the failure is about.
      type: str
    name:
      description: The name of the object that the failure is about.
      type: str
    field:
      description: The option or parameter that is at fault, if it is known.
      type: str
"""

import dataclasses
import functools
import typing as t

from ..module_utils._account.desired import PRUNABLE, DeclaredAccount, Prune, Selection
from ..module_utils._account.options import declared_applications, declared_scenarios
from ..module_utils._account.plan import AccountState, plan_account
from ..module_utils._account.read_current import gather_account
from ..module_utils._account.verify import check_unmodified, confirm_account
from ..module_utils._api.errors import ConflictError, InputError
from ..module_utils._apply.task import Flow
from ..module_utils._apply.writes import execute
from ..module_utils._module.runner import Arguments, Connection, Params, run_state
from ..module_utils._objects.concurrency import WORKERS, Progress, tell_nobody
from ..module_utils._plan.operations import Plan

if t.TYPE_CHECKING:
    from ..module_utils._account.cache import TextCache


def begin(params: Params, connection: Connection) -> Flow[AccountState]:
    """Check the options, and make the flow."""
    if params["workers"] < 1:
        raise InputError("workers is not a positive number.", field="workers")
    if params["manifest"] is not None or params["scenarios_dir"] is not None:
        raise InputError("manifest and scenarios_dir were not read: they are on the controller.", field="manifest")
    scenarios, warnings = declared_scenarios(params["scenarios"] or (), params["substitutions"] or {})
    declared = DeclaredAccount(
        scenarios,
        declared_applications(params["applications"] or ()),
        Selection(globs(params["only_scenarios"]), globs(params["only_rules"])),
        Prune(frozenset(params["prune"]), params["prune_pattern"], params["prune_limit"]),
    )
    client = connection.client()
    cache = None if params["cache_file"] is None else recalled(params["cache_file"], client.account)

    def plan() -> Plan[AccountState]:
        current = gather_account(client, declared, params["workers"], cache, connection.progress)
        planned = plan_account(current, declared)
        return judged(dataclasses.replace(planned, warnings=(*warnings, *planned.warnings)), params["on_drift"])

    def remember(plan: Plan[AccountState]) -> None:
        try:
            if cache is not None:
                cache.save(plan.before.modified)
        except OSError as error:
            connection.warn(f"cache_file {params['cache_file']} cannot be written: {error.strerror}.")

    return Flow(
        plan,
        functools.partial(execute, client),
        functools.partial(confirm_account, client),
        functools.partial(check_unmodified, client),
        params["workers"],
        remember,
        connection.progress,
    )


def recalled(path: str, account: str) -> TextCache:
    """What is remembered of an account's texts."""
    from ..module_utils._account.cache import TextCache

    return TextCache(path, account)


def judged(plan: Plan[AccountState], on_drift: str) -> Plan[AccountState]:
    """The plan, if differences are to be put right; one that writes nothing, if they are only reported."""
    drift = plan.after.as_result()["drift"]
    if on_drift == "fail" and drift:
        named = ", ".join(f"{one['object']} {one['name']} ({one['kind']})" for one in drift)
        error = ConflictError(f"The account differs from what is declared: {named}.", field="on_drift")
        error.result = {"drift": drift}
        raise error
    return dataclasses.replace(plan, operations=()) if on_drift == "report" else plan


def globs(patterns: t.Optional[t.Sequence[str]]) -> t.Optional[t.Tuple[str, ...]]:
    """Globs as given, or none."""
    return None if patterns is None else tuple(patterns)


def main(progress: Progress = tell_nobody) -> None:
    """Run the module.

    :arg progress: is told how far it is
    """
    rule = {
        "name": {"type": "str", "required": True},
        "renamed_from": {"type": "str"},
        "pattern": {"type": "str"},
        "pattern_exclude": {"type": "str"},
        "video_conference": {"type": "bool"},
        "bind_key_id": {"type": "str", "no_log": False},
        "scenarios": {"type": "list", "elements": "str"},
    }
    application = {
        "name": {"type": "str", "required": True},
        "renamed_from": {"type": "str"},
        "secure_record_storage": {"type": "bool"},
        "rules": {"type": "list", "elements": "dict", "options": rule},
    }
    scenario = {
        "name": {"type": "str", "required": True},
        "src": {"type": "path"},
        "script": {"type": "str"},
        "renamed_from": {"type": "str"},
        "application_name": {"type": "str"},
    }
    arguments = Arguments(
        options={
            "manifest": {"type": "path"},
            "scenarios_dir": {"type": "path"},
            "scenarios": {"type": "list", "elements": "dict", "options": scenario},
            "applications": {"type": "list", "elements": "dict", "options": application},
            "only_scenarios": {"type": "list", "elements": "str"},
            "only_rules": {"type": "list", "elements": "str"},
            "prune": {"type": "list", "elements": "str", "choices": list(PRUNABLE), "default": ["bindings"]},
            "prune_pattern": {"type": "str", "default": "*"},
            "prune_limit": {"type": "int", "default": 10},
            "substitutions": {"type": "dict"},
            "on_drift": {"type": "str", "choices": ["fix", "report", "fail"], "default": "fix"},
            "workers": {"type": "int", "default": WORKERS},
            "cache_file": {"type": "path"},
        },
        exclusive=[("manifest", "scenarios"), ("manifest", "applications")],
    )
    run_state(arguments, begin, progress)


if __name__ == "__main__":
    main()
