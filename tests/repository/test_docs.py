# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation: complete, and true as far as a machine can tell."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import textwrap
import typing as t

import pytest
import yaml

from ansible_collections.voximplant.platform.plugins.module_utils._api.advice import ADVICE
from ansible_collections.voximplant.platform.plugins.module_utils._api.credentials import ENVIRONMENT
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.execution import ENVIRONMENT as EXECUTION
from ansible_collections.voximplant.platform.tests.benchmark.store import load as load_figures
from ansible_collections.voximplant.platform.tests.benchmark.tables import put_into, tables
from voximplant_emulator import Emulator

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCSITE = ROOT / "docs" / "docsite"
EXAMPLES = ROOT / "docs" / "examples"
BENCHMARK = ROOT / "docs" / "benchmark"
FLEETS = DOCSITE / "rst" / "guide_fleets.rst"
GUIDES = sorted((DOCSITE / "rst").glob("*.rst"))
SECTIONS = (
    "Description",
    "Requirements",
    "Installation",
    "Use cases",
    "Testing",
    "Contributing",
    "Communication",
    "Support",
    "Release notes",
    "Code of Conduct",
    "License",
)


def load(path: pathlib.Path) -> t.Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def blocks(path: pathlib.Path) -> list[str]:
    """The YAML of a page: fenced in Markdown, indented in reStructuredText."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    found = re.findall(r"^\.\. code-block:: yaml\S*\n\n((?:   .*\n|\n)+)", text, re.MULTILINE)
    return [textwrap.dedent(block) for block in found]


def test_readme_when_read_then_it_has_every_section_in_order() -> None:
    assert [title for title in re.findall(r"^## (.+)$", README, re.MULTILINE) if title in SECTIONS] == list(SECTIONS)


def test_readme_when_shown_elsewhere_then_its_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)]*)\)", README)
    assert targets
    assert [target for target in targets if not target.startswith("https://")] == []


def test_readme_when_it_shows_a_picture_then_the_file_is_there_and_described() -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\(https://raw\.githubusercontent\.com/[\w-]+/[\w-]+/main/([^)]+)\)", README)
    assert pictures
    assert [path for about, path in pictures if not (ROOT / path).is_file() or len(about.split()) < 3] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_page_when_it_links_to_the_repository_or_the_site_then_the_file_or_the_guide_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    files = re.findall(r"https://github\.com/voximplant/ansible-platform/(?:blob|tree)/main/([^)#]+)", text)
    guides = re.findall(r"https://voximplant\.github\.io/ansible-platform/([^)#]+)", text)
    assert files or guides
    assert [path for path in files if path != "CHANGELOG.md" and not (ROOT / path).exists()] == []
    assert [guide for guide in guides if guide not in {f"docsite/{path.stem}.html" for path in GUIDES}] == []


def test_readme_when_it_lists_modules_roles_and_playbooks_then_none_is_missing() -> None:
    description = README.partition("\n## Description\n")[2].partition("\n### ")[0]
    listed = re.findall(r"`(\w+)`", description)
    modules = load(ROOT / "meta" / "runtime.yml")["action_groups"]["vox"]
    roles = [path.parent.name for path in (ROOT / "roles").glob("*/tasks")]
    playbooks = [path.stem for path in (ROOT / "playbooks").glob("*.yml")]
    assert sorted(listed) == sorted([*modules, *roles, *playbooks])


def test_documentation_when_compared_with_that_of_others_then_no_row_is_missing_here() -> None:
    page = (ROOT / "docs" / "docsite" / "rst" / "guide_quality.rst").read_text(encoding="utf-8")
    section = page.partition("\nDocumentation\n")[2].partition("\nMutation tests\n")[0]
    parts = re.split(r"^(?=   \* - )", section, flags=re.MULTILINE)[1:]
    head, *rows = [re.findall(r"^ {3}(?:\* -|  -) ?(.*)$", part, re.MULTILINE) for part in parts]
    assert head[-1] == "Here" and len(rows) > 20
    assert [row[0] for row in rows if len(row) != len(head) or row[-1] in ("", "no")] == []


def test_readme_when_its_first_example_is_run_then_the_plan_is_the_one_shown(tmp_path: pathlib.Path) -> None:
    shown = re.findall(r"^```text\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[0]
    (command, *_others) = re.findall(r"^ansible-playbook .+$", README, re.MULTILINE)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "voximplant.yml").write_text(blocks(ROOT / "README.md")[0], encoding="utf-8")
    for name, greeting in (("common", "Hello."), ("inbound", "Thank you for calling.")):
        (tmp_path / "scenarios" / f"{name}.js").write_text(f'const {name} = "{greeting}";\n', encoding="utf-8")
    with Emulator(tmp_path / "emulator") as emulator:
        emulator.call("AddApplication", application_name="support")
        emulator.call("AddScenario", scenario_name="inbound", scenario_script='const inbound = "Welcome.";\n')
        output = run_command(command, tmp_path, emulator)
    plan = re.findall(r"^\[localhost\] vox_sync: .*?Plan 1-[0-9a-f]{32}$", output, re.DOTALL | re.MULTILINE)[0]
    assert masked(plan) == masked(shown)


def run_command(command: str, folder: pathlib.Path, emulator: Emulator) -> str:
    """Run a command in a folder, with the emulator as the platform, and return what it prints."""
    return subprocess.run(
        command.split(),
        cwd=folder,
        env={
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "PATH": os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]]),
            "VOXIMPLANT_API_URL": emulator.api_url,
            "VOXIMPLANT_CREDENTIALS": emulator.credentials_file,
        },
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ).stdout


def masked(text: str) -> list[str]:
    """The lines of a text, with no spaces at their ends and the same ID of every plan."""
    return stripped(re.sub(r"1-[0-9a-f]{32}", "1-ID", text))


def stripped(text: str) -> list[str]:
    """The lines of a text, without spaces at their ends."""
    return [line.rstrip() for line in text.strip().splitlines()]


def test_guides_when_listed_then_none_is_missing() -> None:
    sections = load(DOCSITE / "extra-docs.yml")["sections"]
    assert sorted(name for section in sections for name in section["toctree"]) == [path.stem for path in GUIDES]


def test_troubleshooting_when_it_lists_codes_then_the_advice_is_that_of_the_messages() -> None:
    guide = (DOCSITE / "rst" / "guide_troubleshooting.rst").read_text(encoding="utf-8")
    rows = re.findall(r"^   \* - (\d+)\n     - .+\n     - (.+)$", guide, re.MULTILINE)
    assert {int(code): advice for code, advice in rows} == ADVICE
    assert [int(code) for code, _unused in rows] == sorted(ADVICE)


def test_troubleshooting_when_it_quotes_a_message_then_the_collection_has_it() -> None:
    guide = (DOCSITE / "rst" / "guide_troubleshooting.rst").read_text(encoding="utf-8")
    quoted = set(re.findall(r"^   \* - ``([^`]+ [^`]+)``", guide, re.MULTILINE))
    of_ansible = {"Failed to import the required Python library", "couldn't resolve module/action"}
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "plugins").glob("module_utils/**/*.py"))
    assert quoted > of_ansible
    assert [text for text in quoted - of_ansible if text not in sources] == []


def test_environment_when_documented_then_it_is_the_one_that_is_read() -> None:
    guide = (DOCSITE / "rst" / "guide_authentication.rst").read_text(encoding="utf-8")
    documented = re.findall(r"^\.\. envvar:: (\w+)$", guide, re.MULTILINE)
    read = sorted([*ENVIRONMENT.values(), "VOXIMPLANT_API_URL"])
    assert sorted(documented) == read
    assert load(DOCSITE / "config.yml")["envvar_directives"] == sorted([*read, EXECUTION])


def test_guide_to_fleets_when_it_shows_a_file_then_it_is_that_of_the_example() -> None:
    shown = [(block.split(maxsplit=2)[1], block) for block in blocks(FLEETS) if block.startswith("# ")]
    assert sorted(name for name, _block in shown) == [
        "deploy_fleet.yml",
        "inventory/group_vars/voximplant_accounts.yml",
        "inventory/host_vars/berlin/main.yml",
        "inventory/hosts.yml",
    ]
    assert [name for name, block in shown if yaml.safe_load(block) != load(EXAMPLES / "fleet" / name)] == []


def test_guide_to_performance_when_read_then_its_tables_are_made_of_the_figures_that_were_measured() -> None:
    page = (DOCSITE / "rst" / "guide_performance.rst").read_text(encoding="utf-8")
    assert put_into(page, tables(*load_figures(BENCHMARK))) == page
    plots = re.findall(r"^\.\. image:: \.\./\.\./benchmark/(\S+)$", page, re.MULTILINE)
    assert sorted(plots) == sorted(path.name for path in BENCHMARK.glob("*.svg"))
