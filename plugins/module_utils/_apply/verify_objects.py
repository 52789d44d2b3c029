# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Look whether the platform shows what was written to phone numbers, secrets and users."""

from __future__ import annotations

import typing as t

from .._api.response import ApiObject

if t.TYPE_CHECKING:
    from .._objects.resources import Secret, User
    from .._plan.operations import Operation
    from .observation import Observation

Answer = t.Optional[ApiObject]
"""The response to an operation; C(None) if none came, or if the effect of the operation does not show."""
Finder = t.Callable[["Operation", "Observation", Answer], Answer]
Pair = t.TypeVar("Pair", bound=t.Tuple["Operation", t.Any])

_BIND_NUMBER = "BindPhoneNumberToApplication"


def drop_superseded(written: t.Sequence[Pair]) -> t.List[Pair]:
    """Return the writes whose effect can still show: of a number that was unbound and bound again, the latter."""
    last = {operation.params["phone_id"]: operation for operation, _any in written if operation.method == _BIND_NUMBER}
    return [pair for pair in written if pair[0].method != _BIND_NUMBER or last[pair[0].params["phone_id"]] is pair[0]]


def done(operation: Operation, is_shown: bool, **ids: t.Any) -> Answer:
    """Return the response to an operation whose effect shows, with the ids that it assigned, else C(None)."""
    return ApiObject(operation.method, {"result": 1, **ids}) if is_shown else None


def _find_number_binding(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """BindPhoneNumberToApplication: the number is bound to this application and rule, or not to this application."""
    params = operation.params
    number = observation.phone_number(phone_id=params["phone_id"])
    if number is None:
        return None
    is_bound = number.application_id == params["application_id"]
    if params["bind"]:
        return done(operation, is_bound and params.get("rule_id") == number.rule_id)
    return done(operation, not is_bound)


def _find_changed_number(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """SetPhoneNumberInfo: the number has this callback URL."""
    number = observation.phone_number(phone_id=operation.params["phone_id"])
    url = operation.params["incoming_sms_callback_url"]
    return done(operation, number is not None and number.incoming_sms_callback_url == url)


def _find_sms_command(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """ControlSms: SMS is enabled or disabled on the number."""
    number = observation.phone_number(phone_number=operation.params["phone_number"])
    is_enabled = operation.params["command"] == "enable"
    return done(operation, number is not None and number.is_sms_enabled == is_enabled)


def _find_added_secret(operation: Operation, observation: Observation, response: Answer) -> Answer:
    """AddSecret: the application has a secret with this name, description and value."""
    params = {"description": "", **operation.params}
    secret_id = None if response is None else response.integer("secret_id")
    for secret in observation.secrets(params["application_id"]):
        if secret_id in (None, secret.secret_id) and secret.secret_name == params["secret_name"]:
            return done(operation, _has_secret_params(secret, params, observation), secret_id=secret.secret_id)
    return None


def _find_changed_secret(operation: Operation, observation: Observation, _response: Answer) -> Answer:
    """SetSecretInfo: the secret has this name, description and value."""
    params = operation.params
    secret = observation.secret(params["secret_id"], params["application_id"])
    if secret is None or params.get("new_secret_name", secret.secret_name) != secret.secret_name:
        return None
    return done(operation, _has_secret_params(secret, params, observation))


def _has_secret_params(secret: Secret, params: t.Mapping[str, t.Any], observation: Observation) -> bool:
    value = params.get("secret_value")
    return params.get("description", secret.description) == secret.description and (
        value is None or observation.has_secret_value(secret, value)
    )


def _find_added_user(operation: Operation, observation: Observation, response: Answer) -> Answer:
    """AddUser: the application has a user with this name and these attributes."""
    params = operation.params
    user_id = None if response is None else response.integer("user_id")
    for user in observation.users(params["application_id"]):
        if user_id in (None, user.user_id) and user.user_name == params["user_name"]:
            return done(operation, _has_user_params(user, params), user_id=user.user_id)
    return None


def _find_changed_user(operation: Operation, observation: Observation, response: Answer) -> Answer:
    """SetUserInfo: the user has this name and these attributes. Without a response, a password never shows."""
    params = operation.params
    user = observation.user(params["user_id"], t.cast(int, operation.application_id))
    if user is None or (response is None and "user_password" in params):
        return None
    is_named = params.get("new_user_name", user.user_name) == user.user_name
    return done(operation, is_named and _has_user_params(user, params))


def _has_user_params(user: User, params: t.Mapping[str, t.Any]) -> bool:
    return all(getattr(user, name) == params[name] for name in _USER_ATTRIBUTES if name in params)


_USER_ATTRIBUTES = ("user_display_name", "user_active", "parent_accounting", "user_custom_data")

OBJECT_FINDERS: t.Dict[str, Finder] = {
    _BIND_NUMBER: _find_number_binding,
    "SetPhoneNumberInfo": _find_changed_number,
    "ControlSms": _find_sms_command,
    "AddSecret": _find_added_secret,
    "SetSecretInfo": _find_changed_secret,
    "AddUser": _find_added_user,
    "SetUserInfo": _find_changed_user,
}
