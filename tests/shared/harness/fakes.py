# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server's side of Http that says what a test wants, and remembers what it was asked."""

from __future__ import annotations

import dataclasses
import json
import typing as t
from urllib.parse import parse_qsl

from ansible_collections.voximplant.platform.plugins.module_utils._api.client import Client
from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import ParameterCredentials
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response

URL = "https://api.test/platform_api"
CREDENTIALS = ParameterCredentials(("account_id", "1"), ("api_key", "a-secret-key"))
HALF = 0.5


@dataclasses.dataclass(frozen=True)
class Sent:
    """A request that was sent."""

    verb: str
    url: str
    headers: t.Mapping[str, str]
    body: bytes

    @property
    def method(self) -> str:
        """The API method."""
        return self.url.rstrip("/").rsplit("/", 1)[1]

    @property
    def form(self) -> dict[str, str]:
        """The parameters, without those that say who calls."""
        form = dict(parse_qsl(self.body.decode("ascii"), keep_blank_values=True, strict_parsing=True))
        return {name: value for name, value in form.items() if name not in ("account_id", "api_key")}


class FakeHttp:
    """Answers with the given responses in turn; an exception among them is raised."""

    def __init__(self, *steps: Response | Exception) -> None:
        self._steps = list(steps)
        self.sent: list[Sent] = []

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *_deadline: object) -> Response:
        """Remember the request, and take the next step."""
        self.sent.append(Sent(verb, url, dict(headers), body))
        step = self._steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    @property
    def methods(self) -> list[str]:
        """The API methods that were called, in order."""
        return [sent.method for sent in self.sent]

    @property
    def left(self) -> int:
        """How many steps were not taken."""
        return len(self._steps)


class Renewing:
    """Credentials that can be renewed, and count how often they were."""

    def __init__(self) -> None:
        self.renewed = 0

    @property
    def secrets(self) -> tuple[str, ...]:
        """Nothing is secret."""
        return ()

    def form(self) -> t.Mapping[str, str]:
        """No parameter."""
        return {}

    def headers(self) -> t.Mapping[str, str]:
        """A header that shows which proof it is."""
        return {"Authorization": f"Bearer {self.renewed}"}

    def renew(self) -> bool:
        """Make another proof."""
        self.renewed += 1
        return True


def answer(content: t.Any, status: int = 200, **headers: str) -> Response:
    """A response with this content as JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, named, json.dumps(content).encode())


def ok(result: t.Any = 1, **fields: t.Any) -> Response:
    """A success."""
    return answer({"result": result, **fields})


def failed(code: t.Any, text: str = "No.", status: int = 200, **headers: str) -> Response:
    """A failure that the platform reports."""
    return answer({"error": {"code": code, "msg": text}}, status, **headers)


def raw(body: bytes, status: int = 200) -> Response:
    """A response with this body."""
    return Response(status, {}, body)


class Time:
    """A time that passes only while somebody sleeps, and remembers how long they slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self.sleeps.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        """The time in seconds."""
        return self.now


@dataclasses.dataclass
class Talk:
    """A client, what it sends to, and how long it waited."""

    client: Client
    http: FakeHttp
    waits: list[float]


def talk(
    *steps: Response | Exception, retries: int = 4, credentials: t.Any = CREDENTIALS, time: Time | None = None
) -> Talk:
    """A client that is answered by these steps and never waits; its jitter is always one half."""
    http = FakeHttp(*steps)
    time = time or Time()
    client = Client(
        t.cast(t.Any, http),
        URL,
        credentials,
        retries=retries,
        sleep=time.sleep,
        clock=time.clock,
        jitter=lambda: HALF,
    )
    return Talk(client, http, time.sleeps)
