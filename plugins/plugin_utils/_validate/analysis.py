# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find in a syntax tree which names a script declares and uses, and which platform modules it requires."""

from __future__ import annotations

import dataclasses
import typing as t

Node = t.Any
Lines = t.Dict[str, int]

_FUNCTIONS = ("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression")
_CLASSES = ("ClassDeclaration", "ClassExpression")
_MEMBERS = ("Property", "MethodDefinition", "PropertyDefinition", "AccessorProperty")
_WITHOUT_NAMES = ("BreakStatement", "ContinueStatement", "MetaProperty", "PrivateIdentifier")


@dataclasses.dataclass(frozen=True)
class Facts:
    """What a script declares and uses.

    :arg lexical: names that C(let), C(const) and C(class) declare at the top, with their lines
    :arg variables: names that C(var) and C(function) declare at the top, with their lines
    :arg declared: all names that are declared or assigned anywhere
    :arg used: names, and members such as C(VoxEngine.createASR), with the lines of their first uses
    :arg guarded: names whose type is asked for, so that the script can do without them
    :arg required: platform modules that are required
    :arg requires_unknown: true if it requires something that only running it would tell
    :arg secrets: names of the secrets that it reads with C(VoxEngine.getSecretValue), with the lines of the first reads
    """

    lexical: Lines = dataclasses.field(default_factory=dict)
    variables: Lines = dataclasses.field(default_factory=dict)
    declared: t.Set[str] = dataclasses.field(default_factory=set)
    used: Lines = dataclasses.field(default_factory=dict)
    guarded: t.Set[str] = dataclasses.field(default_factory=set)
    required: t.Set[str] = dataclasses.field(default_factory=set)
    requires_unknown: bool = False
    secrets: Lines = dataclasses.field(default_factory=dict)


def analyze(program: Node) -> Facts:
    """Collect the facts of a script."""
    walk = _Walk()
    walk.run(program)
    return walk.facts


class _Walk:
    """One walk through a syntax tree, without recursion, since scripts can be nested deeply."""

    def __init__(self) -> None:
        self.facts = Facts()
        self._waiting: t.List[t.Tuple[Node, bool]] = []

    def run(self, program: Node) -> None:
        """Visit all nodes."""
        for statement in program.body:
            if statement.type == "VariableDeclaration" and statement.kind != "var":
                self.facts.lexical.update(
                    {name: line for item in statement.declarations for name, line in _bound_names(item.id)}
                )
            elif statement.type in ("ClassDeclaration", "FunctionDeclaration"):
                names = self.facts.lexical if statement.type == "ClassDeclaration" else self.facts.variables
                names.update(_bound_names(statement.id))
        self._waiting = [(program, True)]
        while self._waiting:
            node, is_top = self._waiting.pop()
            self._visit(node, is_top)

    def _visit(self, node: Node, is_top: bool) -> None:
        kind = node.type
        if kind == "Identifier":
            self._use(node.name, node)
        elif kind == "MemberExpression":
            self._member(node)
            self._push(is_top, node.object, node.property if node.computed else None)
        elif kind in _MEMBERS:
            self._push(is_top, node.key if node.computed else None, node.value)
        elif kind in _FUNCTIONS or kind in _CLASSES:
            self._declare(node.id, *(node.params or ()))
            self._push(False, *(node.params or ()), node.superClass, node.body)
        elif kind == "VariableDeclaration":
            self._variables(node, is_top)
        elif kind == "LabeledStatement":
            self._push(is_top, node.body)
        elif kind not in _WITHOUT_NAMES:
            self._special(node)
            self._push(is_top, *_children(node))

    def _special(self, node: Node) -> None:
        if node.type == "CatchClause":
            self._declare(node.param)
        elif node.type in ("AssignmentExpression", "ForInStatement", "ForOfStatement"):
            if node.left.type != "VariableDeclaration":
                self._declare(node.left)
        elif node.type == "UnaryExpression" and node.operator == "typeof" and node.argument.type == "Identifier":
            self.facts.guarded.add(node.argument.name)
        elif node.type == "CallExpression" and node.callee.type == "Identifier" and node.callee.name == "require":
            self._require(node.arguments)
        elif node.type == "CallExpression" and _is_member(node.callee, "VoxEngine", "getSecretValue"):
            self._read_secret(node)

    def _variables(self, node: Node, is_top: bool) -> None:
        for item in node.declarations:
            self._declare(item.id)
            if is_top and node.kind == "var":
                self.facts.variables.update(
                    {name: line for name, line in _bound_names(item.id) if name not in self.facts.variables}
                )
            self._push(is_top, item.id, item.init)

    def _member(self, node: Node) -> None:
        if node.object.type == "Identifier" and not node.computed:
            self._use(f"{node.object.name}.{node.property.name}", node)

    def _require(self, arguments: t.Sequence[Node]) -> None:
        name = arguments[0] if len(arguments) == 1 else None
        is_module = name is not None and name.type == "MemberExpression" and name.object.type == "Identifier"
        if name is not None and is_module and name.object.name == "Modules" and not name.computed:
            self.facts.required.add(name.property.name)
        else:
            self.facts = dataclasses.replace(self.facts, requires_unknown=True)

    def _read_secret(self, call: Node) -> None:
        """Note the name of a secret; one that only running the script would tell is passed over."""
        name = getattr(call.arguments[0], "value", None) if call.arguments else None
        if isinstance(name, str):
            self.facts.secrets[name] = min(_line(call), self.facts.secrets.get(name, _line(call)))

    def _declare(self, *patterns: t.Optional[Node]) -> None:
        for pattern in patterns:
            self.facts.declared.update(name for name, _line in _bound_names(pattern))

    def _use(self, name: str, node: Node) -> None:
        line = _line(node)
        self.facts.used[name] = min(line, self.facts.used.get(name, line))

    def _push(self, is_top: bool, *nodes: t.Any) -> None:
        for node in nodes:
            if isinstance(node, list):
                self._push(is_top, *node)
            elif getattr(node, "type", None) is not None and hasattr(node, "__dict__"):
                self._waiting.append((node, is_top))


def _is_member(node: Node, owner: str, name: str) -> bool:
    return (
        node.type == "MemberExpression"
        and not node.computed
        and (node.object.type, getattr(node.object, "name", None)) == ("Identifier", owner)
        and node.property.name == name
    )


def _children(node: Node) -> t.List[t.Any]:
    return [value for key, value in vars(node).items() if key not in ("loc", "range", "type")]


def _bound_names(pattern: t.Optional[Node]) -> t.Iterator[t.Tuple[str, int]]:
    """Yield the names that a pattern binds, with their lines."""
    waiting = [pattern]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        if node.type == "Identifier":
            yield node.name, _line(node)
        elif node.type == "ObjectPattern":
            waiting += list(node.properties)
        elif node.type == "ArrayPattern":
            waiting += list(node.elements)
        elif node.type == "Property":
            waiting.append(node.value)
        elif node.type == "AssignmentPattern":
            waiting.append(node.left)
        elif node.type == "RestElement":
            waiting.append(node.argument)


def _line(node: Node) -> int:
    return int(node.loc.start.line)
