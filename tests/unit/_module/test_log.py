# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module logs of its options."""

from __future__ import annotations

import pytest
from ansible.module_utils import basic

from ansible_collections.voximplant.platform.plugins.module_utils._module.runner import BriefModule


def test_module_when_an_option_is_large_then_the_log_has_its_number_of_items_and_the_module_has_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged = []
    monkeypatch.setattr(basic.AnsibleModule, "_log_invocation", lambda module: logged.append(module.params))
    module = object.__new__(BriefModule)
    module.params = {"scenarios": [{"script": "// a"}, {"script": "// b"}], "workers": 8}
    module._log_invocation()
    assert logged == [{"scenarios": "(2 items)", "workers": 8}]
    assert module.params["scenarios"][1] == {"script": "// b"}
