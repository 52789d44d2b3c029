# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of projects: any manifest is read or refused, and tokens are expanded once wherever they stand."""

from __future__ import annotations

import functools
import json
import pathlib
import tempfile
import typing as t

import hypothesis.strategies as st
import jsonschema
import yaml
from ansible.parsing.dataloader import DataLoader
from hypothesis import given

from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.document import Mistake
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.project import (
    Given,
    Project,
    read_manifest,
)
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.schema import SCHEMA
from ansible_collections.voximplant.platform.plugins.plugin_utils._manifest.sources import read_source
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.checks import check_project
from ansible_collections.voximplant.platform.plugins.plugin_utils._validate.platform_modules import BUILT_IN

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
KEYS = st.sampled_from(
    [
        *(
            "scenarios",
            "applications",
            "rules",
            "name",
            "src",
            "renamed_from",
            "application_name",
            "pattern",
            "protect",
        ),
        *("scenarios_dir", "substitutions", "ignore", "files", "pattern_exclude", "video_conference", "x"),
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from(["", ".", "..", "js", "js/a.js", "../x", "/dev/zero", "a\0b", "\ud800", "__A__", "a", "([", "*"]),
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=25
)
TEXTS = st.one_of(
    VALUES.map(json.dumps), st.text(max_size=60), st.text(st.sampled_from("{}[]:-,&*!?|> \na"), max_size=40)
)


def read(manifest: str, given: Given) -> Project:
    """Read a manifest in a project that has one script."""
    loader = DataLoader()
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        (directory / "js").mkdir()
        (directory / "js" / "a.js").write_text("let __A__;", encoding="utf-8")
        return read_manifest("m.yml", f"{name}/m.yml", manifest, functools.partial(read_source, loader), given)


def is_manifest(text: str) -> bool:
    """Return whether a text is YAML of the published schema."""
    try:
        return VALIDATOR.is_valid(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError):
        return False


@given(TEXTS, st.dictionaries(st.sampled_from(["__A__", "", "a"]), LEAVES, max_size=2))
def test_manifest_when_it_is_any_text_then_it_is_read_or_its_mistakes_are_named(
    manifest: str, substitutions: dict[str, t.Any]
) -> None:
    project = read(manifest, Given(substitutions))
    findings = check_project(project, BUILT_IN)
    assert all(isinstance(mistake, Mistake) and mistake.message for mistake in findings.mistakes)
    assert findings.mistakes or is_manifest(manifest)
    assert list(findings.mistakes) == sorted(set(findings.mistakes))
    for mistake in findings.mistakes:
        assert "\n" not in f"{mistake.file}{mistake.key}"


TOKENS = st.sampled_from(["__A__", "__B__", "__AB__", "$x", "."])
WORDS = st.lists(TOKENS | st.text("ab_ ", max_size=3), max_size=6).map("".join)


@given(st.dictionaries(TOKENS, st.text("_AB$x.", max_size=5), min_size=1), WORDS)
def test_tokens_when_expanded_then_each_place_is_replaced_once_and_the_rest_is_kept(
    values: dict[str, str], pattern: str
) -> None:
    rule = {"name": "r", "pattern": pattern}
    manifest = yaml.safe_dump({"applications": [{"name": "a", "rules": [rule]}], "substitutions": values})
    project = read(manifest, Given())
    expected, rest = "", pattern
    while rest:
        token = max((token for token in values if rest.startswith(token)), key=len, default="")
        expected += values[token] if token else rest[0]
        rest = rest[len(token) or 1 :]
    assert project.applications[0]["rules"][0]["pattern"] == expected
