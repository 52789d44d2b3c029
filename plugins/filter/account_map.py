# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter that draws an account as one HTML page."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..plugin_utils._account_map.render import render

DOCUMENTATION = r"""
name: account_map
short_description: Render a Voximplant account as an HTML page
version_added: 1.0.0
description:
  - Return an HTML page that shows the applications, their rules in order of priority with the scenarios that they run,
    and all scenarios. Differences from a manifest are highlighted.
  - The page can be searched and printed. It works offline and contains no credentials, and no scripts apart
    from changed lines if O(diff) is set.
  - The same input always produces the same page. Without O(time), the page only changes when the account changes.
  - The playbooks C(voximplant.platform.deploy), C(voximplant.platform.drift), C(voximplant.platform.export), and
    C(voximplant.platform.restore) write the page to the V(.html) file set in C(deploy_report).
positional: scenarios, drift
options:
  _input:
    description: Applications with their rules, as returned by M(voximplant.platform.vox_application_info).
    type: list
    elements: dict
    required: true
  scenarios:
    description:
      - Scenarios, as returned by M(voximplant.platform.vox_scenario_info). The page shows their sizes if the scripts
        are included.
    type: list
    elements: dict
    required: true
  drift:
    description:
      - Differences, as returned by M(voximplant.platform.vox_sync). If not set, the page does not mention differences.
    type: list
    elements: dict
  diff:
    description:
      - Text differences, as returned by M(voximplant.platform.vox_sync) in diff mode. The page shows them with the
        objects that differ.
    type: list
    elements: dict
    default: []
  phone_numbers:
    description:
      - Phone numbers, as returned by M(voximplant.platform.vox_phone_number_info). The page shows which rule handles
        their calls, and the scenarios that it runs.
    type: list
    elements: dict
    default: []
  environment:
    description: Your name for the account, for example the name of the host in the inventory.
    type: str
    default: ""
  time:
    description: When the account was read, in UTC.
    type: str
    default: ""
  title:
    description: Title of the page.
    type: str
    default: Voximplant account
seealso:
  - module: voximplant.platform.vox_application_info
  - module: voximplant.platform.vox_scenario_info
  - module: voximplant.platform.vox_phone_number_info
author:
  - Voximplant platform collection contributors (@voximplant)
"""

EXAMPLES = r"""
- name: Get the applications
  voximplant.platform.vox_application_info:
    with_rules: true
  register: read

- name: Get the scenarios
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
  description: The HTML page.
  type: str
"""

Rows = t.Sequence[t.Mapping[str, t.Any]]


def account_map(
    applications: Rows,
    scenarios: Rows,
    drift: t.Optional[Rows] = None,
    title: str = "Voximplant account",
    *,
    phone_numbers: Rows = (),
    diff: Rows = (),
    environment: str = "",
    time: str = "",
) -> str:
    """Return the page; see the documentation of the filter.

    :raises AnsibleFilterError: when the input is not what the modules return
    """
    try:
        return render(
            applications,
            scenarios,
            drift,
            title,
            diff=diff,
            phone_numbers=phone_numbers,
            environment=environment,
            time=time,
        )
    except KeyError as error:
        raise AnsibleFilterError(
            f"account_map: {error} is missing. Pass the applications that vox_application_info returns with "
            "with_rules=true, the scenarios of vox_scenario_info, and the drift of vox_sync."
        ) from error
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"account_map: the input is not what the modules return: {error}.") from error


class FilterModule:
    """Gives Ansible the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        """Return the filters by name."""
        return {"account_map": account_map}
