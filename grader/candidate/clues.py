"""Clues in the syntax tree: what may explain a failure, and at which line. They choose words and never fail anyone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from grader.candidate.names import dotted
from grader.wire import clues

TOGETHER = frozenset({"gather", "TaskGroup", "create_task", "ensure_future", "wait", "as_completed"})
MAKES_TASKS = frozenset({"asyncio.create_task", "asyncio.ensure_future"})
COROUTINES = frozenset({"asyncio.sleep", "asyncio.wait", "asyncio.wait_for", "asyncio.to_thread"})
CATCH_ALL = frozenset({"BaseException", "asyncio.CancelledError"})

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Found: TypeAlias = Iterator[tuple[str, int]]


class Place(NamedTuple):
    """Where a node stands: in an async function itself, and there in a loop that is not an `async for`."""

    awaits: bool = False
    loops: bool = False


def clues_in(tree: ast.Module, meaning: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Each kind of clue once, with its first line; `meaning` is what the imported names stand for."""
    found: dict[str, int] = {}
    for kind, line in _Reader(tree, meaning).read():
        found[kind] = min(line, found.get(kind, line))
    return tuple(sorted(found.items(), key=lambda clue: (clue[1], clue[0])))


class _Reader:
    """Goes through a tree once, without recursion: a file may be nested more deeply than Python's own stack."""

    def __init__(self, tree: ast.Module, meaning: Mapping[str, str]) -> None:
        self._tree = tree
        self._meaning = meaning
        self._coroutines: set[str] = set()
        self._generators: set[str] = set()
        self._together = False
        for node in ast.walk(tree):
            if isinstance(node, ast.AsyncFunctionDef):
                yields = any(isinstance(inner, ast.Yield) for inner in _own(node))
                (self._generators if yields else self._coroutines).add(node.name)
            elif isinstance(node, (ast.Attribute, ast.Name)):
                self._together |= self._named(node).rpartition(".")[2] in TOGETHER

    def read(self) -> Found:
        """Every clue, in no order."""
        left: list[tuple[ast.AST, Place]] = [(self._tree, Place())]
        while left:
            node, place = left.pop()
            if place.awaits:
                yield from self._seen(node, place)
            if isinstance(node, Function):
                place = Place(awaits=isinstance(node, ast.AsyncFunctionDef))
            elif isinstance(node, (ast.For, ast.ListComp, ast.SetComp, ast.DictComp)):
                place = place._replace(loops=True)
            left += [(inner, place) for inner in ast.iter_child_nodes(node)]

    def _seen(self, node: ast.AST, place: Place) -> Found:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from self._thrown_away(node.value)
        elif isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            yield from self._awaited(node.value, place)
        elif isinstance(node, ast.Call):
            yield from self._called(node)
        elif isinstance(node, ast.Try):
            yield from self._caught(node)
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Call):
            if self._named(node.iter.func) in self._generators:
                yield clues.PLAIN_FOR, node.lineno
        elif isinstance(node, ast.While) and not isinstance(node.test, ast.Constant):
            yield from self._waited(node)

    def _thrown_away(self, call: ast.Call) -> Found:
        name = self._named(call.func)
        if name in MAKES_TASKS:
            yield clues.TASK_DROPPED, call.lineno
        elif name in self._coroutines or name in COROUTINES:
            yield clues.NEVER_AWAITED, call.lineno

    def _awaited(self, call: ast.Call, place: Place) -> Found:
        name = self._named(call.func)
        if name in MAKES_TASKS:
            yield clues.AWAITED_AT_ONCE, call.lineno
        elif place.loops and not self._together and not name.startswith("asyncio."):
            yield clues.AWAIT_IN_LOOP, call.lineno

    def _called(self, call: ast.Call) -> Found:
        name = self._named(call.func)
        if name == "time.sleep":
            yield clues.BLOCKING_SLEEP, call.lineno
        elif name == "asyncio.run" or name.endswith(".run_until_complete"):
            yield clues.RUN_INSIDE, call.lineno

    def _caught(self, node: ast.Try) -> Found:
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

    def _waited(self, loop: ast.While) -> Found:
        """A loop that awaits nothing but sleeps."""
        awaited = [inner.value for inner in _own(loop) if isinstance(inner, ast.Await)]
        if awaited and all(isinstance(one, ast.Call) and self._named(one.func) == "asyncio.sleep" for one in awaited):
            yield clues.POLLS, loop.lineno

    def _named(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._meaning.get(node.id, node.id)
        return dotted(node, self._meaning) if isinstance(node, ast.Attribute) else ""


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a node, functions in it left out."""
    left = list(ast.iter_child_nodes(node))
    while left:
        inner = left.pop()
        yield inner
        if not isinstance(inner, Function):
            left += ast.iter_child_nodes(inner)
