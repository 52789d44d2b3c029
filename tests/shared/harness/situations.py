# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A project with three scenarios, deployed from its files, and what the account then holds."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from voximplant_emulator import Emulator

from . import accounts
from .plays import Controller, Outcome

COLLECTION = "voximplant.platform"
SOURCES = {"common": "// shared\n", "inbound": "// calls\n", "callback": "// back\n"}


@pytest.fixture(scope="module")
def shared_emulator(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Emulator]:
    """Run one emulator for all of these tests."""
    with Emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


@pytest.fixture
def emulator(shared_emulator: Emulator) -> Emulator:
    """Give each test an empty account."""
    shared_emulator.reset()
    return shared_emulator


@pytest.fixture
def controller(emulator: Emulator, tmp_path: pathlib.Path) -> Controller:
    """Give each test a project: a manifest, and a file for each scenario."""
    folder = tmp_path / "a project"
    folder.mkdir()
    made = Controller(folder, emulator)
    declare(made)
    return made


def declare(controller: Controller, **sources: str) -> None:
    """Write the project's files."""
    sources = sources or SOURCES
    for path in controller.folder.glob("scenarios/*.js"):
        path.unlink()
    for name, text in sources.items():
        controller.write(f"scenarios/{name}.js", text.encode())
    names = list(sources)
    rules = [
        {"name": "in", "pattern": "1.*", "scenarios": names[:2]},
        {"name": "out", "pattern": "2.*", "scenarios": [names[0], *names[2:]]},
    ]
    manifest = {
        "scenarios": [{"name": name, "src": f"scenarios/{name}.js"} for name in names],
        "applications": [{"name": "support", "rules": rules}],
    }
    controller.write("voximplant.yml", manifest)


def deploy(controller: Controller, **options: t.Any) -> Outcome:
    """Deploy the project once."""
    return run(controller, "vox_sync", manifest="voximplant.yml", **options)


def run(controller: Controller, module: str, check: bool = False, **options: t.Any) -> Outcome:
    """Run one task."""
    task = {"name": "task", f"{COLLECTION}.{module}": options, "check_mode": check, "diff": True}
    return controller.run([task])["task"]


def check_settled(controller: Controller, emulator: Emulator, **options: t.Any) -> None:
    """The account has what the project declares, and deploying again finds nothing to do."""
    texts = accounts.texts(emulator)
    assert {name: texts.get(name) for name in SOURCES} == SOURCES
    ids = {name: row["scenario_id"] for name, row in accounts.scenarios(emulator).items()}
    rules = accounts.rules(emulator)
    assert rules["in"] == [ids["common"], ids["inbound"]]
    assert rules["out"] == [ids["common"], ids["callback"]]
    again = deploy(controller, **options)
    assert (again.result["changed"], again.writes) == (False, [])


def scenario_id(emulator: Emulator, name: str) -> int:
    """The id of a scenario."""
    found: int = accounts.scenarios(emulator)[name]["scenario_id"]
    return found


def rule_id(emulator: Emulator, name: str) -> int:
    """The id of a rule."""
    (found,) = (
        rule["rule_id"]
        for application in emulator.state()["applications"]
        for rule in application["rules"]
        if rule["rule_name"] == name
    )
    return t.cast(int, found)
