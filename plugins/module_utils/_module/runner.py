# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Where the collection meets Ansible: the only importer of AnsibleModule."""

from __future__ import annotations

import dataclasses
import os
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._api.client import Client
from .._api.credentials import resolve_credentials
from .._api.errors import InputError, MissingLibraryError, VoximplantError
from .._api.screen import one_line
from .._api.transport import Http, shared_http
from .._api.urls import parse_api_url, url_passwords
from .._apply.task import Flow, carry_out, report
from .._objects.concurrency import Progress, tell_nobody
from .._plan.operations import S
from .argument_spec import CONNECTION, DEFAULT_API_URL, Spec
from .invocation_log import loggable

Params = t.Mapping[str, t.Any]

_SHORT_SECRET = 8
_LONGEST_WARNING = 2000


@dataclasses.dataclass(frozen=True)
class Arguments:
    """What a module accepts beside the connection options.

    :arg options: its argument specification
    :arg exclusive: options of which at most one may be given
    :arg needed: options of which at least one must be given
    :arg required_by: options that need others
    """

    options: Spec
    exclusive: t.Sequence[t.Sequence[str]] = ()
    needed: t.Sequence[t.Sequence[str]] = ()
    required_by: t.Mapping[str, t.Sequence[str]] = dataclasses.field(default_factory=dict)


class BriefModule(AnsibleModule):  # type: ignore[misc]  # ansible-core carries no type hints
    """Logs harmless options only; AnsibleModule would log, and copy four times, all scripts of an account."""

    params: t.Dict[str, t.Any]

    def warn(self, warning: str, *arguments: t.Any, **named: t.Any) -> None:
        """Warn in one line that neither a terminal nor a CI parser obeys: warnings hold names of the platform."""
        super().warn(one_line(warning, _LONGEST_WARNING), *arguments, **named)

    def _log_invocation(self) -> None:
        params = self.params
        self.params = loggable(params)
        try:
            super()._log_invocation()
        finally:
            self.params = params


class Connection:
    """Makes what a task talks to the platform with, from the task's options; nothing is sent.

    :arg module: the task
    :arg progress: is told how far a long task is
    """

    def __init__(self, module: AnsibleModule, progress: Progress = tell_nobody) -> None:
        self._module = module
        self._client: t.Optional[Client] = None
        self.progress = progress

    def http(self) -> Http:
        """Requests without credentials."""
        params = self._module.params
        if params["timeout"] < 1:
            raise InputError("timeout is not a positive number of seconds.", field="timeout")
        ca_path = params["ca_path"]
        if ca_path is not None and not os.path.exists(ca_path):
            raise InputError(f"ca_path: there is no file {ca_path}.", field="ca_path")
        return shared_http(validate_certs=params["validate_certs"], ca_path=ca_path, timeout=params["timeout"])

    def client(self) -> Client:
        """Calls of the Management API; the secrets are hidden from all output before it is made."""
        params = self._module.params
        self._module.no_log_values.update(url_passwords(params["api_url"]))
        url = parse_api_url(DEFAULT_API_URL if params["api_url"] is None else params["api_url"])
        if params["retries"] < 0:
            raise InputError("retries is a negative number.", field="retries")
        credentials = resolve_credentials(params, os.environ)
        self._module.no_log_values.update(credentials.secrets)
        if any(len(secret) < _SHORT_SECRET for secret in credentials.secrets):
            self._module.warn("A secret is so short that hiding it may also hide parts of other output.")
        self._client = Client(self.http(), url, credentials, retries=params["retries"])
        return self._client

    def warn(self, text: str) -> None:
        """Warn the reader of the task's result."""
        self._module.warn(text)

    def warnings(self) -> t.Sequence[str]:
        """What the platform warned of."""
        return self._client.warnings if self._client is not None else ()


def run_state(
    arguments: Arguments, begin: t.Callable[[Params, Connection], Flow[S]], progress: Progress = tell_nobody
) -> None:
    """Run a module that changes something: plan it, carry it out unless in check mode, report it."""

    def produce(module: AnsibleModule, connection: Connection) -> t.Dict[str, t.Any]:
        flow = begin(module.params, connection)
        plan = flow.plan()
        for warning in plan.warnings:
            module.warn(warning)
        after = plan.after if module.check_mode else carry_out(flow, plan)
        return report(plan, after, with_diff=module._diff)

    _run(arguments, produce, progress)


def run_info(arguments: Arguments, read: t.Callable[[Params, Connection], t.Dict[str, t.Any]]) -> None:
    """Run a module that only reads."""
    _run(arguments, lambda module, connection: {"changed": False, **read(module.params, connection)})


def _run(
    arguments: Arguments,
    produce: t.Callable[[AnsibleModule, Connection], t.Dict[str, t.Any]],
    progress: Progress = tell_nobody,
) -> None:
    """Check the options, produce a result or a failure, and hand it to Ansible."""
    module = BriefModule(
        argument_spec={**CONNECTION, **arguments.options},
        mutually_exclusive=arguments.exclusive,
        required_one_of=arguments.needed,
        required_by=dict(arguments.required_by),
        supports_check_mode=True,
    )
    connection = Connection(module, progress)
    failure: t.Optional[t.Dict[str, t.Any]] = None
    try:
        result = produce(module, connection)
    except MissingLibraryError as error:
        failure = {**error.as_result(), "msg": missing_required_lib(error.library, reason=error.reason or None)}
    except VoximplantError as error:
        failure = {
            **error.as_result(),
            "operations": [operation.as_result() for operation in error.done],
            "not_reached": [operation.as_result() for operation in error.not_reached],
        }
    for warning in connection.warnings():
        module.warn(warning)
    if failure is not None:  # outside of the handlers, so that Ansible does not add their traceback
        module.fail_json(**failure)
    module.exit_json(**result)
