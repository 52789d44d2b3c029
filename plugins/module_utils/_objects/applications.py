# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Read applications, and look one up by name."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import ConflictError, NotFoundError
from .._api.option_values import refuse_empty
from .models import Application, require_id, with_id

if t.TYPE_CHECKING:
    from .._api.client import Client


@dataclasses.dataclass(frozen=True)
class ApplicationSelector:
    """An application by id, or by short or full name; empty if neither is given.

    :raises InputError: if the name is an empty string
    """

    application_id: t.Optional[int]
    application_name: t.Optional[str]

    def __post_init__(self) -> None:
        refuse_empty(vars(self), "application_name")

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> ApplicationSelector:
        """Read the options C(application_id) and C(application_name)."""
        return cls(params["application_id"], params["application_name"])

    def __bool__(self) -> bool:
        return self.application_id is not None or self.application_name is not None


def list_applications(client: Client) -> t.Tuple[Application, ...]:
    """Return all applications of the account, sorted by id (GetApplications)."""
    applications = map(Application.from_row, client.pages("GetApplications"))
    return tuple(sorted(applications, key=lambda application: require_id(application.application_id)))


def resolve_application(client: Client, selector: ApplicationSelector) -> int:
    """Return the id of the selected application; a given id is returned without a call.

    :raises NotFoundError: if there is none; the message names those that exist
    :raises ConflictError: if there are several
    """
    if selector.application_id is not None:
        return selector.application_id
    return require_id(read_application(client, selector).application_id)


def read_application(client: Client, selector: ApplicationSelector) -> Application:
    """Return the selected application (GetApplications).

    :raises NotFoundError: if there is none; the message names those that exist
    :raises ConflictError: if there are several
    """
    return select_application(list_applications(client), selector)


def select_application(applications: t.Sequence[Application], selector: ApplicationSelector) -> Application:
    """Return the selected one of an account's applications.

    :raises NotFoundError: if there is none; the message names those that exist
    :raises ConflictError: if there are several
    """
    name = selector.application_name or ""
    if selector.application_id is None:
        matching = [application for application in applications if application.is_called(name)]
    else:
        matching = [found for found in applications if found.application_id == selector.application_id]
    if len(matching) == 1:
        return matching[0]
    named = ", ".join(with_id(found.application_name, found.application_id) for found in matching or applications)
    if matching:
        raise ConflictError(
            f"Several applications are named {name!r}: {named}.",
            method="GetApplications",
            field="application_name",
            advice="Use application_id.",
        )
    is_named = selector.application_id is None
    what = f"named {name!r}" if is_named else f"with the ID {selector.application_id}"
    raise NotFoundError(
        f"There is no application {what}. Existing applications: {named or 'none'}.",
        method="GetApplications",
        field="application_name" if is_named else "application_id",
    )


def list_selected_ids(client: Client, selector: ApplicationSelector) -> t.Tuple[int, ...]:
    """Return the id of the selected application, or those of all applications if the selector is empty."""
    if selector:
        return (resolve_application(client, selector),)
    return tuple(require_id(application.application_id) for application in list_applications(client))
