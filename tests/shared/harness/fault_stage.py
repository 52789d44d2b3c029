# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the tasks of the fault matrix run: an emulator, and the wire to it that fails at a call."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import shutil
import socket
import typing as t
from urllib.parse import urlsplit

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import client as _client
from ansible_collections.voximplant.platform.plugins.module_utils._api import retry as _retry
from ansible_collections.voximplant.platform.plugins.module_utils._api import transport as _http
from voximplant_emulator.state import clock

from .accounts import fill, fill_with_objects, login
from .fault_cells import Cell
from .fault_object_tasks import NUMBER, PASSWORD
from .fault_table import REFUSED, SLOW, TRIES
from .fault_tasks import Task
from .in_process import run_module, skip_time

if t.TYPE_CHECKING:
    import pathlib

    from voximplant_emulator import Emulator

    from .plays import Json

EXPORT = "export"


class Wire:
    """What leaves this machine: it notes each call, and lets one of them meet what no server can do to it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[str] = []
        self.refused = 0
        self.pauses: list[float] = []
        self.cell: Cell | None = None
        send = _http.Http.send

        def pass_on(http: _http.Http, verb: str, url: str, *rest: t.Any) -> _http.Response:
            method = urlsplit(url).path.rstrip("/").rpartition("/")[2]
            self.sent.append(method)
            return send(self._impatient(http, method), verb, self._address(url, method), *rest)

        monkeypatch.setattr(_http.Http, "send", pass_on)
        monkeypatch.setattr(_client, "pause", self._note_pause)
        monkeypatch.setattr(_client.Client, "sleep", skip_time)

    def _note_pause(self, *arguments: t.Any) -> float:
        """Wait no time, and remember how long it would have been."""
        self.pauses.append(_retry.pause(*arguments))
        return 0.0

    def _impatient(self, http: _http.Http, method: str) -> _http.Http:
        """What waits a second for a call that hangs."""
        if self.cell is not None and self.cell.fault.name == SLOW and method == self.cell.method:
            http = copy.copy(http)
            vars(http).update(_timeout=1)
        return http

    def _address(self, url: str, method: str) -> str:
        """Where a call goes: to a port where nobody listens, if it is to be refused."""
        if self.cell is None or self.cell.fault.name != REFUSED or not self._is_met(self.cell, method):
            return url
        self.refused += 1
        return url.replace(urlsplit(url).netloc, f"127.0.0.1:{closed_port()}")

    def _is_met(self, cell: Cell, method: str) -> bool:
        """Whether the call that has just been noted is one that the cell is about."""
        if cell.duration == "outage":
            return len(self.sent) > cell.index
        before = self.sent.count(method) - 1
        return method == cell.method and (before == cell.before or (before > cell.before and cell.duration == "always"))


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclasses.dataclass(frozen=True)
class Undisturbed:
    """What a task leads to when nothing goes wrong."""

    result: Json
    account: Json


class Stage:
    """An emulator, the wire to it, and what each task leads to on it.

    :arg with_objects: whether the account has a user, a secret and a phone number, too
    """

    def __init__(self, emulator: Emulator, wire: Wire, folder: pathlib.Path, *, with_objects: bool) -> None:
        self.emulator = emulator
        self.wire = wire
        self.folder = folder
        self.with_objects = with_objects

    def begin(self) -> None:
        """Make the account as it is before a task, an hour old and with nothing noted, and remove what was exported."""
        shutil.rmtree(self.folder / EXPORT, ignore_errors=True)
        self.emulator.reset()
        with pytest.MonkeyPatch.context() as past:
            an_hour_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
            past.setattr(clock, "now", lambda: an_hour_ago)
            world = fill(self.emulator)
            if self.with_objects:
                fill_with_objects(self.emulator, world, NUMBER)
        self.wire.sent.clear()

    def run(self, task: Task, *, with_key: bool = True) -> Json:
        """Run a task."""
        account = {"credentials_file": self.emulator.credentials_file, "api_url": self.emulator.api_url}
        options = {**(login(self.emulator) if with_key else account), **task.options, "retries": TRIES - 1}
        if task.module == "vox_export":
            options["dest"] = str(self.folder / EXPORT)
        return run_module(task.module, {"timeout": 60, **options})

    def disturb(self, cell: Cell) -> Json:
        """Run a task and let its call meet the fault."""
        self.wire.cell = cell
        if cell.fault.name != REFUSED:
            met = {"method": cell.method, "skip": cell.before, "times": int(cell.duration == "once")}
            if cell.duration == "outage":
                met = {"method": "*", "skip": cell.index, "times": 0}
            self.emulator.add_fault(**cell.fault.for_emulator(), **met)
        result = self.run(cell.task, with_key=cell.login == "key")
        self.wire.cell = None
        self.emulator.clear_faults()
        return result

    def account(self) -> Json:
        """The account by names; a name that is there twice is a failure."""
        state = self.emulator.state()
        names = {row["scenario_id"]: row["scenario_name"] for row in state["scenarios"]}
        homes = {row["application_id"]: row["application_name"] for row in state["applications"]}
        assert len(set(names.values())) == len(names), names
        assert len(set(homes.values())) == len(homes), homes
        scenarios = {
            row["scenario_name"]: (row["scenario_script"], homes.get(row["application_id"]))
            for row in state["scenarios"]
        }
        kept = ("rule_name", "rule_pattern", "rule_pattern_exclude", "video_conference")
        applications = {}
        for row in state["applications"]:
            rules = [
                {
                    **{name: rule[name] for name in kept},
                    "runs": [names[scenario_id] for scenario_id in rule["scenario_ids"]],
                }
                for rule in row["rules"]
            ]
            assert len({rule["rule_name"] for rule in rules}) == len(rules), rules
            applications[row["application_name"]] = (row["secure_record_storage"], rules, self.content_of(row))
        numbers = [
            {
                **{name: row[name] for name in ("phone_number", "is_sms_enabled", "incoming_sms_callback_url")},
                "application": homes.get(row["application_id"]),
                "has_rule": row["rule_id"] is not None,
            }
            for row in state["phone_numbers"]
        ]
        sessions = len(state["sessions"])
        return {"scenarios": scenarios, "applications": applications, "numbers": numbers, "sessions": sessions}

    def content_of(self, application: Json) -> Json:
        """The users and secrets of an application, with the passwords and values that a task may have set."""
        scope = {"application_id": application["application_id"]}
        users = {
            row["user_name"]: (
                *(row[name] for name in ("user_display_name", "user_active")),
                self.emulator.has_password(row["user_id"], PASSWORD),
            )
            for row in application["users"]
        }
        secrets = {
            row["secret_name"]: (
                row["description"],
                self.emulator.call("GetSecretValue", **scope, secret_id=row["secret_id"])["result"]["secret_value"],
            )
            for row in application["secrets"]
        }
        assert (len(users), len(secrets)) == (len(application["users"]), len(application["secrets"])), application
        return {"users": users, "secrets": secrets}
