# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules for collections that no tool checks, and the page that lists all of them with what checks each."""

from __future__ import annotations

import ast
import json
import os
import pathlib
import re
import typing as t

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "docsite" / "rst" / "guide_quality.rst"
MODULES = sorted(path.stem for path in ROOT.glob("plugins/modules/*.py"))
PYTHON = sorted(path.relative_to(ROOT) for path in ROOT.glob("plugins/**/*.py") if path.read_text(encoding="utf-8"))
ROLES = sorted(path.name for path in (ROOT / "roles").iterdir())
KINDS = {"action", "doc_fragments", "filter", "inventory", "lookup", "module_utils", "modules", "plugin_utils"}
# Deprecated by ansible-core, or gone from Python 3.
OUTDATED = re.compile(
    r"ansible\.module_utils\.(_text|six)|_collections_compat|__metaclass__|from __future__ import absolute_import"
)
COLUMNS = 80
PATHS = {"ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"]}


def text_of(path: pathlib.Path | str) -> str:
    """The text of a file."""
    return (ROOT / path).read_text(encoding="utf-8")


def yaml_of(path: pathlib.Path | str) -> t.Any:
    """What a YAML file holds."""
    return yaml.safe_load(text_of(path))


def test_metadata_when_read_then_licence_dependencies_and_ansible_are_those_that_can_be_certified() -> None:
    galaxy = yaml_of("galaxy.yml")
    assert [key for key in galaxy if key.startswith("license")] == ["license"]
    assert galaxy["license"] == ["GPL-3.0-or-later"]
    assert galaxy["dependencies"] == {}
    assert all(len(author) <= 64 for author in galaxy["authors"])
    assert yaml_of("meta/runtime.yml")["requires_ansible"] == ">=2.18.0"


def test_tools_when_configured_then_nothing_is_left_out_of_their_checks() -> None:
    assert list(ROOT.glob("tests/sanity/*ignore*")) == []
    lint = yaml_of(".ansible-lint")
    assert lint["profile"] == "production"
    assert {"skip_list", "warn_list", "enable_list"} & set(lint) == set()
    content = {"docs", "extensions", "meta", "playbooks", "plugins", "roles"}
    assert [path for path in lint["exclude_paths"] if path.split("/")[0] in content and path != "docs/site/"] == []


def test_page_when_mutants_are_explained_then_it_has_every_reason() -> None:
    explained = yaml_of(".ci/survivors.yml")
    page = text_of(PAGE)
    assert [reason for reason in explained if f"     - {reason}\n" not in page] == []
    assert f"The {sum(map(len, explained.values()))} explained mutants of today's code" in page


def test_plugins_when_listed_then_ansible_knows_each_kind() -> None:
    assert {path.name for path in (ROOT / "plugins").iterdir() if path.name != "__pycache__"} <= KINDS


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_plugin_when_opened_then_its_licence_and_its_imports_are_in_order(path: pathlib.Path) -> None:
    source = text_of(path)
    assert "SPDX-License-Identifier: GPL-3.0-or-later\n" in source
    assert "from __future__ import annotations\n" in source
    assert OUTDATED.search(source) is None


def test_modules_when_documented_then_they_tell_about_check_mode_and_read_in_a_twin(run: t.Callable[..., str]) -> None:
    full = [f"voximplant.platform.{name}" for name in MODULES]
    documented = json.loads(run("ansible-doc", "--json", "--type", "module", *full, **PATHS))
    assert sorted(documented) == full
    for name in full:
        about = documented[name]["doc"]
        assert {"check_mode", "diff_mode", "idempotent"} <= set(about["attributes"]), name
        choices = set(about["options"].get("state", {}).get("choices", ()))
        assert choices & {"query", "list", "get", "info"} == set(), name


@pytest.mark.parametrize(("kind", "names"), [("module", MODULES), ("role", ROLES)], ids=["modules", "roles"])
def test_documentation_when_shown_then_it_fits_a_terminal(
    kind: str, names: list[str], run: t.Callable[..., str]
) -> None:
    full = [f"voximplant.platform.{name}" for name in names]
    shown = run("ansible-doc", "--type", kind, *full, **PATHS, COLUMNS=str(COLUMNS))
    assert [name for name in full if name not in shown] == []
    # Examples are as they were written.
    own = re.sub(r"^EXAMPLES:.*?(?=^[A-Z]|^> |\Z)", "", shown, flags=re.DOTALL | re.MULTILINE)
    headings = ("> ", "[WARNING]", "sample: ", "choices: ")  # with a path, about a checkout, as they were written
    lines = [line for line in own.splitlines() if len(line) > COLUMNS and not line.strip().startswith(headings)]
    assert lines == []


@pytest.mark.parametrize("role", ROLES)
def test_role_when_opened_then_it_is_explained_and_its_variables_have_its_name(role: str) -> None:
    assert text_of(f"roles/{role}/README.md").startswith("# ")
    options = yaml_of(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    defaults = yaml_of(f"roles/{role}/defaults/main.yml")
    assert set(defaults) <= set(options)
    # Variables of the login have the names that inventories give them for every play.
    assert all(name.startswith((f"{role}_", "voximplant_")) for name in options)
    private = yaml_of(f"roles/{role}/vars/main.yml")
    assert all(name.startswith((f"_{role}_", f"__{role}_")) for name in private)


def test_requirements_when_read_then_none_is_pinned_and_ansible_is_not_among_them() -> None:
    lines = [line for line in text_of("meta/ee-requirements.txt").splitlines() if line and not line.startswith("#")]
    assert lines
    assert [line for line in lines if re.search(r"==|<|^ansible", line)] == []
    assert "pip install ansible" not in text_of("README.md")


def test_workflows_when_read_then_every_change_every_week_and_every_release_is_tested() -> None:
    test, release = (yaml_of(f".github/workflows/{name}.yml")["on"] for name in ("test", "release"))
    assert {"pull_request", "push", "schedule"} <= set(test)
    assert release == {"push": {"tags": ["v*"]}}


def test_page_when_it_says_what_checks_a_rule_then_that_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    sessions = set(re.findall(r"^def (\w+)\(session", text_of("noxfile.py"), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = re.findall(r"``nox -s (\w+)``", page)
    assert len(named) > 20
    assert set(named) <= sessions
    assert set(re.findall(r"``make ([a-z-]+)``", page)) <= targets
    tests = re.findall(r"``(tests/[\w/]+\.py)(?:::(\w+))?``", page)
    assert len(tests) > 20
    assert [(file, name) for file, name in tests if (f"def {name}(" if name else "") not in text_of(file)] == []
    mentioned = {name for _file, name in tests}
    here = {
        node.name
        for node in ast.parse(text_of("tests/release/test_rules.py")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {name for name in here if name.startswith("test_")} - mentioned <= {
        test_page_when_it_says_what_checks_a_rule_then_that_exists.__name__
    }
