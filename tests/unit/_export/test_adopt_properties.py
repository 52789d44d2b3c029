# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random projects, written in random ways, and random edits of the account: adopting them leaves no difference."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import typing as t

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.module_utils._export.adopt import AdoptOptions
from ansible_collections.voximplant.platform.plugins.module_utils._export.snapshot import ExportedScenario, Snapshot
from ansible_collections.voximplant.platform.plugins.module_utils._objects.script import is_same

from ..support.projects import MANIFEST, Files, account_of, adopt_files, project_of

TOKENS = {"__N__": "12", "__LONG__": "aba\nab", "__NONE__": ""}
NAMES = ("a", "b b", "c: d", "yes", "1.5", "é", "#x")
TEXT = st.lists(st.sampled_from(["a", "b", "\n", "1", "'", '"', " ", ": ", "#", "é", *TOKENS]), max_size=6).map("".join)
PATTERN = st.lists(st.sampled_from(["1", ".*", "[2-9]", "'", ": ", " #", "\\d", *TOKENS]), max_size=4).map("".join)
PLAIN = TEXT.map(lambda text: text.replace("_", ""))  # the account holds no tokens
EDITS = st.sampled_from(
    [
        *("script", "append", "rename scenario", "delete scenario", "add scenario", "pattern", "rename rule", "flag"),
        *("delete rule", "add rule", "rotate rules", "rotate scenarios", "run other", "run none", "add application"),
    ]
)


@st.composite
def projects(draw: st.DrawFn) -> Files:
    """A project with all of its files."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    files: Files = {f"s/{number}.js": draw(TEXT) for number in range(len(names))}
    scenarios = [{"name": name, "src": f"s/{number}.js"} for number, name in enumerate(names)]
    rules = st.fixed_dictionaries(
        {"name": st.sampled_from(["r1", "r 2", "no", "__N__", "r5"])},
        optional={
            "pattern": PATTERN,
            "pattern_exclude": PATTERN,
            "video_conference": st.booleans(),
            "scenarios": st.lists(st.sampled_from(names), unique=True) if names else st.just([]),
        },
    )
    applications = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(["shop", "desk"]),
                    "rules": st.lists(rules, max_size=4, unique_by=lambda rule: rule["name"]),
                }
            ),
            max_size=2,
            unique_by=lambda entry: entry["name"],
        )
    )
    text = Writer(draw).document({"substitutions": TOKENS, "scenarios": scenarios, "applications": applications})
    return {**files, MANIFEST: text}


class Writer:
    """Writes YAML in as many ways as it knows."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._comments = 0

    def document(self, value: dict[str, t.Any]) -> str:
        """Write a whole manifest."""
        lines = [line for key, part in value.items() for line in self._pair(key, part, "")]
        text = "\n".join(lines) + self._draw(st.sampled_from(["", "\n", "\n# end\n", "\n...\n"]))
        assert yaml.safe_load(text) == value, text
        return text.replace("\n", self._draw(st.sampled_from(["\n", "\r\n"])))

    def _pair(self, key: str, value: t.Any, indent: str) -> t.Iterator[str]:
        if isinstance(value, (str, bool)) or not value or self._draw(st.integers(0, 3)) == 0:
            yield f"{indent}{key}: {self._flow(value)}{self._draw(st.sampled_from(['', '   # c' + self._number()]))}"
            return
        yield f"{indent}{key}:"
        if isinstance(value, dict):
            for name, part in value.items():
                yield from self._pair(name, part, indent + "  ")
            return
        indent += self._draw(st.sampled_from(["", "  "]))
        for item in value:
            yield from self._draw(st.sampled_from([[], [""], [f"{indent}# c{self._number()}"]]))
            yield from self._item(item, indent)

    def _item(self, item: t.Any, indent: str) -> t.Iterator[str]:
        if isinstance(item, str) or self._draw(st.integers(0, 2)) == 0:
            yield f"{indent}- {self._flow(item)}"
            return
        lines = [line for key, part in item.items() for line in self._pair(key, part, indent + "  ")]
        yield f"{indent}- {lines[0].strip()}"
        yield from lines[1:]

    def _flow(self, value: t.Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self._flow(part)}" for key, part in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self._flow, value)) + "]"
        if isinstance(value, bool):
            return self._draw(st.sampled_from(["yes", "true"] if value else ["no", "false"]))
        ways = [json.dumps(value, ensure_ascii=False)]
        if "\n" not in value:
            ways.append("'" + value.replace("'", "''") + "'")
        if re.fullmatch(r"[a-z_\[\]N.*]+", value) and yaml.safe_load(f"[{value}, x]") == [value, "x"]:
            ways.append(value)
        return self._draw(st.sampled_from(ways))

    def _number(self) -> str:
        self._comments += 1
        return f"{self._comments}."


