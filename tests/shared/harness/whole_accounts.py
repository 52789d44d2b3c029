# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole accounts without a play: `vox_sync`'s own task against an emulator, over a line that can be disturbed."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
import typing as t

import hypothesis

from ansible_collections.voximplant.platform.plugins.module_utils._account.deployment import Deployment
from ansible_collections.voximplant.platform.plugins.module_utils._account.desired import DesiredAccount
from ansible_collections.voximplant.platform.plugins.module_utils._account.task import AccountTask
from ansible_collections.voximplant.platform.plugins.module_utils._api.call_limit import CallLimit
from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import ParameterCredentials
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    TransportError,
    VoximplantError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http, Response

if t.TYPE_CHECKING:
    from ansible_collections.voximplant.platform.plugins.module_utils._account.plan import AccountState
    from ansible_collections.voximplant.platform.plugins.module_utils._plan.operations import Plan
    from voximplant_emulator import Emulator

    from .projects import Project

Json = dict[str, t.Any]
FOREVER = 10**9
PLAIN = Deployment()
REFUSAL = b'{"error": {"code": 127, "msg": "Not enough funds."}}'


class Time:
    """A time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        with self._lock:
            self.now += seconds

    def clock(self) -> float:
        """Return the time in seconds."""
        return self.now


@dataclasses.dataclass(frozen=True)
class Disturbance:
    """What happens to one writing call, and how many calls after it do not get through.

    :arg kind: refused, lost, executed (and its answer lost), broken (HTTP 500), broken_after or truncated; killed or
        killed_after: the process dies before the call, or after it was executed
    :arg write: number of the writing call, from 0
    :arg outage: number of calls after it that are lost
    """

    kind: str
    write: int
    outage: int = 0


NONE = Disturbance("refused", FOREVER)
KINDS = ("refused", "lost", "executed", "broken", "broken_after", "truncated")
KILLS = ("killed", "killed_after")


class Killed(BaseException):
    """The process is gone: nothing that handles exceptions can run any more."""


class Line:
    """Stands where Http does, and disturbs what passes through it.

    :arg before_write: called with the number of each writing call before it is sent
    """

    def __init__(
        self,
        http: Http,
        disturbance: Disturbance = NONE,
        before_write: t.Callable[[int], None] = lambda number: None,
    ) -> None:
        self._http = http
        self._disturbance = disturbance
        self._before_write = before_write
        self._lock = threading.Lock()
        self._outage = 0
        self._is_dead = False
        self.writes = 0

    def send(self, verb: str, url: str, *request: t.Any) -> Response:
        """Send a request, or lose it."""
        is_write = not url.rstrip("/").rpartition("/")[2].startswith("Get")
        if self._is_dead:
            raise Killed
        with self._lock:
            number, is_lost = self.writes, self._outage > 0
            if is_lost:
                self._outage -= 1
            elif is_write:
                self.writes += 1
                if number == self._disturbance.write:
                    self._outage = self._disturbance.outage
        if is_lost:
            raise TransportError("The connection was lost.", ambiguous=True)
        if is_write:
            self._before_write(number)
        if is_write and number == self._disturbance.write:
            return self._disturb(verb, url, *request)
        return self._http.send(verb, url, *request)

    def _disturb(self, *request: t.Any) -> Response:
        kind = self._disturbance.kind
        if kind in KILLS:
            self._is_dead = True
            if kind == "killed_after":
                self._http.send(*request)
            raise Killed
        if kind == "refused":
            return Response(200, {}, REFUSAL)
        if kind == "lost":
            raise TransportError("The connection was reset.", ambiguous=True)
        if kind == "broken":
            return Response(500, {}, b"<h1>500</h1>")
        response = self._http.send(*request)
        if kind == "executed":
            raise TransportError("The connection was reset.", ambiguous=True)
        return Response(500, {}, b"") if kind == "broken_after" else Response(200, {}, response.body[:-3])


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of a deployment.

    :arg error: None if it succeeded
    """

    plan: Plan[AccountState]
    state: AccountState | None
    error: VoximplantError | None

    @property
    def message(self) -> str:
        """Return why it failed."""
        assert self.error is not None, self.state
        return str(self.error)


