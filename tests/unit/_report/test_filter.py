# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports of results: what they say in each format, and that no name becomes markup."""

from __future__ import annotations

import html
import re
import typing as t
from xml.etree import ElementTree

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.voximplant.platform.plugins.filter.vox_report import vox_report
from ansible_collections.voximplant.platform.plugins.plugin_utils._report.markdown import LONGEST_COMMENT

Json = dict[str, t.Any]
PLAN = "1-0f3a6d0c6f7e4c5fa1d7c1a0e9b2d3c4"
NASTY = (
    "a|b",
    "`` ``` ````",
    "</code><script>alert(1)</script>",
    "@everyone #1 !2 [x](http://example.com) ![x](http://example.com/x.png)",
    "]]><failure/>",
    "&lt;b&gt;&#x3c;",
    "\u2028\u2029\x00\x1f\ud800\ufffe\x1b[31m\u202e",
    "::error::x ##vso[x]",
    "\n\n# heading\n- item\n</details>\n",
)
hostile = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=20))
FORMATS = ("markdown", "junit", "text")


def sync_result(name: str = "menu", script: str = "// b\n", **others: t.Any) -> Json:
    """Return a result of vox_sync that changes a scenario and creates a rule."""
    return {
        "plan_id": PLAN,
        "changed": True,
        "drift": [
            {
                "object": "scenario",
                "name": name,
                "application": "",
                "kind": "changed",
                "before": {"script": "1 line"},
                "after": {"script": "1 line (+1 -1)"},
                "modified": "2026-11-26 12:00:00",
            },
            {
                "object": "rule",
                "name": "inbound",
                "application": name,
                "kind": "missing",
                "before": {},
                "after": {"pattern": name},
                "modified": "",
            },
        ],
        "operations": [
            {"action": "update", "object": "scenario", "name": name, "application": None, "method": "SetScenarioInfo"},
            {"action": "create", "object": "rule", "name": "inbound", "application": name, "method": "AddRule"},
        ],
        "diff": [
            {
                "before_header": f"scenario {name}",
                "after_header": f"scenario {name}",
                "before": "// a\n",
                "after": script,
            }
        ],
        **others,
    }


VALIDATED: Json = {
    "mistakes": [{"file": "voximplant.yml", "line": 9, "key": "rules[0]", "message": "there is no scenario 'comon'"}],
    "warnings": ["menu.js:4: VoxEngine.createASR is used"],
    "failed": True,
    "msg": "1 mistake in the project.",
}


def plain(markdown: str) -> str:
    """Return what a reader of Markdown sees."""
    return html.unescape(re.sub("</?(code|details|summary)>", "", markdown))


def test_markdown_when_a_plan_is_reported_then_it_has_counts_table_and_folded_diffs() -> None:
    text = vox_report(sync_result())
    assert plain(text) == (
        f"### Voximplant: plan {PLAN}\n\n"
        "1 to add, 1 to change.\n\n"
        "|  | Object | Name | What changes | Last change |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| ~ | scenario | menu | +1 -1 lines | 2026-11-26 12:00:00 |\n"
        "| + | rule | menu/inbound | pattern menu |  |\n\n"
        "scenario menu\n\n"
        "```diff\n--- scenario menu\n+++ scenario menu\n@@ -1 +1 @@\n-// a\n+// b\n```\n\n\n"
    )
    assert text.count("<details><summary>") == text.count("</details>") == 1


def test_markdown_when_a_script_has_fences_then_the_block_has_a_longer_one() -> None:
    text = vox_report(sync_result(script="x\n```\n# no heading\n`````\n"))
    assert "\n``````diff\n" in text and "\n``````\n" in text


def test_markdown_when_diffs_are_longer_than_a_comment_then_they_are_left_out_and_it_says_so() -> None:
    diffs = sync_result(script="x\n" * 20_000)["diff"]
    text = vox_report(sync_result(diff=[*sync_result()["diff"], *diffs]))
    assert len(text) < LONGEST_COMMENT and "+// b" in text and "+x" not in text
    assert text.endswith("The output of the job shows the rest.\n")


def test_markdown_when_a_deployment_failed_then_it_says_why_and_what_was_put_back() -> None:
    operations = sync_result()["operations"]
    failed = sync_result(failed=True, msg="It was refused.", operations=operations[:1], undone=operations[:1])
    text = plain(vox_report(failed))
    assert "**Failed**: 1 to add, 1 to change; 1 done, 1 put back." in text
    assert "```text\nIt was refused.\n```" in text
    assert "- done: update scenario menu\n- put back: update scenario menu\n" in text


@pytest.mark.parametrize(
    ("format_name", "report"),
    [
        ("markdown", "### Voximplant: differences\n\n**Failed**: nothing done.\n\n```text\nWrong key.\n```\n"),
        ("text", "Differences\nfailed: Wrong key.\nnothing done\n"),
        (
            "junit",
            '<testsuites><testsuite name="Voximplant differences" tests="1" failures="1" errors="0" skipped="0">'
            '<testcase classname="Voximplant differences" name="task" time="0">'
            '<failure message="Wrong key." type="failure">Wrong key.</failure>'
            "<system-out>nothing done.</system-out></testcase></testsuite></testsuites>\n",
        ),
    ],
)
def test_report_when_a_task_failed_before_it_compared_then_it_does_not_say_that_nothing_has_to_change(
    format_name: str, report: str
) -> None:
    assert vox_report({"failed": True, "changed": False, "msg": "Wrong key."}, format_name) == report


def test_report_when_a_task_failed_with_a_plan_of_nothing_then_it_says_so() -> None:
    failed = {"failed": True, "msg": "The cache cannot be written.", "plan_id": PLAN, "drift": [], "operations": []}
    assert vox_report(failed, "text").splitlines()[-1] == "nothing to change; nothing done"


