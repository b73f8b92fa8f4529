"""A place in a program where something may be changed, and what the operators ask about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import libcst as cst
import libcst.matchers as m

Replacement: TypeAlias = "cst.CSTNode | cst.FlattenSentinel[cst.BaseStatement] | Rewrite"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A change that reaches further than its site: `new` takes the place of `node`, which the site stands in."""

    node: cst.CSTNode
    new: cst.CSTNode


class Family(StrEnum):
    """What kind of change an operator makes: any slip of the hand, or what people write on purpose."""

    SLIP = "slip"
    HABIT = "habit"


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
    def function(self) -> cst.FunctionDef | None:
        """The function it stands in, nearest first."""
        return next((parent for parent in self.parents if isinstance(parent, cst.FunctionDef)), None)

    @property
    def knows_asyncio(self) -> bool:
        """Whether the module says `import asyncio`."""
        module = (self.node, *self.parents)[-1]
        return isinstance(module, cst.Module) and "import asyncio\n" in module.code


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to change a program: its name, as it stands in a mutant's id, and what it puts in place of a node."""

    name: str
    derive: Callable[[Site], Iterator[Replacement]]
    family: Family = Family.SLIP


def called(node: cst.CSTNode | None) -> str:
    """Return the last name of what is called: `sleep` for `asyncio.sleep(1)`; empty when it is no call."""
    match node:
        case cst.Call(func=cst.Name(value=name)) | cst.Call(func=cst.Attribute(attr=cst.Name(value=name))):
            return str(name)
        case _:
            return ""


def awaited(node: cst.CSTNode | None) -> cst.Call | None:
    """Return the call in `await call(…)`."""
    return node.expression if isinstance(node, cst.Await) and isinstance(node.expression, cst.Call) else None


def positional(node: cst.Call) -> Sequence[cst.Arg]:
    """Return the arguments before any that has a keyword or a star."""
    plain: list[cst.Arg] = []
    for argument in node.args:
        if argument.keyword is not None or argument.star:
            break
        plain.append(argument)
    return plain


def bare(argument: cst.Arg) -> cst.Arg:
    """Return an argument without the comma and the blanks that tied it to its neighbours."""
    return argument.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=cst.SimpleWhitespace(""))


def with_arguments(node: cst.Call, arguments: Sequence[cst.Arg]) -> cst.Call:
    """Return the same call with other arguments."""
    return node.with_changes(args=[bare(argument) for argument in arguments])


def is_docstring(node: cst.CSTNode) -> bool:
    """Return whether a statement is nothing but a text."""
    match node:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
            return True
        case _:
            return False


def with_statements(function: cst.FunctionDef, statements: Sequence[cst.BaseStatement]) -> cst.FunctionDef:
    """Return the function with these statements before its own, and below its docstring."""
    body = block(function.body)
    documented = 1 if body and is_docstring(body[0]) else 0
    return with_body(function, [*body[:documented], *statements, *body[documented:]])


def with_body(node: cst.FunctionDef, statements: Sequence[cst.BaseStatement]) -> cst.FunctionDef:
    """Return the function with these statements in place of its own."""
    return node.with_changes(body=cst.IndentedBlock(body=list(statements)))


def guarded(owner: cst.ClassDef, name: str, guard: str) -> Iterator[Rewrite]:
    """Yield a class whose objects have this guard from the beginning, and are entered by it alone; none where none
    waits.
    """
    methods = [one for one in block(owner.body) if isinstance(one, cst.FunctionDef)]
    waiting = [one for one in methods if one.asynchronous is not None and m.findall(one, m.Await())]
    beginning = next((one for one in methods if one.name.value == "__init__"), None)
    if beginning is None or not waiting:
        return
    changed: list[cst.BaseStatement] = []
    for one in block(owner.body):
        if one is beginning:
            changed.append(with_statements(beginning, [cst.parse_statement(f"self.{name} = {guard}")]))
        elif isinstance(one, cst.FunctionDef) and any(one is each for each in waiting):
            changed.append(_entered(one, name))
        else:
            changed.append(one)
    yield Rewrite(owner, owner.with_changes(body=cst.IndentedBlock(body=changed)))


def _entered(method: cst.FunctionDef, name: str) -> cst.FunctionDef:
    body = block(method.body)
    documented = 1 if is_docstring(body[0]) else 0
    guard = cst.WithItem(cst.parse_expression(f"self.{name}"))
    inner = cst.IndentedBlock(body=body[documented:])
    return with_body(method, [*body[:documented], cst.With(items=[guard], body=inner, asynchronous=cst.Asynchronous())])


def in_place(site: Site, statements: Sequence[cst.BaseStatement], *, before: int = 0, after: int = 0) -> Rewrite | None:
    """Return these statements in place of the site's, and of so many before and after it; None where it is in no
    block.
    """
    suite = site.parents[0]
    if not isinstance(suite, (cst.IndentedBlock, cst.Module)):
        return None
    place = place_of(site, suite)
    body = [*suite.body[: place - before], *statements, *suite.body[place + 1 + after :]]
    return Rewrite(suite, suite.with_changes(body=body))


def place_of(site: Site, suite: cst.IndentedBlock | cst.Module) -> int:
    """Return which of a block's statements the site is."""
    return next(place for place, statement in enumerate(suite.body) if statement is site.node)


def code(node: cst.CSTNode) -> str:
    """Return the node as text, without the lines and comments above it."""
    if isinstance(node, (cst.BaseCompoundStatement, cst.SimpleStatementLine)):
        node = node.with_changes(leading_lines=())
    return cst.Module(body=()).code_for_node(node)


def grouped(node: cst.BaseExpression) -> cst.BaseExpression:
    """Return the expression in parentheses, so that it may stand anywhere."""
    if node.lpar or isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def block(node: cst.BaseSuite) -> Sequence[cst.BaseStatement]:
    """Return a suite's statements, each on a line of its own."""
    if isinstance(node, cst.IndentedBlock):
        return node.body
    return [cst.SimpleStatementLine(body=[small]) for small in node.body if isinstance(small, cst.BaseSmallStatement)]
