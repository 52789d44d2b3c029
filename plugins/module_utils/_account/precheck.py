# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Look once more, just before writing, whether what will change is as the plan supposes."""

from __future__ import annotations

import datetime
import typing as t

from .._api.errors import ConflictError, VoximplantError, error_context
from .._apply.observation import Observation
from .._objects.models import Scenario, parse_time, require_id
from .._plan.operations import Operation
from .object_records import PhoneNumberRecord, SecretRecord, UserRecord
from .observation import OF_APPLICATION, Listing, listings_of, read_listings
from .records import ApplicationRecord, History, Key, RuleRecord, ScenarioRecord

if t.TYPE_CHECKING:
    from .._api.client import Client

Modified = t.Mapping[Key, str]
_SETTLED_SECONDS = 2.0


def precheck(
    client: Client,
    operations: t.Sequence[Operation],
    history: History,
    modified: Modified,
    *,
    age: float,
) -> None:
    """List what the operations change or delete, one listing a kind.

    :arg history: what was written so far
    :arg modified: time of each object's last change when it was read
    :arg age: seconds since the account was read
    :raises ConflictError: if somebody else has changed any of it
    """
    observation = Observation(client)
    read_listings(client, observation, _listings(observation, operations))
    expectation = _Expectation(history, observation, modified, client.platform_time, age)
    for operation in operations:
        with error_context(operation.object, operation.qualified_name):
            expectation.check(operation)


def _listings(observation: Observation, operations: t.Sequence[Operation]) -> t.List[Listing]:
    """Return the listings, each once: also of the rules that may run a scenario, and of what is in an application."""
    listings = listings_of(operation for operation in operations if operation.action != "create")
    if any(operation.method == "DelScenario" for operation in operations):
        listings.extend(("rule", require_id(found.application_id)) for found in observation.applications())
    if any(operation.method == "DelRule" for operation in operations):
        listings.append(("phone_number", None))
    for operation in operations:
        if operation.method == "DelApplication":
            listings.extend((kind, operation.params["application_id"]) for kind in ("scenario", *OF_APPLICATION))
            listings.append(("phone_number", None))
    return list(dict.fromkeys(listings))


