# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""What the platform shows at one moment, read on demand."""

from __future__ import annotations

import typing as t

from .._api.errors import NotFoundError
from .._objects.applications import list_applications
from .._objects.phone_numbers import PhoneNumberSelector, list_phone_numbers, list_selected
from .._objects.rules import has_key, list_rules, read_rule
from .._objects.scenarios import list_scenarios, read_scenario, read_script
from .._objects.script import is_same
from .._objects.secrets import list_secrets, read_value
from .._objects.users import list_users

if t.TYPE_CHECKING:
    from .._api.client import Client
    from .._objects.models import Application, Rule, Scenario
    from .._objects.resources import PhoneNumber, Secret, User

T = t.TypeVar("T")


class Observation:
    """What the platform shows now; nothing is read before it is asked for, and nothing is read twice.

    :arg client: makes the calls
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._applications: t.Optional[t.Tuple[Application, ...]] = None
        self._owned: t.Dict[t.Tuple[t.Callable[..., t.Any], int], t.Tuple[t.Any, ...]] = {}
        self._scenarios: t.Dict[t.Optional[int], t.Tuple[Scenario, ...]] = {}
        self._numbers: t.Dict[PhoneNumberSelector, t.Optional[PhoneNumber]] = {}
        self._all_numbers: t.Optional[t.Tuple[PhoneNumber, ...]] = None
        self._scripts: t.Dict[int, t.Optional[t.Tuple[Scenario, str]]] = {}
        self._single: t.Dict[int, t.Optional[Scenario]] = {}

    def applications(self) -> t.Tuple[Application, ...]:
        """Return all applications (GetApplications)."""
        if self._applications is None:
            self._applications = list_applications(self._client)
        return self._applications

    def application(self, application_id: int) -> t.Optional[Application]:
        """Return the application with this id."""
        return next((found for found in self.applications() if found.application_id == application_id), None)

    def rules(self, application_id: int) -> t.Tuple[Rule, ...]:
        """Return the rules of an application in order; none if it does not exist (GetRules)."""
        return self._list(list_rules, application_id)

    def rule(self, rule_id: int, application_id: t.Optional[int]) -> t.Optional[Rule]:
        """Return the rule with this id."""
        if application_id is not None:
            return next((rule for rule in self.rules(application_id) if rule.rule_id == rule_id), None)
        try:
            return read_rule(self._client, rule_id)
        except NotFoundError:
            return None

    def has_key(self, rule: Rule, key_id: str) -> bool:
        """Return whether a key is bound to a rule (GetRules)."""
        return has_key(self._client, rule, key_id)

    def scenarios(self, application_id: t.Optional[int] = None) -> t.Tuple[Scenario, ...]:
        """Return all scenarios, or those of one application (GetScenarios)."""
        if application_id not in self._scenarios:
            self._scenarios[application_id] = list_scenarios(self._client, application_id)
        return self._scenarios[application_id]

    def scenario(self, scenario_id: int) -> t.Optional[Scenario]:
        """Return the scenario with this id, from a listing if there is one."""
        if None in self._scenarios:
            return next((found for found in self.scenarios() if found.scenario_id == scenario_id), None)
        if scenario_id in self._scripts:
            found = self._scripts[scenario_id]
            return None if found is None else found[0]
        if scenario_id not in self._single:
            self._single[scenario_id] = read_scenario(self._client, scenario_id)
        return self._single[scenario_id]

    def with_script(self, scenario_id: int) -> t.Optional[t.Tuple[Scenario, str]]:
        """Return the scenario with this id and its script (GetScenarios)."""
        if scenario_id not in self._scripts:
            self._scripts[scenario_id] = read_script(self._client, scenario_id)
        return self._scripts[scenario_id]

    def shows_script(self, scenario_id: int, script: str) -> bool:
        """Return whether a scenario has a script."""
        found = self.with_script(scenario_id)
        return found is not None and is_same(script, found[1])

    def is_in_application(self, scenario_id: int, application_id: int) -> bool:
        """Return whether a scenario belongs to an application (GetScenarios)."""
        return any(scenario.scenario_id == scenario_id for scenario in self.scenarios(application_id))

    def phone_numbers(self) -> t.Tuple[PhoneNumber, ...]:
        """Return all phone numbers (GetPhoneNumbers)."""
        if self._all_numbers is None:
            self._all_numbers = list_phone_numbers(self._client, {})
        return self._all_numbers

    def phone_number(
        self, *, phone_id: t.Optional[int] = None, phone_number: t.Optional[str] = None
    ) -> t.Optional[PhoneNumber]:
        """Return the phone number with this id, or with these digits, from what was read before if it is there."""
        selector = PhoneNumberSelector(phone_id, phone_number)
        read = self._all_numbers or tuple(filter(None, self._numbers.values()))
        found = next(filter(selector.selects, read), None)
        if found is None and self._all_numbers is None and selector not in self._numbers:
            found = self._numbers[selector] = next(iter(list_selected(self._client, selector)), None)
        return found

    def secrets(self, application_id: int) -> t.Tuple[Secret, ...]:
        """Return the secrets of an application, without their values; none if it does not exist (GetSecrets)."""
        return self._list(list_secrets, application_id)

    def secret(self, secret_id: int, application_id: int) -> t.Optional[Secret]:
        """Return the secret with this id."""
        return next((secret for secret in self.secrets(application_id) if secret.secret_id == secret_id), None)

    def has_secret_value(self, secret: Secret, value: str) -> bool:
        """Return whether a secret has a value (GetSecretValue)."""
        return read_value(self._client, secret) == value

    def users(self, application_id: int) -> t.Tuple[User, ...]:
        """Return the users of an application; none if it does not exist (GetUsers)."""
        return self._list(list_users, application_id)

    def user(self, user_id: int, application_id: int) -> t.Optional[User]:
        """Return the user with this id."""
        return next((user for user in self.users(application_id) if user.user_id == user_id), None)

    def _list(self, list_owned: t.Callable[[Client, int], t.Tuple[T, ...]], application_id: int) -> t.Tuple[T, ...]:
        key = (list_owned, application_id)
        if key not in self._owned:
            try:
                self._owned[key] = list_owned(self._client, application_id)
            except NotFoundError:
                self._owned[key] = ()
        return self._owned[key]
