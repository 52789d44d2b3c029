# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Phone numbers, secrets and users of an account that are brought into a project."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import Adoption, AdoptOptions
from ansible_collections.voximplant.platform.plugins.module_utils._export.objects import Content
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import Snapshot
from ansible_collections.voximplant.platform.plugins.module_utils._objects.models import Application
from ansible_collections.voximplant.platform.plugins.module_utils._objects.resources import User
from ansible_collections.voximplant.platform.tests.unit.support.projects import MANIFEST, adopt_files

HEAD = "substitutions: {__HOTLINE__: '1202', __STAGE__: test}\napplications:\n"


def user(name: str, **attributes: t.Any) -> dict[str, t.Any]:
    """Return a user as an export has it."""
    return {
        "name": name,
        "display_name": name.upper(),
        "active": True,
        "parent_accounting": True,
        "custom_data": "",
        **attributes,
    }


def number(digits: str, **attributes: t.Any) -> dict[str, t.Any]:
    """Return a phone number as an export has it."""
    return {"number": digits, **attributes, "sms_enabled": False, "incoming_sms_callback_url": ""}


def adopted(manifest: str, options: AdoptOptions | None = None, **applications: t.Any) -> tuple[str, Adoption]:
    """Bring applications with these lists into a manifest, and return it."""
    entries = [
        {"name": name, "secure_record_storage": False, "rules": [], **lists} for name, lists in applications.items()
    ]
    files, adoption = adopt_files({MANIFEST: HEAD + manifest}, Snapshot((), tuple(entries)), options)
    return files[MANIFEST][len(HEAD) :], adoption


@pytest.mark.parametrize(
    ("before", "lists", "after"),
    [
        pytest.param(
            "    secrets:\n      - A  # kept\n      - {name: __STAGE___B, description: of __STAGE__}\n",
            {"secrets": ["A", {"name": "test_B", "description": "of test"}]},
            "    secrets:\n      - A  # kept\n      - {name: __STAGE___B, description: of __STAGE__}\n",
            id="nothing",
        ),
        pytest.param(
            "    secrets:\n      - A\n      - name: B\n        description: x  # kept\n",
            {"secrets": [{"name": "A", "description": "not declared"}, "B", "C"]},
            "    secrets:\n      - A\n      - name: B\n        description: ''  # kept\n      - C\n",
            id="description and a new secret",
        ),
        pytest.param(
            "    secrets:\n      - name: NEW\n        renamed_from: OLD\n",
            {"secrets": ["OLD"]},
            "    secrets:\n      - name: OLD\n",
            id="renamed back",
        ),
        pytest.param(
            "    users:\n      - name: ann\n        display_name: Ann\n        active: true\n      - name: bob\n",
            {"users": [user("ann", display_name="Zoe", active=False), user("bob", custom_data="not declared")]},
            "    users:\n      - name: ann\n        display_name: Zoe\n        active: false\n      - name: bob\n",
            id="attributes of users",
        ),
        pytest.param(
            "    users:\n      - name: ann\n        display_name: ANNA\n",
            {"users": [user("anna")]},
            "    users:\n      - name: anna\n        display_name: ANNA\n",
            id="a renamed user",
        ),
        pytest.param(
            "    users:\n      - name: ann\n        display_name: ANNA\n",
            {"users": [{"name": "ann", "active": True, "parent_accounting": True, "custom_data": ""}]},
            "    users:\n      - name: ann\n",
            id="a user without a display name",
        ),
        pytest.param(
            "    phone_numbers:\n      - number: '+1 202'\n        rule: a\n      - number: '1203'\n",
            {"phone_numbers": [number("1202", rule="b"), number("1203", rule="not declared")]},
            "    phone_numbers:\n      - number: '+1 202'\n        rule: b\n      - number: '1203'\n",
            id="the rule of a number",
        ),
        pytest.param(
            "    phone_numbers:\n      - number: __HOTLINE__\n        rule: a\n",
            {"phone_numbers": [number("1202")]},
            "    phone_numbers:\n      - number: __HOTLINE__\n",
            id="no rule",
        ),
        pytest.param("", {"users": [user("ann")], "secrets": ["A"]}, "", id="lists that are not declared"),
    ],
)
def test_manifest_when_the_account_differs_then_only_that_is_changed(
    before: str, lists: dict[str, t.Any], after: str
) -> None:
    manifest, adoption = adopted("  - name: a\n" + before, a=lists)
    assert manifest == "  - name: a\n" + after
    assert adoption.missing == ()
    assert adopted(manifest, a=lists)[0] == manifest


