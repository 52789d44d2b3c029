# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong options: one clear message each, before anything is written, in check mode as well."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from harness import mistakes
from harness.mistakes import Mistake, scenario, session

if t.TYPE_CHECKING:
    from harness.accounts import World
    from harness.plays import Controller, Run


def binding(name: str, *parts: str, **options: object) -> Mistake:
    return Mistake(name, "vox_scenario_binding", {"rule_id": "{{ inbound }}", **options}, parts)


def order(name: str, *parts: str, **options: object) -> Mistake:
    return Mistake(name, "vox_scenario_order", {"rule_id": "{{ inbound }}", **options}, parts)


INBOUND = {"application_name": "support", "rule_name": "inbound"}
SCENARIO_MISTAKES = (
    scenario("no name", "scenario_name", "scenario_id", scenario_script="x"),
    scenario("empty name", "scenario_name is empty", scenario_name=""),
    scenario("name of 30 characters", "scenario_name", "a" * 30, "30", "29", scenario_name="a" * 30),
    scenario("name with a semicolon", "scenario_name", "a;b", "semicolon", scenario_name="a;b"),
    scenario("rename to 30 characters", "scenario_name", "30", scenario_id="{{ menu }}", scenario_name="ü" * 30),
    scenario("rename to a semicolon", "scenario_name", "semicolon", scenario_name="x;", renamed_from="menu"),
    scenario("script of 128 KB", "131072 characters", "131071", scenario_name="big", src="big.js"),
    scenario("src missing", "src", "no_such.js", scenario_name="a", src="no_such.js"),
    scenario("src empty", "src", scenario_name="a", src=""),
    scenario("src a folder", "src", "folder", scenario_name="a", src="folder"),
    scenario("src not UTF-8", "src", "latin.js", "not UTF-8", "byte 3", scenario_name="a", src="latin.js"),
    scenario("src and a script", "scenario_script", "src", scenario_name="a", src="big.js", scenario_script="x"),
    scenario("src and its alias", "script", "src", scenario_name="a", src="big.js", script="x"),
    scenario(
        "script became a dictionary",
        "scenario_script",
        "a dictionary",
        "to_json",
        scenario_name="a",
        scenario_script={"a": 1},
    ),
    scenario(
        "token that does not occur",
        "substitutions",
        "__A__",
        scenario_name="a",
        script="x",
        substitutions={"__A__": "1"},
    ),
    scenario(
        "value that is no text",
        "substitutions",
        "__A__",
        scenario_name="a",
        script="__A__",
        substitutions={"__A__": [1]},
    ),
    scenario("substitutions without a script", "substitutions", scenario_name="a", substitutions={"__A__": "1"}),
    scenario("unknown id", "scenario 4711", "4711", scenario_id="4711", scenario_script="x"),
    scenario("id that is no number", "scenario_id", "'first'", scenario_id="first"),
    scenario("all without force", "scenario_id", "force", scenario_id="all", state="absent"),
    scenario("all present", "scenario_id", "absent", scenario_id="all", force=True),
    scenario(
        "id and a name that is taken",
        "menu",
        "common",
        "Cannot rename",
        scenario_id="{{ menu }}",
        scenario_name="common",
    ),
    scenario("both names exist", "menu", "common", "renamed_from", scenario_name="menu", renamed_from="common"),
    scenario("renamed from itself", "renamed_from", "menu", scenario_name="menu", renamed_from="menu"),
    scenario("renamed from nothing", "renamed_from", scenario_name="menu", renamed_from=""),
    scenario(
        "in another application", "foreign", "application sales", scenario_name="foreign", application_name="support"
    ),
    scenario("in no application", "menu", "Shared", scenario_name="menu", application_name="support"),
    scenario(
        "bound and not forced",
        "common",
        "rule inbound",
        "rule meeting",
        "force",
        scenario_name="common",
        state="absent",
    ),
    scenario(
        "absent by id with another name",
        "menu",
        "common",
        scenario_id="{{ menu }}",
        scenario_name="common",
        state="absent",
    ),
    scenario(
        "rule name without application",
        "rule_name",
        "'inbound'",
        "application_id",
        scenario_name="a",
        rule_name="inbound",
    ),
    scenario("two rules", "rule_id", "rule_name", scenario_name="a", rule_id=1, rule_name="b", application_id=1),
    scenario(
        "two applications",
        "application_id",
        "application_name",
        scenario_name="a",
        application_id=1,
        application_name="b",
    ),
    scenario("unknown rule", "4711", scenario_name="a", rule_id=4711),
    scenario(
        "rule of another application", "foreign", "sales", "inbound", scenario_name="foreign", rule_id="{{ inbound }}"
    ),
    scenario("unknown application", "'nowhere'", "support.", "sales.", scenario_name="a", application_name="nowhere"),
    scenario("foreign application id", "scenario a", "application_id", scenario_name="a", application_id=4711),
)

