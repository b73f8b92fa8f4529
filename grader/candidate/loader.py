"""The student's file: compiled once from the bytes that came over the wire, executed afresh for every check."""

from __future__ import annotations

import ast
import sys
import types
from typing import NamedTuple

NAME = "kata"


class Unreadable(Exception):
    """The file does not compile. Arguments: a sentence, and the line or 0."""


class Loaded(NamedTuple):
    """A compiled submission, and the locked names it uses as (name, line)."""

    code: types.CodeType
    file: str
    locked: tuple[tuple[str, int], ...]


def compile_submission(source: bytes, file: str, locked: frozenset[str]) -> Loaded:
    """Compile the file and look for locked names. Raises Unreadable."""
    try:
        tree = ast.parse(source, file)
        code = compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise Unreadable(error.msg or "invalid syntax", error.lineno or 0) from None
    except (ValueError, RecursionError, MemoryError, UnicodeDecodeError) as error:
        raise Unreadable(str(error) or type(error).__name__, 0) from None
    return Loaded(code, file, tuple(_uses(tree, locked)))


def _uses(tree: ast.Module, locked: frozenset[str]) -> list[tuple[str, int]]:
    """Locked dotted names in use: as written, through an import, or under another name of the module."""
    if not locked:
        return []
    meaning = _imported_names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [_whole(node, alias) for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [_dotted(node, meaning)]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names = [meaning.get(node.id, "")]
        else:
            continue
        found += [(name, node.lineno) for name in names if name in locked]
    return sorted(set(found), key=lambda use: (use[1], use[0]))


def _imported_names(tree: ast.Module) -> dict[str, str]:
    meaning = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                meaning[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                meaning[alias.asname or alias.name] = _whole(node, alias)
    return meaning


def _whole(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    if isinstance(node, ast.Import):
        return alias.name
    module = node.module or ""
    # asyncio's own submodules are other ways to the same names.
    top = module.partition(".")[0] if module.startswith("asyncio.") else module
    return f"{top}.{alias.name}" if top else alias.name


def _dotted(node: ast.Attribute, meaning: dict[str, str]) -> str:
    parts = [node.attr]
    value = node.value
    while isinstance(value, ast.Attribute):
        parts.append(value.attr)
        value = value.value
    if not isinstance(value, ast.Name):
        return ""
    whole = [meaning.get(value.id, value.id), *reversed(parts)]
    if whole[0].partition(".")[0] == "asyncio" and len(whole) > 1:
        return f"asyncio.{whole[-1]}"
    return ".".join(whole)


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
