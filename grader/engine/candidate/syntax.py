"""What the syntax tree tells: clues that may explain a failure, and uses of locked names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from grader.engine.wire import clues


def imported_names(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Return what each imported name stands for, such as {"aio": "asyncio", "nap": "asyncio.sleep"}."""
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
    """Return the whole name that one part of an import statement brings."""
    if isinstance(node, ast.Import):
        return alias.name
    module = node.module or ""
    # asyncio's own submodules are other ways to the same names.
    top = module.partition(".")[0] if module.startswith("asyncio.") else module
    return f"{top}.{alias.name}" if top else alias.name


def dotted(node: ast.Attribute, meaning: Mapping[str, str]) -> str:
    """Return the whole name of an attribute such as `aio.sleep`, or "" where it begins with no name."""
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
    """Yield the nodes of the tree, but for type hints and the branches that are not taken while a check runs."""
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
    """Return the branch, "body" or "orelse", that is only for a program, or only for a type checker."""
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
    """Return the locked name that this one is, or is a part of; empty when there is none."""
    while name and name not in locked:
        name = name.rpartition(".")[0]
    return name


TOGETHER = frozenset({"gather", "TaskGroup", "create_task", "ensure_future", "wait", "as_completed"})
MAKES_TASKS = frozenset({"asyncio.create_task", "asyncio.ensure_future"})
COROUTINES = frozenset({"asyncio.sleep", "asyncio.wait", "asyncio.wait_for", "asyncio.to_thread"})
CATCH_ALL = frozenset({"BaseException", "asyncio.CancelledError"})

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.DictComp)
Found: TypeAlias = Iterator[tuple[str, int]]


def clues_in(nodes: Iterable[ast.AST], meaning: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Return each kind of clue once, with its first line.

    `nodes` are those of the whole tree, `meaning` is what the imported names stand for.
    """
    found: dict[str, int] = {}
    for kind, line in _Reader(nodes, meaning).read():
        found[kind] = min(line, found.get(kind, line))
    return tuple(sorted(found.items(), key=lambda clue: (clue[1], clue[0])))


class _Reader:
    """Goes through async functions without recursion: a file may be nested more deeply than Python's own stack."""

    def __init__(self, nodes: Iterable[ast.AST], meaning: Mapping[str, str]) -> None:
        self._meaning = meaning
        self._functions: list[ast.AsyncFunctionDef] = []
        self._coroutines: set[str] = set()
        self._generators: set[str] = set()
        self._together = False
        for node in nodes:
            if isinstance(node, ast.AsyncFunctionDef):
                self._functions.append(node)
                yields = any(isinstance(inner, ast.Yield) for inner in _own(node))
                (self._generators if yields else self._coroutines).add(node.name)
            elif isinstance(node, (ast.Attribute, ast.Name)):
                self._together |= self._named(node).rpartition(".")[2] in TOGETHER
        self._seen: Mapping[type, Callable[[Any, bool], Found]] = {
            ast.Expr: self._thrown_away,
            ast.Await: self._awaited,
            ast.Call: self._called,
            ast.Try: self._caught,
            ast.For: self._iterated,
            ast.While: self._waited,
        }

    def read(self) -> Found:
        """Yield every clue, in no order."""
        for function in self._functions:
            left = [(inner, False) for inner in ast.iter_child_nodes(function)]
            while left:
                node, loops = left.pop()
                seen = self._seen.get(type(node))
                if seen is not None:
                    yield from seen(node, loops)
                if not isinstance(node, FUNCTIONS):
                    loops = loops or isinstance(node, LOOPS)
                    left += [(inner, loops) for inner in ast.iter_child_nodes(node)]

    def _thrown_away(self, statement: ast.Expr, _: bool) -> Found:
        call = statement.value
        name = self._named(call.func) if isinstance(call, ast.Call) else ""
        if name in MAKES_TASKS:
            yield clues.TASK_DROPPED, call.lineno
        elif name in self._coroutines or name in COROUTINES:
            yield clues.NEVER_AWAITED, call.lineno

    def _awaited(self, node: ast.Await, loops: bool) -> Found:
        """`loops` says that it stands in a loop that is not an `async for`."""
        call = node.value
        if not isinstance(call, ast.Call):
            return
        name = self._named(call.func)
        if name in MAKES_TASKS:
            yield clues.AWAITED_AT_ONCE, call.lineno
        elif loops and not self._together and not name.startswith("asyncio."):
            yield clues.AWAIT_IN_LOOP, call.lineno

    def _called(self, call: ast.Call, _: bool) -> Found:
        name = self._named(call.func)
        if name == "time.sleep":
            yield clues.BLOCKING_SLEEP, call.lineno
        elif name == "asyncio.run" or name.endswith(".run_until_complete"):
            yield clues.RUN_INSIDE, call.lineno

    def _caught(self, node: ast.Try, _: bool) -> Found:
        if not any(isinstance(inner, ast.Await) for statement in node.body for inner in (statement, *_own(statement))):
            return
        for handler in node.handlers:
            if self._catches_cancel(handler) and not any(isinstance(inner, ast.Raise) for inner in _own(handler)):
                yield clues.CATCHES_CANCEL, handler.lineno

    def _catches_cancel(self, handler: ast.ExceptHandler) -> bool:
        if handler.type is None:
            return True
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        return any(self._named(kind) in CATCH_ALL for kind in kinds)

    def _iterated(self, loop: ast.For, _: bool) -> Found:
        if isinstance(loop.iter, ast.Call) and self._named(loop.iter.func) in self._generators:
            yield clues.PLAIN_FOR, loop.lineno

    def _waited(self, loop: ast.While, _: bool) -> Found:
        """Yield a loop that awaits nothing but sleeps."""
        if isinstance(loop.test, ast.Constant):
            return
        awaited = [inner.value for inner in _own(loop) if isinstance(inner, ast.Await)]
        if awaited and all(isinstance(one, ast.Call) and self._named(one.func) == "asyncio.sleep" for one in awaited):
            yield clues.POLLS, loop.lineno

    def _named(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._meaning.get(node.id, node.id)
        return dotted(node, self._meaning) if isinstance(node, ast.Attribute) else ""


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a node, functions in it left out."""
    left = list(ast.iter_child_nodes(node))
    while left:
        inner = left.pop()
        yield inner
        if not isinstance(inner, FUNCTIONS):
            left += ast.iter_child_nodes(inner)
