# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Turn the options of vox_sync into the desired account."""

from __future__ import annotations

import typing as t

from .._api.errors import InputError, error_context
from .._objects.models import short_name_of
from .._objects.names import is_same_name
from .._objects.phone_numbers import digits_of
from .._plan.application import DesiredApplication
from .._plan.operations import qualified_name_of
from .._plan.phone_number import DesiredPhoneNumber
from .._plan.rule import DesiredRule
from .._plan.scenario import DesiredScenario
from .._plan.secret import DesiredSecret
from .._plan.user import DesiredUser
from .desired import DesiredAccount, Ignore, Prune, Selection
from .withheld import NOTHING, Withheld

T = t.TypeVar("T")
Entry = t.Mapping[str, t.Any]
_CONTROLLER_OPTIONS = ("manifest", "scenarios_dir", "src_roots", "substitutions", "validate")


def desired_account(params: t.Mapping[str, t.Any], withheld: Withheld = NOTHING) -> DesiredAccount:
    """Return the desired account of a task; its tokens were expanded on the controller.

    :arg withheld: what the task gives in addition to these parameters
    :raises InputError: if an entry is invalid
    """
    for option in (*_CONTROLLER_OPTIONS, "secret_values", "user_passwords"):
        if params[option]:
            raise InputError(f"{option} was not read: this module runs on the controller.", field=option)
    scenarios, applications = params["scenarios"] or (), params["applications"] or ()
    return DesiredAccount(
        tuple(map(_desired_scenario, scenarios)),
        tuple(_desired_application(entry, withheld) for entry in applications),
        Selection(_globs(params, "only_scenarios"), _globs(params, "only_rules")),
        Prune(frozenset(params["prune"]), params["prune_pattern"], params["prune_limit"]),
        _ignore(params["ignore"] or {}, applications),
        _protected_titles(scenarios, applications),
        present=params["state"] == "present",
    )


def _ignore(globs: t.Mapping[str, t.Any], applications: t.Sequence[Entry]) -> Ignore:
    kinds = ("applications", "rules", "scenarios", "users", "secrets", "phone_numbers")
    names = {entry["renamed_from"]: entry["name"] for entry in applications if entry["renamed_from"]}
    renamed = {short_name_of(previous): short_name_of(name) for previous, name in names.items()}
    return Ignore(**{kind: tuple(globs.get(kind) or ()) for kind in kinds}, renamed=renamed)


def _protected_titles(scenarios: t.Sequence[Entry], applications: t.Sequence[Entry]) -> t.FrozenSet[str]:
    """Return the titles of the entries that no plan may delete."""
    titles = [f"scenario {entry['name']}" for entry in scenarios if entry["protect"]]
    for entry in applications:
        name = short_name_of(entry["name"])
        titles += [f"application {name}"] if entry["protect"] else []
        titles += [f"rule {name}/{rule['name']}" for rule in entry["rules"] or () if rule["protect"]]
    return frozenset(titles)


def _desired_scenario(entry: Entry) -> DesiredScenario:
    if entry["script"] is None and entry["src"] is not None:
        raise InputError(f"src of {entry['name']} was not read: it names a file on the controller.", field="src")
    name, scope, renamed_from = entry["name"], entry["application_name"], entry["renamed_from"]
    if is_same_name(renamed_from, name):  # where a token ends the name, and its value is empty
        renamed_from = None
    with error_context("scenario", qualified_name_of(name, short_name_of(scope) if scope else None)):
        return DesiredScenario(
            scenario_name=name,
            scenario_script=entry["script"],
            renamed_from=renamed_from,
            application_name=scope,
        )


def _desired_application(entry: Entry, withheld: Withheld) -> DesiredApplication:
    name = entry["name"]
    owner = short_name_of(name)
    with error_context("application", name):
        return DesiredApplication(
            application_name=name,
            renamed_from=entry["renamed_from"],
            secure_record_storage=entry["secure_record_storage"],
            rules=_each(entry["rules"], lambda rule: _desired_rule(rule, owner)),
            phone_numbers=_each(entry["phone_numbers"], lambda number: _phone_number(number, owner)),
            secrets=_each(entry["secrets"], lambda secret: _desired_secret(secret, owner, withheld)),
            users=_each(entry["users"], lambda user: _desired_user(user, owner, withheld)),
        )


def _each(entries: t.Optional[t.Sequence[Entry]], make: t.Callable[[Entry], T]) -> t.Optional[t.Tuple[T, ...]]:
    """Return what the entries of a list describe; C(None) if there is no list."""
    return None if entries is None else tuple(map(make, entries))


def _phone_number(entry: Entry, application: str) -> DesiredPhoneNumber:
    with error_context("phone_number", f"{application}/{entry['number']}"):
        return DesiredPhoneNumber(
            digits_of(entry["number"], "number"),
            rule_name=entry["rule"],
            sms_enabled=entry["sms_enabled"],
            incoming_sms_callback_url=entry["incoming_sms_callback_url"],
            force=bool(entry["force"]),
        )


def _desired_secret(entry: Entry, application: str, withheld: Withheld) -> DesiredSecret:
    with error_context("secret", f"{application}/{entry['name']}"):
        return DesiredSecret(
            entry["name"],
            renamed_from=entry["renamed_from"],
            secret_value=withheld.secret_value(application, entry["name"]),
            description=entry["description"],
        )


def _desired_user(entry: Entry, application: str, withheld: Withheld) -> DesiredUser:
    with error_context("user", f"{application}/{entry['name']}"):
        return DesiredUser(
            entry["name"],
            renamed_from=entry["renamed_from"],
            user_display_name=entry["display_name"],
            user_password=withheld.user_password(application, entry["name"]),
            user_active=entry["active"],
            parent_accounting=entry["parent_accounting"],
            user_custom_data=entry["custom_data"],
        )


def _desired_rule(entry: Entry, application: str) -> DesiredRule:
    with error_context("rule", f"{application}/{entry['name']}"):
        return DesiredRule.from_options(
            entry,
            rule_name=entry["name"],
            rule_pattern=entry["pattern"],
            rule_pattern_exclude=entry["pattern_exclude"],
        )


def _globs(params: Entry, option: str) -> t.Optional[t.Tuple[str, ...]]:
    """Return the globs of an option; one that is empty would select nothing, and look like success.

    :raises InputError: if there are none, or one is empty
    """
    globs = params[option]
    if globs is not None and not (globs and all(globs)):
        message = f"{option} contains an empty glob." if any(globs) else f"{option} is empty."
        raise InputError(message, field=option, advice="Omit it to deploy everything, or give it names or globs.")
    return None if globs is None else tuple(globs)
