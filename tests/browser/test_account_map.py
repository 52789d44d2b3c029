# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The map of an account in a real browser: what it shows, at which widths, what it runs, and what it fetches."""

from __future__ import annotations

import pathlib

import pytest
from chromium import Chromium

from ansible_collections.voximplant.platform.plugins.filter.account_map import account_map
from harness.map_rows import TIME, application, difference, rule, scenario

SCREENSHOTS = pathlib.Path(__file__).resolve().parents[1] / "output" / "browser"
DESKTOP, TABLET, PHONE = (1280, 900), (900, 1200), (360, 740)
ATTACK = "<img src=https://example.com/x onerror=document.title='attacked'>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write a map, and give its URL."""
    names = {101: "common", 102: "menu", 103: ATTACK}
    common, menu, hostile = (scenario(number, name, "// text\n" * number) for number, name in names.items())
    applications = [
        application(
            1,
            "support",
            rule(11, "inbound", r"1\d{10}", common, menu, exclude="1900.*"),
            rule(12, "a_rule_with_a_name_that_is_quite_long_for_a_telephone", "x" * 80, hostile, exclude="1900.*"),
            is_secure=True,
        ),
        application(
            2,
            "sales",
            rule(21, "orders", ".*", common, exclude="1900.*"),
            rule(22, ATTACK, ATTACK, exclude="1900.*"),
            is_secure=True,
        ),
    ]
    differences = [
        difference("scenario", "menu", "changed"),
        difference("rule", "inbound", "binding", "support"),
        {**difference("scenario", "gone", "missing"), "after": {"script": ATTACK}},
    ]
    path = tmp_path_factory.mktemp("map") / "map.html"
    headers = {f"{side}_header": "scenario menu (id 102)" for side in ("before", "after")}
    text = account_map(
        applications,
        [common, menu, hostile],
        differences,
        ATTACK,
        diff=[{**headers, "before": f"{ATTACK}\n" * 9, "after": "x" * 900}],
        phone_numbers=[
            {
                "phone_number": ATTACK if place is None else str(12025550100 + place),
                "application_id": 1,
                "rule_id": place,
            }
            for place in (11, 12, None)
        ],
        environment=ATTACK,
        time=TIME,
    )
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TABLET, PHONE], ids=["desktop", "tablet", "phone"])
def test_map_when_opened_then_it_fits_is_calm_and_fetches_nothing(
    browser: Chromium, page: str, size: tuple[int, int], scheme: str
) -> None:
    browser.open(page, *size, scheme)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browser.screenshot(SCREENSHOTS / f"map-{size[0]}-{scheme}.png")

    width = browser.evaluate("document.documentElement.scrollWidth")
    styled = browser.evaluate("getComputedStyle(document.querySelector('section')).borderTopStyle")
    requests = [event["params"]["request"]["url"] for event in browser.named("Network.requestWillBeSent")]

    assert width <= size[0]
    assert styled == "solid"
    assert requests == [page]
    assert browser.named("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown") == []
    assert browser.evaluate("[document.title, document.images.length, document.scripts.length]") == [ATTACK, 0, 1]


def test_map_when_printed_then_the_search_is_left_out(browser: Chromium, page: str) -> None:
    browser.open(page, *DESKTOP)
    form = "getComputedStyle(document.querySelector('form')).display"
    on_screen = browser.evaluate(form)
    browser.call("Emulation.setEmulatedMedia", media="print")
    on_paper = browser.evaluate(form)
    browser.call("Emulation.setEmulatedMedia", media="")
    assert (on_screen, on_paper) == ("flex", "none")


@pytest.mark.parametrize(
    "words, shown",
    [
        ("menu", ["menu", "inbound", "menu"]),
        ("INBOUND support", ["inbound", "inbound", "common", "menu"]),
        (r"1\d", ["inbound"]),
        ("103", [ATTACK]),
        ("orders", ["orders", "common"]),
        ("sales", ["orders", ATTACK, "common"]),
        ("nothing like it", []),
        ("", None),
    ],
)
def test_map_when_searched_then_only_rows_with_all_words_are_left(
    browser: Chromium, page: str, words: str, shown: list[str] | None
) -> None:
    browser.open(page, *DESKTOP)
    every = browser.evaluate("document.querySelectorAll('tbody tr').length")
    browser.evaluate("document.getElementById('words').focus()")
    browser.call("Input.insertText", text=words)
    rows = browser.evaluate(
        "[...document.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility())"
        ".map((row) => (row.querySelector('th bdi') || row.querySelectorAll('bdi')[1]).textContent)"
    )
    empty = browser.evaluate(
        "[...document.querySelectorAll('section')].filter((one) => one.checkVisibility()"
        " && ![...one.querySelectorAll('tbody tr')].some((row) => row.checkVisibility())).length"
    )
    assert empty == 0
    assert len(rows) == every if shown is None else rows == shown
    assert browser.evaluate("document.getElementById('found').textContent") == (
        "" if shown is None else f"{len(shown)} found"
    )


def test_map_when_a_link_leads_to_a_hidden_row_then_the_row_is_shown(browser: Chromium, page: str) -> None:
    browser.open(page, *DESKTOP)
    browser.call("Runtime.evaluate", expression="document.getElementById('words').focus()")
    browser.call("Input.insertText", text="orders")
    browser.evaluate("location.hash = '#scenario-102'")
    browser.call("Runtime.evaluate", expression="new Promise(requestAnimationFrame)", awaitPromise=True)
    assert browser.evaluate("document.getElementById('scenario-102').checkVisibility()") is True
