# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects that the role `deploy` deploys, and accounts that they are deployed to."""

from __future__ import annotations

import contextlib
import functools
import re
import threading
import typing as t

if t.TYPE_CHECKING:
    import pathlib

    from voximplant_emulator import Emulator

    from .plays import Controller, Json, Run

ROLE = "voximplant.platform.deploy"
NORMAL = "Normal termination"
MISSING = '<span class="mark missing">missing</span>'  # what a map shows of an object that the account does not have
# What a template or a decoder would spoil.
ODD_SCRIPT = "/* {{ nope }} {% raw %} Zoë \\n\r\n\t'\"\u2028 trailing  */\n\n"
SMOKE: Json = {
    "deploy_smoke_rule_name": "smoke",
    "deploy_smoke_application_name": "support",
    "deploy_smoke_timeout": 60,
}


def rule(name: str, *scenarios: str, **options: object) -> Json:
    """Return a rule of a manifest."""
    return {"name": name, "pattern": f"{name}.*", "scenarios": list(scenarios), **options}


def write_project(
    controller: Controller,
    scripts: dict[str, str],
    rules: list[Json],
    others: t.Sequence[Json] = (),
    **changes: Json,
) -> None:
    """Write a project.

    :arg rules: the rules of the application `support`
    :arg others: more applications
    :arg changes: further keys of single scenarios
    """
    for name, script in scripts.items():
        controller.write(f"project/src/{name}.js", script.encode())
    controller.write(
        "project/voximplant.yml",
        {
            "scenarios": [{"name": name, "src": f"src/{name}.js", **changes.get(name, {})} for name in scripts],
            "applications": [{"name": "support", "rules": rules}, *others],
        },
    )


def deploy(controller: Controller, *options: str, play: Json | None = None, **variables: object) -> Run:
    """Run the role in a play of its own.

    :arg play: keywords of the play, and arguments of `Controller.run`
    """
    include = {"ansible.builtin.include_role": {"name": ROLE}}
    directory = str(controller.folder / "project")
    task = {"name": "Deploy", **include, "vars": {"deploy_project_dir": directory, **variables}}
    return controller.run([task], *options, **{"ignore_errors": False, **(play or {})})


def occupied(directory: pathlib.Path, *names: str) -> list[str]:
    """Return paths that not even root can write a report to, because they are directories."""
    paths = [directory / name for name in names]
    for path in paths:
        path.mkdir()
    return [str(path) for path in paths]


def unwritten(message: str) -> list[str]:
    """Return what a message says before it comes to reports that were not written, and their files."""
    outcome, *files = re.split(r"(?:^| )(/\S+) was not written: \S", message)
    return [outcome, *files[::2]]


def failure(run: Run) -> str:
    """Return the message with which the role failed."""
    assert run.returncode != 0, run.output
    return run[f"{ROLE} : Fail if the deployment or a report failed"].message


def content(emulator: Emulator, account_id: int | None = None) -> Json:
    """Return all of an account that can be declared, and the ids."""
    state = emulator.state(account_id)
    attributes = ("application_id", "application_name", "secure_record_storage")
    return {
        "scenarios": [{**scenario, "modified": ""} for scenario in state["scenarios"]],
        "applications": [
            {
                **{name: application[name] for name in attributes},
                "rules": [{**rule, "modified": ""} for rule in application["rules"]],
            }
            for application in state["applications"]
        ],
    }


@contextlib.contextmanager
def sessions_that_end(emulator: Emulator, reason: str = NORMAL) -> t.Iterator[None]:
    """End every session with this reason, as its scenarios would."""
    over = threading.Event()

    def end_sessions() -> None:
        while not over.wait(0.1):
            for session in emulator.state()["sessions"]:
                if session["active"]:
                    emulator.finish_session(session["call_session_history_id"], finish_reason=reason)

    thread = threading.Thread(target=end_sessions)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def fill(emulator: Emulator, account_id: int | None = None) -> Json:
    """Give an account what a first version has deployed, past the journal; return all of it."""
    call = functools.partial(emulator.call, account_id=account_id)
    application_id = call("AddApplication", application_name="support")["application_id"]
    scripts = {"common": ODD_SCRIPT, "inbound": "// inbound\n", "old": "// old\n", "spare": "// spare\n"}
    ids = {
        name: call("AddScenario", scenario_name=name, scenario_script=script)["scenario_id"]
        for name, script in scripts.items()
    }
    bound = {"inbound": ("common", "inbound"), "outbound": ("common", "old"), "smoke": ("common",)}
    for name, names in bound.items():
        options = {"application_id": application_id, "rule_name": name, "rule_pattern": f"{name}.*"}
        call("AddRule", **options, rule_pattern_exclude="9.*", scenario_id=[ids[scenario] for scenario in names])
    return content(emulator, account_id)


def write_second_version(controller: Controller) -> None:
    """Write a project in which everything differs: scripts, a name, orders, attributes, new and missing objects."""
    scripts = {"common": "// broken\n", "inbound": "// broken, too\n", "new": "// renamed\n", "extra": "// extra\n"}
    rules = [
        rule("smoke", "common"),
        rule("extra", "extra"),
        rule("exodus", "new", "common", renamed_from="outbound", pattern_exclude=""),
        rule("inbound", "extra", "inbound", "common", pattern="0.*"),
    ]
    write_project(controller, scripts, rules, new={"renamed_from": "old"})


def without_ids(account: Json) -> Json:
    """Return an account without the ids of scenarios and rules, which deleted objects do not get back."""
    names = {scenario["scenario_id"]: scenario["scenario_name"] for scenario in account["scenarios"]}
    return {
        "scenarios": {
            scenario["scenario_name"]: (scenario["scenario_script"], scenario["application_id"])
            for scenario in account["scenarios"]
        },
        "applications": [
            {name: value for name, value in application.items() if name not in ("application_id", "rules")}
            for application in account["applications"]
        ],
        "rules": [
            {**rule, "rule_id": 0, "scenario_ids": [names[number] for number in rule["scenario_ids"]]}
            for application in account["applications"]
            for rule in application["rules"]
        ],
    }