@pytest.mark.parametrize("format_name", FORMATS)
def test_report_when_an_account_was_restored_then_it_says_what_was_put_back_and_left_alone(format_name: str) -> None:
    """A result of vox_restore has no summary, and names what it left alone without failing."""
    restored = sync_result(left_alone=["rule support/night (somebody changed it since)"])
    text = vox_report(restored, format_name)
    shown = plain(text) if format_name == "markdown" else text
    assert "left alone: rule support/night (somebody changed it since)" in shown
    assert "1 to add, 1 to change" in shown and PLAN in shown
    assert "Failed" not in shown and "<failure" not in shown


def test_markdown_when_a_project_has_mistakes_then_each_has_its_place() -> None:
    text = plain(vox_report(VALIDATED))
    assert text.startswith("### Voximplant: validation\n\n**Failed**: 1 mistake, 1 warning.\n")
    assert "| mistake | voximplant.yml:9 | rules[0]: there is no scenario 'comon' |" in text
    assert "| warning |  | menu.js:4: VoxEngine.createASR is used |" in text


def test_text_when_reported_then_it_has_a_line_an_object_and_the_counts() -> None:
    assert vox_report(sync_result(), "text") == (
        f"Plan {PLAN}\n~ scenario menu  +1 -1 lines\n+ rule menu/inbound  pattern menu\n1 to add, 1 to change\n"
    )
    assert vox_report(VALIDATED, "text").splitlines()[1] == (
        "mistake: voximplant.yml:9: rules[0]: there is no scenario 'comon'"
    )


def cases(result: Json) -> list[tuple[str, bool]]:
    """Return the cases of a JUnit report, and whether they failed, after a look at its form."""
    suites = ElementTree.fromstring(vox_report(result, "junit"))
    (suite,) = suites
    assert (suites.tag, suite.tag) == ("testsuites", "testsuite")
    found = [(case.attrib["name"], case.find("failure") is not None) for case in suite]
    assert {case.tag for case in suite} == {"testcase"}
    assert suite.attrib["tests"] == str(len(found))
    assert suite.attrib["failures"] == str(sum(failed for _name, failed in found))
    assert all(set(case.attrib) == {"classname", "name", "time"} for case in suite)
    return found


def test_junit_when_a_plan_is_reported_then_nothing_fails() -> None:
    assert cases(sync_result()) == [("scenario menu", False), ("rule menu/inbound", False), ("task", False)]


def test_junit_when_drift_is_reported_then_each_difference_fails() -> None:
    drifted = sync_result(operations=[], changed=False)
    assert cases(drifted) == [("scenario menu", True), ("rule menu/inbound", True), ("task", False)]


def test_junit_when_a_deployment_failed_then_the_task_fails() -> None:
    assert cases(sync_result(failed=True, msg="It was refused."))[-1] == ("task", True)


def test_junit_when_a_project_has_mistakes_then_each_fails_and_warnings_do_not() -> None:
    assert [failed for _name, failed in cases(VALIDATED)] == [True, False, False]


@given(hostile, hostile)
def test_reports_when_names_are_hostile_then_they_stay_text(name: str, script: str) -> None:
    result = sync_result(name, script, failed=True, msg=name, left_alone=[name])
    found = ElementTree.fromstring(vox_report(result, "junit"))
    assert {element.tag for element in found.iter()} == {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    markdown = vox_report(result)
    outside = re.sub(r"^(`{3,})(?:text|diff)\n.*?^\1$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall("<[^>]*>", outside)) <= {
        *("<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>"),
    }
    for cell in re.findall("<code>(.*?)</code>", outside):
        assert re.fullmatch(r"(?:[^\W_]| |&#\d+;)*", cell), cell
        assert html.unescape(cell).isprintable()
    assert {line.count("|") for line in outside.splitlines() if line.startswith("|")} == {6}
    assert markdown.isprintable() or all(part.isprintable() for part in re.split("[\n\t]", markdown))
    for line in vox_report(result, "text").splitlines():
        assert line.isprintable() and "::error" not in line and "##vso" not in line


@pytest.mark.parametrize("format_name", FORMATS)
def test_report_when_a_ci_system_would_obey_a_line_of_the_message_then_it_does_not(format_name: str) -> None:
    message = "It failed:\n::error::x\n  ##vso[task.complete]\n##[error]y"
    report = vox_report(sync_result(failed=True, msg=message), format_name)
    assert "It failed:" in report and "error::x" in report
    for line in report.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##vso" not in line and "##[" not in line


@given(hostile)
def test_reports_when_mistakes_are_hostile_then_they_stay_text(name: str) -> None:
    result = {"mistakes": [{"file": name, "line": 1, "key": name, "message": name}], "warnings": [name]}
    assert len(ElementTree.fromstring(vox_report(result, "junit"))[0]) == 3
    lines = vox_report(result).splitlines()
    assert {line.count("|") for line in lines if line.startswith("|")} == {4}
    assert len(vox_report(result, "text").splitlines()) == 4


@pytest.mark.parametrize("result", [[], {}, {"changed": False}, {"plan_id": PLAN, "drift": [{}]}, "text", None])
@pytest.mark.parametrize("format_name", FORMATS)
def test_filter_when_the_input_is_no_result_then_it_says_so(result: t.Any, format_name: str) -> None:
    with pytest.raises(AnsibleFilterError, match="not the result of vox_sync, vox_restore, or vox_validate"):
        vox_report(result, format_name)


def test_filter_when_the_format_is_unknown_then_it_names_those_that_are_known() -> None:
    with pytest.raises(AnsibleFilterError, match=r"'html'\. Set it to one of markdown, junit, text"):
        vox_report(sync_result(), "html")
