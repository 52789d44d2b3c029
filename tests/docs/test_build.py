# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example that builds its scenarios from TypeScript."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys

from blocks import ROOT
from stage import run_command

from voximplant_emulator import Emulator

EXAMPLE = ROOT / "docs" / "examples" / "typescript"
# What stands for the output of the build where npm, or what it installs from, is missing.
BUILT = '(() => { VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => call.say("__GREETING__")); })();\n'


def install_bundler(project: pathlib.Path) -> bool:
    """Install the bundler that the example names, and return whether that was possible."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    version = json.loads((project / "package.json").read_text(encoding="utf-8"))["devDependencies"]["esbuild"]
    done = subprocess.run(
        ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", f"esbuild@{version}"],
        cwd=project,
        env={**os.environ, "npm_config_cache": str(project.parent / "npm")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode == 0


def test_typescript_when_deployed_then_its_modules_are_one_script_of_the_account(tmp_path: pathlib.Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(EXAMPLE, project)
    command = "npm run build"
    if not install_bundler(project):
        (project / "built.js").write_text(BUILT, encoding="utf-8")
        command = "mkdir -p scenarios && cp built.js scenarios/inbound.js"
    with Emulator(tmp_path / "emulator") as emulator:
        done = run_command(
            [
                *(str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "voximplant.platform.deploy"),
                *("-e", json.dumps({"deploy_project_dir": str(project), "deploy_build_command": command})),
            ],
            tmp_path,
            {
                **os.environ,
                "ANSIBLE_HOME": str(tmp_path / "ansible"),
                "VOXIMPLANT_API_URL": emulator.api_url,
                "VOXIMPLANT_CREDENTIALS": str(emulator.credentials_file),
            },
            timeout=300,
        )
        assert done.returncode == 0, done.stdout
        (scenario,) = emulator.state()["scenarios"]
    script = scenario["scenario_script"]
    assert '"Welcome to support."' in script and "AppEvents.CallAlerting" in script
    assert "import" not in script and "__GREETING__" not in script
