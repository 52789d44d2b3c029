# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects without the account: scripts, rules with their shared scope, platform modules, numbers and secrets."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import Given, Project, read_options
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.checks import check_project
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.platform_modules import (
    BUILT_IN,
    read_typings,
)


def check(scripts: dict[str, str | None], rules: dict[str, list[str]], **options: t.Any) -> Project:
    """Check a project of these scripts, and of an application `app` with these rules."""
    project = read_options(
        {
            "scenarios": [{"name": name, "script": script} for name, script in scripts.items()],
            "applications": [
                {"name": "app", "rules": [{"name": rule, "scenarios": names} for rule, names in rules.items()]}
            ],
        },
        {},
        str,
        Given(ignore={"scenarios": ["console_*"]}),
    )
    assert project.mistakes == ()
    return check_project(project, **{"table": BUILT_IN, **options})


def mistakes(*arguments: t.Any, **options: t.Any) -> list[str]:
    return [str(mistake) for mistake in check(*arguments, **options).mistakes]


def test_scripts_when_several_are_broken_then_all_are_named() -> None:
    scripts = {"b": "\n(", "a": "export {};", "c": "fine()"}
    assert mistakes(scripts, {"r": ["a", "c"]}) == [
        "scenario a:1: import and export are not possible in a script; bundle its modules into one file",
        "scenario b:2: invalid JavaScript: Unexpected end of input",
    ]
    assert mistakes(scripts, {}, table=None) == []


def test_script_when_it_is_nested_too_deeply_then_a_warning_says_that_it_was_not_checked() -> None:
    found = check({"a": "[" * 60_000}, {"r": ["a"]})
    assert found.mistakes == ()
    assert found.warnings == ("scenario a: the script cannot be checked: it is nested too deeply",)


def test_script_when_it_is_too_long_then_it_is_a_mistake_and_a_warning_in_bytes() -> None:
    found = check({"long": "x" * 131_072, "wide": "\u00fc" * 131_071, "most": "x" * 131_071}, {}, table=None)
    assert [str(mistake) for mistake in found.mistakes] == [
        "scenario long: the script has 131072 characters; at most 131071 are allowed"
    ]
    assert found.warnings == (
        "scenario wide: the script has 262142 bytes in UTF-8; the platform may refuse more than 131071",
    )


SCOPES: tuple[tuple[str, str, str | None], ...] = (
    ("const x = 1;", "\nconst x = 2;", "x"),
    ("const x = 1;", "\nlet x;", "x"),
    ("class x {}", "\nfunction x() {}", "x"),
    ("function x() {}", "\nconst x = 2;", "x"),
    ("{ var x; }", "\nlet {y: [x]} = z;", "x"),
    ("let x;", "\nif (a) { for (var x of y) {} }", "x"),
    ("var x;", "\nvar x;", None),
    ("function x() {}", "\nvar x; function x() {}", None),
    ("{ const x = 1; }", "\nconst x = 2;", None),
    ("(function () { var x; })();", "\nconst x = 2;", None),
    ("const f = x => x;", "\nconst x = 2;", None),
    ("x = 1;", "\nconst x = 2;", None),
)


@pytest.mark.parametrize(("first", "second", "name"), SCOPES)
def test_scripts_of_a_rule_when_both_declare_a_name_then_the_later_one_is_wrong(
    first: str, second: str, name: str | None
) -> None:
    found = mistakes({"first": first, "second": second}, {"r": ["first", "second"]})
    message = f"'{name}' is already declared in scenario first:1; the rule app/r runs both in one scope"
    assert found == ([] if name is None else [f"scenario second:2: {message}"])
    assert mistakes({"first": first, "second": second}, {"r": ["first"], "s": ["second"]}) == []


def test_scripts_when_several_rules_run_them_then_a_name_is_reported_once() -> None:
    scripts: dict[str, str | None] = {"a": "let x;", "b": "let x;"}
    assert len(mistakes(scripts, {"r": ["a", "b"], "s": ["a", "b"]})) == 1


def warnings(scripts: dict[str, str | None], *names: str) -> tuple[str, ...]:
    return check(scripts, {"r": list(names)}).warnings