def test_user_when_it_has_no_display_name_then_neither_an_export_nor_an_update_writes_one() -> None:
    content = Content(users={1: (User(7, "bob", 1),)})
    lists = content.entries(Application(1, "a.acme.voximplant.com"))
    before = "  - name: a\n    users:\n      - name: ann\n        display_name: ANNA\n"
    added = "      - name: bob\n        active: true\n        parent_accounting: true\n        custom_data: ''\n"
    assert adopted(before, a=lists)[0] == before + added


@pytest.mark.parametrize("prune", [False, True])
def test_objects_when_the_account_lacks_them_then_they_are_named_or_pruned(prune: bool) -> None:
    before = (
        "  - name: a\n    phone_numbers:\n      - number: __HOTLINE__\n      - number: '1203'\n"
        "    secrets:\n      - A\n      - B\n    users:\n      - name: ann\n      - name: bob\n"
    )
    lists = {"phone_numbers": [number("1203")], "secrets": ["B"], "users": [user("bob")]}
    manifest, adoption = adopted(before, AdoptOptions(prune=prune), a=lists)
    missing = [("phone_number", "1202", "a"), ("secret", "A", "a"), ("user", "ann", "a")]
    if prune:
        assert manifest == (
            "  - name: a\n    phone_numbers:\n      - number: '1203'\n"
            "    secrets:\n      - B\n    users:\n      - name: bob\n"
        )
        assert adoption.missing == ()
    else:
        assert manifest == before
        assert [dataclasses.astuple(found) for found in adoption.missing] == missing


def test_number_when_another_application_has_it_now_then_it_moves() -> None:
    before = (
        "  - name: a\n    phone_numbers:\n      - number: '1'\n      - number: '2'\n"
        "  - name: b\n    phone_numbers:\n      - number: '3'\n"
    )
    lists = {"a": {"phone_numbers": [number("1")]}, "b": {"phone_numbers": [number("2", rule="r"), number("3")]}}
    manifest, adoption = adopted(before, **lists)
    assert adoption.missing == ()
    first, second = manifest.split("  - name: b\n")
    assert ("'1'" in first, "'2'" in first, "'2'" in second, "rule: r" in second) == (True, False, True, True)


def test_number_when_its_rule_is_ignored_then_it_is_left_out() -> None:
    before = "  - name: a\n    phone_numbers: []\nignore: {rules: [a/lab_*]}\n"
    assert adopted(before, a={"phone_numbers": [number("12", rule="lab_1")]})[0] == before
    assert "34" in adopted(before, a={"phone_numbers": [number("34", rule="in")]})[0]


def test_objects_when_they_are_ignored_then_they_are_left_out() -> None:
    ignore = "ignore: {secrets: ['*/LAB_*'], users: [a/lab-*], phone_numbers: ['49*']}\n"
    before = f"  - name: a\n    secrets: [A]\n    users: []\n    phone_numbers: []\n{ignore}"
    lists = {"secrets": ["A", "LAB_1"], "users": [user("lab-1")], "phone_numbers": [number("49")]}
    assert adopted(before, a=lists)[0] == before
    manifest, _adoption = adopted(before, a=lists, b=lists)
    added = manifest.partition("name: b")[2].partition("ignore")[0]
    assert "- A" in added and "LAB_1" not in added
    assert "lab-1" in added and "49" not in added  # a/lab-* does not match


def test_kind_when_it_could_not_be_read_then_it_stays_and_the_others_are_pruned() -> None:
    manifest = "applications:\n  - name: a\n    secrets: [A]\n    users: [{name: ann}, {name: bob}]\n"
    application = {"name": "a", "secure_record_storage": False, "rules": [], "users": [user("bob")]}
    account = Snapshot((), (application,), warnings=("Not read.",), unread=frozenset({"secrets"}))
    files, adoption = adopt_files({MANIFEST: manifest}, account, AdoptOptions(prune=True))
    assert files[MANIFEST] == manifest.replace("{name: ann}, ", "")
    assert (adoption.missing, adoption.warnings) == ((), ("Not read.",))
