# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module that tells where it runs, and misbehaves as it is asked to."""

from __future__ import annotations

import os
import sys

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: probe
short_description: Tell where a module runs
description: Tell where a module runs.
author: Voximplant platform collection contributors
options:
  how:
    description: What to do.
    type: str
    default: well
    aliases: [do]
  secret:
    description: A value that must not show.
    type: str
  level:
    description: A choice.
    choices: [1, 2]
    type: int
"""


def level(name: str) -> str:
    """The value of a variable of the environment, as AnsibleModule asks for it."""
    from ansible.module_utils.basic import AnsibleFallbackNotFound

    if name not in os.environ:
        raise AnsibleFallbackNotFound
    return os.environ[name]


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "how": {"default": "well", "aliases": ["do"]},
            "secret": {"no_log": True},
            "level": {"type": "int", "choices": [1, 2], "fallback": (level, ["PROBE_LEVEL"])},
        },
        supports_check_mode=True,
    )
    how = module.params["how"]
    if how == "crash":
        raise RuntimeError("out of order")
    if how == "exit":
        sys.exit(3)
    if how == "noise":
        print("noise")
    if how == "warn":
        module.warn("mind the probe")
        module.deprecate("the probe is old", version="99.0.0", collection_name="voximplant.platform")
    if how == "fail":
        module.fail_json(msg=f"failed with {module.params['secret']}", rc=4)
    if how == "mess":
        os.environ["PROBE_MESS"] = "left"
        os.chdir("/")
        os.umask(0o77)
    umask = os.umask(0)
    os.umask(umask)
    module.exit_json(
        changed=how == "change",
        here="ansible.executor.task_executor" in sys.modules,
        mess=os.environ.get("PROBE_MESS"),
        folder=os.getcwd(),
        umask=umask,
        given=module.params,
        check=module.check_mode,
        diff_mode=module._diff,
        secret_again=module.params["secret"],
        ansible_facts={"probe_fact": how},
    )


if __name__ == "__main__":
    main()
