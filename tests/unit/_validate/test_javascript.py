# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripts: what is a syntax error, and on which line; what a script declares, uses and requires."""

from __future__ import annotations

import pathlib
import sys
import types

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api.errors import MissingLibraryError
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.analysis import Facts, analyze
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.javascript import (
    NotParsed,
    SyntaxProblem,
    parse,
    require_library,
)
from ansible_collections.voximplant.platform.tests.unit.support.libraries import break_library

EXAMPLES = sorted((pathlib.Path(__file__).resolve().parents[3] / "docs" / "examples").rglob("*.js"))


def problem(script: str) -> tuple[int, str]:
    with pytest.raises(SyntaxProblem) as caught:
        parse(script)
    return caught.value.line, caught.value.message


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_script_when_it_is_an_example_of_the_documentation_then_it_is_parsed(path: pathlib.Path) -> None:
    assert parse(path.read_text(encoding="utf-8")).type == "Program"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "\ufeff// marked\r\n",
        "a?.b ?? c; class A { #p = 1; static { this.q = 2n; } get [x]() {} }",
        "for await_ of []; ".replace("for await_ of []", "async function f() { for await (const x of y) {} }"),
        "const {a, ...b} = c; x ||= 1; `t${a}`; /(?<n>a)\\k<n>/u; label: for (;;) break label;",
        "with (a) b; c = 010; <!-- old\n",
        "import('x');",
    ],
)
def test_script_when_it_is_right_then_it_is_parsed(script: str) -> None:
    assert parse(script).type == "Program"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("// a\nvar a = ;\n", (2, "invalid JavaScript: Unexpected token ;")),
        ("// a\r\nfunction (\r\n", (2, "invalid JavaScript: Unexpected token (")),
        ("let a;\n\nlet a;\n", (3, "invalid JavaScript: Identifier 'a' has already been declared")),
        ("return 1;", (1, "invalid JavaScript: Illegal return statement")),
        ("{\n", (2, "invalid JavaScript: Unexpected end of input")),
        ("\n'a\n", (2, "invalid JavaScript: Unexpected token ILLEGAL")),
        ("\na = /(/;", (2, "invalid JavaScript: Invalid regular expression")),
    ],
)
def test_script_when_it_is_broken_then_its_line_is_named(script: str, expected: tuple[int, str]) -> None:
    assert problem(script) == expected


@pytest.mark.parametrize(
    "statement", ["import x from 'y';", "  import 'y'", "export const a = 1;", "export default a", "import.meta.url;"]
)
def test_script_when_it_is_a_module_then_the_way_out_is_named(statement: str) -> None:
    assert problem(f"// module\n{statement}\n") == (
        2,
        "import and export are not possible in a script; bundle its modules into one file",
    )


def test_script_when_it_is_nested_deeply_then_it_is_parsed_and_the_limit_is_as_before() -> None:
    before = sys.getrecursionlimit()
    chain = "if (a) b();" + " else if (a) b();" * 400
    assert analyze(parse(chain)).used == {"a": 1, "b": 1}
    assert sys.getrecursionlimit() == before


def test_script_when_it_is_nested_without_end_then_that_is_said() -> None:
    before = sys.getrecursionlimit()
    with pytest.raises(NotParsed):
        parse("[" * 60_000)
    assert sys.getrecursionlimit() == before


def test_library_when_it_is_missing_or_another_one_then_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    require_library()
    old = types.ModuleType("esprima")
    old.Error = ValueError  # type: ignore[attr-defined]
    old.parseScript = int  # type: ignore[attr-defined]
    for module in (None, old):
        monkeypatch.setitem(sys.modules, "esprima", module)
        with pytest.raises(MissingLibraryError, match=r"esprima-fork.*syntax=skip"):
            require_library()


def test_library_when_it_is_broken_then_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    break_library(monkeypatch, "esprima", AttributeError("module 'lib' has no attribute 'X'"))
    with pytest.raises(MissingLibraryError, match=r"esprima-fork.*cannot be imported: AttributeError"):
        require_library()


SCRIPT = """\
require(Modules.ASR);
const {a, b: [c = Q.x], ...d} = e;
let f; var g; class H extends I {}
function j(k, l = m) { var n; require(Modules.AI); }
if (o) { var p; let q; }
try {} catch (r) { VoxEngine.createASR(); }
s.t = u[v]; w = 1; ({x: 1, y, [z]: 2, aa() {}});
lbl: for (bb of cc) { break lbl; }
typeof OpenAI; new IVRState(); VoxEngine.createASR(ASREvents.Result);
"""


def test_facts_when_a_script_is_analyzed_then_names_are_told_apart() -> None:
    facts = analyze(parse(SCRIPT))
    assert facts.lexical == {"a": 2, "c": 2, "d": 2, "f": 3, "H": 3}
    assert facts.variables == {"g": 3, "j": 4, "p": 5}
    assert facts.declared == {*"acdfgHjklnpqrw", "bb"}
    assert facts.guarded == {"OpenAI"}
    assert facts.required == {"ASR", "AI"}
    assert not facts.requires_unknown
    assert facts.used["VoxEngine.createASR"] == 6
    assert {name: facts.used[name] for name in ("Q.x", "IVRState", "ASREvents.Result")} == {
        "Q.x": 2,
        "IVRState": 9,
        "ASREvents.Result": 9,
    }
    assert {"e", "I", "m", "o", "s", "u", "v", "z", "cc", "y"} <= set(facts.used)
    assert not {"t", "x", "aa", "lbl"} & set(facts.used)


@pytest.mark.parametrize(
    ("script", "unknown"),
    [
        ("require(Modules.ASR)", False),
        ("require('asr')", True),
        ("require(name)", True),
        ("require(Modules[name])", True),
        ("require(Others.ASR)", True),
        ("require()", True),
        ("x.require(name)", False),
    ],
)
def test_facts_when_something_unknown_is_required_then_that_is_noted(script: str, unknown: bool) -> None:
    assert analyze(parse(script)).requires_unknown is unknown


def test_facts_when_a_script_is_empty_then_there_are_none() -> None:
    assert analyze(parse("")) == Facts()


def test_script_when_the_parser_has_a_mistake_of_its_own_then_nobody_knows_whether_it_is_right() -> None:
    with pytest.raises(NotParsed, match="the library for it fails with AssertionError"):
        parse("`${ }` else as x ) var as function with =>{")
