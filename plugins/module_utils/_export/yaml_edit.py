# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.

"""Change values of a YAML document in its text; whatever is not changed stays byte for byte."""

from __future__ import annotations

import copy
import dataclasses
import typing as t

from . import yaml_lists
from .snapshot import dump_yaml
from .yaml_tree import LOAD_ERRORS, Node, Path, Uneditable, find, load, parse

Item = yaml_lists.Item


@dataclasses.dataclass(frozen=True)
class SetValue:
    """Replace a string or a boolean."""

    path: Path
    value: t.Union[str, bool]


@dataclasses.dataclass(frozen=True)
class AddKey:
    """Add a key to the mapping at a path, after another one if that is there."""

    path: Path
    key: str
    value: t.Any
    after: str = ""


@dataclasses.dataclass(frozen=True)
class RemoveKey:
    """Remove a key from the mapping at a path."""

    path: Path
    key: str


@dataclasses.dataclass(frozen=True)
class SetItems:
    """Give the list at a path these items, in this order.

    :arg items: the index of a present item, or C(New)
    """

    path: Path
    items: t.Tuple[Item, ...]


Change = t.Union[SetValue, AddKey, RemoveKey, SetItems]


def edit_yaml(text: str, changes: t.Sequence[Change]) -> str:
    """Return the text with the changes, whose paths all refer to the document as it is before them.

    :raises Uneditable: if the text cannot be changed so that it reads back as the changed document
    """
    if not changes:
        return text
    expected = _apply_changes(load(text), changes)
    edited = _pass(text, [change for change in changes if not isinstance(change, SetItems)])
    lists = [change for change in changes if isinstance(change, SetItems)]
    try:
        for depth in sorted({len(change.path) for change in lists}, reverse=True):
            edited = _pass(edited, [change for change in lists if len(change.path) == depth])
        result = load(edited)
    except LOAD_ERRORS:
        result = None
    if result != expected:
        first = find(parse(text), _parent(changes[0]))
        raise Uneditable(first.line, "its formatting does not allow the change")
    return edited


def _parent(change: Change) -> Path:
    return change.path[:-1] if isinstance(change, SetValue) else change.path


def _apply_changes(value: t.Any, changes: t.Iterable[Change]) -> t.Any:
    """Apply the changes to the document's value: keys first, then lists from the innermost outward."""
    value = copy.deepcopy(value)
    for change in sorted(changes, key=lambda change: (isinstance(change, SetItems), -len(change.path))):
        target = value
        for part in change.path[: -1 if isinstance(change, (SetValue, SetItems)) else None]:
            target = target[part]
        if isinstance(change, SetValue):
            target[change.path[-1]] = change.value
        elif isinstance(change, AddKey):
            target[change.key] = change.value
        elif isinstance(change, RemoveKey):
            del target[change.key]
        else:
            present = target[change.path[-1]]
            items = [present[item] if isinstance(item, int) else item.value for item in change.items]
            target[change.path[-1]] = copy.deepcopy(items)  # aliases in the document share their values
    return value


def _pass(text: str, changes: t.Sequence[Change]) -> str:
    """Make changes that do not overlap."""
    if not changes:
        return text
    root = parse(text)
    replacements: t.List[yaml_lists.Replacement] = []
    for change in changes:
        replacements += _replacements(text, root, change)
    for start, end, new in sorted(replacements, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _replacements(text: str, root: Node, change: Change) -> t.List[yaml_lists.Replacement]:
    if isinstance(change, SetValue):
        node = find(root, change.path)
        in_flow = find(root, change.path[:-1]).flow
        return [(node.start, node.end, _scalar(change.value, node.style, in_flow=in_flow))]
    if isinstance(change, SetItems):
        parent = find(root, change.path[:-1])
        key = parent.keys[t.cast(int, parent.index_of(str(change.path[-1])))]
        return yaml_lists.set_items(text, parent, key, find(root, change.path), change.items)
    mapping = find(root, change.path)
    return _add_key(text, mapping, change) if isinstance(change, AddKey) else _remove_key(text, mapping, change)


def _scalar(value: t.Union[str, bool], style: str, *, in_flow: bool) -> str:
    """Return a scalar as YAML, with the quotes that the old one had, or plain if it reads back as the same string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    template = "[{}, x]" if in_flow else "x: {}\nz: x"
    expected: t.Any = [value, "x"] if in_flow else {"x": value, "z": "x"}
    for candidate in ("" if style in "|>" else style, "'", '"'):
        written = dump_yaml(value, style=candidate).rstrip("\n") if candidate else value
        try:
            if "\n" not in written and load(template.format(written)) == expected:
                return written
        except LOAD_ERRORS:
            continue
    return dump_yaml(value, style='"').rstrip("\n")


def _add_key(text: str, mapping: Node, change: AddKey) -> t.List[yaml_lists.Replacement]:
    if mapping.flow and mapping.keys:
        index = mapping.index_of(change.after)
        pair = dump_yaml({change.key: change.value}, flow=True).strip()[1:-1]
        at = mapping.children[len(mapping.keys) - 1 if index is None else index].end
        return [(at, at, f", {pair}")]
    line_end = yaml_lists.line_end_of(text)
    if not mapping.keys:  # the document is {}
        pair = dump_yaml({change.key: change.value}).rstrip("\n").replace("\n", line_end)
        return [(mapping.start, mapping.end, pair)]
    index = mapping.index_of(change.after)
    at = yaml_lists.end_of_line(text, mapping.children[len(mapping.keys) - 1 if index is None else index].end)
    indent = yaml_lists.column_of(text, mapping.keys[0].start)
    lines = dump_yaml({change.key: change.value}).rstrip("\n").split("\n")
    return [(at, at, "".join(f"{line_end}{' ' * indent}{line}" for line in lines))]


def _remove_key(text: str, mapping: Node, change: RemoveKey) -> t.List[yaml_lists.Replacement]:
    index = mapping.index_of(change.key)
    if index is None:
        raise Uneditable(mapping.line, f"{change.key} comes from a merge key")
    start, end = mapping.keys[index].start, mapping.children[index].end
    if index and mapping.flow:
        return [(mapping.children[index - 1].end, end, "")]
    if index:
        before = yaml_lists.end_of_line(text, mapping.children[index - 1].end)
        return [(before, yaml_lists.end_of_line(text, end), "")]
    return [(start, mapping.keys[1].start, "")]
