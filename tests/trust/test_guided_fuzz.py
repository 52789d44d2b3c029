# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd input by the hundred thousand, each made from one that reached new code."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import typing as t

import pytest

Figure = t.Callable[[str, t.Any], None]
GUIDED = pathlib.Path(__file__).with_name("guided.py")
DONE = re.compile(r"^Done (\d+) runs", re.MULTILINE)
SEEDS: dict[str, tuple[str, ...]] = {
    "answers": (
        '{"result":[{"scenario_id":2,"scenario_name":"a","parent":false}],"count":1,"total_count":4}',
        '{"error":{"code":133,"msg":"Scenario name is not unique.","field_name":"x"}}',
        '{"errors":[{"code":100,"msg":"\\u0000"}],"warnings":["w"],"result":1e3}',
    ),
    "manifests": (
        "scenarios:\n  - &a {name: a, src: a.js}\n  - <<: *a\n    name: b\n",
        "applications:\n  - name: support\n    rules:\n      - {name: x, pattern: '1.*', scenarios: [a, b]}\n",
        "? !!set {1: 2}\n: !!binary x\n--- 2026-13-45 # no date\n",
    ),
}

WORDS = {
    "answers": ("result", "error", "errors", "code", "msg", "warnings", "total_count", "scenario_id", "NaN", "[[[["),
    "manifests": ("!!int ", "!!bool ", "!!float ", "!!timestamp ", "!!omap ", "<<: ", "&a ", "*a", "? ", "- ", ": "),
}


@pytest.mark.everything
@pytest.mark.parametrize(("target", "runs"), [("answers", 1_000_000), ("manifests", 300_000)])
def test_input_when_it_is_led_to_new_code_then_all_of_it_is_handled(
    tmp_path: pathlib.Path, figure: Figure, target: str, runs: int
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[target]):
        (corpus / str(number)).write_text(seed, encoding="utf-8")
    words = tmp_path / "words"
    words.write_text("".join(f'"{word}"\n' for word in WORDS[target]), encoding="utf-8")
    options = [f"-runs={runs}", "-max_len=600", "-timeout=20", "-rss_limit_mb=1024", "-seed=1"]
    done = subprocess.run(
        [sys.executable, str(GUIDED), target, *options, f"-dict={words}", f"-artifact_prefix={tmp_path}/", str(corpus)],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    tried = DONE.search(done.stderr)
    assert tried is not None and int(tried.group(1)) >= runs, done.stderr[-2000:]
    figure(f"inputs tried, guided: {target}", int(tried.group(1)))
