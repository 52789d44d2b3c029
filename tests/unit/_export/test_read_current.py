# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading an account for an export with credentials that may not read everything."""

from __future__ import annotations

import re
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._api.transport import Response
from ansible_collections.voximplant.platform.plugins.module_utils._export.read_current import read_account
from ansible_collections.voximplant.platform.tests.unit.support.platform import Platform
from harness.fakes import failed

KINDS = {"GetPhoneNumbers": "phone_numbers", "GetSecrets": "secrets", "GetUsers": "users"}


class Guarded(Platform):
    """An account that refuses methods, those that list the objects of an application only for C(sales).

    :arg codes: error codes by method
    """

    def __init__(self, **codes: int) -> None:
        super().__init__()
        self.codes = codes
        for name in ("support", "sales"):
            self.sales = self.add_application(name).application_id
            self.add_secret(self.sales, "KEY")
            self.add_user(self.sales, "anna")
        self.add_number("1202", application_id=self.sales)

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *deadline: object) -> Response:
        """Execute a request, unless it is refused."""
        method = url.rsplit("/", 2)[1]
        if method in self.codes and (method == "GetPhoneNumbers" or f"application_id={self.sales}" in body.decode()):
            return failed(self.codes[method])
        return super().send(verb, url, headers, body, *deadline)


@pytest.mark.parametrize("code", [104, 100])
@pytest.mark.parametrize("method", KINDS)
def test_account_when_a_kind_may_not_be_read_then_it_alone_is_left_out_with_one_warning(method: str, code: int) -> None:
    platform = Guarded(**{method: code})
    snapshot = read_account(platform.client)
    support, sales = snapshot.applications
    read = set(KINDS.values()) - {KINDS[method]}
    assert set(sales) & set(KINDS.values()) == read
    assert set(support) & set(KINDS.values()) == read - {"phone_numbers"}
    assert snapshot.unread == {KINDS[method]}
    (warning,) = snapshot.warnings
    assert f"leaves out {KINDS[method].replace('_', ' ')}, " in warning
    assert f"{method} failed with code {code}" in warning


@pytest.mark.parametrize("method", KINDS)
def test_account_when_a_kind_cannot_be_read_for_another_reason_then_nothing_is_read(method: str) -> None:
    with pytest.raises(errors.AccountStateError) as failure:
        read_account(Guarded(**{method: 127}).client)
    assert failure.value.method == method


class Paged(Platform):
    """An account whose listings come in pages of two."""

    def send(self, verb: str, url: str, headers: t.Mapping[str, str], body: bytes, *deadline: object) -> Response:
        """Execute a request, with a smaller page."""
        return super().send(verb, url, headers, re.sub(rb"\bcount=\d+", b"count=2", body), *deadline)


def test_account_when_every_listing_has_several_pages_then_all_of_each_is_read() -> None:
    platform = Paged()
    names = ["anna", "bert", "carl", "dora", "emil"]
    for name in names:
        platform.add_scenario(name, f"// {name}\n")
        application = platform.add_application(name, secure_record_storage=True)
    application_id = application.application_id
    fields = {"rule_pattern": "1", "rule_pattern_exclude": "9", "video_conference": True}
    for name in reversed(names):
        platform.add_rule(name, application, *platform.scenarios[1::-1], **fields)
        platform.add_secret(application_id, name, description="d")
        platform.add_user(application_id, name, user_active=False)
        platform.add_number(name, application_id=application_id, rule_id=1, rule_name="anna", is_sms_enabled=True)
    snapshot = read_account(platform.client)
    last = next(found for found in snapshot.applications if found["name"] == "emil")
    assert {scenario.name: scenario.script for scenario in snapshot.scenarios} == {
        name: f"// {name}\n" for name in names
    }
    assert sorted(found["name"] for found in snapshot.applications) == names
    rule = {"pattern": "1", "pattern_exclude": "9", "video_conference": True, "scenarios": ["bert", "anna"]}
    number = {"rule": "anna", "sms_enabled": True, "incoming_sms_callback_url": ""}
    user = {"active": False, "parent_accounting": True, "custom_data": ""}
    assert last == {
        "name": "emil",
        "secure_record_storage": True,
        "rules": [{"name": name, **rule} for name in reversed(names)],
        "phone_numbers": [{"number": name, **number} for name in names],
        "secrets": [{"name": name, "description": "d"} for name in names],
        "users": [{"name": name, "display_name": name, **user} for name in names],
    }
    assert snapshot.full_names == {name: f"{name}.acme.voximplant.com" for name in names}
    part = read_account(platform.client, ["anna"])
    assert (len(part.applications), part.full_names) == (1, snapshot.full_names)
