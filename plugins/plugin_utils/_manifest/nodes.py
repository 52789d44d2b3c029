# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML whose every value still knows its line."""

from __future__ import annotations

import dataclasses
import typing as t

import yaml

if t.TYPE_CHECKING:
    from yaml.nodes import Node

Path = t.Tuple[t.Union[str, int], ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, if PyYAML was built with it

# What aliases may make of a document: so many times its own size, or so many values.
_MAX_GROWTH = 10
_SMALL = 10000

# What PyYAML meets in values that are not what their tags say, such as a date that is none, 2026-13-45.
_BAD_VALUES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclasses.dataclass(frozen=True, order=True)
class Mistake:
    """Something that is wrong in a file.

    :arg file: its name as people know it
    :arg line: counted from 1; 0 for the file as a whole
    :arg key: where it is, such as C(scenarios[2].name); empty for the file as a whole
    :arg text: what is wrong, a phrase without a stop
    """

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.text) if part)


class Located:
    """A YAML document: its value, and the line of each part.

    :arg file: the file's name as people know it
    :arg text: its content
    :raises Unreadable: when it is not one YAML document
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        try:
            loader = _Loader(text)
            self._root = loader.get_single_node()
            _check_size(self._root)
            self.repeated = () if self._root is None else tuple(self._repeated(self._root))
            self.value: t.Any = None if self._root is None else loader.construct_document(self._root)
        except yaml.YAMLError as error:
            raise Unreadable(Mistake(file, _line(error, text), "", f"it is not YAML: {_problem(error)}")) from None
        except RecursionError:
            raise Unreadable(Mistake(file, 0, "", "it is not YAML: its parts are nested too deeply")) from None
        except _BAD_VALUES as error:
            raise Unreadable(Mistake(file, 0, "", f"a value cannot be read: {error}")) from None

    def line(self, path: Path) -> int:
        """The line on which a value, or the key that it is under, begins; of what is missing, that of its parent."""
        node, line = self._root, 1
        for part in path:
            found = [(at, value) for key, at, value in _parts(node) if key == part]
            if not found:
                break
            line, node = found[-1]
        return line

    def mistake(self, path: Path, text: str) -> Mistake:
        """A mistake at a place."""
        return Mistake(self.file, self.line(path), key_text(path), text)

    def _repeated(self, root: Node) -> t.Iterator[Mistake]:
        """The keys that one mapping has twice."""
        seen: t.Set[int] = set()
        waiting: t.List[t.Tuple[Node, Path]] = [(root, ())]
        while waiting:
            node, path = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                parts = _parts(node)
                waiting += [(value, (*path, part)) for part, _line, value in parts]
                yield from self._twice(path, [(part, line) for part, line, _value in parts if part != "<<"])

    def _twice(self, path: Path, parts: t.Sequence[t.Tuple[t.Union[str, int], int]]) -> t.Iterator[Mistake]:
        first: t.Dict[t.Union[str, int], int] = {}
        for part, line in parts:
            if part in first:
                text = f"this key is there already, on line {first[part]}"
                yield Mistake(self.file, line, key_text((*path, part)), text)
            first.setdefault(part, line)


class Unreadable(Exception):
    """A file is not YAML."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.text)
        self.mistake = mistake


def key_text(path: Path) -> str:
    """A place as a person writes it, such as C(applications[0].rules[1].name)."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _parts(node: t.Optional[Node]) -> t.List[t.Tuple[t.Union[str, int], int, Node]]:
    """What a node holds: key or index, the line on which it begins, and the value."""
    if isinstance(node, yaml.MappingNode):
        return [(_key(key), key.start_mark.line + 1, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(index, item.start_mark.line + 1, item) for index, item in enumerate(node.value)]
    return []


def _key(node: Node) -> str:
    """A key as it is written; one that is a list or a mapping cannot be a key, which is found out later."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "?"


def _check_size(root: t.Optional[Node]) -> None:
    """Refuse a document that contains itself, or whose aliases make far more of it than is written.

    Whoever walks through such a document, or shows a part of it, would need time and memory without end.

    :raises yaml.YAMLError: when it is so
    """
    sizes: t.Dict[int, int] = {}
    begun: t.Set[int] = set()
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting[-1]
        children = _children(node)
        unknown = [child for child in children if id(child) not in sizes]
        if id(node) in sizes or not unknown:
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children)
            waiting.pop()
            continue
        if id(node) in begun:
            raise yaml.MarkedYAMLError(problem="a part contains itself", problem_mark=node.start_mark)
        begun.add(id(node))
        waiting += unknown
    if root is not None and sizes[id(root)] > max(_SMALL, _MAX_GROWTH * len(sizes)):
        raise yaml.MarkedYAMLError(problem="its aliases make it too large", problem_mark=root.start_mark)


def _children(node: Node) -> t.List[Node]:
    """The nodes in a node, keys too."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _line(error: yaml.YAMLError, text: str) -> int:
    """Where the parser stopped."""
    mark = getattr(error, "problem_mark", None)
    return text.count("\n", 0, getattr(error, "position", 0)) + 1 if mark is None else t.cast(int, mark.line) + 1


def _problem(error: yaml.YAMLError) -> str:
    """What the parser says, in one line."""
    return getattr(error, "problem", None) or str(error).splitlines()[0]
