# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every page of the documentation site in a real browser: on a desktop and a phone, light and dark.

What is wrong with a page is found by audit.js: overflow, cut text, narrow columns, errors, markup that was not
rendered, pictures that are missing or not described, and text that cannot be read.
"""

from __future__ import annotations

import collections
import html
import html.parser
import pathlib
import re
import urllib.parse

import pytest
from chromium import Chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = ROOT / "docs" / "site"
SCREENSHOTS = ROOT / "tests" / "output" / "browser"
AUDIT = pathlib.Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
REPOSITORY = "https://github.com/voximplant/ansible-platform/"
VIEWS = [(width, height, scheme) for width, height in ((1280, 900), (390, 844)) for scheme in ("light", "dark")]
PAGES = sorted(str(path.relative_to(SITE)) for path in SITE.rglob("*.html") if "_static" not in path.parts)
PHOTOGRAPHED = {"index.html", "docsite/guide_trust.html", "vox_sync_module.html", "deploy_role.html"}


class Page(html.parser.HTMLParser):
    """What a page links to, and the places of it that can be linked to."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors = {""}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element's address, and the one that it links to."""
        found = dict(attrs)
        self.anchors.add(found.get("id") or "")
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))


def audit(browser: Chromium, *, everything: bool = True) -> list[str]:
    """Return what is wrong with the page; without everything, only what depends on colors."""
    faults: list[str] = browser.evaluate(f"({AUDIT.strip()})({str(everything).lower()})")
    return faults


def test_site_when_it_is_built_then_it_has_pages() -> None:
    assert len(PAGES) > 50, "Build the site first: make docs"


@pytest.mark.parametrize("page", PAGES)
def test_site_when_a_page_is_opened_then_it_fits_can_be_read_and_fetches_nothing(browser: Chromium, page: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browser.open((SITE / page).as_uri(), *VIEWS[0])
    faults: dict[str, list[str]] = collections.defaultdict(list)
    for width, height, scheme in VIEWS:
        browser.show(width, height, scheme)
        for fault in audit(browser, everything=scheme == "light"):
            faults[fault].append(f"{width} {scheme}")
        if page in PHOTOGRAPHED:
            browser.screenshot(SCREENSHOTS / f"{pathlib.Path(page).stem}-{width}-{scheme}.png", whole=False)

    assert dict(faults) == {}
    urls = [event["params"]["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []
    assert browser.named("Log.entryAdded", "Runtime.exceptionThrown") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_when_the_theme_is_switched_then_their_colors_follow_it(browser: Chromium, scheme: str) -> None:
    browser.open((SITE / "docsite/guide_deploy.html").as_uri(), *VIEWS[0][:2], scheme)
    papers = []
    for theme in ("light", "dark", "auto"):
        browser.evaluate(f"document.body.dataset.theme = '{theme}'")
        papers.append(browser.evaluate("getComputedStyle(document.querySelector('article svg .paper')).fill"))
    light, dark, automatic = papers
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(27, 31, 36)")
    assert automatic == {"light": light, "dark": dark}[scheme]


@pytest.mark.parametrize(("motion", "running"), [("no-preference", True), ("reduce", False)])
def test_demo_when_motion_is_not_wanted_then_one_step_stands_still(
    browser: Chromium, motion: str, running: bool
) -> None:
    browser.open((SITE / "index.html").as_uri(), *VIEWS[0])
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": motion}])
    frames = "[...document.querySelectorAll('#demo .frame')]"
    assert browser.evaluate(f"{frames}.length") > 4
    assert browser.evaluate("document.querySelector('#demo').getAnimations({subtree: true}).length > 0") is running
    visible = f"{frames}.filter((frame) => getComputedStyle(frame).visibility === 'visible').length"
    assert browser.evaluate(visible) == 1


def test_site_when_a_page_links_to_something_then_it_is_there() -> None:
    pages = {(SITE / name).resolve(): Page(SITE / name) for name in PAGES}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            url, _hash, anchor = link.partition("#")
            if url.startswith(("https://", "mailto:")):
                continue
            target = (path.parent / urllib.parse.unquote(url)).resolve() if url else path
            if not target.is_file() or (target in pages and anchor not in pages[target].anchors):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_site_when_the_collection_has_something_then_the_landing_page_lists_it() -> None:
    files = {
        "module": ROOT.glob("plugins/modules/*.py"),
        "filter": ROOT.glob("plugins/filter/*.py"),
        "playbook": ROOT.glob("playbooks/*.yml"),
        "role": (path.parent for path in ROOT.glob("roles/*/tasks")),
    }
    expected = {f"{path.stem}_{kind}.html" for kind, paths in files.items() for path in paths}
    text = (SITE / "index.html").read_text(encoding="utf-8")
    described = re.findall(r'<td><p><a [^>]*href="(\w+\.html)">.*?</td>\s*<td><p>[^<]{20,}</p>', text, re.DOTALL)
    assert len(expected) >= 30
    assert sorted(described) == sorted(expected)


def test_site_when_a_role_or_a_playbook_has_a_page_then_it_shows_how_to_use_it() -> None:
    for page in (name for name in PAGES if name.endswith(("_role.html", "_playbook.html"))):
        text = html.unescape(re.sub(r"<[^>]+>", "", (SITE / page).read_text(encoding="utf-8")))
        kind, name = page.removesuffix(".html").rpartition("_")[::2][::-1]
        used = f"role: voximplant.platform.{name}" if kind == "role" else f"ansible-playbook voximplant.platform.{name}"
        assert used in text, page


def test_site_when_it_links_into_the_repository_then_the_file_is_there() -> None:
    links = {link for name in PAGES for link in Page(SITE / name).links if link.startswith(REPOSITORY)}
    paths = {link.partition("/main/")[2].partition("?")[0].partition("#")[0] for link in links if "/main/" in link}
    assert len(paths) > 10
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<div style="width: 3000px">wide</div>', "the page is"),
        (
            '<div style="width: 50px; overflow: hidden; white-space: nowrap">much too long a text</div>',
            "cut or scrolls",
        ),
        ("<table><tr><td style='width: 20px'>" + "one word a line " * 9 + "<td>" + "x " * 999 + "</table>", "narrow"),
        ('<div class="system-message">Unknown target</div>', "error"),
        ('<style>nav::before { content: "ERROR: a box of the theme" }</style><nav>Topics</nav>', "error"),
        ("<p>See :ref:`the guide`.</p>", "markup"),
        ('<img src="missing.png" alt="A picture of something">', "picture not loaded"),
        (
            '<img src="data:image/svg+xml,<svg xmlns=%27http://www.w3.org/2000/svg%27/>" alt="x">',
            "picture without a description",
        ),
        ('<p style="color: #aaa">pale</p>', "contrast"),
        ("<p>Everything is in order.</p>", None),
    ],
)
def test_audit_when_a_page_has_a_fault_then_it_is_found(
    browser: Chromium, tmp_path: pathlib.Path, body: str, fault: str | None
) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><title>Page</title><article>{body}</article>", encoding="utf-8")
    browser.open(path.as_uri(), *VIEWS[0])
    found = audit(browser)
    assert found == [] if fault is None else any(text.startswith(fault) for text in found), found
