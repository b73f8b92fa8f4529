"""Clues in the syntax tree: what may explain a failure, and at which line. They choose words and never fail anyone."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from grader.candidate.names import dotted
from grader.wire import clues

TOGETHER = frozenset({"gather", "TaskGroup", "create_task", "ensure_future", "wait", "as_completed"})
MAKES_TASKS = frozenset({"asyncio.create_task", "asyncio.ensure_future"})
COROUTINES = frozenset({"asyncio.sleep", "asyncio.wait", "asyncio.wait_for", "asyncio.to_thread"})
CATCH_ALL = frozenset({"BaseException", "asyncio.CancelledError"})

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.DictComp)
Found: TypeAlias = Iterator[tuple[str, int]]


def clues_in(nodes: Iterable[ast.AST], meaning: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Each kind of clue once, with its first line.

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
        """Every clue, in no order."""
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
        """A loop that awaits nothing but sleeps."""
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
    """What stands in a node, functions in it left out."""
    left = list(ast.iter_child_nodes(node))
    while left:
        inner = left.pop()
        yield inner
        if not isinstance(inner, FUNCTIONS):
            left += ast.iter_child_nodes(inner)
