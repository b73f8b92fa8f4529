"""What a program means, as far as its text tells: two of the same meaning are the same program.

The syntax tree and not the bytecode is compared, so that every Python comes to the same answer.
"""

from __future__ import annotations

import ast
import warnings

OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def meaning(source: str) -> str:
    """The tree without docstrings, annotations, what never runs, and two ways of writing one thing.

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
    kept: list[ast.stmt] = []
    for statement in body:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
        kept.append(statement)
        if isinstance(statement, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            break
    return kept
