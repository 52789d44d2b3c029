# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Values of secrets and passwords of users. They are not parameters, so that no result can contain them."""

from __future__ import annotations

import dataclasses
import typing as t

Values = t.Mapping[str, t.Mapping[str, str]]


@dataclasses.dataclass(frozen=True)
class Withheld:
    """What a task gives in addition to its parameters.

    :arg secret_values: values by the short name of the application and the name of the secret
    :arg user_passwords: passwords by the short name of the application and the name of the user
    """

    secret_values: Values = dataclasses.field(default_factory=dict, repr=False)
    user_passwords: Values = dataclasses.field(default_factory=dict, repr=False)

    def values(self) -> t.Tuple[str, ...]:
        """Return all values and passwords, for the client to hide in texts of the platform."""
        given = (*self.secret_values.values(), *self.user_passwords.values())
        return tuple(value for named in given for value in named.values())

    def secret_value(self, application: str, name: str) -> t.Optional[str]:
        """Return the value of a secret, if it was given."""
        return self.secret_values.get(application, {}).get(name)

    def user_password(self, application: str, name: str) -> t.Optional[str]:
        """Return the password of a user, if it was given."""
        return self.user_passwords.get(application, {}).get(name)


NOTHING = Withheld()