@pytest.mark.parametrize(
    ("use", "name", "module"),
    [
        ("VoxEngine.createASR({})", "VoxEngine.createASR", "ASR"),
        ("new IVRState('a')", "IVRState", "IVR"),
        ("await_(OpenAI.createRealtimeAPIClient())", "OpenAI", "OpenAI"),
        ("f(StreamingAgentEvents.Connected)", "StreamingAgentEvents", "StreamingAgent"),
        ("const {createRecorder} = VoxEngine; VoxEngine.createRecorder()", "VoxEngine.createRecorder", "Recorder"),
    ],
)
def test_platform_module_when_no_script_of_the_rule_requires_it_then_a_warning_says_where(
    use: str, name: str, module: str
) -> None:
    scripts: dict[str, str | None] = {"common": "log();", "main": f"\n{use};\n{use};".replace("const", "var")}
    assert warnings(scripts, "common", "main") == (
        f"scenario main:2: {name} is used, but the rule app/r has no script with require(Modules.{module})",
    )
    assert warnings({**scripts, "common": f"require(Modules.{module});"}, "common", "main") == ()
    assert warnings({**scripts, "common": f"if (a) {{ require(Modules.{module}); }}"}, "main", "common") == ()


@pytest.mark.parametrize(
    "script",
    [
        "// OpenAI.x()",
        "'OpenAI'",
        "a.OpenAI.x()",
        "({OpenAI: 1})",
        "const OpenAI = {}; OpenAI.x()",
        "function f(OpenAI) { OpenAI.x(); }",
        "OpenAI = {}; OpenAI.x();",
        "if (typeof OpenAI !== 'undefined') OpenAI.x();",
        "require(name); OpenAI.x();",
        "require('openai'); OpenAI.x();",
        "call.say('a', {language: VoiceList.Amazon.x}); VoxEngine.createURLPlayer('x'); Net.httpRequest();",
        "call.record({transcribe: true, language: ASRLanguage.ENGLISH_US}); f(ASRProfileList.Google.en_US);",
        "VoxEngine[name](); CallList.reportResult(); VoxEngine.createWebSocket('wss://x');",
    ],
)
def test_script_when_it_is_right_then_no_warning_is_given(script: str) -> None:
    found = check({"a": script}, {"r": ["a"]})
    assert (found.mistakes, found.warnings) == ((), ())


@pytest.mark.parametrize("rules", [{}, {"r": ["a", "console_made"]}, {"r": ["a", "b"]}, {"r": ["a", "broken"]}])
def test_module_when_it_may_be_required_elsewhere_then_no_warning_is_given(rules: dict[str, list[str]]) -> None:
    scripts: dict[str, str | None] = {"a": "OpenAI.x();", "b": None, "broken": "("}
    assert check(scripts, rules).warnings == ()


def test_module_when_several_rules_miss_it_then_one_warning_names_them() -> None:
    found = check({"a": "OpenAI.x();"}, {"r": ["a"], "s": ["a"]}).warnings
    assert found == (
        "scenario a:1: OpenAI is used, but the rules app/r, app/s have no script with require(Modules.OpenAI)",
    )


TYPINGS = """\
/**
 * Events.
 * require(Modules.ACD);
 */
declare enum ACDEvents {
  /** not me, require(Modules.ACD); */
  Error = 'x',
}

/**
 * require(Modules.ACD);
 */
declare interface ACDParameters {
}

/**
 * require(Modules.ASR);
 */
declare namespace ASRProfileList {}

declare enum Modules {
  /**
   * require(Modules.ACD);
   */
  ACD = 'acd',
  ASR = 'asr',
  Future = 'future',
}

declare namespace Future {
  /**
   * require(Modules.Future);
   */
  function create(): void;
}

declare namespace VoxEngine {
  /** Plain. */
  function terminate(): void;
}

declare namespace VoxEngine {
  /**
   * Creates.
   * <br>
   * require(Modules.ASR);
   * @param a
   */
  function createASR(a: string): ASR;
}
"""


