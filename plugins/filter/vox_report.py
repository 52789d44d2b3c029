# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter that turns a result into a report."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..plugin_utils._report.content import Report, report_of, text_of
from ..plugin_utils._report.junit import junit_of
from ..plugin_utils._report.markdown import markdown_of

DOCUMENTATION = r"""
name: vox_report
short_description: Turn the result of a task into a report
version_added: 1.0.0
description:
  - Return a report about the result of M(voximplant.platform.vox_sync), M(voximplant.platform.vox_restore), or
    M(voximplant.platform.vox_validate), even if the task failed.
  - Names and scripts are escaped, so they cannot become markup.
positional: format
options:
  _input:
    description:
      - The registered result. To include the diffs, run the task in diff mode.
    type: dict
    required: true
  format:
    description:
      - Format of the report.
      - V(markdown) is a comment for a merge request with the number of changes, a table, and collapsed diffs. Diffs
        that do not fit into a comment are left out.
      - V(junit) is JUnit XML for the test reports of CI systems. Mistakes in a project count as failures, and so do
        differences if the task only reports them.
      - V(text) is plain text.
    type: str
    choices: [markdown, junit, text]
    default: markdown
seealso:
  - module: voximplant.platform.vox_sync
  - module: voximplant.platform.vox_restore
  - module: voximplant.platform.vox_validate
author:
  - Voximplant platform collection contributors (@voximplant)
"""

EXAMPLES = r"""
- name: See what would change
  voximplant.platform.vox_sync:
    manifest: voximplant.yml
  check_mode: true
  diff: true
  register: deployment

- name: Write the comment on the merge request
  ansible.builtin.copy:
    content: "{{ deployment | voximplant.platform.vox_report('markdown') }}"
    dest: plan.md
    mode: "0644"
  delegate_to: localhost
"""

RETURN = r"""
_value:
  description: The report.
  type: str
"""

FORMATS: t.Dict[str, t.Callable[[Report], str]] = {"markdown": markdown_of, "junit": junit_of, "text": text_of}


def vox_report(result: t.Mapping[str, t.Any], format: str = "markdown") -> str:
    """Return the report; see the documentation of the filter.

    :raises AnsibleFilterError: if the input is not a result of these modules, or there is no such format
    """
    if format not in FORMATS:
        raise AnsibleFilterError(f"vox_report: format is {format!r}. Set it to one of {', '.join(FORMATS)}.")
    try:
        return FORMATS[format](report_of(result))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise AnsibleFilterError(
            f"vox_report: the input is not the result of vox_sync, vox_restore, or vox_validate: {error}."
        ) from error


class FilterModule:
    """Gives Ansible the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        """Return the filters by name."""
        return {"vox_report": vox_report}
