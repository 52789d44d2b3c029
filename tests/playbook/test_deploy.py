# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role `deploy` and the playbooks `.deploy` and `.drift`, against the emulator."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import typing as t

import pytest

from harness import accounts
from harness.plays import Controller, Json, Run, check_calm
from voximplant_emulator import Emulator

pytestmark = pytest.mark.slow

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROLE = "voximplant.platform.deploy"
NORMAL = "Normal termination"
# What a template or a decoder would spoil.
ODD_TEXT = "// {{ nope }} {% raw %} Zoë \\n\r\n\t'\"\u2028 trailing  \n\n"
BUNDLED = (
    'import { hello } from "./hello";\nVoxEngine.addEventListener(AppEvents.Started, () => Logger.write(hello));\n'
)


@pytest.fixture
def emulator(tmp_path: pathlib.Path) -> t.Iterator[Emulator]:
    """Run an emulator for one test."""
    with Emulator(tmp_path / "emulator") as running:
        yield running


@pytest.fixture
def controller(emulator: Emulator, tmp_path: pathlib.Path) -> Controller:
    """Give a machine for one test."""
    (tmp_path / "controller").mkdir()
    return Controller(tmp_path / "controller", emulator)


def rule(name: str, *scenarios: str, **options: object) -> Json:
    return {"name": name, "pattern": f"{name}.*", "scenarios": list(scenarios), **options}


def write_project(controller: Controller, texts: dict[str, str], rules: list[Json], **changes: Json) -> None:
    """Write a project of these texts and rules; `changes` are further keys of its scenarios."""
    for name, text in texts.items():
        controller.write(f"project/src/{name}.js", text.encode())
    controller.write(
        "project/voximplant.yml",
        {
            "scenarios": [{"name": name, "src": f"src/{name}.js", **changes.get(name, {})} for name in texts],
            "applications": [{"name": "support", "rules": rules}],
        },
    )


def deploy(controller: Controller, *options: str, **variables: object) -> Run:
    """Run the role in a play of its own."""
    include = {"ansible.builtin.include_role": {"name": ROLE}}
    folder = str(controller.folder / "project")
    task = {"name": "Deploy", **include, "vars": {"deploy_project_dir": folder, **variables}}
    return controller.run([task], *options, ignore_errors=False)


def failure(run: Run) -> str:
    """Return the message with which the role failed."""
    assert run.returncode != 0, run.output
    return run[f"{ROLE} : Fail if the deployment failed"].message


def content(emulator: Emulator) -> Json:
    """All of an account that can be declared, and the ids."""
    state = emulator.state()
    fixed = ("application_id", "application_name", "secure_record_storage")
    return {
        "scenarios": [{**one, "modified": ""} for one in state["scenarios"]],
        "applications": [
            {**{name: one[name] for name in fixed}, "rules": [{**rule, "modified": ""} for rule in one["rules"]]}
            for one in state["applications"]
        ],
    }


@contextlib.contextmanager
def sessions_that_end(emulator: Emulator, reason: str = NORMAL) -> t.Iterator[None]:
    """End every session with this reason, as the scenarios would."""
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


SMOKE: Json = {
    "deploy_smoke_rule_name": "smoke",
    "deploy_smoke_application_name": "support",
    "deploy_smoke_timeout": 60,
}


def fill(emulator: Emulator) -> Json:
    """Give an account what a first version has deployed, past the journal; return all of it."""
    application_id = emulator.call("AddApplication", application_name="support")["application_id"]
    texts = {"common": ODD_TEXT, "inbound": "// inbound\n", "old": "// old\n", "spare": "// spare\n"}
    for name, text in texts.items():
        emulator.call("AddScenario", scenario_name=name, scenario_script=text)
    ids = {name: one["scenario_id"] for name, one in accounts.scenarios(emulator).items()}
    bound = {"inbound": ("common", "inbound"), "outbound": ("common", "old"), "smoke": ("common",)}
    for name, names in bound.items():
        options = {"application_id": application_id, "rule_name": name, "rule_pattern": f"{name}.*"}
        emulator.call("AddRule", **options, rule_pattern_exclude="9.*", scenario_id=[ids[one] for one in names])
    return content(emulator)