def test_typings_when_read_then_they_say_what_has_to_be_required() -> None:
    assert read_typings(TYPINGS) == {"ACDEvents": "ACD", "Future": "Future", "VoxEngine.createASR": "ASR"}
    assert read_typings("declare const a: string;") == {}


def test_typings_when_no_namespace_is_around_an_indented_part_then_its_name_stands_for_itself() -> None:
    content = "declare enum Modules {\n  ASR = 'asr',\n}\n  /** require(Modules.ASR) */ class Future {}\n"
    assert read_typings(content) == {"Future": "ASR"}


def test_typings_when_given_then_they_replace_the_built_in_table() -> None:
    scripts: dict[str, str | None] = {"a": "Future.create(); OpenAI.x();"}
    found = check(scripts, {"r": ["a"]}, table=read_typings(TYPINGS)).warnings
    assert found == ("scenario a:1: Future is used, but the rule app/r has no script with require(Modules.Future)",)


def check_application(application: dict[str, t.Any], script: str = "", **ignore: list[str]) -> list[str]:
    """Return the warnings about a project of one script and of one application with these keys."""
    options = {
        "scenarios": [{"name": "s", "script": script}],
        "applications": [{"name": "support", **application}],
    }
    project = read_options(options, {}, str, Given(ignore=ignore))
    assert project.mistakes == ()
    return list(check_project(project, BUILT_IN).warnings)


def test_secret_when_no_application_declares_it_then_its_first_read_is_named() -> None:
    script = """
const key = VoxEngine.getSecretValue('CRM_KEYS');
VoxEngine.getSecretValue("TTS_KEY"); VoxEngine.getSecretValue(name); VoxEngine.getSecretValue();
other.getSecretValue('X'); VoxEngine['getSecretValue']('Y'); VoxEngine.getSecretValue('LAB_1');
f(VoxEngine.getSecretValue('CRM_KEYS'));
"""
    declared = {"secrets": ["CRM_KEY", {"name": "TTS_KEY"}]}
    assert check_application(declared, script, secrets=["support/LAB_*"]) == [
        "scenario s:2: no application declares the secret 'CRM_KEYS'; did you mean 'CRM_KEY'?"
    ]
    assert check_application({}, "VoxEngine.getSecretValue('A')") == [
        "scenario s:1: no application declares the secret 'A'"
    ]


@pytest.mark.parametrize(
    ("rules", "is_matched"),
    [
        ([], True),  # nothing is known of the rules
        ([{"name": "a"}], True),  # the pattern is the account's
        ([{"name": "a", "pattern": "1202.*"}], True),
        ([{"name": "a", "pattern": r"^\+1202\d+$"}], True),
        ([{"name": "a", "pattern": "(?<n>broken in this dialect"}], True),
        ([{"name": "a", "pattern": "44.*"}], False),
        ([{"name": "a", "pattern": "44.*"}, {"name": "b", "pattern": ".*"}], True),
        ([{"name": "a", "pattern": ".*", "pattern_exclude": "1202.*"}], False),
        ([{"name": "a", "pattern": ".*", "pattern_exclude": "1202"}], True),
        ([{"name": "a", "pattern": ".*", "video_conference": True}], False),
    ],
)
def test_number_when_no_rule_matches_it_then_it_is_named(rules: list[dict[str, t.Any]], is_matched: bool) -> None:
    application = {"rules": rules, "phone_numbers": [{"number": "+1 202 555"}]}
    message = "applications[0].phone_numbers[0].number: no rule of the application matches 1202555"
    assert check_application(application) == ([] if is_matched else [message])


def test_application_when_no_new_one_can_have_its_name_then_a_warning_says_so_for_each() -> None:
    names = ("Support", "a b", "x", "support", "sales.acme.voximplant.com", "Old.acme.voximplant.com")
    project = read_options({"applications": [{"name": name} for name in names]}, {}, str, Given())
    found = check_project(project, None)
    rule = "2 to 65 lower-case letters, digits and hyphens, starting with a letter"
    assert found.mistakes == ()
    assert found.warnings == tuple(
        f"applications[{number}].name: no new application can have the name {names[number]!r}: {rule}"
        for number in (0, 1, 2, 5)
    )
