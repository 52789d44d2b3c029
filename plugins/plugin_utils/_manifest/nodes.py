# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read YAML so that the line of every value is known."""

from __future__ import annotations

import typing as t

import yaml

from ...module_utils._export.yaml_tree import safe_loader
from .document import Mistake, Path, key_text

if t.TYPE_CHECKING:
    from yaml.nodes import Node

_Loader = safe_loader()

# Limits for what aliases expand to: a multiple of the document's own size, or a number of values.
_MAX_GROWTH = 10
_SMALL = 10000
_INTEGER = "tag:yaml.org,2002:int"
_LONGEST_NUMBER = 100  # characters; Python does not write numbers with thousands of digits


class Located:
    """A YAML document: its value, and the line of each part.

    :arg file: the file's name as the user knows it
    :arg content: the file's content
    :raises Unreadable: when it is not one YAML document
    """

    def __init__(self, file: str, content: str) -> None:
        self.file = file
        try:
            loader = _Loader(content)
            self._root = loader.get_single_node()
            _check_size(self._root)
            self.repeated = () if self._root is None else tuple(self._find_repeated(self._root))
            self.value: t.Any = None if self._root is None else loader.construct_document(self._root)
        except yaml.YAMLError as error:
            line = _line(error, content)
            raise Unreadable(Mistake(file, line, "", f"invalid YAML: {_problem(error, content, line)}")) from None
        except RecursionError:
            raise Unreadable(Mistake(file, 0, "", "invalid YAML: it is nested too deeply")) from None
        except UnicodeEncodeError:
            raise Unreadable(
                Mistake(file, 0, "", "invalid YAML: it contains a character that is not valid Unicode")
            ) from None

    def line(self, path: Path) -> int:
        """Return the line on which a value or its key begins; for a missing part, the line of its parent."""
        node, line = self._root, 1
        for part in path:
            found = [(at, value) for key, at, value in _parts(node) if key == part]
            if not found:
                break
            line, node = found[-1]
        return line

    def mistake(self, path: Path, message: str) -> Mistake:
        """Make a mistake at a place."""
        return Mistake(self.file, self.line(path), key_text(path), message)

    def place(self, path: Path) -> str:
        """Name a place, to refer to it in a message about another one."""
        return f"on line {self.line(path)}"

    def _find_repeated(self, root: Node) -> t.Iterator[Mistake]:
        """Find the keys that stand more than once in one mapping."""
        seen: t.Set[int] = set()
        waiting: t.List[t.Tuple[Node, Path]] = [(root, ())]
        while waiting:
            node, path = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                parts = _parts(node)
                waiting += [(value, (*path, part)) for part, _line, value in parts]
                yield from self._repeated_keys(path, [(part, line) for part, line, _value in parts if part != "<<"])

    def _repeated_keys(self, path: Path, parts: t.Sequence[t.Tuple[t.Union[str, int], int]]) -> t.Iterator[Mistake]:
        first: t.Dict[t.Union[str, int], int] = {}
        for part, line in parts:
            if part in first:
                message = f"this key is given more than once, first on line {first[part]}"
                yield Mistake(self.file, line, key_text((*path, part)), message)
            first.setdefault(part, line)


class Unreadable(Exception):
    """A file is not YAML."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def _parts(node: t.Optional[Node]) -> t.List[t.Tuple[t.Union[str, int], int, Node]]:
    """List what a node contains: key or index, first line, and value."""
    if isinstance(node, yaml.MappingNode):
        return [(_key(key), key.start_mark.line + 1, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(index, item.start_mark.line + 1, item) for index, item in enumerate(node.value)]
    return []


def _key(node: Node) -> str:
    """Return a key as it is written; a list or mapping as a key is refused later."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "?"


def _check_size(root: t.Optional[Node]) -> None:
    """Refuse a document that contains itself or a very long number, or whose aliases make it far larger than it is.

    Walking through such a document would need unlimited time and memory.

    :raises yaml.YAMLError: when the document is of this kind
    """
    sizes: t.Dict[int, int] = {}
    begun: t.Set[int] = set()
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting[-1]
        if node.tag == _INTEGER and len(node.value) > _LONGEST_NUMBER:
            raise yaml.MarkedYAMLError(problem="the number is too long", problem_mark=node.start_mark)
        children = _children(node)
        unknown = [child for child in children if id(child) not in sizes]
        if id(node) in sizes or not unknown:
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children)
            waiting.pop()
            continue
        if id(node) in begun:
            raise yaml.MarkedYAMLError(problem="an alias refers to its own parent", problem_mark=node.start_mark)
        begun.add(id(node))
        waiting += unknown
    if root is not None and sizes[id(root)] > max(_SMALL, _MAX_GROWTH * len(sizes)):
        raise yaml.MarkedYAMLError(problem="its aliases make it too large", problem_mark=root.start_mark)


def _children(node: Node) -> t.List[Node]:
    """List the nodes in a node, keys included."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _line(error: yaml.YAMLError, content: str) -> int:
    """Return the line on which the parser stopped."""
    mark = getattr(error, "problem_mark", None)
    return content.count("\n", 0, getattr(error, "position", 0)) + 1 if mark is None else t.cast(int, mark.line) + 1


def _problem(error: yaml.YAMLError, content: str, line: int) -> str:
    """Return the parser's message in one line; for an indentation with tabs, say so."""
    text = "".join(content.split("\n")[line - 1 : line])
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return "the line is indented with a tab; use spaces"
    return getattr(error, "problem", None) or str(error).splitlines()[0]
