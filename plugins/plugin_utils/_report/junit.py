# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports as JUnit XML, for the test reports of CI systems; names are treated as hostile."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree

from .lines import clean

if t.TYPE_CHECKING:
    from .content import Report


def junit_of(report: Report) -> str:
    """Return a report as JUnit XML: one case an object or mistake, and one for the task.

    A case fails if it is a mistake, or a difference that nothing was going to correct.
    """
    name = f"Voximplant {report.title.lower()}"
    suite = ElementTree.Element("testsuite", name=name)
    for finding in report.findings:
        is_mistake = finding.severity == "mistake"
        _case(suite, name, str(finding), finding.text if is_mistake else "")
    for row in report.rows:
        text = row.text or "differs"
        _case(suite, name, f"{row.object} {row.name}", text if report.differs else "", str(row))
    output = "\n".join([*report.outcome, f"{report.summary}. {report.plan_id}".strip()])
    _case(suite, name, "task", report.message, output)
    counts = {"tests": len(suite), "failures": len(suite.findall("testcase/failure")), "errors": 0, "skipped": 0}
    for attribute, count in counts.items():
        suite.set(attribute, str(count))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ElementTree.Element, name: str, title: str, failure: str, output: str = "") -> None:
    """Add a case; it fails if there is a failure."""
    case = ElementTree.SubElement(suite, "testcase", classname=name, name=title, time="0")
    if failure:
        message = clean(failure.partition("\n")[0])
        ElementTree.SubElement(case, "failure", message=message, type="failure").text = failure
    if output:
        ElementTree.SubElement(case, "system-out").text = output
