"""A place in a program where something may be changed, and what the operators ask about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

Replacement: TypeAlias = "cst.CSTNode | cst.FlattenSentinel[cst.BaseStatement]"


@dataclass(frozen=True, slots=True)
class Site:
    """One node and what it stands in, nearest first; the last is the module."""

    node: cst.CSTNode
    parents: tuple[cst.CSTNode, ...]

    @property
    def in_coroutine(self) -> bool:
        """Whether `await` may stand here."""
        for parent in self.parents:
            if isinstance(parent, cst.Lambda):
                return False
            if isinstance(parent, cst.FunctionDef):
                return parent.asynchronous is not None
        return False

    @property
    def knows_asyncio(self) -> bool:
        """Whether the module says `import asyncio`."""
        module = self.parents[-1]
        return isinstance(module, cst.Module) and "import asyncio\n" in module.code


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to change a program: its name, as it stands in a mutant's id, and what it puts in place of a node."""

    name: str
    derive: Callable[[Site], Iterator[Replacement]]


def called(node: cst.CSTNode | None) -> str:
    """The last name of what is called: `sleep` for `asyncio.sleep(1)`; empty when it is no call."""
    match node:
        case cst.Call(func=cst.Name(value=name)) | cst.Call(func=cst.Attribute(attr=cst.Name(value=name))):
            return str(name)
        case _:
            return ""


def awaited(node: cst.CSTNode | None) -> cst.Call | None:
    """The call in `await call(…)`."""
    return node.expression if isinstance(node, cst.Await) and isinstance(node.expression, cst.Call) else None


def positional(node: cst.Call) -> Sequence[cst.Arg]:
    """The arguments before any that has a keyword or a star."""
    plain: list[cst.Arg] = []
    for argument in node.args:
        if argument.keyword is not None or argument.star:
            break
        plain.append(argument)
    return plain


def bare(argument: cst.Arg) -> cst.Arg:
    """An argument without the comma and the blanks that tied it to its neighbours."""
    return argument.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=cst.SimpleWhitespace(""))


def with_arguments(node: cst.Call, arguments: Sequence[cst.Arg]) -> cst.Call:
    """The same call with other arguments."""
    return node.with_changes(args=[bare(argument) for argument in arguments])


def code(node: cst.CSTNode) -> str:
    """The node as text, without the lines and comments above it."""
    if isinstance(node, (cst.BaseCompoundStatement, cst.SimpleStatementLine)):
        node = node.with_changes(leading_lines=())
    return cst.Module(body=()).code_for_node(node)


def grouped(node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression in parentheses, so that it may stand anywhere."""
    if node.lpar or isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def block(node: cst.BaseSuite) -> Sequence[cst.BaseStatement]:
    """A suite's statements, each on a line of its own."""
    if isinstance(node, cst.IndentedBlock):
        return node.body
    return [cst.SimpleStatementLine(body=[small]) for small in node.body if isinstance(small, cst.BaseSmallStatement)]
