"""Locked names in a syntax tree: locked is their use, in code that may run while a check does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from grader.candidate.names import dotted, imported, imported_names

_HINTS = frozenset({"annotation", "returns", "type_params"})


def uses_of(tree: ast.AST, locked: frozenset[str]) -> list[tuple[str, int]]:
    """(locked name, line) of each use in the tree: as written, through an import, or under another name of the module.

    No use is an import by itself, a type hint, or what stands under `if __name__ == "__main__":`. A name that the file
    also gives a meaning of its own is left to whoever sees it run.
    """
    nodes = list(running(tree))
    meaning = _meaning(nodes, locked)
    own = set(_bound(nodes))
    found: set[tuple[str, int]] = set()
    for node in nodes:
        if isinstance(node, ast.Attribute):
            name = "" if _root(node) in own else dotted(node, meaning)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in own:
            name = meaning.get(node.id, "")
        else:
            continue
        used = _lock(name, locked)
        if used:
            found.add((used, node.lineno))
    return sorted(found, key=lambda use: (use[1], use[0]))


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of the tree, but for type hints and the branches that are not taken while a check runs."""
    left = [tree]
    while left:
        node = left.pop()
        yield node
        dead = _dead_branch(node.test) if isinstance(node, (ast.If, ast.IfExp)) else ""
        for field, value in ast.iter_fields(node):
            if field != dead and field not in _HINTS and type(node).__name__ != "TypeAlias":
                children = value if isinstance(value, list) else [value]
                left += [child for child in children if isinstance(child, ast.AST)]


def _dead_branch(test: ast.expr) -> str:
    """The branch, "body" or "orelse", that is only for a program, or only for a type checker."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return "body" if any(_dead_branch(part) == "body" for part in test.values) else ""
    if isinstance(test, (ast.Name, ast.Attribute)):
        return "body" if ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING" else ""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return ""
    if {ast.unparse(test.left), ast.unparse(test.comparators[0])} != {"__name__", "'__main__'"}:
        return ""
    return {ast.Eq: "body", ast.NotEq: "orelse"}.get(type(test.ops[0]), "")


def _meaning(nodes: Iterable[ast.AST], locked: frozenset[str]) -> Mapping[str, str]:
    meaning = imported_names(nodes)
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            package = imported(node, ast.alias("*")).rpartition(".")[0]
            for name in locked:
                module, _, attribute = name.rpartition(".")
                if module == package:
                    meaning.setdefault(attribute, name)
    return meaning


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Names to which the file gives a meaning, other than by importing them."""
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)):
            yield node.name or ""


def _root(node: ast.Attribute) -> str:
    value = node.value
    while isinstance(value, ast.Attribute):
        value = value.value
    return value.id if isinstance(value, ast.Name) else ""


def _lock(name: str, locked: frozenset[str]) -> str:
    """The locked name that this one is, or is a part of; empty when there is none."""
    while name and name not in locked:
        name = name.rpartition(".")[0]
    return name
