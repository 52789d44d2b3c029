# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the contract tests: one emulator, emptied for each test, and a plain client for it."""

from __future__ import annotations

import base64
import dataclasses
import json
import time
import typing as t

import pytest
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from voximplant_emulator import Emulator

if t.TYPE_CHECKING:
    import pathlib
import pathlib
import typing as t

if t.TYPE_CHECKING:
    from voximplant_emulator import Emulator

Json = dict[str, t.Any]


class Api:
    """A client that sends any call, as one account."""

    def __init__(self, url: str, login: Json) -> None:
        self.url = url
        self.login = login
        self.http = requests.Session()
        self.http.trust_env = False

    def send(self, method: str, **params: object) -> requests.Response:
        """Send a call and return the response."""
        return self.http.post(f"{self.url}/{method}/", data={**self.login, **params}, timeout=10)

    def call(self, method: str, **params: object) -> Json:
        """Send a call and return the reply, which must be successful."""
        reply: Json = self.send(method, **params).json()
        assert "error" not in reply, reply
        return reply

    def error(self, method: str, **params: object) -> Json:
        """Send a call and return the error that it must end in."""
        response = self.send(method, **params)
        assert response.status_code == requests.codes.ok
        reply: Json = response.json()
        assert set(reply) == {"error"}, reply
        error: Json = reply["error"]
        return error

    def code(self, method: str, **params: object) -> int:
        """Send a call and return the code of the error that it must end in."""
        code: int = self.error(method, **params)["code"]
        return code

    def names(self, method: str, **params: object) -> list[str]:
        """Send a getter and return the names of what it lists."""
        key = {"GetScenarios": "scenario_name", "GetRules": "rule_name"}[method]
        return [row[key] for row in self.call(method, **params)["result"]]


@dataclasses.dataclass(frozen=True)
class World:
    """The ids of the objects that the fixture `world` creates."""

    support: int  # an application
    sales: int  # another one
    inbound: int  # a rule of support that runs first, second and third
    empty: int  # a rule of support without scenarios
    meeting: int  # a rule of support for video conferences
    first: int
    second: int
    third: int
    loose: int  # a shared scenario that no rule runs
    foreign: int  # a scenario of sales


@pytest.fixture(scope="session")
def shared_emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run one emulator for all tests."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


@pytest.fixture
def emulator(shared_emulator: Emulator) -> Emulator:
    """Give an emulator as it is after its first start."""
    shared_emulator.reset()
    return shared_emulator


@pytest.fixture
def api(emulator: Emulator) -> Api:
    """Give a client with the account's API key."""
    return Api(emulator.api_url, {"account_id": emulator.account_id, "api_key": emulator.api_key})


@pytest.fixture
def world(emulator: Emulator) -> World:
    """Fill the account without leaving a trace in the journal."""
    call = emulator.call
    support = call("AddApplication", application_name="support")["application_id"]
    sales = call("AddApplication", application_name="sales")["application_id"]
    first, second, third, loose = (
        call("AddScenario", scenario_name=name, scenario_script=f"// {name}")["scenario_id"]
        for name in ("first", "second", "third", "loose")
    )
    rule = {"application_id": support, "rule_pattern": ".*"}
    inbound = call("AddRule", rule_name="inbound", scenario_id=[first, second, third], **rule)["rule_id"]
    empty = call("AddRule", rule_name="empty", **rule)["rule_id"]
    meeting = call("AddRule", rule_name="meeting", video_conference=True, scenario_id=first, **rule)["rule_id"]
    foreign = call("AddScenario", scenario_name="foreign", application_id=sales)["scenario_id"]
    return World(support, sales, inbound, empty, meeting, first, second, third, loose, foreign)


@pytest.fixture
def bound(emulator: Emulator) -> t.Callable[[int], list[int]]:
    """Give a function that looks up a rule's scenarios without the API."""

    def look(rule_id: int) -> list[int]:
        rules = [rule for application in emulator.state()["applications"] for rule in application["rules"]]
        found: list[int] = next(rule["scenario_ids"] for rule in rules if rule["rule_id"] == rule_id)
        return found

    return look


@pytest.fixture
def token() -> t.Callable[..., str]:
    """Give a function that signs a token with a service account's key; a claim or header of None is left out.

    It does so by hand: a library refuses to write some of the tokens that the emulator has to refuse to read.
    """

    def sign(key: Json, *, headers: Json | None = None, **claims: object) -> str:
        now = int(time.time())
        header = {"alg": "RS256", "typ": "JWT", "kid": key["key_id"], **(headers or {})}
        payload = {"iss": str(key["account_id"]), "iat": now - 5, "exp": now + 60, **claims}
        return _signed(key["private_key"], header, payload)

    return sign


def _signed(private_key: str, *parts: Json) -> str:
    key = serialization.load_pem_private_key(private_key.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    kept = [{name: value for name, value in part.items() if value is not None} for part in parts]
    message = b".".join(_base64(json.dumps(part).encode()) for part in kept)
    return b".".join([message, _base64(key.sign(message, padding.PKCS1v15(), hashes.SHA256()))]).decode()


def _base64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@pytest.fixture
def data_dir(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give a new data directory."""
    return tmp_path / "emulator"


class Control:
    """A client of the control API."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.url = url
        self.headers = headers

    def __call__(self, verb: str, path: str, content: object = None) -> t.Any:
        """Send a request and return the JSON in the response, which must be successful."""
        response = self.response(verb, path, content)
        assert response.status_code == 200, response.text
        return response.json()

    def response(self, verb: str, path: str, content: object = None) -> requests.Response:
        """Send a request and return the response."""
        return requests.request(verb, f"{self.url}/{path}", json=content, headers=self.headers, timeout=10)


@pytest.fixture
def control(emulator: Emulator) -> Control:
    """Give a client of the control API."""
    return Control(emulator.control_url, emulator.control_headers)
