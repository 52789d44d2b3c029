# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A platform that has become hostile: modules end in bounded time and memory, say why, and tell nobody else anything.

Each module runs in a process of its own, with one retry. `MOST_SECONDS` holds for the whole process on a slow machine;
an answer that was waited for until its end would take longer, or for ever.
"""

from __future__ import annotations

import datetime
import pathlib
import shutil
import socket
import ssl
import struct
import threading
import typing as t

import pytest
import trustme

from harness.accounts import login, secrets
from harness.hostile import HOSTILITIES, TOO_SLOW, HostileServer, Hostility, bomb
from harness.main_flows import FLOWS, MainFlow, refill
from harness.measured import Measured, measure
from harness.servers import Server

if t.TYPE_CHECKING:
    from harness.plays import Json
    from voximplant_emulator import Emulator

MOST_SECONDS = 150
MOST_MEBIBYTES = 1000
READ = {
    **dict.fromkeys(("application", "application_info", "export", "rule", "rule_info", "sync"), "GetApplications"),
    **dict.fromkeys(("scenario", "binding", "order", "session", "conference"), "GetRules"),
    **dict.fromkeys(("new_scenario", "scenario_info"), "GetScenarios"),
    "session_info": "GetCallHistory",
    **dict.fromkeys(("phone_number", "phone_number_info"), "GetPhoneNumbers"),
    **dict.fromkeys(("secret", "secret_info"), "GetSecrets"),
    **dict.fromkeys(("user", "user_info"), "GetUsers"),
}
WRITTEN = {
    "application": "AddApplication",
    "rule": "BindScenario",
    "scenario": "SetScenarioInfo",
    "new_scenario": "AddScenario",
    "binding": "BindScenario",
    "order": "ReorderScenarios",
    "session": "StartScenarios",
    "conference": "StartConference",
    "sync": "AddScenario",
    "phone_number": "ControlSms",
    "secret": "AddSecret",
    "user": "AddUser",
}
BY_NAME = {flow.name: flow for flow in FLOWS}
CELLS = [
    (flow, methods[flow.name], hostility)
    for hostility in HOSTILITIES
    for methods in (READ, WRITTEN)
    for flow in FLOWS
    if flow.name in methods
]
# In the part that always runs, a start meets every hostility, and every module meets the worst one.
WORST = "gzip bomb"
FLOWS_OF_A_PART = ("scenario_info", "new_scenario", "session")


def cells() -> list[t.Any]:
    """A parameter for each cell."""
    return [
        pytest.param(
            *cell,
            id=f"{cell[2]}: {cell[0]} {cell[1]}",
            marks=[] if is_in_part(*cell) else [pytest.mark.everything],
        )
        for cell in CELLS
    ]


def is_in_part(flow: MainFlow, method: str, hostility: Hostility) -> bool:
    """Whether a cell belongs to the part that always runs."""
    own = WRITTEN.get(flow.name, READ[flow.name])
    return method == own and (flow.name == "session" or hostility.name == WORST)


def flows() -> list[t.Any]:
    """A parameter for each flow."""
    return [
        pytest.param(flow, id=flow.name, marks=[] if flow.name in FLOWS_OF_A_PART else [pytest.mark.everything])
        for flow in FLOWS
    ]


class Certificates:
    """An issuer that is trusted, and one that is not."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._trusted, self._unknown = trustme.CA(), trustme.CA()
        self.path = str(folder / "ca.pem")
        self._trusted.cert_pem.write_to_path(self.path)

    def context(self, kind: str = "good") -> ssl.SSLContext:
        """What a server needs for a certificate of this kind."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        names = ["elsewhere.test"] if kind == "wrong name" else ["127.0.0.1"]
        dates: Json = {}
        if kind == "expired":
            now = datetime.datetime.now(datetime.UTC)
            dates = {"not_before": now - datetime.timedelta(days=9), "not_after": now - datetime.timedelta(days=1)}
        issuer = self._unknown if kind == "unknown issuer" else self._trusted
        issuer.issue_cert(*names, **dates).configure_cert(context)
        return context


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Issue certificates."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def recorder(certificates: Certificates) -> t.Iterator[Server]:
    """Run a server that nobody has a reason to talk to."""
    server = Server(lambda exchange: exchange.reply(b"{}"), certificates.context())
    yield server
    server.close()


@pytest.fixture(scope="module")
def hostile(emulator: Emulator, certificates: Certificates, recorder: Server) -> t.Iterator[HostileServer]:
    """Run a server that can become hostile."""
    bomb(1), bomb(2)  # making them takes longer than a caller waits
    running = HostileServer(emulator, certificates.context(), recorder.url)
    yield running
    running.server.close()


class Machine:
    """Runs modules against a server."""

    def __init__(self, emulator: Emulator, certificates: Certificates, home: pathlib.Path) -> None:
        self._emulator = emulator
        self._certificates = certificates
        self._home = home

    def run(self, flow: MainFlow, url: str, **options: object) -> Measured:
        """Run a flow on a fresh account; its secrets do not show, and it takes no more than it may."""
        folder = self._home / "export"
        shutil.rmtree(folder, ignore_errors=True)
        account = refill(self._emulator, folder)
        settings = {"api_url": url, "ca_path": self._certificates.path, "retries": 1, **options}
        measured = measure(flow.module, {**login(self._emulator), **settings, **flow.filled(account)}, self._home)
        assert [secret for secret in secrets(self._emulator) if secret in measured.output] == []
        assert measured.seconds < MOST_SECONDS
        assert measured.mebibytes < MOST_MEBIBYTES
        return measured


@pytest.fixture
def machine(emulator: Emulator, certificates: Certificates, tmp_path: pathlib.Path) -> Machine:
    """Give a machine that runs modules."""
    return Machine(emulator, certificates, tmp_path)


@pytest.mark.parametrize(("flow", "method", "hostility"), cells())
def test_module_when_the_server_is_hostile_then_it_ends_soon_and_tells_nobody_else(
    machine: Machine,
    hostile: HostileServer,
    recorder: Server,
    figure: t.Callable[[str, t.Any], None],
    flow: MainFlow,
    method: str,
    hostility: Hostility,
) -> None:
    hostile.meet(method, hostility)
    measured = machine.run(flow, hostile.url, timeout=1 if hostility.told == TOO_SLOW else 90)
    result = measured.result
    assert result["failed"], result
    assert hostility.told in result["msg"], result["msg"]
    assert result["error"]["method"] == method
    is_read, is_refused = method.startswith("Get"), "redirect" in hostility.name
    assert ("It is unknown whether" in result["msg"]) is not (is_read or is_refused)
    is_made_once = method.startswith("Start") or is_refused
    assert hostile.arrived(method) == (1 if is_made_once else 2)
    assert recorder.connections == 0
    figure("hostile answers", 1)
    figure(f"most MiB of a process that meets {hostility}", round(measured.mebibytes))
    figure("most seconds of a process that meets a hostile answer", round(measured.seconds))


def test_flows_when_they_meet_a_hostile_server_then_none_is_left_out() -> None:
    modules = {flow.module for flow in FLOWS}
    assert set(READ) == set(BY_NAME)
    assert {BY_NAME[name].module for name in WRITTEN} == {
        module for module in modules if not module.endswith(("_info", "_export"))
    }


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_module_when_the_server_sets_cookies_then_they_go_nowhere(
    machine: Machine, hostile: HostileServer, recorder: Server, flow: MainFlow
) -> None:
    hostile.meet("", None)
    result = machine.run(flow, hostile.url).result
    assert not result.get("failed"), result
    assert [request.header("Cookie") for request in hostile.server.requests] == [None] * len(hostile.server.requests)
    assert len(hostile.server.requests) > 0
    assert recorder.connections == 0


def break_handshake(connection: socket.socket) -> None:
    """Answer the first bytes of a handshake with a reset."""
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def end_handshake(connection: socket.socket) -> None:
    """Answer the first bytes of a handshake with a refusal."""
    connection.recv(65536)
    connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")


@pytest.mark.parametrize("flow", flows())
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("wrong name", "certificate is not trusted: IP address mismatch"),
        ("expired", "certificate is not trusted: certificate has expired"),
        ("unknown issuer", "certificate is not trusted: unable to get local issuer certificate"),
    ],
)
def test_module_when_the_certificate_is_bad_then_nothing_is_sent(
    machine: Machine, certificates: Certificates, flow: MainFlow, kind: str, told: str
) -> None:
    server = Server(lambda exchange: exchange.reply(b"{}"), certificates.context(kind))
    try:
        result = machine.run(flow, f"{server.url}/platform_api").result
    finally:
        server.close()
    assert result["failed"]
    assert told in result["msg"], result["msg"]
    assert "unknown whether" not in result["msg"]
    assert server.requests == []
    assert server.connections in (1, 2)  # the two listings of an account are made side by side


@pytest.mark.parametrize("end", [break_handshake, end_handshake])
@pytest.mark.parametrize("name", ["scenario_info", "session"])
def test_module_when_the_handshake_breaks_then_the_call_was_not_sent_and_is_made_again(
    machine: Machine, hostile: HostileServer, name: str, end: t.Callable[[socket.socket], None]
) -> None:
    hostile.meet("", None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        arrived = []

        def serve() -> None:
            while True:
                try:
                    connection = listener.accept()[0]
                except OSError:
                    return
                arrived.append(1)
                with connection:
                    end(connection)

        threading.Thread(target=serve, daemon=True).start()
        result = machine.run(BY_NAME[name], f"https://127.0.0.1:{listener.getsockname()[1]}/platform_api").result
        listener.shutdown(socket.SHUT_RDWR)
    assert result["failed"]
    assert "The server cannot be reached: " in result["msg"]
    assert "unknown whether" not in result["msg"]
    assert len(arrived) == 2
