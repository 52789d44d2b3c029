# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages and warnings of tasks: nothing in them is secret, in whatever form."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.voximplant.platform.plugins.module_utils._api import errors
from ansible_collections.voximplant.platform.plugins.module_utils._module import runner

from .test_runner import SECRET, FakeModule, fake_module, run

__all__ = ["fake_module"]


def test_message_when_it_repeats_a_secret_in_another_form_then_that_does_not_show() -> None:
    password = "pa55-word-0123456789"

    def read(params: runner.Params, context: runner.TaskContext) -> dict[str, t.Any]:
        echo = f"{SECRET.encode().hex()} {password.upper()[:15]}"
        context.client()
        context.warn(f"warning {echo}")
        error = errors.ConflictError(f"text {echo}", advice=f"advice {echo}")
        error.epilogue = f"epilogue {echo}"
        raise error

    class WithPassword(FakeModule):
        def __init__(self, **arguments: t.Any) -> None:
            super().__init__(**arguments)
            self.no_log_values.add(password)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runner, "BriefModule", WithPassword)
        module = run(lambda: runner.run_info(runner.ModuleSpec({}), read))
    hidden = "******** ********"
    assert module.result["msg"] == f"text {hidden} advice {hidden} epilogue {hidden}"
    assert module.warnings == [f"warning {hidden}"]
