"""What the names in a file mean: dotted names as written, through an import, or under another name of the module."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping


def imported_names(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """What each imported name stands for, such as {"aio": "asyncio", "nap": "asyncio.sleep"}."""
    meaning = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                meaning[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                meaning[alias.asname or alias.name] = imported(node, alias)
    return meaning


def imported(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    """The whole name that one part of an import statement brings."""
    if isinstance(node, ast.Import):
        return alias.name
    module = node.module or ""
    # asyncio's own submodules are other ways to the same names.
    top = module.partition(".")[0] if module.startswith("asyncio.") else module
    return f"{top}.{alias.name}" if top else alias.name


def dotted(node: ast.Attribute, meaning: Mapping[str, str]) -> str:
    """The whole name of an attribute such as `aio.sleep`, or "" where it begins with no name."""
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
