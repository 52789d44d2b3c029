# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check a project without the account: scripts, rules, patterns."""

from __future__ import annotations

import dataclasses
import typing as t

from ...module_utils._api.screen import visible_line
from ...module_utils._objects.script import MAX_SCRIPT_CHARACTERS
from .._manifest.document import Mistake, entries, items
from .._manifest.names import name_of
from .analysis import Facts, Lines, analyze
from .javascript import NotParsed, SyntaxProblem, parse
from .objects import invalid_applications, undeclared_secrets, unmatched_numbers
from .patterns import pattern_problem
from .platform_modules import Table

if t.TYPE_CHECKING:
    from .._manifest.project import Project
    from .._manifest.scripts import Script

_PATTERNS = ("pattern", "pattern_exclude")


@dataclasses.dataclass(frozen=True)
class _Rule:
    """A rule with the scripts that it runs.

    :arg label: its application and name
    :arg scripts: in running order
    :arg is_complete: false if the project does not have all of its scripts
    """

    label: str
    scripts: t.Tuple[t.Tuple[Script, Facts], ...]
    is_complete: bool


def check_project(project: Project, table: t.Optional[Table]) -> Project:
    """Return a project with all of its mistakes and warnings that need no account.

    :arg table: what has to be required; C(None) to leave the syntax of scripts unchecked
    """
    mistakes = [*project.mistakes, *_lengths(project), *_patterns(project)]
    warnings = [
        *project.warnings,
        *_long_encodings(project),
        *invalid_applications(project),
        *unmatched_numbers(project),
    ]
    if table is not None:
        facts = _Facts()
        for script in project.scripts:
            facts.read(script)
        rules = list(_rules(project, facts))
        mistakes += [*facts.mistakes, *_shared_names(rules)]
        warnings += [*facts.warnings, *_missing_modules(rules, table), *undeclared_secrets(project, facts.secrets())]
    return dataclasses.replace(
        project, mistakes=tuple(sorted(set(mistakes))), warnings=tuple(map(visible_line, warnings))
    )


class _Facts:
    """Scripts with their facts, by the names of their scenarios, and the syntax errors of other scripts."""

    def __init__(self) -> None:
        self.mistakes: t.List[Mistake] = []
        self.warnings: t.List[str] = []
        self.of_scripts: t.Dict[str, t.Tuple[Script, Facts]] = {}

    def read(self, script: Script) -> None:
        """Parse a script."""
        if script.script is None:
            return
        try:
            self.of_scripts[script.name] = (script, analyze(parse(script.script)))
        except SyntaxProblem as problem:
            self.mistakes.append(Mistake(shown_file(script), problem.line, "", problem.message))
        except NotParsed as reason:
            self.warnings.append(f"{shown_file(script)}: the script cannot be checked: {reason}")

    def secrets(self) -> t.List[t.Tuple[str, Lines]]:
        """Return the secrets that scripts read, with the files of the scripts."""
        return [(shown_file(script), facts.secrets) for script, facts in self.of_scripts.values()]


def shown_file(script: Script) -> str:
    """Name the file of a script, or the scenario whose script is an option."""
    return script.shown or f"scenario {script.name}"


def _lengths(project: Project) -> t.Iterator[Mistake]:
    for script in project.scripts:
        length = len(script.script or "")
        if length > MAX_SCRIPT_CHARACTERS:
            message = f"the script has {length} characters; at most {MAX_SCRIPT_CHARACTERS} are allowed"
            yield Mistake(shown_file(script), 0, "", message)


def _long_encodings(project: Project) -> t.Iterator[str]:
    for script in project.scripts:
        length = len((script.script or "").encode("utf-8", "surrogatepass"))
        if length > MAX_SCRIPT_CHARACTERS >= len(script.script or ""):
            yield (
                f"{shown_file(script)}: the script has {length} bytes in UTF-8; the platform may refuse more than "
                f"{MAX_SCRIPT_CHARACTERS}"
            )


def _patterns(project: Project) -> t.Iterator[Mistake]:
    for path, rule, _application in entries(project.document.value, "rules"):
        for key in _PATTERNS:
            problem = pattern_problem(rule[key]) if isinstance(rule.get(key), str) else None
            if problem is not None:
                yield project.document.mistake((*path, key), problem)


def _rules(project: Project, facts: _Facts) -> t.Iterator[_Rule]:
    for _path, rule, application in entries(project.document.value, "rules"):
        names = [name_of(item) or "" for item in items(rule, "scenarios")]
        known = [facts.of_scripts[name] for name in names if name in facts.of_scripts]
        yield _Rule(f"{name_of(application)}/{name_of(rule)}", tuple(known), len(known) == len(names))


def _shared_names(rules: t.Sequence[_Rule]) -> t.Iterator[Mistake]:
    """Find names that two scripts of a rule declare and that their shared scope cannot have twice."""
    seen: t.Set[t.Tuple[str, str, str]] = set()
    for rule in rules:
        lexical: t.Dict[str, str] = {}
        variables: t.Dict[str, str] = {}
        for script, facts in rule.scripts:
            conflicts = {name: lexical.get(name) or variables.get(name) for name in facts.lexical}
            conflicts.update({name: lexical.get(name) for name in facts.variables if name not in conflicts})
            for name, other in conflicts.items():
                if other is not None and (script.name, name, other) not in seen:
                    seen.add((script.name, name, other))
                    line = facts.lexical.get(name) or facts.variables[name]
                    message = f"{name!r} is already declared in {other}; the rule {rule.label} runs both in one scope"
                    yield Mistake(shown_file(script), line, "", message)
            for names, found in ((lexical, facts.lexical), (variables, facts.variables)):
                for name, line in found.items():
                    names.setdefault(name, f"{shown_file(script)}:{line}")


def _missing_modules(rules: t.Sequence[_Rule], table: Table) -> t.Iterator[str]:
    """Find uses of platform modules that no script of the rule requires.

    Rules with a script that is not known, or that requires something unknown, are passed over: it may be there.
    """
    found: t.Dict[t.Tuple[str, int, str, str], t.List[str]] = {}
    for rule in rules:
        all_facts = [facts for _script, facts in rule.scripts]
        if not rule.is_complete or any(facts.requires_unknown for facts in all_facts):
            continue
        modules = {
            name: module for name, module in table.items() if not any(_provides(f, name, module) for f in all_facts)
        }
        for module in sorted(set(modules.values())):
            use = _first_use(rule, [name for name in modules if modules[name] == module])
            if use is not None:
                found.setdefault((*use, module), []).append(rule.label)
    for (file, line, name, module), labels in sorted(found.items()):
        owners = f"the rule {labels[0]} has" if len(labels) == 1 else f"the rules {', '.join(labels)} have"
        yield f"{file}:{line}: {name} is used, but {owners} no script with require(Modules.{module})"


def _provides(facts: Facts, name: str, module: str) -> bool:
    """Tell whether a script requires a module, does without it, or means something of its own by the name."""
    first = name.partition(".")[0]
    return module in facts.required or first in facts.declared or first in facts.guarded


def _first_use(rule: _Rule, names: t.Sequence[str]) -> t.Optional[t.Tuple[str, int, str]]:
    for script, facts in rule.scripts:
        lines = [(facts.used[name], name) for name in names if name in facts.used]
        if lines:
            line, name = min(lines)
            return shown_file(script), line, name
    return None
