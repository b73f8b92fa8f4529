"""The mutants of one program: each with one change, a name that stays, and none that is the program itself."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from grader.authoring.mutants import operators_awaiting, operators_habits, operators_moving, operators_usual
from grader.authoring.mutants.sites import Family, Operator, Replacement, Rewrite, Site

OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def meaning(source: str) -> str:
    """Return the tree without docstrings, annotations, what never runs, and two ways of writing one thing.

    Raises SyntaxError when it is no Python.
    """
    with warnings.catch_warnings():
        # A mutant may compare a number by identity, or call a text: odd, and Python all the same.
        warnings.simplefilter("ignore", SyntaxWarning)
        tree = ast.parse(source)
        compile(source, "mutant", "exec", dont_inherit=True)
    return ast.dump(ast.fix_missing_locations(_Normal().visit(tree)))


class _Normal(ast.NodeTransformer):
    """Brings a tree into one form."""

    def visit_Module(self, node: ast.Module) -> ast.AST:
        self.generic_visit(node)
        node.body = _statements(node.body)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if node.value is None:
            return node
        return ast.Assign(targets=[node.target], value=node.value)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=left, ops=[one], comparators=others)):
                other = OPPOSITES.get(type(one))
                return node if other is None else ast.Compare(left=left, ops=[other()], comparators=others)
            case _:
                return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """asyncio.sleep takes no time for anything from 0 downwards (CPython's Lib/asyncio/tasks.py)."""
        self.generic_visit(node)
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="asyncio"), attr="sleep"),
                args=[ast.UnaryOp(op=ast.USub(), operand=ast.Constant()), *others],
            ):
                node.args = [ast.Constant(0), *others]
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(node, field, None)
            if isinstance(inner, list):
                setattr(node, field, _statements(inner) or ([ast.Pass()] if field == "body" else []))
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        match node.body[-1]:
            case ast.Return(value=None | ast.Constant(value=None)):
                node.body = node.body[:-1] or [ast.Pass()]
        return node


def _statements(body: list[ast.stmt]) -> list[ast.stmt]:
    """Without what says nothing, and without what comes after leaving."""
    statements: list[ast.stmt] = []
    for statement in body:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
        statements.append(statement)
        if isinstance(statement, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            break
    return statements


# The first to derive a program gives it its name: those that know asyncio say more.
OPERATORS = (
    *operators_awaiting.OPERATORS,
    *operators_usual.OPERATORS,
    *operators_habits.OPERATORS,
    *operators_moving.OPERATORS,
)
LONGEST_CHANGE = 100


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program with one change: `id` is operator and place, `change` what became of what."""

    id: str
    change: str
    source: str
    family: Family = Family.SLIP


@dataclass(frozen=True, slots=True)
class Derived:
    """A program's mutants in the order of its lines, and how many more were the program itself."""

    mutants: tuple[Mutant, ...]
    equivalent: int


@dataclass(frozen=True, slots=True)
class _Found:
    place: tuple[int, int]
    rank: int
    operator: Operator
    source: str


def derive(source: str, file: str) -> Derived:
    """Return every mutant of a program; `file` is how its name begins. Of two that mean the same, one is kept."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    positions = wrapper.resolve(PositionProvider)
    finder = _SiteFinder()
    wrapper.module.visit(finder)
    itself = meaning(source)
    seen = {itself}
    found: list[_Found] = []
    equivalent = 0
    for rank, operator in enumerate(OPERATORS):
        for site in finder.sites:
            start = positions[site.node].start
            for changed in _changes(wrapper.module, site, operator):
                means = _meaning(changed)
                equivalent += means == itself
                if means is not None and means not in seen:
                    seen.add(means)
                    found.append(_Found((start.line, start.column), rank, operator, changed))
    return Derived(_named(source, sorted(found, key=lambda one: (one.place, one.rank)), file), equivalent)


def diff(source: str, mutant: Mutant) -> str:
    """Return what differs, as a unified diff with a line around it."""
    lines = unified_diff(source.splitlines(), mutant.source.splitlines(), n=1, lineterm="")
    return "\n".join(list(lines)[2:])


def _changes(module: cst.Module, site: Site, operator: Operator) -> Iterator[str]:
    for new in operator.derive(site):
        node, new = (new.node, new.new) if isinstance(new, Rewrite) else (site.node, new)
        changed = module.visit(_Replacing(node, new))
        assert isinstance(changed, cst.Module)
        yield changed.code


def _meaning(source: str) -> str | None:
    """None for what is no Python."""
    try:
        return meaning(source)
    except SyntaxError:
        return None


def _named(source: str, found: list[_Found], file: str) -> tuple[Mutant, ...]:
    """With ids; the second of an operator on a line has a number."""
    count: Counter[str] = Counter()
    mutants: list[Mutant] = []
    for one in found:
        name = f"{file}:{one.place[0]} {one.operator.name}"
        count[name] += 1
        number = f" {count[name]}" if count[name] > 1 else ""
        mutants.append(Mutant(name + number, _change(source, one.source), one.source, one.operator.family))
    return tuple(mutants)


def _change(old: str, new: str) -> str:
    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    gone, came = (_short(line[1:] for line in lines if line.startswith(sign)) for sign in "-+")
    return f"{gone or 'nothing'} → {came or 'nothing'}"


def _short(lines: Iterable[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= LONGEST_CHANGE else text[: LONGEST_CHANGE - 1] + "…"


class _SiteFinder(cst.CSTVisitor):
    """Every node that may be changed: no annotation, no import, no docstring."""

    def __init__(self) -> None:
        super().__init__()
        self.sites: list[Site] = []
        self._above: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.Annotation, cst.Import, cst.ImportFrom)) or _is_docstring(node):
            return False
        self.sites.append(Site(node, tuple(reversed(self._above))))
        self._above.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._above and self._above[-1] is original_node:
            self._above.pop()


def _is_docstring(node: cst.CSTNode) -> bool:
    match node:
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()):
            return True
        case _:
            return False


class _Replacing(cst.CSTTransformer):
    """Puts one node in place of another."""

    def __init__(self, old: cst.CSTNode, new: Replacement) -> None:
        super().__init__()
        self._old = old
        self._new = new

    def on_leave(self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT) -> Any:
        return self._new if original_node is self._old else updated_node
