# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets: how they are listed, and how a value is read."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import Secret
from ansible_collections.voximplant.platform.plugins.module_utils._objects.secrets import list_secrets, read_value
from harness.fakes import ok, talk

ROW = {"secret_id": 5, "secret_name": "KEY", "created": "2026-11-20 10:00:00", "modified": "2026-11-21 10:00:00"}


def test_secrets_when_listed_then_they_are_in_the_order_of_ids_and_have_their_application() -> None:
    rows = [ROW, {**ROW, "secret_id": 3, "description": "d", "secret_value": "unasked"}]
    talking = talk(ok(rows, total_count=2))
    first, second = list_secrets(talking.client, 20)
    assert [(found.secret_id, found.description, found.application_id) for found in (first, second)] == [
        (3, "d", 20),
        (5, "", 20),
    ]
    assert "unasked" not in repr(first)
    assert talking.http.sent[0].form["application_id"] == "20"


@pytest.mark.parametrize(
    "response",
    [ok({**ROW, "secret_value": "v"}), ok(secret_value="v", **ROW), ok([{**ROW, "secret_value": "v"}])],
    ids=["object", "flat", "list"],
)
def test_value_when_it_is_read_then_it_is_the_same_whatever_the_shape(response: Response) -> None:
    talking = talk(response)
    assert read_value(talking.client, Secret(5, "KEY", 20)) == "v"
    assert talking.http.sent[0].form == {"application_id": "20", "secret_id": "5"}


def test_value_when_the_platform_sends_none_then_it_is_empty() -> None:
    assert read_value(talk(ok(ROW)).client, Secret(5, "KEY", 20)) == ""


@pytest.mark.parametrize("result", [{"secret_id": 385}, [{"secret_id": 385}]], ids=["object", "list"])
def test_secret_when_added_then_its_id_is_read_from_the_result(result: t.Any) -> None:
    assert talk(ok(result)).client.call("AddSecret", {}).integer("secret_id") == 385