class _Expectation:
    """What the account has to be like.

    :arg now: the platform's time
    :arg age: seconds since the account was read
    """

    def __init__(
        self, history: History, observation: Observation, modified: Modified, now: datetime.datetime, age: float
    ) -> None:
        self._history = history
        self._observation = observation
        self._modified = modified
        self._read_at = now - datetime.timedelta(seconds=age)

    def check(self, operation: Operation) -> None:
        """Compare what an operation changes or deletes.

        :raises ConflictError: if it is not as expected
        """
        for key in self._keys_of(operation):
            if not self._is_as_expected(key):
                raise _conflict_error(f"changed the {key[0]} with the ID {key[1]}")
        if operation.method == "DelScenario":
            self._check_unbound(operation.params["scenario_id"])
        elif operation.method == "DelRule":
            self._check_numbers(operation.params["rule_id"])
        elif operation.method == "DelApplication":
            self._check_content(operation.params["application_id"])
        elif operation.method == "ReorderRules" and isinstance(operation.application_id, int):
            self._check_rules(operation.application_id)

    def _keys_of(self, operation: Operation) -> t.List[Key]:
        """Return the existing objects that an operation changes or deletes."""
        if operation.action == "create" or operation.method == "ReorderRules":
            return []
        if operation.method == "ControlSms":
            return [self._history.key_of_number(operation.params["phone_number"])]
        id_name = "phone_id" if operation.object == "phone_number" else f"{operation.object}_id"
        key = (operation.object, operation.params[id_name])
        if operation.method != "DelApplication":
            return [key]
        return [key, *(content for content in self._history.contents_of(key[1]) if content[0] != "order")]

    def _is_as_expected(self, key: Key) -> bool:
        record = self._history.get(key)
        object_id = t.cast(int, key[1])
        if isinstance(record, ScenarioRecord):
            scenario = self._observation.scenario(object_id)
            return scenario is not None and self._is_unmodified(scenario, record)
        if isinstance(record, RuleRecord):
            rule = self._observation.rule(object_id, require_id(record.application_id))
            return rule is not None and RuleRecord.of(rule) == record
        if isinstance(record, (PhoneNumberRecord, SecretRecord, UserRecord)):
            return self._shows(record, object_id)
        application = self._observation.application(object_id)
        return application is not None and ApplicationRecord.of(application) == record

    def _shows(self, record: t.Union[PhoneNumberRecord, SecretRecord, UserRecord], object_id: int) -> bool:
        """Compare a phone number, secret or user; of a secret's value, only the time of the last change."""
        if isinstance(record, PhoneNumberRecord):
            number = self._observation.phone_number(phone_id=object_id)
            return number is not None and PhoneNumberRecord.of(number) == record
        application_id = require_id(record.application_id)
        if isinstance(record, UserRecord):
            user = self._observation.user(object_id, application_id)
            return user is not None and UserRecord.of(user) == record
        secret = self._observation.secret(object_id, application_id)
        if secret is None or not record.is_equal(SecretRecord.of(secret)):
            return False
        return self._modified.get(("secret", object_id)) == secret.modified

    def _is_unmodified(self, scenario: Scenario, record: ScenarioRecord) -> bool:
        """Compare a scenario; its script, too, if it can have changed in the second in which it was read."""
        scenario_id = require_id(scenario.scenario_id)
        if scenario.scenario_name != record.name or self._modified.get(("scenario", scenario_id)) != scenario.modified:
            return False
        changed_at = parse_time(scenario.modified)
        is_settled = changed_at is None or (self._read_at - changed_at).total_seconds() > _SETTLED_SECONDS
        if is_settled or record.script is None:
            return True
        read = self._observation.with_script(scenario_id)
        return read is not None and read[1] == record.script

    def _check_unbound(self, scenario_id: int) -> None:
        """Refuse to delete a scenario that somebody has bound to a rule."""
        for application in self._observation.applications():
            for rule in self._observation.rules(require_id(application.application_id)):
                record = self._history.get(("rule", require_id(rule.rule_id)))
                if scenario_id in rule.scenario_ids and (record is None or scenario_id not in record.scenario_ids):
                    raise _conflict_error(f"bound it to the {rule} of {application.short_name}")

    def _check_numbers(self, rule_id: int) -> None:
        """Refuse to delete a rule to which somebody has bound a phone number."""
        for number in self._observation.phone_numbers():
            record = self._history.get(("phone_number", number.phone_id))
            if number.rule_id == rule_id and (record is None or record.rule_id != rule_id):
                raise _conflict_error(f"bound the {number} to it")

    def _check_content(self, application_id: int) -> None:
        """Refuse to delete an application to which somebody has added anything."""
        self._check_rules(application_id)
        observation, known = self._observation, self._history.contents_of(application_id)
        numbers = [number for number in observation.phone_numbers() if number.application_id == application_id]
        own: t.Dict[str, t.List[t.Optional[int]]] = {
            "scenario": [scenario.scenario_id for scenario in observation.scenarios(application_id)],
            "secret": [secret.secret_id for secret in observation.secrets(application_id)],
            "user": [user.user_id for user in observation.users(application_id)],
            "phone_number": [number.phone_id for number in numbers],
        }
        for kind, ids in own.items():
            if any((kind, object_id) not in known for object_id in ids):
                raise _conflict_error(f"changed its {kind.replace('_', ' ')}s")

    def _check_rules(self, application_id: int) -> None:
        """Compare which rules an application has, unless they were not read."""
        order = self._history.get(("order", application_id))
        shown = [rule.rule_id for rule in self._observation.rules(application_id)]
        if order is not None and set(shown) != {rule_id for rule_id in order if isinstance(rule_id, int)}:
            raise _conflict_error("changed the list of its rules")


def _conflict_error(what: str) -> VoximplantError:
    return ConflictError(
        f"Somebody else {what} while this task was running.",
        advice="It was left alone. Run the task again to see the difference.",
    )
