# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Differences on the map of an account: they are listed, and marked where the account has the objects."""

from __future__ import annotations

import pytest

from ansible_collections.voximplant.platform.plugins.filter.account_map import account_map
from harness.map_rows import Json, application, difference, rule, scenario

from ..support.pages import Page, links_of


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


@pytest.mark.parametrize("old, new", [("support", "support"), ("helpdesk", "support")])
def test_page_when_objects_are_renamed_then_those_of_the_account_are_marked_and_linked(old: str, new: str) -> None:
    applications = [application(5, old, rule(7, "in", "1"), rule(8, "rest", "2"))]
    drift = [
        {
            **difference(kind, f"new_{name}", "renamed", place),
            "before": {"name": name},
            "after": {"name": f"new_{name}"},
        }
        for kind, name, place in (("rule", "in", new), ("scenario", "menu", ""))
    ]
    drift += [difference("rule", "rest", "changed", new), difference("rule", "third", "missing", new)]
    if old != new:
        drift.append({**difference("application", new, "renamed"), "before": {"name": old}, "after": {"name": new}})
    text = account_map(applications, [scenario(2, "menu")], drift)
    page = Page(text)
    marked = [row[:2] for row in page.rows[len(drift) + 1 :]]
    assert marked == [
        ["Priority", "Rule"],
        ["1", "in renamedid 7"],
        ["2", "rest changedid 8"],
        ["", "third missing"],
        ["Scenario", "Size"],
        ["menu renamedid 2", ""],
    ]
    renamed = [] if old == new else ["application-5"]
    assert list(links_of(page)) == ["rule-7", "scenario-2", "rule-8", "missing-4", *renamed]
    heading = text.partition('<h2 id="application-5">')[2].partition("</h2>")[0]
    assert ("renamed" in heading) is (old != new)


def test_page_when_a_phone_number_differs_then_it_shows_the_text() -> None:
    header = "phone number 12025550100 (id 3) in support"
    diff = [{"before_header": header, "after_header": header, "before": "rule: \n", "after": "rule: in\n"}]
    text = account_map([], [], [difference("phone_number", "12025550100", "binding", "support")], diff=diff)
    assert '<span class="line added">+rule: in</span>' in text
    assert "text-1" in links_of(Page(text))


@pytest.mark.parametrize("drift, told", [(None, False), ([], True)])
def test_page_when_nothing_differs_then_it_says_so_if_it_was_compared(drift: list[Json] | None, told: bool) -> None:
    text = account_map([], [], drift)
    assert ("The account is as the project declares it." in text) is told
    assert ("0 differences" in text) is told
