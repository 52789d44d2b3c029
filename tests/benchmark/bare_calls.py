# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bare floor: calls that a play has made, made again by one Python process. `python bare_calls.py PLAN`.

PLAN is a JSON file: `url`, `login` (form fields), `workers`, and `stages`, lists of calls that wait for each other.
Prints the seconds that the calls took, without the start of Python.
"""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
import sys
import threading
import time

import requests

_own = threading.local()


def send(url: str, login: dict[str, str], call: tuple[str, dict[str, str]]) -> None:
    """Make one call over the connection of this thread; what it answers does not matter."""
    if not hasattr(_own, "http"):
        _own.http = requests.Session()
        _own.http.trust_env = False
    method, params = call
    _own.http.post(f"{url}/{method}/", data={**params, **login}, timeout=60).raise_for_status()


def main(path: str) -> None:
    """Make the calls of a plan."""
    plan = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(plan["workers"]) as pool:
        for stage in plan["stages"]:
            for _unused in pool.map(lambda call: send(plan["url"], plan["login"], call), stage):
                pass
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
