# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of secrets and passwords of users that a task gives as JSON text."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.voximplant.platform.plugins.module_utils._account.withheld import Withheld
from ansible_collections.voximplant.platform.plugins.plugin_utils._controller.withheld import take_withheld


def test_values_when_they_are_json_text_then_they_are_read_and_taken_away() -> None:
    arguments = {"secret_values": '{"support": {"KEY": "sesame"}}', "state": "present"}
    assert take_withheld(arguments, "secret_values") == Withheld({"support": {"KEY": "sesame"}})
    assert arguments == {"state": "present"}


@pytest.mark.parametrize("text", ['{"a": sesame}', '{"a":' * 100_000, "KEY=sesame"])
def test_values_when_they_are_no_json_then_the_option_is_named_and_no_value(text: str) -> None:
    with pytest.raises(AnsibleActionFail) as caught:
        take_withheld({"secret_values": text}, "secret_values")
    assert str(caught.value) == "secret_values is not a dictionary."
