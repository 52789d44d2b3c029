# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pictures of the documentation: drawn from their descriptions, recorded from the demo, light and dark."""

from __future__ import annotations

import html
import importlib.util
import pathlib
import re
import typing as t

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCSITE = ROOT / "docs" / "docsite"
DESCRIPTIONS = sorted((DOCSITE / "pictures").glob("*.yml"))
PICTURES = [*sorted((DOCSITE / "rst").glob("*.svg")), *sorted((ROOT / "docs" / "benchmark").glob("*.svg"))]
HEADING = re.compile(r'^heading "(\d+\. .+)"$', re.MULTILINE)


@pytest.fixture(scope="module")
def draw() -> t.Callable[[t.Any], str]:
    """Return the function that draws a description."""
    spec = importlib.util.spec_from_file_location("draw_pictures", ROOT / ".ci" / "draw_pictures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function: t.Callable[[t.Any], str] = module.draw
    return function


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.stem)
def test_picture_when_it_is_drawn_from_its_description_then_it_is_the_one_in_the_repository(
    draw: t.Callable[[t.Any], str], path: pathlib.Path
) -> None:
    drawn = draw(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert drawn == (DOCSITE / "rst" / f"{path.stem}.svg").read_text(encoding="utf-8"), "Run: make pictures"


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_picture_when_it_is_opened_then_it_fits_a_phone_has_dark_colors_and_fetches_nothing(path: pathlib.Path) -> None:
    text = path.read_text(encoding="utf-8")
    width = re.search(r'<svg [^>]*viewBox="0 0 ([\d.]+) ', text)
    assert width is not None
    assert float(width[1]) <= 366 or path.stem == "demo"
    assert "@media (prefers-color-scheme: dark)" in text
    assert re.findall(r'(?:href|src)="(?!#)|@import|url\((?!#)|<script', text) == []


def test_pictures_when_listed_then_a_guide_or_the_landing_page_shows_each_and_describes_it() -> None:
    pages = [DOCSITE / "index.rst", *sorted((DOCSITE / "rst").glob("*.rst"))]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    shown = {pathlib.Path(name).name for name in re.findall(r"\.\. image:: (\S+)\n +:alt: \w.{30,}\n", text)}
    assert shown == {path.name for path in PICTURES}


def test_recording_when_compared_with_the_demo_then_its_steps_are_those_of_the_demo() -> None:
    recorded = re.findall(
        r'<text class="title"[^>]*>([^<]+)<', (DOCSITE / "rst" / "demo.svg").read_text(encoding="utf-8")
    )
    demo = HEADING.findall((ROOT / "docs" / "examples" / "demo.sh").read_text(encoding="utf-8"))
    assert demo
    assert [html.unescape(title) for title in recorded] == demo, "Run: make pictures"


def test_recording_when_motion_is_not_wanted_then_one_step_is_shown() -> None:
    text = (DOCSITE / "rst" / "demo.svg").read_text(encoding="utf-8")
    still, _media, animated = text.partition("@media (prefers-reduced-motion: no-preference)")
    assert "animation:" not in still
    assert "animation:" in animated
    assert text.count('class="frame still"') == 1
