# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The map of an account: in which order it tells what, what is marked, and that no name becomes markup."""

from __future__ import annotations

import html.parser
import typing as t

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.filter.account_map import account_map

Json = dict[str, t.Any]
TIME = "2026-11-20 10:00:00"
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


class Page(html.parser.HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.rows: list[list[str]] = []
        self.scripts = ""
        self.texts: list[str] = []
        self._in_cell = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        self._in_cell = tag in ("td", "th") or (self._in_cell and tag not in ("tr", "section"))

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._in_cell:
            self.rows[-1][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def scenario(number: int, name: str, text: str | None = None) -> Json:
    script = {} if text is None else {"scenario_script": text}
    return {"scenario_id": number, "scenario_name": name, "modified": TIME, "parent": False, **script}


def rule(number: int, name: str, pattern: str, *scenarios: Json) -> Json:
    return {
        "rule_id": number,
        "rule_name": name,
        "rule_pattern": pattern,
        "rule_pattern_exclude": "",
        "video_conference": False,
        "modified": TIME,
        "scenarios": list(scenarios),
    }


def application(number: int, name: str, *rules: Json) -> Json:
    return {
        "application_id": number,
        "application_name": f"{name}.acme.voximplant.com",
        "secure_record_storage": False,
        "modified": TIME,
        "rules": list(rules),
    }


def difference(kind: str, name: str, what: str, place: str = "") -> Json:
    return {"object": kind, "name": name, "application": place, "kind": what}


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


def test_page_when_something_differs_then_it_is_listed_and_marked_where_it_is() -> None:
    common = scenario(1, "common")
    applications = [application(5, "support", rule(7, "in", "1")), application(6, "sales", rule(8, "in", "1"))]
    drift = [
        difference("rule", "in", "changed", "sales"),
        difference("rule", "in", "binding", "sales"),
        difference("scenario", "common", "unmanaged"),
        difference("scenario", "gone", "missing"),
    ]
    rows = Page(account_map(applications, [common], drift)).rows
    assert rows[1:4] == [
        ["rule", "in", "sales", " changed binding", "", ""],
        ["scenario", "common", "", " unmanaged", "", ""],
        ["scenario", "gone", "", " missing", "", ""],
    ]
    assert [row[1] for row in rows if row[0] == "1"] == ["in changed bindingid 8", "inid 7"]
    assert [row[0] for row in rows[-2:]] == ["common unmanagedid 1", "gone missing"]


def links_of(page: Page) -> dict[str, str]:
    """Return the targets of links; every one of them is on the page."""
    attributes = [dict(pairs) for _tag, pairs in page.tags]
    targets = [str(found["href"]).removeprefix("#") for found in attributes if "href" in found]
    ids = [found["id"] for found in attributes if "id" in found]
    assert len(ids) == len(set(ids)) and set(targets) <= set(ids)
    return dict.fromkeys(targets, "")


def test_page_when_something_differs_then_it_shows_both_sides_with_the_texts_and_links_to_the_objects() -> None:
    menu = scenario(2, "menu")
    drift = [
        {**difference("rule", "in", "changed", "support"), "before": {"pattern": "1"}, "after": {"pattern": "2"}},
        {**difference("scenario", "menu", "changed"), "before": {"script": "1 line"}, "after": {"script": "2 lines"}},
        {
            **difference("rule", "new", "missing", "support"),
            "before": {},
            "after": {"pattern": "3", "scenarios": ["a"]},
        },
        difference("application", "sales", "missing"),
        difference("secret", "KEY", "missing", "support"),
    ]
    diff = [
        {
            "before_header": "scenario menu (id 2)",
            "after_header": "scenario menu (id 2)",
            "before": "old();\n",
            "after": "new();\n",
        },
        {"before_header": "rule in (id 9) in sales", "after_header": "rule in (id 9) in sales", "after": "other"},
    ]
    text = account_map([application(5, "support", rule(7, "in", "1", menu))], [menu], drift, diff=diff)
    page = Page(text)
    assert page.rows[1][3:] == [" changed", "pattern: 1", "pattern: 2"]
    assert page.rows[2][3:] == [" changedtext", "script: 1 line", "script: 2 lines"]
    assert [row for row in page.rows if row[:2] == ["", "new missing"]] == [["", "new missing", "3", "", "a", ""]]
    assert {"rule-7", "scenario-2", "text-2", "missing-3", "missing-4"} <= set(links_of(page))
    assert '<span class="line removed">-old();</span>' in text and '<span class="line added">+new();</span>' in text
    assert "other" not in text


def test_page_when_it_has_numbers_then_it_draws_what_a_call_to_each_runs() -> None:
    common, menu = scenario(1, "common"), scenario(2, "menu")
    applications = [application(5, "support", rule(8, "in", "12.*", common, menu), rule(7, "rest", ".*"))]
    numbers = [
        {"phone_number": "120", "application_id": 5, "rule_id": None},
        {"phone_number": "130", "application_id": 5, "rule_id": 8},
        {"phone_number": "140", "application_id": 5, "rule_id": None},
        {"phone_number": "150", "application_id": None, "rule_id": None},
    ]
    page = "".join(Page(account_map(applications, [common, menu], phone_numbers=numbers)).texts)
    assert "120130→in→common→menu\n140→rest→nothing" in page
    assert "Phone numbers without a rule\n\nNumber\n\n150\n" in page
    assert "1 application, 2 rules, 2 scenarios\n" in page


def test_page_when_it_is_told_then_it_says_what_it_shows_and_when_that_was_read() -> None:
    text = account_map([application(5, "support")], [], environment="production", time=TIME)
    told = "".join(Page(text).texts)
    assert f"Account acme.voximplant.com · environment production · read {TIME} UTC" in told


@pytest.mark.parametrize("drift, told", [(None, False), ([], True)])
def test_page_when_nothing_differs_then_it_says_so_if_it_was_compared(drift: list[Json] | None, told: bool) -> None:
    text = account_map([], [], drift)
    assert ("The account is as the project declares it." in text) is told
    assert ("0 differences" in text) is told


def test_page_when_made_again_then_it_is_the_same_and_has_no_texts() -> None:
    one = scenario(1, "common", "const password = 'hidden';")
    assert account_map([], [one]) == account_map([], [one])
    assert "hidden'" not in account_map([], [one])


def test_map_when_an_id_is_no_number_then_it_says_what_to_give() -> None:
    rule = {"rule_id": "x", "rule_name": "r", "rule_pattern": ".*", "rule_pattern_exclude": "", "scenarios": []}
    number = {"phone_number": "1202", "rule_id": 0, "application_id": 1}
    with pytest.raises(AnsibleFilterError, match="account_map: "):
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
