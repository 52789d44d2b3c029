# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which platform modules a script has to require for what it uses, as VoxEngine's type declarations say."""

from __future__ import annotations

import re
import typing as t

Table = t.Mapping[str, str]

# Namespaces that are called as their modules, then functions and namespaces of other names.
_OWN_NAMES = (
    *("AI", "ApplicationStorage", "Cartesia", "Deepgram", "DeepFilterNet", "ElevenLabs", "Gemini", "Google", "Hush"),
    *("IVR", "Inworld", "MCP", "OpenAI", "Pipecat", "Silero", "Ultravox", "VoximplantAPI", "VoxTTS", "XAI", "Yandex"),
)
BUILT_IN: Table = {
    **{name: name for name in _OWN_NAMES},
    "ACDEvents": "ACD",
    "IVRState": "IVR",
    "SmartQueueEvents": "SmartQueue",
    "StreamingAgentEvents": "StreamingAgent",
    "VoxEngine.createASR": "ASR",
    "VoxEngine.createConference": "Conference",
    "VoxEngine.createRecorder": "Recorder",
    "VoxEngine.createStreamingAgent": "StreamingAgent",
    "VoxEngine.destroyConference": "Conference",
    "VoxEngine.enqueueACDRequest": "ACD",
    "VoxEngine.enqueueTask": "SmartQueue",
    "VoximplantAvatar": "Avatar",
}

# Calls take these constants as parameters without the module that declares them.
_PARAMETERS = ("ASRLanguage", "ASRModelList", "ASRProfileList")

_MODULES = re.compile(r"^declare enum Modules \{(.*?)^\}", re.DOTALL | re.MULTILINE)
_MODULE = re.compile(r"^\s+(\w+) = ", re.MULTILINE)
_NAMESPACE = re.compile(r"^declare namespace (\w+)", re.MULTILINE)
_DOCUMENTED = re.compile(
    r"^(?P<indent> *)/\*\*(?:(?!\*/).)*?require\(Modules\.(?P<module>\w+)\)(?:(?!\*/).)*?\*/\s*"
    r"(?:export )?(?:declare )?(?P<kind>class|enum|function|namespace|const) (?P<name>\w+)",
    re.DOTALL | re.MULTILINE,
)


def read_typings(content: str) -> Table:
    """Return the table that a file of type declarations stands for.

    :arg content: the file C(voxengine.d.ts) of the package that a project's editor uses
    """
    modules = {name for block in _MODULES.findall(content) for name in _MODULE.findall(block)}
    namespaces = [(match.start(), match.group(1)) for match in _NAMESPACE.finditer(content)]
    table = {name: name for _start, name in namespaces if name in modules}
    for match in _DOCUMENTED.finditer(content):
        name, module = match.group("name"), match.group("module")
        before = [name for start, name in namespaces if start < match.start()]
        around = before[-1] if match["indent"] and before else None
        if around is None:
            table[name] = module
        elif around not in table:  # a part of a namespace that is not a module's as a whole
            table[f"{around}.{name}"] = module
    return {name: module for name, module in table.items() if module in modules and name not in _PARAMETERS}
