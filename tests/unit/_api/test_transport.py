# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests over real connections: what is followed, trusted, shared and read."""

from __future__ import annotations

import importlib
import pathlib
import subprocess
import sys
import threading
import types
import typing as t

import pytest
import requests.utils

from ansible_collections.voximplant.platform.plugins.module_utils._api import connections, transport
from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import (
    InputError,
    ProtocolError,
    TransportError,
)
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Http
from harness.fakes import Time
from harness.servers import Exchange, Server, serving, unused_port

PACKAGE = "ansible_collections.voximplant.platform.plugins.module_utils"
pytestmark = pytest.mark.usefixtures("bare_environment")


def answer_well(exchange: Exchange) -> None:
    """Answer as a server should."""
    exchange.reply(b"fine")


def post(server: Server, http: Http | None = None, **named: t.Any) -> transport.Response:
    """Send a request with a body."""
    return (http or Http(timeout=5)).send("POST", f"{server.url}/method/", named or {"X-Own": "1"}, b"a=1")


def test_request_when_sent_then_it_arrives_as_it_was_given() -> None:
    with serving(lambda exchange: exchange.reply(b"\x00\xff", "202 Accepted", "X-Mixed-Case: Yes\r\n")) as server:
        response = Http().send("PUT", f"{server.url}/a/?b=%20c", {"X-Own": "1"}, b"a=1;\xff")
    (request,) = server.requests
    assert request.head.startswith("PUT /a/?b=%20c HTTP/1.1\r\n")
    assert (request.header("X-Own"), request.header("User-Agent")) == ("1", "ansible-voximplant.platform")
    assert request.body == b"a=1;\xff"
    assert (response.status, response.body, response.headers["x-mixed-case"]) == (202, b"\x00\xff", "Yes")


@pytest.mark.parametrize("status", ["204 No Content", "400 Bad", "429 Slow", "500 Broken"])
def test_request_when_any_status_comes_then_it_is_an_answer(status: str) -> None:
    with serving(lambda exchange: exchange.reply(b"", status)) as server:
        assert post(server).status == int(status[:3])


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_request_when_redirected_then_nobody_else_is_asked(status: str) -> None:
    with serving(answer_well) as other:
        location = f"Location: {other.url}/\r\n"
        with serving(lambda exchange: exchange.reply(b"", status, location)) as server:
            assert post(server).status == int(status[:3])
        assert (len(server.requests), other.requests) == (1, [])


@pytest.mark.parametrize("location", ["http://[::1", "//", "ftp://x", "http://a b/"])
def test_request_when_redirected_to_no_address_then_it_is_an_answer_as_any_other(location: str) -> None:
    with serving(lambda exchange: exchange.reply(b"fine", "302 Found", f"Location: {location}\r\n")) as server:
        assert post(server).body == b"fine"


def test_request_when_netrc_knows_the_host_then_it_is_not_consulted(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login user password s3cret\ndefault login user password s3cret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(answer_well) as server:
        post(server)
        post(server, None, Authorization="Bearer ours")
    assert [request.header("Authorization") for request in server.requests] == [None, "Bearer ours"]


def test_request_when_the_url_has_a_password_then_it_is_not_sent() -> None:
    with serving(answer_well) as server:
        url = server.url.replace("//", "//user:s3cret@")
        for headers in ({}, {"Authorization": "Bearer ours"}):
            Http(timeout=5).send("POST", f"{url}/", headers, b"")
    assert [request.header("Authorization") for request in server.requests] == [None, "Bearer ours"]


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_request_when_environment_has_a_proxy_then_it_goes_there(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    with serving(answer_well) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        assert Http(timeout=5).send("POST", "http://api.test/method/", {}, b"a=1").body == b"fine"
    assert proxy.requests[0].head.startswith("POST http://api.test/method/ HTTP/1.1\r\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_request_when_it_goes_to_loopback_in_clear_then_no_proxy_sees_it(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{unused_port()}")
    with serving(answer_well) as server:
        assert Http(timeout=5).send("POST", f"http://{host}:{server.port}/", {}, b"").body == b"fine"


def test_request_when_proxy_cannot_be_reached_then_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{unused_port()}")
    with pytest.raises(TransportError) as caught:
        Http(timeout=5).send("POST", "https://api.test/", {}, b"")
    assert not caught.value.ambiguous


def test_request_when_refused_then_nothing_was_sent() -> None:
    with pytest.raises(TransportError) as caught:
        Http(timeout=5).send("POST", f"http://127.0.0.1:{unused_port()}/?s3cret", {}, b"s3cret")
    assert not caught.value.ambiguous
    assert str(caught.value) == "The server cannot be reached: Connection refused."


def test_request_when_host_has_no_address_then_nothing_was_sent() -> None:
    with pytest.raises(TransportError) as caught:
        Http(timeout=5).send("POST", "http://no-such-host.invalid/", {}, b"")
    assert not caught.value.ambiguous
    assert str(caught.value).startswith("The server cannot be reached: ")


def test_request_when_connection_is_not_made_in_time_then_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: t.Any, **_named: t.Any) -> t.Any:
        raise TimeoutError("timed out")

    monkeypatch.setattr(connections, "open_socket", slow)
    with pytest.raises(TransportError) as caught:
        Http(timeout=5).send("POST", "http://127.0.0.1:1/", {}, b"")
    assert not caught.value.ambiguous
    assert "the connection timed out" in str(caught.value)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "https://", "http://[::1", "nothing"])
