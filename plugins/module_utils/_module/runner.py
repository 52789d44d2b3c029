# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Where the collection meets Ansible: the only importer of AnsibleModule."""

from __future__ import annotations

import dataclasses
import os
import shlex
import sys
import threading
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import remove_values

from .._api.call_limit import CallLimit
from .._api.client import Client
from .._api.credentials import resolve_credentials
from .._api.deadline import Deadline
from .._api.errors import InputError, MissingLibraryError, VoximplantError
from .._api.option_values import refuse_empty, refuse_negative
from .._api.screen import one_line
from .._api.transport import Http, shared_http
from .._api.urls import parse_api_url, url_passwords
from .._apply.task import Task, report
from .._objects.concurrency import Progress, no_progress
from .._plan.operations import S
from .argument_spec import CONNECTION, Spec, without_blanks
from .invocation_log import loggable
from .strings import check_strings

Params = t.Mapping[str, t.Any]
Result = t.Dict[str, t.Any]
Show = t.Callable[[Result, bool], None]
"""Called with the result that a plan would have before anything is written, and whether this is check mode."""

_SHORT_SECRET = 8
_LONGEST_WARNING = 2000


@dataclasses.dataclass(frozen=True)
class ModuleSpec:
    """What a module accepts besides the connection options, in AnsibleModule's terms."""

    argument_spec: Spec
    mutually_exclusive: t.Sequence[t.Sequence[str]] = ()
    required_one_of: t.Sequence[t.Sequence[str]] = ()
    required_by: t.Mapping[str, t.Sequence[str]] = dataclasses.field(default_factory=dict)


class BriefModule(AnsibleModule):  # type: ignore[misc]  # ansible-core carries no type hints
    """Logs harmless options only; AnsibleModule would log, and copy four times, all scripts of an account.

    :ivar mistake: an option that is not a string, and that AnsibleModule converts to one
    """

    params: t.Dict[str, t.Any]
    mistake: t.Optional[InputError] = None

    def _load_params(self) -> None:
        super()._load_params()
        self.params = without_blanks(self.argument_spec, self.params)
        try:
            check_strings(self.argument_spec, self.params)
        except InputError as error:  # raised later: a failure now would show options that are secret
            self.mistake = error

    def warn(self, warning: str, *arguments: t.Any, **named: t.Any) -> None:
        """Warn in one line that neither a terminal nor a CI parser obeys: warnings contain names of the platform."""
        super().warn(one_line(warning, _LONGEST_WARNING), *arguments, **named)

    def _log_invocation(self) -> None:
        params = self.params
        self.params = loggable(params)
        try:
            super()._log_invocation()
        finally:
            self.params = params


class TaskContext:
    """What a task needs to talk to the platform, made from its options; nothing is sent.

    :arg module: the task
    :arg progress: progress callback
    """

    def __init__(self, module: AnsibleModule, progress: Progress = no_progress) -> None:
        self._module = module
        self._client: t.Optional[Client] = None
        self.progress = progress
        self.deadline = Deadline()

    def http(self) -> Http:
        """Return a transport without credentials."""
        params = self._module.params
        ca_path = params["ca_path"]
        if ca_path is not None:
            from .._api.certificates import Authorities

            Authorities.choose(ca_path, {})
        return shared_http(validate_certs=params["validate_certs"], ca_path=ca_path, timeout=params["timeout"])

    def client(self, limit: t.Optional[CallLimit] = None) -> Client:
        """Return a client of the Management API; its secrets are hidden from all output first.

        :arg limit: how many calls may be under way at a time
        """
        params = self._module.params
        self._module.no_log_values.update(url_passwords(params["api_url"]))
        url = parse_api_url(params["api_url"])
        refuse_negative(params, "retries")
        credentials = resolve_credentials(params, os.environ)
        self._module.no_log_values.update(credentials.secrets)
        if any(len(secret) < _SHORT_SECRET for secret in credentials.secrets):
            self._module.warn(
                "The API key, session ID, or a part of the key that the task uses has fewer than "
                f"{_SHORT_SECRET} characters. "
                "Ansible hides it wherever it occurs in the output."
            )
        self._client = Client(
            self.http(), url, credentials, retries=params["retries"], deadline=self.deadline, limit=limit
        )
        self._client.hide(self._secret_values())
        return self._client

    def clean(self, text: str) -> str:
        """Return a text for the screen without secrets, in whatever form the platform has repeated them."""
        from .._api.redact import Redactor

        return self._client.clean(text) if self._client is not None else Redactor(self._secret_values()).clean(text)

    def _secret_values(self) -> t.Sequence[str]:
        """Return the values of secret options; of credentials, only the client knows which parts are secret."""
        return [value for value in self._module.no_log_values if value != self._module.params.get("credentials")]

    def warn(self, text: str) -> None:
        """Add a warning to the task's result."""
        self._module.warn(self.clean(text))

    def warnings(self) -> t.Sequence[str]:
        """Return the platform's warnings."""
        return self._client.warnings if self._client is not None else ()


