# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of trust share: fixtures, which of them run when not all are asked for, and the figures they tell.

`pytest tests/trust` leaves out the parameters that have the mark `everything`; `pytest tests/trust --everything` runs
them too. What a test tells with `figure` is printed at the end and written to `tests/output/trust.json`.
"""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest

from harness.fixtures import controller, emulator, world

__all__ = ["controller", "emulator", "world"]

LONG = ("test_hostile_fields", "test_hostile_server", "test_soak")
"""Files whose tests take long each, and may be shared out among the processes."""
OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "output" / "trust.json"
Figure = t.Callable[[str, t.Any], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that asks for all tests."""
    parser.addoption("--everything", action="store_true", help="run what takes long, too")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "everything: takes long, and runs only with --everything")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless everything is asked for; begin with what takes longest."""
    items.sort(key=lambda item: (item.path.stem not in LONG, item.path.stem == "test_fault_matrix"))
    if not config.getoption("--everything"):
        left_out = [item for item in items if item.get_closest_marker("everything")]
        items[:] = [item for item in items if not item.get_closest_marker("everything")]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: t.Any) -> t.Any:
    """Keep the tests of a file together; of a test with parts such as `[part: call, rest]`, those of a part or call."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # it would begin with the many tests that are quick

    class ByPart(LoadFileScheduling):  # type: ignore[misc] # pytest-xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            part, colon, rest = nodeid.partition("[")[2].partition(": ")
            if colon:
                call, comma, _fault = rest.partition(", ")
                return file + part + (call if comma else "")
            return nodeid if pathlib.PurePath(file).stem in LONG else file

    return ByPart(config, log)


@pytest.fixture
def figure(record_property: t.Callable[[str, object], None]) -> Figure:
    """Give a function that tells a figure: its name and its value.

    Numbers of one name are added up; of those whose name begins with "most", the largest counts.
    """
    return lambda name, value: record_property("figure", [name, value])


def pytest_terminal_summary(terminalreporter: t.Any, config: pytest.Config) -> None:
    """Print the figures and write them to a file."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.getreports(name)]
    told = [value for report in reports for key, value in report.user_properties if key == "figure"]
    figures: dict[str, t.Any] = {name: len(terminalreporter.getreports(name)) for name in ("passed", "failed")}
    for name, value in told:
        others = [figures[name], value] if isinstance(value, int) and name in figures else [value]
        figures[name] = max(others) if name.startswith("most") else sum(others) if len(others) > 1 else value
    terminalreporter.section("figures")
    for name, value in figures.items():
        terminalreporter.line(f"{name}: {value}")
    OUTPUT.parent.mkdir(exist_ok=True)
    content = {"everything": bool(config.getoption("--everything")), **figures}
    OUTPUT.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
