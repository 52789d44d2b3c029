# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation site in a real browser: whether its pages fit a desktop and a phone, and fetch nothing."""

from __future__ import annotations

import pathlib

import pytest
from chromium import Chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = ROOT / "docs" / "site"
SCREENSHOTS = ROOT / "tests" / "output" / "browser"
DESKTOP, PHONE = (1280, 900), (390, 844)
PAGES = ("index", "docsite/guide_scenarios_and_rules", "docsite/guide_manifest", "vox_scenario_module", "deploy_role")

# How far a text stands out from what is behind it: the ratio that the accessibility guidelines define.
CONTRAST = """(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb(color).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if ((rgb(color)[3] ?? 1) === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const ratio = (node) => {
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort();
    return (b + 0.05) / (a + 0.05);
  };
  return Math.min(...[...document.querySelectorAll("article p, article li, article td p")].map(ratio));
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_site_when_a_page_is_opened_then_it_fits_can_be_read_and_fetches_nothing(
    browser: Chromium, page: str, size: tuple[int, int], scheme: str
) -> None:
    path = SITE / f"{page}.html"
    assert path.exists(), "Build the site first: make docs"
    browser.open(path.as_uri(), *size, scheme)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browser.screenshot(SCREENSHOTS / f"{path.stem}-{size[0]}-{scheme}.png")

    urls = [event["params"]["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    wide = (
        "[...document.querySelectorAll('article table')].filter((table) => table.closest('.table-wrapper')"
        ".scrollWidth > table.closest('.table-wrapper').clientWidth).length"
    )

    assert browser.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert browser.evaluate(wide) == 0
    assert browser.evaluate(CONTRAST) >= 4.5
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []
    assert browser.named("Log.entryAdded", "Runtime.exceptionThrown") == []
    assert browser.evaluate("[...document.images].every((one) => one.naturalWidth > 0 && one.alt)") is True
