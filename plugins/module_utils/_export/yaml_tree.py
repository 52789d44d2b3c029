# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""A YAML document as nodes that know their place in the text."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.libraries import Library

with Library("PyYAML") as PYYAML:
    import yaml

YAMLError: t.Type[Exception] = yaml.YAMLError if PYYAML.is_usable else ValueError

# What PyYAML raises for values that do not match their tags, such as the date 2026-13-45.
_BAD_VALUES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
LOAD_ERRORS = (*_BAD_VALUES, RecursionError, YAMLError)

Path = t.Tuple[t.Union[str, int], ...]
MERGE_KEY = "<<"
_BLOCK_STYLES = ("|", ">")


class Uneditable(Exception):
    """A part of the document that cannot be changed without changing others.

    :arg line: counted from 1
    :arg reason: a phrase without a full stop
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class Node:
    """A part of a YAML document.

    Unlike the nodes of PyYAML, an alias is a node of its own, and a block ends where its last content does.

    :arg kind: C(scalar), C(alias), C(list) or C(mapping)
    :arg start: index of its first character, an anchor or tag included
    :arg end: index after its last character
    :arg style: the quotes of a scalar, V(|) or V(>); empty for a plain one
    :arg keys: the keys of a mapping
    :arg children: the items of a list or the values of a mapping
    """

    kind: str
    start: int
    end: int
    line: int
    value: str = ""
    style: str = ""
    anchored: bool = False
    flow: bool = False
    keys: t.Tuple[Node, ...] = ()
    children: t.Tuple[Node, ...] = ()

    def index_of(self, key: str) -> t.Optional[int]:
        """Return the position of a key of a mapping."""
        return next((number for number, node in enumerate(self.keys) if node.value == key), None)


def parse(text: str) -> Node:
    """Return the root of a document that was found to be valid YAML before."""
    PYYAML.require()
    events: t.Iterator[t.Any] = iter(yaml.parse(text, Loader=yaml.SafeLoader))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            break
    return _node(next(events), events, text)


def load(text: str) -> t.Any:
    """Return the value of a document; raise one of C(LOAD_ERRORS) if it has none."""
    PYYAML.require()
    return yaml.load(text, Loader=safe_loader())


def safe_loader() -> t.Any:
    """Return a safe loader that raises C(MarkedYAMLError) for a value that does not match its tag."""

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the quick one, if there is one
        def construct_object(self, node: t.Any, deep: bool = False) -> t.Any:
            try:
                return super().construct_object(node, deep)
            except _BAD_VALUES as error:
                problem = f"the value cannot be read: {error}"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None

    return Loader


def find(root: Node, path: Path) -> Node:
    """Return the node at a path.

    :raises Uneditable: if a change of the node would change another part of the document too
    """
    node = root
    _check(node)
    for part in path:
        if isinstance(part, int):
            node = node.children[part]
        else:
            index = node.index_of(part)
            if index is None:
                merge = node.index_of(MERGE_KEY)
                line = node.line if merge is None else node.keys[merge].line
                raise Uneditable(line, f"{part} comes from a merge key")
            node = node.children[index]
        _check(node)
    return node


def _check(node: Node) -> None:
    if node.kind == "alias":
        raise Uneditable(node.line, "the value is an alias")
    if node.anchored:
        raise Uneditable(node.line, "the value has an anchor")


def _node(event: t.Any, events: t.Iterator[t.Any], text: str) -> Node:
    start, end, line = event.start_mark.index, event.end_mark.index, event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        return Node("alias", start, end, line)
    anchored = event.anchor is not None
    if isinstance(event, yaml.ScalarEvent):
        style = event.style or ""
        if style in _BLOCK_STYLES:
            end = start + len(text[start:end].rstrip())
        return Node("scalar", start, end, line, event.value, style, anchored)
    flow = bool(event.flow_style)
    children: t.List[Node] = []
    following = next(events)
    while not isinstance(following, yaml.CollectionEndEvent):
        children.append(_node(following, events, text))
        following = next(events)
    end = t.cast(t.Any, following).end_mark.index if flow or not children else children[-1].end
    if isinstance(event, yaml.SequenceStartEvent):
        return Node("list", start, end, line, anchored=anchored, flow=flow, children=tuple(children))
    keys, values = tuple(children[::2]), tuple(children[1::2])
    return Node("mapping", start, end, line, anchored=anchored, flow=flow, keys=keys, children=values)
