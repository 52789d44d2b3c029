#!/usr/bin/python
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validate a project without the account."""

# This module has no code of its own: the action plugin of the same name does its work on the controller.

from __future__ import annotations

DOCUMENTATION = r"""
module: vox_validate
short_description: Validate a project without accessing the account
version_added: 1.0.0
description:
  - Find the mistakes in a project before it is deployed. All of them are reported at once, with file and line.
  - The module checks the manifest with its tokens, names, and references, the length of names and scripts, and whether
    patterns are valid regular expressions.
  - It checks the syntax of each script, and whether two scripts of a rule declare the same name, since they run in one
    scope. C(import) and C(export) are mistakes, because scripts are uploaded as they are.
  - It warns if a script uses a platform module but no script of its rule contains C(require(Modules.X)), if a script
    reads a secret that no application declares, if no rule of an application matches one of its phone numbers, and if
    no new application can have the name of one. It also warns about files that look like scripts but are not deployed,
    such as C(*.ts).
  - It needs no credentials and sends nothing. Connection options, such as those in C(module_defaults), are ignored.
  - The module runs on the controller.
requirements:
  - jsonschema >= 4
  - esprima-fork >= 5 (for O(syntax=check))
extends_documentation_fragment:
  - voximplant.platform.account.PROJECT
  - voximplant.platform.attributes
  - voximplant.platform.attributes.CONTROLLER
  - voximplant.platform.attributes.GROUP
options:
  manifest:
    description:
      - Path to the manifest, a YAML file on the controller. Relative paths are resolved as for C(src) in
        M(ansible.builtin.copy).
      - One of O(manifest) and O(scenarios_dir) is required.
    type: path
  ignore:
    description: Shell globs for objects and files that belong to other projects, as in
      M(voximplant.platform.vox_sync).
    type: dict
  typings:
    description:
      - Path to a C(voxengine.d.ts) file on the controller, which defines the platform modules that scripts have to
        require. Relative paths are resolved as for C(src) in M(ansible.builtin.copy). By default, a built-in list is
        used.
    type: path
  rendered_dir:
    description:
      - Path to a directory on the controller to which the manifest and the scripts are written with values in place of
        tokens. Only its owner can read it. Relative paths are relative to the directory of the playbook. The directory,
        and C(scenarios) below it, must not contain files of the project.
      - Nothing is written if the project has mistakes, or in check mode. Other files in the directory are left
        unchanged.
    type: path
  syntax:
    description:
      - Whether to parse the scripts. With V(skip), the library esprima-fork is not needed.
      - V(auto) parses them if the library is installed, and warns otherwise.
    type: str
    choices: [check, auto, skip]
    default: check
attributes:
  check_mode:
    support: full
    details: Only checks that O(rendered_dir) could be written.
  diff_mode:
    support: none
  idempotent:
    support: full
author:
  - Voximplant platform collection contributors (@voximplant)
seealso:
  - module: voximplant.platform.vox_sync
"""

EXAMPLES = r"""
- name: Validate the project
  voximplant.platform.vox_validate:
    manifest: voximplant.yml

- name: See what would be sent to production
  voximplant.platform.vox_validate:
    manifest: voximplant.yml
    substitutions:
      __CALLER_ID__: "+12025550100"
    rendered_dir: build/production
"""

RETURN = r"""
mistakes:
  description: The mistakes, sorted by file and line. If there are any, the task fails.
  returned: always, unless the options are invalid
  type: list
  elements: dict
  contains:
    file:
      description: The file or option that contains the mistake.
      type: str
    line:
      description: Line number, starting at 1. V(0) stands for the file as a whole.
      type: int
    key:
      description: Key in the manifest. Empty for other files.
      type: str
    message:
      description: What is wrong.
      type: str
  sample:
    - file: voximplant.yml
      line: 9
      key: applications[0].rules[0].scenarios[0]
      message: "the project has no scenario 'comon'; did you mean 'common'?"
warnings:
  description: Possible mistakes. Ansible shows these warnings as well.
  returned: always, unless the options are invalid
  type: list
  elements: str
  sample:
    - "scenarios/menu.js:4: VoxEngine.createASR is used, but the rule support/inbound has no script with
      require(Modules.ASR)"
"""