def write_second_version(controller: Controller) -> None:
    """A project in which everything is different: texts, a name, orders, attributes, new and missing objects."""
    texts = {"common": "// broken\n", "inbound": "// broken, too\n", "new": "// renamed\n", "extra": "// extra\n"}
    rules = [
        rule("smoke", "common"),
        rule("extra", "extra"),
        rule("exodus", "new", "common", renamed_from="outbound", pattern_exclude=""),
        rule("inbound", "extra", "inbound", "common", pattern="0.*"),
    ]
    write_project(controller, texts, rules, new={"renamed_from": "old"})


def test_deploy_when_run_in_check_mode_for_real_and_again_then_it_tells_and_writes_and_rests(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": ODD_TEXT}, [rule("smoke", "common")])
    with sessions_that_end(emulator):
        checked = deploy(controller, "--check", "--diff", **SMOKE)
        assert emulator.journal(write=True) == []
        done = deploy(controller, **SMOKE)
        again = deploy(controller, **SMOKE)
    assert "+// {{ nope }} {% raw %} Zoë" in checked.output
    assert "changed=1" in checked.output and checked.returncode == 0
    assert accounts.texts(emulator) == {"common": ODD_TEXT}
    assert "changed=2" in done.output and done.returncode == 0
    assert [one["finish_reason"] for one in emulator.state()["sessions"]] == [NORMAL]
    assert "changed=0" in again.output and [call for one in again.outcomes for call in one.writes] == []


def test_deploy_when_the_smoke_test_fails_then_everything_is_put_back(
    controller: Controller, emulator: Emulator
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    with sessions_that_end(emulator, "Script error"):
        run = deploy(controller, **SMOKE)
    message = failure(run)
    assert "The smoke test failed: Session" in message and "ended with 'Script error'" in message
    for part in ("rename scenario old", "update scenario common", "delete rule extra", "delete scenario extra"):
        assert part in message
    assert content(emulator) == before


def test_deploy_when_the_session_does_not_end_in_time_then_everything_is_put_back(
    controller: Controller, emulator: Emulator
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    message = failure(deploy(controller, **{**SMOKE, "deploy_smoke_timeout": 1}))
    assert "has not finished within 1 seconds" in message and "Put back: " in message
    assert content(emulator) == before


def test_deploy_when_no_session_can_be_started_then_it_says_why_and_puts_back(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke")])
    message = failure(deploy(controller, **SMOKE))
    assert "smoke" in message and "no scenario" in message.lower()
    assert (emulator.state()["applications"], emulator.state()["scenarios"]) == ([], [])


def test_deploy_when_something_was_pruned_then_it_comes_back_in_its_place(
    controller: Controller, emulator: Emulator
) -> None:
    fill(emulator)
    (application,) = emulator.state()["applications"]
    emulator.call(
        "AddScenario", scenario_name="own", scenario_script=ODD_TEXT, application_id=application["application_id"]
    )
    before = content(emulator)
    write_project(controller, {"common": "// broken\n"}, [rule("smoke", "common")])
    message = failure(
        deploy(controller, **{**SMOKE, "deploy_smoke_timeout": 1}, deploy_prune=["scenarios", "rules", "bindings"])
    )
    assert "create scenario own" in message
    assert nameable(emulator, content(emulator)) == nameable(emulator, before)


def nameable(emulator: Emulator, account: Json) -> Json:
    """An account without the ids of scenarios and rules, which deleted objects do not get back."""
    names = {one["scenario_id"]: one["scenario_name"] for one in account["scenarios"]}
    scenarios = {one["scenario_name"]: (one["scenario_script"], one["application_id"]) for one in account["scenarios"]}
    rules = [
        {**rule, "rule_id": 0, "scenario_ids": [names[number] for number in rule["scenario_ids"]]}
        for application in account["applications"]
        for rule in application["rules"]
    ]
    return {"scenarios": scenarios, "rules": rules}


@pytest.mark.parametrize(
    ("method", "executed"),
    [
        ("SetScenarioInfo", False),
        ("SetScenarioInfo", True),
        ("AddScenario", False),
        ("SetRuleInfo", True),
        ("BindScenario", True),
        ("ReorderRules", False),
    ],
)
def test_deploy_when_a_write_fails_then_what_was_done_is_put_back(
    controller: Controller, emulator: Emulator, method: str, executed: bool
) -> None:
    before = fill(emulator)
    write_second_version(controller)
    emulator.add_fault("api_error", method=method, code=100, commit=executed)
    message = failure(deploy(controller, deploy_workers=1))
    assert message.startswith("The deployment failed: ") and method in message
    assert content(emulator) == before


def test_deploy_when_somebody_else_creates_the_same_scenario_meanwhile_then_theirs_stays(
    controller: Controller, emulator: Emulator
) -> None:
    fill(emulator)
    write_second_version(controller)
    emulator.add_fault("delay", method="SetScenarioInfo", ms=3000)

    def create_after_the_rename() -> None:
        while "new" not in accounts.texts(emulator):
            time.sleep(0.1)
        emulator.call("AddScenario", scenario_name="extra", scenario_script="// theirs\n")

    colleague = threading.Thread(target=create_after_the_rename)
    colleague.start()
    message = failure(deploy(controller, deploy_workers=1))
    colleague.join()
    assert "133" in message and "rename scenario old" in message
    texts = accounts.texts(emulator)
    assert (texts["extra"], texts["old"], texts["common"]) == ("// theirs\n", "// old\n", ODD_TEXT)


def test_deploy_when_putting_back_fails_then_it_says_so(controller: Controller, emulator: Emulator) -> None:
    fill(emulator)
    write_second_version(controller)
    emulator.add_fault("api_error", method="DelRule", code=100, times=0)
    message = failure(deploy(controller, **{**SMOKE, "deploy_smoke_timeout": 1}))
    assert "The smoke test failed: " in message and "could not be put back entirely" in message
    assert "DelRule" in message


def test_deploy_when_nothing_was_written_before_the_failure_then_nothing_is_put_back(
    controller: Controller, emulator: Emulator
) -> None:
    """An edit of somebody else stops the deployment, and is not undone."""
    fill(emulator)
    write_second_version(controller)
    (common,) = (one["scenario_id"] for one in emulator.state()["scenarios"] if one["scenario_name"] == "common")
    over = threading.Event()

    def edit_all_the_time() -> None:
        number = 0
        while not over.wait(0.3):
            number += 1
            emulator.call("SetScenarioInfo", scenario_id=common, scenario_script=f"// console {number}\n")

    emulator.add_fault("delay", method="GetScenarios", ms=1500, times=0)
    editor = threading.Thread(target=edit_all_the_time)
    editor.start()
    try:
        message = failure(deploy(controller))
    finally:
        over.set()
        editor.join()
    assert "modified by somebody else" in message and message.endswith("Nothing had to be put back.")
    assert accounts.texts(emulator)["common"].startswith("// console")


def test_deploy_when_it_is_not_to_roll_back_then_it_only_fails(controller: Controller, emulator: Emulator) -> None:
    fill(emulator)
    write_second_version(controller)
    run = deploy(controller, **{**SMOKE, "deploy_smoke_timeout": 1}, deploy_rollback=False)
    assert failure(run).endswith("Nothing was put back, because deploy_rollback is false.")
    assert accounts.texts(emulator)["common"] == "// broken\n"


def test_deploy_when_sessions_are_started_then_their_addresses_stay_out_of_the_output(
    controller: Controller, emulator: Emulator
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    run = deploy(
        controller, "-vvv", **{**SMOKE, "deploy_smoke_timeout": 1, "deploy_smoke_custom_data": {"pin": "4711"}}
    )
    assert "/request/" not in run.output
    assert [one["custom_data"] for one in emulator.state()["sessions"]] == ['{"pin":"4711"}']


def build_command(folder: pathlib.Path) -> list[str] | str:
    """A bundler from npm where npm can have one; otherwise the shell puts the files together."""
    npm = shutil.which("npm")
    install = [
        npm or "false",
        "install",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=0",
        "--prefix",
        str(folder),
        "esbuild@0.25",
    ]
    if npm is None or subprocess.run(install, check=False, capture_output=True, timeout=240).returncode:
        return "mkdir -p dist && sed 's/^import.*//' src/main.ts >dist/inbound.js"
    esbuild = folder / "node_modules" / ".bin" / "esbuild"
    return [str(esbuild), "src/main.ts", "--bundle", "--outfile=dist/inbound.js", "--log-level=warning"]


def test_deploy_when_it_has_to_be_built_then_the_output_is_compared_in_check_mode_too(
    controller: Controller, emulator: Emulator, tmp_path: pathlib.Path
) -> None:
    command = build_command(tmp_path / "tools")
    controller.write("project/src/hello.ts", b'export const hello: string = "Hello";\n')
    controller.write("project/src/main.ts", BUNDLED.encode())
    manifest = {"scenarios": [{"name": "inbound", "src": "dist/inbound.js"}]}
    controller.write("project/voximplant.yml", manifest)
    checked = deploy(controller, "--check", "--diff", deploy_build_command=command)
    assert "VoxEngine.addEventListener(AppEvents.Started" in checked.output
    assert emulator.journal(write=True) == []
    assert "changed=1" in deploy(controller, deploy_build_command=command).output
    built = (controller.folder / "project" / "dist" / "inbound.js").read_text(encoding="utf-8")
    assert accounts.texts(emulator) == {"inbound": built} and "import " not in built
    assert "changed=0" in deploy(controller, deploy_build_command=command).output


def test_deploy_when_the_build_fails_then_nothing_is_sent(controller: Controller, emulator: Emulator) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("smoke", "common")])
    run = deploy(controller, deploy_build_command="echo broken >&2; exit 3")
    assert run.returncode != 0 and run[f"{ROLE} : Run the build command"].result["stderr"] == "broken"
    assert emulator.journal() == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Install the collection as users do, and give the folder that holds it."""
    folder = tmp_path_factory.mktemp("installed")
    galaxy = [str(pathlib.Path(sys.executable).with_name("ansible-galaxy")), "collection"]
    environment = {**os.environ, "ANSIBLE_HOME": str(folder / "home"), "ANSIBLE_COLLECTIONS_PATH": str(folder)}
    build = [*galaxy, "build", str(ROOT), "--output-path", str(folder)]
    subprocess.run(build, check=True, capture_output=True, env=environment)
    (archive,) = folder.glob("*.tar.gz")
    install = [*galaxy, "install", "--offline", str(archive), "--collections-path", str(folder)]
    subprocess.run(install, check=True, capture_output=True, env=environment)
    return folder


def play_installed(installed: pathlib.Path, controller: Controller, playbook: str, *options: str) -> tuple[int, str]:
    """Run a playbook of the installed collection in the project's parent folder."""
    emulator = controller.emulator
    done = subprocess.run(
        [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), f"voximplant.platform.{playbook}", *options],
        cwd=controller.folder,
        env={
            "ANSIBLE_COLLECTIONS_PATH": str(installed),
            "ANSIBLE_HOME": str(installed / "home"),
            "ANSIBLE_INVENTORY": str(controller.folder / "inventory"),
            "ANSIBLE_NOCOLOR": "1",
            "HOME": str(installed / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "VOXIMPLANT_API_URL": emulator.api_url,
            "VOXIMPLANT_CREDENTIALS": emulator.credentials_file,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    check_calm(done.stdout, ())
    return done.returncode, done.stdout


def test_playbooks_when_installed_then_they_deploy_report_and_put_right(
    controller: Controller, emulator: Emulator, installed: pathlib.Path
) -> None:
    write_project(controller, {"common": "// a\n"}, [rule("first", "common"), rule("second", "common")])
    project = "deploy_project_dir=project"
    assert play_installed(installed, controller, "deploy", "-e", project)[0] == 0
    (application,) = emulator.state()["applications"]
    first, second = (one["rule_id"] for one in application["rules"])
    emulator.call("SetScenarioInfo", required_scenario_name="common", scenario_script="// console\n")
    emulator.call("ReorderRules", rule_id=[second, first])
    emulator.call("SetRuleInfo", rule_id=second, rule_pattern="3.*")
    writes = emulator.journal(write=True)

    code, table = play_installed(installed, controller, "drift", "-e", "drift_project_dir=project")
    strict, _table = play_installed(
        installed, controller, "drift", "-e", "drift_project_dir=project", "-e", "drift_fail=true"
    )

    assert (code, strict != 0) == (0, True)
    assert emulator.journal(write=True) == writes
    for line in (
        "OBJECT       NAME     APPLICATION  KIND",
        "application  support               order",
        "scenario     common                changed",
        "rule         second   support      changed",
    ):
        assert f'"{line}"' in table
    assert play_installed(installed, controller, "deploy", "-e", project)[0] == 0
    code, settled = play_installed(
        installed, controller, "drift", "-e", "drift_project_dir=project", "-e", "drift_fail=true"
    )
    assert code == 0 and "The account is as the project declares it." in settled


def test_playbooks_when_the_project_is_not_named_then_they_say_so(
    controller: Controller, installed: pathlib.Path
) -> None:
    code, output = play_installed(installed, controller, "drift")
    assert code != 0 and "drift_project_dir is missing" in output
    code, output = play_installed(installed, controller, "deploy")
    assert code != 0 and "deploy_project_dir" in output


def test_playbooks_when_a_map_is_wanted_then_they_draw_the_account(
    controller: Controller, emulator: Emulator, installed: pathlib.Path
) -> None:
    odd = "<b>{{ odd }}</b>"
    emulator.call("AddScenario", scenario_name=odd, scenario_script="12345")
    write_project(controller, {"common": "// a\n"}, [rule("first", "common")])
    drift = ("drift", "-e", "drift_project_dir=project", "-e", '{"drift_map": "{{ inventory_hostname }}.html"}')
    page = controller.folder / "localhost.html"

    code, checked = play_installed(installed, controller, *drift, "--check", "--diff")
    assert code == 0 and "changed=1" in checked and "<!DOCTYPE" not in checked and not page.exists()
    code, drawn = play_installed(installed, controller, *drift, "--diff")
    assert code == 0 and "changed=1" in drawn
    text = page.read_text(encoding="utf-8")
    for part in (
        '&lt;b&gt;{{ odd }}&lt;/b&gt;</bdi> <span class="mark unmanaged">unmanaged</span>',
        ">5 bytes<",
        '<bdi>common</bdi></td><td role="cell" data-label="Application"><bdi></bdi></td>',
        '<span class="mark missing">missing</span>',
    ):
        assert part in text
    assert "12345" not in text
    assert "changed=0" in play_installed(installed, controller, *drift)[1]
    assert emulator.journal(write=True) == []

    export = ("export", "-e", "export_dest=exported", "-e", f"export_map={page}")
    code, exported = play_installed(installed, controller, *export)
    assert code == 0 and "changed=2" in exported
    assert "Differences from the project" not in page.read_text(encoding="utf-8")
    assert (controller.folder / "exported" / "voximplant.yml").exists()
    assert "changed=0" in play_installed(installed, controller, *export)[1]