def test_request_when_url_cannot_be_asked_then_the_option_is_at_fault(url: str) -> None:
    with pytest.raises(InputError) as caught:
        Http(timeout=5).send("POST", url, {}, b"")
    assert caught.value.field == "api_url"


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)])
def test_answer_when_it_is_larger_than_allowed_then_it_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, size: int, fits: bool
) -> None:
    monkeypatch.setattr(connections, "MAX_ANSWER_BYTES", 1000)
    with serving(lambda exchange: exchange.reply(b"x" * size)) as server:
        if fits:
            assert len(post(server).body) == size
        else:
            with pytest.raises(ProtocolError):
                post(server)


def test_connection_when_calls_follow_one_another_then_it_is_kept() -> None:
    http = Http(timeout=5)
    with serving(answer_well) as server:
        for _call in range(20):
            post(server, http)
    assert (len(server.requests), server.connections) == (20, 1)


def test_connection_when_threads_call_then_each_has_its_own_and_keeps_it() -> None:
    http = Http(timeout=5)
    together = threading.Barrier(4, timeout=5)
    bodies: list[bytes] = []

    def call() -> None:
        for _call in range(5):
            bodies.append(post(server, http).body)

    def answer_together(exchange: Exchange) -> None:
        together.wait()
        exchange.reply(b"fine")

    with serving(answer_together) as server:
        threads = [threading.Thread(target=call) for _thread in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert bodies == [b"fine"] * 20
    assert server.connections == 4


def test_connection_when_idle_for_long_then_the_next_call_makes_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Time()
    monkeypatch.setattr(transport, "time", types.SimpleNamespace(monotonic=clock.clock))
    http = Http(timeout=5)
    with serving(answer_well) as server:
        for seconds in (0, 3.5, 4, 60):
            clock.sleep(seconds)
            post(server, http)
    assert (len(server.requests), server.connections) == (4, 3)


def test_connection_when_settings_are_the_same_then_all_of_the_process_shares_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings: dict[str, t.Any] = {"validate_certs": True, "ca_path": None, "timeout": 5}
    with serving(answer_well) as server:
        for change in ({}, {}, {"validate_certs": False}, {"timeout": 6}, {"ca_path": "/elsewhere.pem"}):
            post(server, transport.shared_http(**{**settings, **change}))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/elsewhere.pem")
        post(server, transport.shared_http(**settings))
    assert (len(server.requests), server.connections) == (6, 5)


def test_connection_when_the_next_task_has_a_proxy_then_it_goes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    settings: dict[str, t.Any] = {"validate_certs": True, "ca_path": None, "timeout": 5}

    def post_elsewhere() -> bytes:
        return transport.shared_http(**settings).send("POST", "http://api.test/", {}, b"").body

    with serving(answer_well) as proxy, serving(answer_well) as other:
        for used in (proxy, other, proxy):
            monkeypatch.setenv("http_proxy", used.url)
            assert post_elsewhere() == b"fine"
    assert (len(proxy.requests), len(other.requests)) == (2, 1)


def test_environment_when_a_server_was_called_then_it_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(requests.utils, "get_environ_proxies", lambda url, no_proxy: asked.append(url) or {})
    monkeypatch.setattr(transport, "is_loopback", lambda _host: False)
    http = Http(timeout=5)
    with serving(answer_well) as server, serving(answer_well) as other:
        for path in ("a/", "a/b/", "c/d/e"):
            for called in (server, other):
                http.send("POST", f"{called.url}/{path}", {}, b"")
    assert asked == [f"{server.url}/a/", f"{other.url}/a/"]


def test_connection_when_a_server_sets_a_cookie_then_it_never_gets_it_back() -> None:
    http = Http(timeout=5)
    with serving(lambda exchange: exchange.reply(b"", headers="Set-Cookie: who=me; Path=/\r\n")) as server:
        for _call in range(2):
            post(server, http)
    assert server.connections == 1
    assert [exchange.header("Cookie") for exchange in server.requests] == [None, None]


def test_connection_when_broken_then_the_next_call_makes_a_new_one() -> None:
    http = Http(timeout=5)

    def break_the_first(exchange: Exchange) -> None:
        (Exchange.reset if exchange.number == 1 else answer_well)(exchange)

    with serving(break_the_first) as server:
        with pytest.raises(TransportError):
            post(server, http)
        assert post(server, http).body == b"fine"


@pytest.mark.parametrize("timeout", [0, -1, 86401, 10**400])
def test_timeout_when_it_is_out_of_range_then_the_option_is_named(timeout: int) -> None:
    with pytest.raises(InputError, match="timeout must be a number of seconds from 1 to 86400") as caught:
        Http(timeout=timeout)
    assert caught.value.field == "timeout"


@pytest.mark.parametrize(
    ("package_of_requests", "reason"),
    [
        ("raise ImportError", ""),
        ("raise AttributeError", "instead of the installed one, which cannot be imported: AttributeError"),
    ],
)
def test_http_when_requests_cannot_be_imported_then_the_error_says_why(
    tmp_path: pathlib.Path, package_of_requests: str, reason: str
) -> None:
    (tmp_path / "requests.py").write_text(package_of_requests)
    package = importlib.import_module(PACKAGE)
    code = (
        "import importlib, sys, types\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "parent = types.ModuleType('utils'); parent.__path__ = [sys.argv[1]]; sys.modules['utils'] = parent\n"
        "http, errors = (importlib.import_module(f'utils.{name}') for name in ('_api.transport', '_api.errors'))\n"
        "try:\n    http.Http()\nexcept errors.MissingLibraryError as error:\n    print([error.library, error.reason])\n"
    )
    command = [sys.executable, "-c", code, next(iter(package.__path__)), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", f"{['requests', reason]}\n")
