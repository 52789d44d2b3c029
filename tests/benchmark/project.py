# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A project that declares as many scenarios as are wanted, and the plays that are run in it."""

from __future__ import annotations

import os
import pathlib
import sys
import typing as t

import yaml

from .meter import Reading, measure

if t.TYPE_CHECKING:
    import collections.abc as c

GROUP = "group/voximplant.platform.vox"
APPLICATION = "support"
SCENARIOS_PER_RULE = 5
SCENARIOS_FOR_A_RULE = 50  # one rule for so many scenarios
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
_LINE = (
    "    call.say('Please hold the line, line {number} of {name}.', {{ language: VoiceList.Amazon.en_US_Joanna }});\n"
)
_LINES = range(10, 90, 8)  # a text has 1 to 9 KB, 5 on average
Json = dict[str, t.Any]


def text_of(name: str, number: int) -> str:
    """Return a scenario's text; its length depends on its number."""
    lines = _LINES[number % len(_LINES)]
    return f"// {name}\n" + "".join(_LINE.format(name=name, number=line) for line in range(lines))


class Project:
    """A folder with a manifest, the texts of its scenarios, an inventory, and plays."""

    def __init__(self, folder: pathlib.Path, size: int) -> None:
        self.folder = folder
        self.names = [f"scenario_{number:04}" for number in range(size)]
        for part in ("home", "inventory", "scenarios"):
            (folder / part).mkdir(parents=True)
        self.write("inventory/hosts.yml", {"all": {"hosts": {"localhost": LOCAL}}})
        self.write("voximplant.yml", {"applications": [{"name": APPLICATION, "rules": list(self._rules())}]})
        self.restore()

    def _rules(self) -> t.Iterator[Json]:
        for number in range(0, len(self.names), SCENARIOS_FOR_A_RULE):
            runs = self.names[number : number + SCENARIOS_PER_RULE]
            yield {"name": f"rule_{number:04}", "pattern": f"1202555{number:04}", "scenarios": runs}

    def restore(self) -> None:
        """Write every text as it was at first."""
        for number, name in enumerate(self.names):
            self._script(name).write_text(text_of(name, number), encoding="utf-8")

    def edit(self, count: int, mark: str) -> None:
        """Change the first texts; a new mark makes a new text."""
        for number, name in enumerate(self.names[:count]):
            self._script(name).write_text(text_of(name, number) + f"// {mark}\n", encoding="utf-8")

    def _script(self, name: str) -> pathlib.Path:
        return self.folder / "scenarios" / f"{name}.js"

    def write(self, name: str, content: object) -> pathlib.Path:
        """Write a YAML file of the project, for its owner only."""
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        return path

    def play(
        self,
        tasks: c.Sequence[Json],
        login: Json,
        *options: str,
        hosts: str = "localhost",
        environment: c.Mapping[str, str] | None = None,
    ) -> Reading:
        """Run a play with these tasks, whose modules log in as `login` says, and return what it took."""
        self.write("login.yml", {"login": login})
        defaults = {GROUP: {name: f"{{{{ login.{name} }}}}" for name in login}}
        files = ["login.yml"] if login else []
        about = {"name": "Benchmark", "hosts": hosts, "gather_facts": False, "vars_files": files}
        self.write("play.yml", [{**about, "module_defaults": defaults if login else {}, "tasks": list(tasks)}])
        program = str(pathlib.Path(sys.executable).with_name("ansible-playbook"))
        command = [program, "-i", "inventory", "play.yml", *options]
        return measure(command, self.folder, {**self._environment(), **(environment or {})})[0]

    def _environment(self) -> dict[str, str]:
        home = self.folder / "home"
        return {
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_HOME": str(home / ".ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
        }
