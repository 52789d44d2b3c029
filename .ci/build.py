# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the collection from a commit: ``python .ci/build.py DIRECTORY [REVISION]``, byte for byte the same each time.

``ansible-galaxy collection build`` lists files in the order of the file system and stores the current time. This script
packs its result again, with the date of the commit: sorted by type and name, as similar files next to each other take
less space.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
from os.path import splitext

ROOT = pathlib.Path(__file__).resolve().parent.parent
GALAXY = pathlib.Path(sys.executable).with_name("ansible-galaxy")


def git(*arguments: str) -> bytes:
    """Return what git prints."""
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, stdout=subprocess.PIPE).stdout


def build(revision: str, directory: pathlib.Path) -> pathlib.Path:
    """Build the files of a commit with ansible-galaxy, without untracked files."""
    source, output = directory / "source", directory / "output"
    with tarfile.open(fileobj=io.BytesIO(git("archive", "--format=tar", revision))) as archive:
        archive.extractall(source, filter="tar")
    command = [GALAXY, "collection", "build", "--output-path", output, source]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (built,) = output.iterdir()
    return built


def read(package: pathlib.Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    """Read the members of a package, and sort its list of files."""
    with tarfile.open(package) as archive:
        found = {member.name: (member, archive.extractfile(member)) for member in archive}
        members = {name: (member, file.read() if file else b"") for name, (member, file) in found.items()}
    files = json.loads(members["FILES.json"][1])
    files["files"].sort(key=lambda entry: entry["name"])
    listed = json.dumps(files, separators=(",", ":")).encode()
    manifest = json.loads(members["MANIFEST.json"][1])
    manifest["file_manifest_file"]["chksum_sha256"] = hashlib.sha256(listed).hexdigest()
    members["FILES.json"] = (members["FILES.json"][0], listed)
    members["MANIFEST.json"] = (members["MANIFEST.json"][0], json.dumps(manifest, indent=True).encode())
    first = ("MANIFEST.json", "FILES.json")
    others = sorted(members.keys() - set(first), key=lambda name: (members[name][0].isfile(), *splitext(name)[::-1]))
    return [members[name] for name in (*first, *others)]


def pack(members: list[tuple[tarfile.TarInfo, bytes]], date: int, package: pathlib.Path) -> None:
    """Write a package whose bytes depend only on these members and this date."""
    with (
        package.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, date) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for member, content in members:
            member.mtime, member.size = date, len(content)
            archive.addfile(member, io.BytesIO(content))


def main(directory: str, revision: str = "HEAD") -> None:
    destination = pathlib.Path(directory)
    destination.mkdir(parents=True, exist_ok=True)
    date = int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct", revision))
    with tempfile.TemporaryDirectory() as work:
        built = build(revision, pathlib.Path(work))
        package = destination / built.name
        pack(read(built), date, package)
    print(package, hashlib.sha256(package.read_bytes()).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
