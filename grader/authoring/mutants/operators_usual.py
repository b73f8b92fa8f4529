"""Operators for any program: comparisons, sums, constants, conditions, arguments, statements."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator

import libcst as cst

from grader.authoring.mutants.sites import Operator, Replacement, Site, code, grouped, positional, with_arguments

COMPARISONS: dict[type[cst.CSTNode], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
}
SUMS: dict[type[cst.CSTNode], type[cst.CSTNode]] = {
    cst.Add: cst.Subtract,
    cst.Subtract: cst.Add,
    cst.Multiply: cst.Divide,
    cst.Divide: cst.Multiply,
    cst.FloorDivide: cst.Divide,
    cst.Modulo: cst.Multiply,
    cst.Power: cst.Multiply,
    cst.BitAnd: cst.BitOr,
    cst.BitOr: cst.BitAnd,
    cst.AddAssign: cst.SubtractAssign,
    cst.SubtractAssign: cst.AddAssign,
    cst.MultiplyAssign: cst.DivideAssign,
    cst.DivideAssign: cst.MultiplyAssign,
    cst.And: cst.Or,
    cst.Or: cst.And,
}
KEPT = (cst.Import, cst.ImportFrom, cst.Pass, cst.Global, cst.Nonlocal)
LOOPS_AND_BRANCHES = (cst.If, cst.For, cst.While)


def compare(site: Site) -> Iterator[Replacement]:
    """Another comparison: with or without the equal, or its opposite."""
    if isinstance(site.node, cst.ComparisonTarget) and (other := COMPARISONS.get(type(site.node.operator))):
        yield site.node.with_changes(operator=other())


def calculate(site: Site) -> Iterator[Replacement]:
    """Another calculation, or `or` for `and`."""
    if isinstance(site.node, (cst.BinaryOperation, cst.BooleanOperation, cst.AugAssign)):
        other = SUMS.get(type(site.node.operator))
        if other is not None:
            yield site.node.with_changes(operator=other())


def constant(site: Site) -> Iterator[Replacement]:
    """One more, one less; an empty text; the other truth value; a text without one of its parts."""
    match site.node:
        case cst.Integer(value=text):
            number = literal_eval(text)
            yield from (_number(number + 1), _number(number - 1))
        case cst.Float(value=text):
            yield _number(literal_eval(text) + 1)
        case cst.SimpleString(value=text):
            yield cst.SimpleString('""' if literal_eval(text) else '"mutant"')
        case cst.Name(value="True" | "False" as text):
            yield cst.Name("False" if text == "True" else "True")
        case cst.Arg(value=cst.Name(value="None")):
            yield site.node.with_changes(value=cst.Integer("0"))
        case cst.FormattedStringText() | cst.FormattedStringExpression():
            yield cst.FormattedStringText("")


def default(site: Site) -> Iterator[Replacement]:
    """Another value where the caller says none."""
    match site.node:
        case cst.Param(default=cst.Name(value="None")):
            yield site.node.with_changes(default=cst.Integer("0"))


def give_back_none(site: Site) -> Iterator[Replacement]:
    """`return x` becomes `return None`."""
    if isinstance(site.node, cst.Return) and site.node.value is not None and code(site.node.value) != "None":
        yield cst.Return(value=cst.Name("None"), semicolon=site.node.semicolon)


def negate(site: Site) -> Iterator[Replacement]:
    """The opposite condition, and `x` for `not x`."""
    match site.node:
        case cst.If(test=test) | cst.While(test=test) | cst.IfExp(test=test) | cst.CompIf(test=test):
            yield site.node.with_changes(test=cst.UnaryOperation(operator=cst.Not(), expression=grouped(test)))
        case cst.UnaryOperation(operator=cst.Not(), expression=expression):
            yield grouped(expression)


def drop_filter(site: Site) -> Iterator[Replacement]:
    """A comprehension takes everything."""
    if isinstance(site.node, cst.CompFor) and site.node.ifs:
        yield site.node.with_changes(ifs=site.node.ifs[1:])


def swap_arguments(site: Site) -> Iterator[Replacement]:
    """Two neighbours change places."""
    if isinstance(site.node, cst.Call):
        plain = positional(site.node)
        for place in range(len(plain) - 1):
            swapped = [*plain[:place], plain[place + 1], plain[place], *plain[place + 2 :]]
            yield with_arguments(site.node, [*swapped, *site.node.args[len(plain) :]])


def drop_keyword(site: Site) -> Iterator[Replacement]:
    """A call goes without one of its keywords; of a switch, the other value says the same."""
    if isinstance(site.node, cst.Call):
        for place, argument in enumerate(site.node.args):
            if argument.keyword is not None and code(argument.value) not in ("True", "False"):
                yield with_arguments(site.node, [*site.node.args[:place], *site.node.args[place + 1 :]])


def leave_loop(site: Site) -> Iterator[Replacement]:
    """`break` for `continue`, `continue` for `break`."""
    if isinstance(site.node, cst.Break):
        yield cst.Continue()
    if isinstance(site.node, cst.Continue):
        yield cst.Break()


def delete(site: Site) -> Iterator[Replacement]:
    """A statement is not there."""
    node = site.node
    gone = cst.SimpleStatementLine(body=[cst.Pass()])
    if isinstance(node, LOOPS_AND_BRANCHES) and not isinstance(site.parents[0], cst.If):
        yield gone
    if isinstance(node, cst.SimpleStatementLine) and not any(_is_kept(small) for small in node.body):
        yield gone.with_changes(leading_lines=node.leading_lines)


def _is_kept(small: cst.CSTNode) -> bool:
    """What says nothing by itself, or has an operator of its own."""
    match small:
        case cst.Return(value=value):
            return value is not None
        case cst.AnnAssign(value=None) | cst.Expr(value=cst.SimpleString() | cst.Ellipsis()):
            return True
        case _:
            return isinstance(small, KEPT)


def _number(value: float) -> cst.BaseExpression:
    return cst.parse_expression(repr(value))


OPERATORS = (
    Operator("compare", compare),
    Operator("calculate", calculate),
    Operator("negate", negate),
    Operator("drop-filter", drop_filter),
    Operator("leave-loop", leave_loop),
    Operator("default", default),
    Operator("constant", constant),
    Operator("swap-arguments", swap_arguments),
    Operator("drop-keyword", drop_keyword),
    Operator("return-none", give_back_none),
    Operator("delete", delete),
)