class Account:
    """The emulator's account, and the clients that deploy to it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.http = Http(timeout=10)

    def client(
        self, line: Line | None = None, *, retries: int = 0, workers: int = 1, real_time: bool = False
    ) -> Client:
        """Return a client; unless it keeps the real time, it never waits."""
        time = Time()
        kept: Json = {} if real_time else {"sleep": time.sleep, "clock": time.clock}
        credentials = ParameterCredentials(
            ("account_id", str(self.emulator.account_id)), ("api_key", self.emulator.api_key)
        )
        http = t.cast(Http, line or Line(self.http))
        kept["limit"] = CallLimit(workers, workers)
        return Client(http, self.emulator.api_url, credentials, retries=retries, jitter=lambda: 0.5, **kept)

    def deploy(self, desired: DesiredAccount, client: Client, deployment: Deployment = PLAIN) -> Outcome:
        """Plan and apply, as the module does."""
        task = AccountTask(client, desired, deployment)
        plan = task.plan()
        try:
            return Outcome(plan, task.apply(plan), None)
        except VoximplantError as error:
            return Outcome(plan, None, error)

    def rows(self) -> dict[tuple[str, int], Json]:
        """Return every object by kind and id, without the times of changes."""
        state = self.emulator.state()
        found: dict[tuple[str, int], Json] = {}
        for scenario in state["scenarios"]:
            found["scenario", scenario["scenario_id"]] = _without(scenario, "modified")
        for application in state["applications"]:
            found["application", application["application_id"]] = _without(application, "modified", "rules")
            for rule in application["rules"]:
                row = {**_without(rule, "modified"), "application_id": application["application_id"]}
                found["rule", rule["rule_id"]] = row
        return found

    def content(self) -> Json:
        """Return everything that does not depend on ids: names in their place, and orders."""
        state = self.emulator.state()
        names = {row["scenario_id"]: row["scenario_name"] for row in state["scenarios"]}
        applications = {row["application_id"]: row["application_name"] for row in state["applications"]}
        content: Json = {
            f"scenario {row['scenario_name']}": (row["scenario_script"], applications.get(row["application_id"]))
            for row in state["scenarios"]
        }
        assert len(content) == len(state["scenarios"])
        for application in state["applications"]:
            rules = [
                {
                    **_without(rule, "modified", "rule_id"),
                    "scenario_ids": [names[scenario_id] for scenario_id in rule["scenario_ids"]],
                }
                for rule in application["rules"]
            ]
            values = _without(application, "modified", "application_id")
            content[f"application {application['application_name']}"] = {**values, "rules": rules}
        return content

    def executed(self, since: int = 0) -> list[Json]:
        """Return the writing calls that were executed."""
        return [call for call in self.emulator.journal(write=True, since=since) if call["executed"]]

    def seen(self) -> int:
        """Return the number of the journal's last row."""
        journal = self.emulator.journal()
        return journal[-1]["n"] if journal else 0

    def named(self, name: str) -> int:
        """Return the id of the scenario with a name."""
        rows = self.emulator.state()["scenarios"]
        return next(int(row["scenario_id"]) for row in rows if row["scenario_name"] == name)

    @contextlib.contextmanager
    def switched(self, **switches: object) -> t.Iterator[None]:
        """Set switches for the time of the block."""
        before = self.emulator.switches()
        self.emulator.set_switches(**switches)
        try:
            yield
        finally:
            self.emulator.set_switches(**{name: before[name] for name in switches})


def _without(row: t.Mapping[str, t.Any], *hidden: str) -> Json:
    return {name: value for name, value in row.items() if name not in hidden}


def short(content: object) -> str:
    """Return content for the message of an assertion."""
    return json.dumps(content, indent=1, default=str)[:4000]


PROPERTY = hypothesis.settings(
    suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate]
)
"""An example takes long, so that a failing one is not made smaller."""


def begin(account: Account, project: Project) -> tuple[DesiredAccount, int]:
    """Fill the account, and return what is declared and how many writes that takes; reject what takes none."""
    desired = project.fill(account.emulator)
    plan = AccountTask(account.client(), desired, PLAIN).plan()
    hypothesis.assume(plan.changed)
    return desired, len(plan.operations)