def edit(account: Snapshot, kind: str, draw: st.DrawFn, number: int) -> Snapshot:
    """Return an account with one more edit; some do not apply, and change nothing."""
    scenarios, applications = list(account.scenarios), copy.deepcopy(list(account.applications))
    own = [application for application in applications if application["rules"]]
    if kind == "add scenario":
        scenarios.append(ExportedScenario(draw(st.sampled_from([f"new{number}", f"New {number}"])), draw(PLAIN)))
    elif kind == "add application":
        rule = {"name": "r", "pattern": "1", "pattern_exclude": "", "video_conference": True, "scenarios": []}
        applications.append({"name": f"app{number}", "secure_record_storage": False, "rules": [rule]})
    elif kind == "add rule" and applications:
        rule = {"name": f"new{number}", "pattern": draw(PLAIN), "pattern_exclude": "", "video_conference": False}
        rules = draw(st.sampled_from(applications))["rules"]
        rules.insert(draw(st.integers(0, len(rules))), {**rule, "scenarios": []})
    elif "scenario" in kind and kind != "rotate scenarios" and scenarios:
        edit_scenario(scenarios, applications, kind, draw, number)
    elif kind in ("script", "append") and scenarios:
        index = draw(st.integers(0, len(scenarios) - 1))
        script = (scenarios[index].script or "") * (kind == "append") + draw(PLAIN)
        scenarios[index] = dataclasses.replace(scenarios[index], script=script)
    elif own:
        edit_rules(draw(st.sampled_from(own))["rules"], [scenario.name for scenario in scenarios], kind, draw, number)
    return Snapshot(tuple(scenarios), tuple(applications), frozenset(scenario.name for scenario in scenarios))


def edit_scenario(
    scenarios: list[ExportedScenario], applications: list[t.Any], kind: str, draw: st.DrawFn, number: int
) -> None:
    """Rename or delete a scenario, in the rules that run it too."""
    index = draw(st.integers(0, len(scenarios) - 1))
    old, new = scenarios[index].name, f"renamed {number}"
    for rule in (rule for application in applications for rule in application["rules"]):
        names = [new if name == old else name for name in rule["scenarios"]]
        rule["scenarios"] = names if kind == "rename scenario" else [name for name in names if name != new]
    if kind == "rename scenario":
        scenarios[index] = dataclasses.replace(scenarios[index], name=new)
    else:
        del scenarios[index]


def edit_rules(rules: list[t.Any], names: list[str], kind: str, draw: st.DrawFn, number: int) -> None:
    """Edit one rule, or the order of all."""
    rule = draw(st.sampled_from(rules))
    if kind == "pattern":
        rule["pattern"] = draw(PLAIN)
    elif kind == "rename rule":
        rule["name"] = f"renamed {number}"
    elif kind == "delete rule":
        rules.remove(rule)
    elif kind == "rotate rules":
        rules.append(rules.pop(0))
    elif kind == "rotate scenarios":
        rule["scenarios"] = rule["scenarios"][1:] + rule["scenarios"][:1]
    elif kind == "run other":
        rule["scenarios"] = draw(st.permutations(names))[:3]
    elif kind == "run none":
        rule["scenarios"] = []
    else:
        rule["video_conference"] = not rule["video_conference"]


@given(projects(), st.lists(EDITS, max_size=4), st.data())
def test_edits_when_adopted_then_the_project_is_as_the_account_and_nothing_else_changed(
    files: Files, kinds: list[str], data: st.DataObject
) -> None:
    before = account_of(project_of(files))
    account = before
    for number, kind in enumerate(kinds):
        account = edit(account, kind, data.draw, number)
    after, adoption = adopt_files(files, account, AdoptOptions(force=True))
    again, repeated = adopt_files(after, account, AdoptOptions(force=True))
    assert again == after
    assert repeated.missing == adoption.missing
    check_declared(after, account)
    assert comments(after) == comments(files)
    if account == before:
        assert after == files


def comments(files: Files) -> list[str]:
    """List the comments of a manifest."""
    return sorted(re.findall(r"# c\d+\.", files[MANIFEST]))


def check_declared(files: Files, account: Snapshot) -> None:
    """Make sure that a project declares all that an account has."""
    project = project_of(files)
    scripts = {script.name: project.tokens.expand(script.content or "") for script in project.scripts}
    for scenario in account.scenarios:
        assert is_same(scripts[scenario.name], scenario.script or "")
    declared = {project.tokens.expand(entry["name"]): entry for entry in project.applications}
    for application in account.applications:
        rules = {rule["name"]: rule for rule in application["rules"]}
        entries = declared[application["name"]]["rules"]
        names = [project.tokens.expand(entry["name"]) for entry in entries]
        assert [name for name in names if name in rules] == list(rules)
        for entry, rule in ((entry, rules.get(name)) for entry, name in zip(entries, names, strict=True)):
            for key in (key for key in entry if rule is not None):
                value = entry[key]
                expanded = [project.tokens.expand(item) for item in value] if isinstance(value, list) else value
                expanded = project.tokens.expand(value) if isinstance(value, str) else expanded
                assert expanded == t.cast("t.Any", rule)[key]