BINDING_MISTAKES = (
    binding("no list", "scenarios", "scenario_ids"),
    binding("two lists", "scenarios", "scenario_ids", scenarios=["menu"], scenario_ids=[1]),
    binding("empty list", "scenarios", "exclusive", scenarios=[]),
    binding("empty list to unbind", "scenario_ids", scenario_ids=[], state="absent", exclusive=True),
    binding("the same twice", "scenarios", "menu", "more than once", scenarios=["menu", "menu"]),
    binding("empty name", "scenarios", "empty", scenarios=[""]),
    binding("unknown name", "rule", "'no_such'", scenarios=["menu", "no_such"]),
    binding("unknown id", "4711", scenario_ids=[4711]),
    binding("scenario of another application", "foreign", "sales", "inbound", scenarios=["foreign"]),
    binding("unknown rule", "rule", "4711", rule_id=4711, scenarios=["menu"]),
    binding("id that is no number", "scenario_ids", "first", scenario_ids=["first"]),
)
ORDER_MISTAKES = (
    order("nothing to order", "scenarios is empty", scenarios=[]),
    order("order the same twice", "scenario_ids", "more than once", scenario_ids=["{{ menu }}", "{{ menu }}"]),
    order("order what is not bound", "'loose'", "common, menu, voicemail", scenarios=["loose", "menu"]),
    order("order an unknown id", "4711", scenario_ids=[4711]),
    order(
        "rule of another application",
        "no rule",
        "application with the ID",
        application_id="{{ sales }}",
        scenario_ids=["{{ menu }}"],
    ),
)
SESSION_MISTAKES = (
    session("no rule", "rule_id", "rule_name", "access_url"),
    session("rule name alone", "rule_name", "'inbound'", "application_id", rule_name="inbound"),
    session("unknown rule name", "'nobody'", "inbound (id", application_name="support", rule_name="nobody"),
    session("rule without scenarios", "spare", "vox_scenario_binding", application_name="support", rule_name="spare"),
    session("conference on another rule", "rule inbound", "video", **INBOUND, conference_name="a"),
    session(
        "conference name of 50 characters", "conference_name", "50", rule_id="{{ meeting }}", conference_name="a" * 50
    ),
    session("conference without a name", "conference_name", rule_id="{{ meeting }}", conference_name=""),
    session("two users", "user_id", "user_name", rule_id="{{ inbound }}", user_id=1, user_name="a"),
    session("command to nobody", "access_url", "command", rule_id="{{ inbound }}", command="a"),
    session("address and rule", "access_url", "rule_id", rule_id="{{ inbound }}", access_url="http://127.0.0.1/a"),
    session("address of another kind", "access_url", access_url="ftp://127.0.0.1/a", command="a"),
)
INFO_MISTAKES = (
    Mistake("of no name", "vox_scenario_info", {"name": ""}, ("scenario_name is empty. Omit it, or give it a value.",)),
    Mistake("of any name", "vox_rule_info", {"name_contains": ""}, ("name_contains is empty.",)),
    Mistake("of no application", "vox_user_info", {"application_name": ""}, ("application_name is empty.",)),
)
MISTAKES = (*SCENARIO_MISTAKES, *BINDING_MISTAKES, *ORDER_MISTAKES, *SESSION_MISTAKES, *INFO_MISTAKES)


def play(controller: Controller, world: World) -> Run:
    """Run the play of these tests."""
    controller.write("files/big.js", b"x" * 128 * 1024)
    controller.write("files/latin.js", "// \u00fc".encode("latin-1"))
    controller.write("files/folder/inside.js", b"")
    before = controller.emulator.state()
    run = controller.run(mistakes.tasks(MISTAKES), vars=dataclasses.asdict(world))
    assert controller.emulator.state() == before
    return run


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_options_when_wrong_then_one_message_names_them_and_nothing_is_sent(run: Run, mistake: Mistake) -> None:
    mistakes.check(run, mistake)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("name of 30 characters", "scenario_name"),
        ("bound and not forced", "force"),
        ("in another application", "application_id"),
    ],
)
def test_scenario_when_refused_then_the_error_names_object_and_option(run: Run, name: str, field: str) -> None:
    error = run[f"vox_scenario {name}: real"].result["error"]
    mistake = next(mistake for mistake in SCENARIO_MISTAKES if mistake.name == name)
    assert (error["object"], error["name"]) == ("scenario", mistake.options["scenario_name"])
    assert error["field"] == field
    assert error["code"] is None