def run_task(
    spec: ModuleSpec,
    build_task: t.Callable[[Params, TaskContext], Task[S]],
    progress: Progress = no_progress,
    show: t.Optional[Show] = None,
) -> None:
    """Run a module that changes something: plan, apply unless in check mode, report.

    :arg show: called with the plan, without what a result hides, too, if it is given
    """

    def produce(module: AnsibleModule, context: TaskContext) -> Result:
        task = build_task(module.params, context)
        plan = task.plan()
        for warning in plan.warnings:
            context.warn(warning)
        is_check = bool(module.check_mode)
        if show is not None:
            planned = {**report(plan, plan.after, with_diff=False), "warnings": list(plan.warnings)}
            show(remove_values(planned, module.no_log_values), is_check)
        after = plan.after if is_check else task.apply(plan)
        return report(plan, after, with_diff=module._diff)

    _run(spec, produce, progress)


def run_info(spec: ModuleSpec, read: t.Callable[[Params, TaskContext], Result]) -> None:
    """Run a module that only reads; nothing has an empty name, and an empty part of one would select everything."""

    def produce(module: AnsibleModule, context: TaskContext) -> Result:
        refuse_empty(module.params, *spec.argument_spec)
        return {"changed": False, **read(module.params, context)}

    _run(spec, produce)


def _run(
    spec: ModuleSpec,
    produce: t.Callable[[AnsibleModule, TaskContext], Result],
    progress: Progress = no_progress,
) -> None:
    """Check the options, produce a result or a failure, and pass it to Ansible."""
    module = BriefModule(
        argument_spec={**CONNECTION, **spec.argument_spec},
        mutually_exclusive=spec.mutually_exclusive,
        required_one_of=spec.required_one_of,
        required_by=dict(spec.required_by),
        supports_check_mode=True,
    )
    context = TaskContext(module, progress)
    failure: t.Optional[Result] = None
    try:
        if module.mistake is not None:
            raise module.mistake
        result = _interruptible(lambda: produce(module, context), context)
    except MissingLibraryError as error:
        message = missing_library(error.library, error.reason)
        failure = {**_failure(error, context.clean), "msg": message}
    except VoximplantError as error:
        failure = _failure(error, context.clean)
    for warning in context.warnings():
        module.warn(warning)
    if failure is not None:  # outside of the handlers, so that Ansible does not add their traceback
        module.fail_json(**failure)
    module.exit_json(**result)


def _interruptible(produce: t.Callable[[], Result], context: TaskContext) -> Result:
    """Run a task in a thread, so that an alarm interrupts the wait for it and not a request.

    After the alarm of the task's C(timeout), the thread gets the time to say what was done, and to roll back.
    """
    outcome: t.List[t.Union[Result, BaseException]] = []
    ended = threading.Event()  # Thread.join takes a thread for ended once it was interrupted, before Python 3.13

    def run() -> None:
        try:
            outcome.append(produce())
        except BaseException as error:
            outcome.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, daemon=True).start()
    try:
        ended.wait()
    except BaseException as interruption:
        context.deadline.cancel()
        ended.wait(context.deadline.grace_seconds)
        if not outcome or not _is_timeout(interruption):
            raise
    (result,) = outcome
    if isinstance(result, BaseException):
        raise result
    return result


def _is_timeout(interruption: BaseException) -> bool:
    """Return whether Ansible's task timeout ended the wait; its class differs between versions."""
    return any("Timeout" in kind.__name__ for kind in type(interruption).__mro__)


def _failure(error: VoximplantError, clean: t.Callable[[str], str]) -> Result:
    """Return the result of a failed task; it changed something if the platform accepted a write."""
    error.text, error.advice, error.epilogue = map(clean, (error.text, error.advice, error.epilogue))
    return {
        "changed": bool(error.done),
        "operations": [operation.as_result() for operation in error.done],
        "not_reached": [operation.as_result() for operation in error.not_reached],
        **error.as_result(),
    }


def missing_library(library: str, reason: str = "") -> str:
    """Return Ansible's message about a missing library, and the command that installs it.

    :arg library: the name as pip knows it
    :arg reason: what it is needed for, such as C(to parse scripts)
    """
    message = t.cast(str, missing_required_lib(library, reason=reason or None))
    return f"{message}. To install it, run: {shlex.quote(sys.executable)} -m pip install {shlex.quote(library)}"
