# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports, read by programs that others have written: a parser of JUnit, and a renderer of Markdown."""

from __future__ import annotations

import html.parser
import typing as t

import junitparser
import pytest
from markdown_it import MarkdownIt

from ansible_collections.voximplant.platform.plugins.filter.vox_report import vox_report

Json = dict[str, t.Any]
PLAN = "1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4"
NAMES = (
    "menu",
    "a|b",
    "``` ``",
    "</code></details><script>alert(1)</script>",
    "@everyone [x](http://example.com) ![x](http://example.com/x.png)",
    "]]><failure/>",
    "\n\n# heading\n- item\n</details>\n",
)


class Elements(html.parser.HTMLParser):
    """Collects the elements of a page, and what stands in the cells of tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.folded: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _value in attrs} <= {"class"}
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open:
            self.cells[-1] += data
        if self.open[-3:] == ["details", "pre", "code"]:
            self.folded.append(data)


def sync_result(name: str) -> Json:
    """Return a failed result of vox_sync in which a name and its texts are used everywhere."""
    update = {"action": "update", "object": "scenario", "name": name, "application": None, "method": "SetScenarioInfo"}
    changed = {"object": "scenario", "name": name, "application": "", "kind": "changed", "modified": ""}
    headers = {f"{side}_header": f"scenario {name}" for side in ("before", "after")}
    return {
        "plan_id": PLAN,
        "drift": [{**changed, "before": {"script": "1 line"}, "after": {"script": "2 lines (+2 -1)"}}],
        "operations": [update],
        "undone": [update],
        "diff": [{**headers, "before": "old();\n", "after": f"new();\n// {name}\n"}],
        "failed": True,
        "msg": f"scenario {name}: It was refused.",
    }


@pytest.mark.parametrize("name", NAMES)
def test_markdown_when_rendered_then_it_is_a_table_with_folded_diffs_whatever_the_names(name: str) -> None:
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    page = Elements(renderer.render(vox_report(sync_result(name), "markdown")))
    expected = {"h3", "code", "p", "strong", "pre", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
    assert page.tags == expected | {"details", "summary"}
    assert page.cells[:2] == ["~", "scenario"] and len(page.cells) == 5
    assert "".join(name.split()) in "".join(page.cells[2].replace("\\n", "").split())
    assert page.cells[3] == "+2 -1 lines"
    assert "-old();\n+new();\n" in "".join(page.folded)


@pytest.mark.parametrize("name", NAMES)
def test_junit_when_parsed_then_the_cases_and_the_failure_are_there_whatever_the_names(name: str) -> None:
    report = junitparser.JUnitXml.fromstring(vox_report(sync_result(name), "junit"))
    (suite,) = report
    cases = list(suite)
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (2, 1, 0, 0)
    assert [case.is_passed for case in cases] == [True, False]
    assert cases[1].result[0].text.endswith("It was refused.") and PLAN in cases[1].system_out
