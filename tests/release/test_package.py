# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The package: the same bytes each time, nothing in it that does not belong there, and all that is needed to use it."""

from __future__ import annotations

import hashlib
import html
import json
import pathlib
import re
import sys
import tarfile
import typing as t

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_BYTES = 550_000
UNWANTED = re.compile(r"(^|/)(\.(?!keep)[^/]+|__pycache__|collections|output|site|[^/]*\.(pyc|tar\.gz))(/|$)")
FOLDERS = {"changelogs", "docs", "meta", "playbooks", "plugins", "roles"}
Runner = t.Callable[..., str]


def masked(line: str) -> str:
    """Return a line of the demo without what differs from run to run: IDs and dates."""
    return re.sub(r"1-[0-9a-f]{32}|\bid \d+|\d+/\d+/\d+/log", "…", line.rstrip())


@pytest.fixture
def installed(tmp_path: pathlib.Path, package: pathlib.Path, run: Runner) -> pathlib.Path:
    """Install the package, and nothing else, into an empty folder."""
    folder = tmp_path / "collections"
    run("ansible-galaxy", "collection", "install", "--offline", "--force", "-p", folder, package)
    (collection,) = folder.glob("ansible_collections/*/*")
    return collection


def test_package_when_built_in_two_clones_then_its_bytes_are_the_same(tmp_path: pathlib.Path, run: Runner) -> None:
    clone = tmp_path / "clone of another name"
    run("git", "clone", "--quiet", ROOT, clone)
    for path in clone.rglob("*.py"):
        path.touch()
    (clone / "plugins" / "left_over.py").touch()
    build = ("sh", "-c", 'umask "$1"; shift; exec "$@"', "sh")
    run(*build, "022", sys.executable, ROOT / ".ci" / "build.py", tmp_path / "one", "HEAD")
    run(*build, "077", sys.executable, clone / ".ci" / "build.py", tmp_path / "two", "HEAD", TZ="Asia/Tokyo")
    one, two = (next((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert one.name == two.name
    assert hashlib.sha256(one.read_bytes()).hexdigest() == hashlib.sha256(two.read_bytes()).hexdigest()


def test_package_when_opened_then_it_is_small_and_holds_only_what_belongs_there(package: pathlib.Path) -> None:
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    with tarfile.open(package) as archive:
        members = {member.name: member for member in archive}
        manifest = json.load(t.cast(t.IO[bytes], archive.extractfile("MANIFEST.json")))["collection_info"]
    assert package.name == f"voximplant-platform-{galaxy['version']}.tar.gz"
    assert {key: manifest[key] for key in ("version", "license", "tags")} == {
        key: galaxy[key] for key in ("version", "license", "tags")
    }
    assert package.stat().st_size < MAX_BYTES
    assert [name for name in members if UNWANTED.search(name)] == []
    assert {name for name, member in members.items() if member.isdir() and "/" not in name} == FOLDERS
    assert len({member.mtime for member in members.values()}) == 1
    assert {"CHANGELOG.md", "LICENSE", "README.md", "meta/runtime.yml", "plugins/modules/vox_sync.py"} <= set(members)


def test_package_when_installed_into_an_empty_folder_then_the_demo_runs_from_it(
    installed: pathlib.Path, run: Runner
) -> None:
    """The demo checks itself that the second deployment changes nothing, and that a failed one is put back."""
    paths = {"ANSIBLE_COLLECTIONS_PATH": str(installed.parents[2])}
    run("ansible-galaxy", "collection", "verify", "--offline", "voximplant.platform", **paths)
    shown = run("bash", installed / "docs" / "examples" / "demo.sh", cwd=installed.parent, **paths)
    steps = re.split(r"^── \d[.] (\w.*?):.*\n", shown, flags=re.MULTILINE)
    assert steps[1::2] == ["Validate", "Plan", "Deploy", "Drift", "Adopt", "Put back"]
    told = dict(zip(steps[1::2], steps[2::2], strict=True))
    (plan,) = set(re.findall(r"Plan (1-[0-9a-f]{32})$", told["Plan"], re.MULTILINE))
    assert f"22 done. Plan {plan}\n" in told["Deploy"]
    unchanged = "The account is as the project declares it."
    assert all(unchanged in told[step] for step in ("Deploy", "Put back")) and unchanged not in told["Drift"]
    assert [line for line in shown.splitlines() if len(line) > 80 or "\33" in line] == []
    assert str(ROOT) not in shown
    recorded = (ROOT / "docs" / "docsite" / "rst" / "demo.svg").read_text(encoding="utf-8")
    rows = [html.unescape(re.sub(r"<[^>]+>", "", row)) for row in re.findall(r"<text [^>]*>(.*)</text>", recorded)]
    lines = {masked(line.removeprefix("── ")) for line in shown.splitlines()}
    assert len(rows) > 60
    assert [row for row in rows if masked(row) not in lines] == [], "Run: make pictures"
    listed = json.loads(run("ansible-doc", "--json", "--list", "voximplant.platform", **paths))
    assert sorted(listed) == [f"voximplant.platform.{path.stem}" for path in sorted(ROOT.glob("plugins/modules/*.py"))]
