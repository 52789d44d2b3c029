# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The map of an account: in which order it tells what, what is marked, and that no name becomes markup."""

from __future__ import annotations

import typing as t

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.filter.account_map import account_map
from harness.map_rows import TIME, application, difference, rule, scenario

from ..support.pages import Page

# Values that end a text, an attribute, a script or a comment, and characters that some readers take for line ends.
NASTY = (
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "</title></style></script><img src=x onerror=alert(1)>",
    "<!-- ",
    "]]>",
    "&lt;b&gt;&#x3c;",
    "\u2028\u2029\x00\x1f\ud800",
    "{{ 7 * 7 }}{% raw %}{# #}",
    "javascript:alert(1)",
)
hostile = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=20))


def page_of(name: str, pattern: str, title: str, what: str = "changed") -> Page:
    """A page in which a name is used everywhere."""
    one = scenario(1, name, "x")
    sides = {"before": {"script": name, "pattern": pattern}, "after": {"script": title, name: [name]}}
    drift = [
        {**difference("scenario", name, what), **sides},
        {**difference("rule", name, "binding", "support"), **sides},
        *({**difference(kind, f"{name}!", "missing", "support"), **sides} for kind in ("rule", "scenario")),
        {**difference("application", f"{name}!", "missing"), **sides},
    ]
    header = f"scenario {name} (id 1)"
    diff = [{"before_header": header, "after_header": header, "before": f"{name}x", "after": f"{pattern}y"}]
    numbers = [{"phone_number": name, "application_id": place, "rule_id": place} for place in (3, None)]
    page = account_map(
        [application(2, "support", rule(3, name, pattern, one)), application(4, f"z{name}")],
        [one],
        drift,
        title,
        diff=diff,
        phone_numbers=numbers,
        environment=f"in {name}",
        time=f"at {title}",
    )
    return Page(page)


def structure_of(page: Page) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    """The elements of a page with their attributes, but for the marks, which follow from the names."""
    return [tag for tag in page.tags if tag[0] not in ("span", "code")]


@given(name=hostile, pattern=hostile, title=hostile)
def test_page_when_names_are_hostile_then_they_make_no_element_and_no_attribute(
    name: str, pattern: str, title: str
) -> None:
    page = page_of(name, pattern, title)
    assert structure_of(page) == structure_of(page_of("harmless", "harmless", "harmless"))
    assert {key for _tag, attributes in page.tags for key, _value in attributes if key.startswith("on")} == set()


@given(name=st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn", "Co"], blacklist_characters="\u2028\u2029")))
def test_page_when_a_name_is_unusual_then_it_is_shown_as_it_is(name: str) -> None:
    page = page_of("harmless", name, "Map")
    assert any(name in row for row in page.rows)


@given(what=hostile)
def test_page_when_a_kind_is_hostile_then_it_is_only_a_class(what: str) -> None:
    page = page_of("harmless", "harmless", "Map", what)
    marks = [attributes for tag, attributes in page.tags if tag == "span" and "mark" in str(attributes)]
    assert [[key for key, _value in attributes] for attributes in marks] == [["class"]] * 10


@given(name=hostile)
def test_page_when_characters_are_unprintable_then_it_can_be_written(name: str) -> None:
    text = account_map([application(1, name)], [scenario(1, name, "\ud800")])
    assert "\x00" not in text and "\u2028" not in text
    text.encode("utf-8")


def test_page_when_names_hold_templates_then_they_stay_texts() -> None:
    page = page_of("{{ 7 * 7 }}", "{% if %}", "{{ title }}")
    assert any("{{ 7 * 7 }}" in row[0] for row in page.rows)
    assert "49" not in "".join(page.texts[:10])


def test_page_when_an_account_is_full_then_it_keeps_priority_and_running_order() -> None:
    common, menu = scenario(1, "common", "Grüße"), scenario(2, "menu")
    applications = [
        application(5, "support", rule(8, "second", "2", menu, common), rule(7, "first", "1")),
        application(6, "sales", rule(9, "orders", ".*", common)),
    ]
    rows = [
        row for row in Page(account_map(applications, [menu, common])).rows if row[0] not in ("Priority", "Scenario")
    ]
    assert rows == [
        ["1", "ordersid 9", ".*", "", "common", TIME],
        ["1", "secondid 8", "2", "", "menucommon", TIME],
        ["2", "firstid 7", "1", "", "nothing", TIME],
        ["commonid 1", "7 bytes", "sales \u203a orderssupport \u203a second", TIME],
        ["menuid 2", "", "support \u203a second", TIME],
    ]


def test_page_when_it_has_numbers_then_it_draws_what_a_call_to_each_runs() -> None:
    common, menu = scenario(1, "common"), scenario(2, "menu")
    applications = [application(5, "support", rule(8, "in", "12.*", common, menu), rule(7, "rest", ".*"))]
    unknown = [rule(10, "small", "16."), rule(9, "other dialect", r"\p{Nd}+"), rule(11, "all", ".*")]
    applications.append(application(6, "zoo", *unknown))
    numbers = [
        {"phone_number": "120", "application_id": 5, "rule_id": None},
        {"phone_number": "130", "application_id": 5, "rule_id": 8},
        {"phone_number": "140", "application_id": 5, "rule_id": None},
        {"phone_number": "150", "application_id": None, "rule_id": None},
        {"phone_number": "160", "application_id": 6, "rule_id": None},
        {"phone_number": "170", "application_id": 6, "rule_id": None},
    ]
    page = "".join(Page(account_map(applications, [common, menu], phone_numbers=numbers)).texts)
    assert "120130→in→common→menu\n140→rest→nothing" in page
    assert "160→small→nothing\nno number→other dialect→nothing\nno number→all→nothing\n" in page
    assert "Phone numbers without a known rule\n\nNumber\n\n150\n170\n" in page
    assert "2 applications, 5 rules, 2 scenarios\n" in page


def test_page_when_it_is_told_then_it_says_what_it_shows_and_when_that_was_read() -> None:
    text = account_map([application(5, "support")], [], environment="production", time=TIME)
    told = "".join(Page(text).texts)
    assert f"Account acme.voximplant.com · environment production · read {TIME} UTC" in told


def test_page_when_made_again_then_it_is_the_same_and_has_no_texts() -> None:
    one = scenario(1, "common", "const password = 4711;")
    page = account_map([], [one])
    assert page == account_map([], [one])
    assert "password" not in page and "4711" not in page


def test_map_when_an_id_is_no_number_then_it_says_what_to_give() -> None:
    rule = {"rule_id": "x", "rule_name": "r", "rule_pattern": ".*", "rule_pattern_exclude": "", "scenarios": []}
    number = {"phone_number": "1202", "rule_id": 0, "application_id": 1}
    with pytest.raises(AnsibleFilterError, match="account_map: the input is not what the modules return: "):
        account_map([application(1, "a", {**rule, "video_conference": False})], [], phone_numbers=[number])


@pytest.mark.parametrize(
    "applications, scenarios, message",
    [
        ([{"application_name": "a"}], [], "rules"),
        ([], [{"scenario_id": 1}], "scenario_name"),
        ([], [{"scenario_id": 1, "scenario_name": "a", "modified": TIME}], "'parent' is missing. Pass"),
        ("text", [], "not what the modules return"),
        ([], None, "not what the modules return"),
    ],
)
def test_map_when_the_input_is_something_else_then_it_says_what_to_give(
    applications: t.Any, scenarios: t.Any, message: str
) -> None:
    with pytest.raises(AnsibleFilterError, match=message):
        account_map(applications, scenarios)
