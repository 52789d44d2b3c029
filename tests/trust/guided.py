# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Input that looks for code that was not reached yet: `python guided.py TARGET [LIBFUZZER-OPTION...]`.

TARGET is answers or manifests. It ends with an error at the first input that is not handled.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import typing as t

import atheris
from ansible.plugins.loader import init_plugin_loader

PLUGINS = "ansible_collections.voximplant.platform.plugins"


def instrumented(name: str) -> t.Any:
    """A module of the collection whose functions tell which of their branches were taken."""
    module = importlib.import_module(f"{PLUGINS}.{name}")
    for key, value in list(vars(module).items()):
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            setattr(module, key, atheris.instrument_func(value))
        elif inspect.isclass(value) and value.__module__ == module.__name__:
            for part, method in list(vars(value).items()):
                if inspect.isfunction(method):
                    setattr(value, part, atheris.instrument_func(method))
    return module


def answers() -> t.Callable[[bytes], None]:
    """Read any body as the answer of a method."""
    envelope = instrumented("module_utils._api.response")
    errors = importlib.import_module(f"{PLUGINS}.module_utils._api.errors")
    http = importlib.import_module(f"{PLUGINS}.module_utils._api.transport")

    def try_one(data: bytes) -> None:
        try:
            row = envelope.checked("GetScenarios", http.Response(200, {}, data))
            for part in row.rows("result"):
                part.integer("scenario_id")
                part.text("scenario_name")
        except errors.VoximplantError as error:
            assert str(error)

    return try_one


def manifests() -> t.Callable[[bytes], None]:
    """Read any text as a manifest."""
    nodes = instrumented("plugin_utils._manifest.nodes")
    file = instrumented("plugin_utils._manifest.mistakes")

    def try_one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        try:
            mistakes = file.mistakes_in(nodes.Located("voximplant.yml", text))
        except nodes.Unreadable as error:
            mistakes = [error.mistake]
        assert all(str(mistake).startswith("voximplant.yml") for mistake in mistakes)

    return try_one


TARGETS = {"answers": answers, "manifests": manifests}


if __name__ == "__main__":
    init_plugin_loader([os.environ["ANSIBLE_COLLECTIONS_PATH"]])
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]]())
    atheris.Fuzz()
