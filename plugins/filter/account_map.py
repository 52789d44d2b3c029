# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter that draws an account as one HTML page."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..plugin_utils._account_map.render import map_account, render

DOCUMENTATION = r"""
name: account_map
short_description: Draw an account as one HTML page
version_added: 1.0.0
description:
  - Returns a page with the applications, their rules in the order of priority with what they run, and the scenarios.
    Differences from a project are marked.
  - The page can be searched and printed. It needs no network and holds no script texts and no credentials.
  - The same input gives the same page, so a file that holds it changes only with the account.
  - The playbook C(voximplant.platform.drift) writes
    the page to the file in its variable C(drift_map), and the playbook C(voximplant.platform.export) to the one in
    C(export_map).
positional: scenarios, drift
options:
  _input:
    description: The applications with their rules, as M(voximplant.platform.vox_application_info) returns them.
    type: list
    elements: dict
    required: true
  scenarios:
    description:
      - The scenarios, as M(voximplant.platform.vox_scenario_info) returns them. The page has their sizes if their texts
        were read.
    type: list
    elements: dict
    required: true
  drift:
    description:
      - The differences, as M(voximplant.platform.vox_sync) returns them. If it is not given, the page does not speak of
        differences.
    type: list
    elements: dict
  title:
    description: The title of the page.
    type: str
    default: Voximplant account
seealso:
  - module: voximplant.platform.vox_application_info
  - module: voximplant.platform.vox_scenario_info
author:
  - Voximplant platform collection contributors (@voximplant)
"""

EXAMPLES = r"""
- name: Read the applications
  voximplant.platform.vox_application_info:
    with_rules: true
  register: read

- name: Read the scenarios
  voximplant.platform.vox_scenario_info:
    with_script: true
  register: listed

- name: Write the map
  ansible.builtin.copy:
    content: "{{ read.applications | voximplant.platform.account_map(listed.scenarios, title='Support') }}"
    dest: /srv/www/voximplant.html
    mode: "0644"
  delegate_to: localhost
"""

RETURN = r"""
_value:
  description: The page.
  type: str
"""

Rows = t.Sequence[t.Mapping[str, t.Any]]


def account_map(
    applications: Rows, scenarios: Rows, drift: t.Optional[Rows] = None, title: str = "Voximplant account"
) -> str:
    """The page; see the documentation of the filter.

    :raises AnsibleFilterError: when the input is not what the modules return
    """
    try:
        return render(map_account(applications, scenarios, drift), title)
    except KeyError as error:
        raise AnsibleFilterError(
            f"account_map: {error} is missing. Give the applications of vox_application_info with with_rules=true, "
            "the scenarios of vox_scenario_info, and the drift of vox_sync."
        ) from error
    except (AttributeError, TypeError) as error:
        raise AnsibleFilterError(
            f"account_map: the input is not a list of what the modules return: {error}."
        ) from error


class FilterModule:
    """Gives Ansible the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        """The filters by their names."""
        return {"account_map": account_map}
