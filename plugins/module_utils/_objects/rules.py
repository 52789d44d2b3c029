# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read rules, and look one up by name."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.errors import ConflictError, InputError, NotFoundError, VoximplantError
from .._api.option_values import refuse_empty
from .applications import ApplicationSelector, list_applications, resolve_application
from .models import Application, Rule, require_id, with_id
from .names import is_same_name, select_named

if t.TYPE_CHECKING:
    from .._api.client import Client, Value

_APPLICATION_NEEDED_CODES = (116, 134, 485)
_UNKNOWN_RULE_CODES = (147, 156)


@dataclasses.dataclass(frozen=True)
class RuleSelector:
    """A rule by id, or by name and application.

    :raises InputError: if a name is empty, or given without an application
    """

    rule_id: t.Optional[int]
    rule_name: t.Optional[str]
    application: ApplicationSelector

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "rule_name")
        if self.rule_id is None and self.rule_name is not None and not self.application:
            raise InputError(
                f"rule_name {self.rule_name!r} requires an application.",
                field="rule_name",
                advice="Add application_id or application_name, or use rule_id.",
            )

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> RuleSelector:
        """Read the options C(rule_id), C(rule_name), C(application_id) and C(application_name)."""
        return cls(params["rule_id"], params["rule_name"], ApplicationSelector.from_params(params))

    def __bool__(self) -> bool:
        return self.rule_id is not None or self.rule_name is not None

    def __str__(self) -> str:
        return self.rule_name or str(self.rule_id)


def list_rules(client: Client, application_id: int) -> t.Tuple[Rule, ...]:
    """Return the rules of an application with their scenarios, in order of priority (GetRules)."""
    return _list_rules(client, {"application_id": application_id})


def with_rules(client: Client, application: Application) -> Application:
    """Return an application with its rules (GetRules)."""
    return dataclasses.replace(application, rules=list_rules(client, require_id(application.application_id)))


def list_all_rules(client: Client) -> t.Tuple[Rule, ...]:
    """Return the rules of all applications (GetApplications, then GetRules for each)."""
    rules: t.List[Rule] = []
    for application in list_applications(client):
        with contextlib.suppress(NotFoundError):  # it was deleted meanwhile
            rules += list_rules(client, require_id(application.application_id))
    return tuple(rules)


def has_key(client: Client, rule: Rule, key_id: str) -> bool:
    """Return whether a key is bound to a rule (GetRules with C(attached_key_id), since rows do not contain it)."""
    params = {"application_id": rule.application_id, "rule_id": rule.rule_id, "attached_key_id": key_id}
    return any(row.integer("rule_id") == rule.rule_id for row in client.pages("GetRules", params))


def rule_ids_with_key(client: Client, application_id: int, key_id: str) -> t.FrozenSet[int]:
    """Return the ids of an application's rules to which a key is bound (GetRules with C(attached_key_id))."""
    params: t.Dict[str, Value] = {"application_id": application_id, "attached_key_id": key_id}
    return frozenset(row.integer("rule_id") for row in client.pages("GetRules", params))


def read_rule(client: Client, rule_id: int, application_id: t.Optional[int] = None) -> Rule:
    """Return the rule with this id and its scenarios (GetRules).

    If the platform requires an application and none is given, the rules of all applications are read.

    :raises NotFoundError: if there is none
    """
    try:
        rules = _list_rules(client, {"application_id": application_id, "rule_id": rule_id})
    except VoximplantError as error:
        if error.code in _APPLICATION_NEEDED_CODES and application_id is None:
            rules = list_all_rules(client)
        elif error.code in _UNKNOWN_RULE_CODES:
            rules = ()
        else:
            raise
    for rule in rules:
        if rule.rule_id == rule_id and application_id in (None, rule.application_id):
            return rule
    where = "" if application_id is None else f" in the application with the ID {application_id}"
    raise NotFoundError(f"There is no rule with the ID {rule_id}{where}.", method="GetRules", field="rule_id")


def list_matching(
    client: Client, rule_id: t.Optional[int], rule_name: t.Optional[str], application_id: t.Optional[int]
) -> t.Tuple[Rule, ...]:
    """Return the rules with this id or this name, in one application or in all; C(None) selects every rule."""
    if rule_id is not None:
        try:
            return (read_rule(client, rule_id, application_id),)
        except NotFoundError as error:
            if error.code is None:
                return ()
            raise
    rules = list_all_rules(client) if application_id is None else list_rules(client, application_id)
    return tuple(rule for rule in rules if rule_name is None or is_same_name(rule_name, rule.rule_name))


def resolve_rule(client: Client, selector: RuleSelector) -> Rule:
    """Return the selected rule.

    :raises NotFoundError: if there is none; the message names those that exist
    :raises ConflictError: if there are several
    """
    application_id = resolve_application(client, selector.application) if selector.application else None
    if selector.rule_id is not None:
        return read_rule(client, selector.rule_id, application_id)
    return select_rule(list_rules(client, t.cast(int, application_id)), selector.rule_name)


def select_rule(rules: t.Sequence[Rule], name: t.Optional[str]) -> Rule:
    """Return the rule with this name, of those of an application.

    :raises NotFoundError: if there is none; the message names those that exist
    :raises ConflictError: if there are several
    """
    matching = find_named(rules, name)
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise ConflictError(
            f"Several rules are named {name!r}: {_describe(matching)}.",
            method="GetRules",
            field="rule_name",
            advice="Use rule_id.",
        )
    raise NotFoundError(
        f"The application has no rule named {name!r}. Its rules: {_describe(rules) or 'none'}.",
        method="GetRules",
        field="rule_name",
    )


def find_named(rules: t.Iterable[Rule], name: t.Optional[str]) -> t.List[Rule]:
    """Return the rules with this name: several, if the platform has several."""
    return select_named(rules, name, lambda rule: rule.rule_name)


def _list_rules(client: Client, params: t.Mapping[str, Value]) -> t.Tuple[Rule, ...]:
    return tuple(map(Rule.from_row, client.pages("GetRules", {**params, "with_scenarios": True})))


def _describe(rules: t.Iterable[Rule]) -> str:
    return ", ".join(with_id(rule.rule_name, rule.rule_id) for rule in rules)
