"""The student's file: compiled once from the bytes that came over the wire, executed afresh for every check."""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Iterable
from typing import NamedTuple

from grader.candidate.clues import clues_in
from grader.candidate.names import dotted, imported, imported_names

NAME = "kata"


class Unreadable(Exception):
    """The file does not compile. Arguments: a sentence, and the line or 0."""


class Loaded(NamedTuple):
    """A compiled submission, the locked names it uses as (name, line), and clues as (kind, line)."""

    code: types.CodeType
    file: str
    locked: tuple[tuple[str, int], ...]
    clues: tuple[tuple[str, int], ...] = ()


def compile_submission(source: bytes, file: str, locked: frozenset[str]) -> Loaded:
    """Compile the file and look for locked names and clues. Raises Unreadable."""
    try:
        tree = ast.parse(source, file)
        code = compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise Unreadable(error.msg or "invalid syntax", error.lineno or 0) from None
    except (ValueError, RecursionError, MemoryError, UnicodeDecodeError) as error:
        raise Unreadable(str(error) or type(error).__name__, 0) from None
    nodes = list(ast.walk(tree))
    meaning = imported_names(nodes)
    return Loaded(code, file, tuple(_uses(nodes, locked, meaning)), clues_in(nodes, meaning))


def _uses(nodes: Iterable[ast.AST], locked: frozenset[str], meaning: dict[str, str]) -> list[tuple[str, int]]:
    """Locked dotted names in use: as written, through an import, or under another name of the module."""
    if not locked:
        return []
    found = []
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [imported(node, alias) for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [dotted(node, meaning)]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names = [meaning.get(node.id, "")]
        else:
            continue
        found += [(name, node.lineno) for name in names if name in locked]
    return sorted(set(found), key=lambda use: (use[1], use[0]))


def execute(loaded: Loaded) -> types.ModuleType:
    """Run the file as a fresh module named "kata"; whatever it raises leaves."""
    module = types.ModuleType(NAME)
    module.__file__ = loaded.file
    sys.modules[NAME] = module
    exec(loaded.code, module.__dict__)
    return module


def execute_kit(source: str) -> types.ModuleType:
    """Run a kit's source beside the student's module."""
    module = types.ModuleType("kit")
    sys.modules["kit"] = module
    exec(compile(source, "kit.py", "exec", dont_inherit=True), module.__dict__)
    return module
