"""A fingerprint of what a submission does, whatever it is called and however it is laid out.

Two submissions have the same one when their syntax trees are equal without comments, docstrings, annotations and
imports, with every name of their own replaced by when it first comes. A student's file can blow a parser: it is read in
a process of its own, bounded in memory and time, which is ended when it takes too long.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from grader.classroom.marking.interrupts import left_to_parent, spawned

MEMORY_BYTES = 1 << 30
PATIENCE_S = 5.0
# A new process imports this module first.
START_S = 60.0
READY = "ready"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a submission does, as a hash of its bare tree, and how many nodes that has."""

    digest: str
    nodes: int


def fingerprint(source: bytes) -> Fingerprint | None:
    """Return the fingerprint of a source, None where it is no Python. For trusted sources; else a FingerprintReader."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bare: ast.AST = _Bare().visit(ast.parse(source))
        tree = _Renamed(_Own(bare)).visit(bare)
        return Fingerprint(sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).hexdigest(), _size(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class FingerprintReader:
    """Fingerprints of sources that nobody trusts, one after the other, in a process that can be ended."""

    def __init__(
        self, *, patience_s: float = PATIENCE_S, read: Callable[[bytes], Fingerprint | None] = fingerprint
    ) -> None:
        """Give each source `patience_s` real seconds; `read` is what the process calls, a function of a module."""
        self.patience_s = patience_s
        self._read = read
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, source: bytes) -> Fingerprint | None:
        """Return the fingerprint, or None where there is no reading it in time."""
        pipe = self._pipe or self._start()
        try:
            pipe.send_bytes(source)
            if pipe.poll(self.patience_s):
                found: Fingerprint | None = pipe.recv()
                return found
        except (EOFError, OSError):
            pass
        self._end()
        return None

    def _start(self) -> Connection:
        self._process, pipe = spawned(_work, self._read)
        self._pipe = pipe
        with suppress(EOFError):
            if pipe.poll(START_S):
                pipe.recv()
        return pipe

    def _end(self) -> None:
        if self._process is not None and self._pipe is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


def _work(pipe: Connection, read: Callable[[bytes], Fingerprint | None]) -> None:
    """Read what comes until nothing more does."""
    _limit_memory()
    left_to_parent()
    with suppress(EOFError, OSError):
        pipe.send(READY)
        while True:
            pipe.send(read(pipe.recv_bytes()))


def _limit_memory() -> None:
    # Not there on Windows, where time alone bounds it.
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class _Bare(ast.NodeTransformer):
    """Takes out what a reader sees and Python does not do: docstrings, annotations; and imports, resolved to names."""

    def __init__(self) -> None:
        self._imported: dict[str, str] = {}

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, Documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        for name in ("annotation", "returns", "type_comment"):
            if hasattr(node, name):
                setattr(node, name, None)
        if hasattr(node, "type_params"):
            setattr(node, "type_params", [])
        return super().generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for one in node.names:
            first = one.name.partition(".")[0]
            self._imported[one.asname or first] = one.name if one.asname else first

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for one in node.names:
            self._imported[one.asname or one.name] = f"{'.' * node.level}{node.module or ''}.{one.name}"

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._imported.get(node.id, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        # asyncio.sleep is the same by whichever import it came.
        if isinstance(node.value, ast.Name) and node.value.id in self._imported.values():
            dotted = f"{node.value.id}.{node.attr}"
            self._imported.setdefault(dotted, dotted)
            return ast.Name(dotted, node.ctx)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.generic_visit(ast.Assign([node.target], node.value))

    def visit_Pass(self, node: ast.Pass) -> None:
        return None


class _Own(ast.NodeVisitor):
    """The names that a tree makes itself, each with a number in the order they come: variables, and attributes."""

    def __init__(self, tree: ast.AST) -> None:
        self.names: dict[str, str] = {}
        self.attributes: dict[str, str] = {}
        self.methods: set[ast.AST] = set()
        self.visit(tree)

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self._number(name, self.attributes if node in self.methods else self.names)
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                self._number(name, self.names)
            case ast.Attribute(attr=name, ctx=ast.Store()):
                self._number(name, self.attributes)
            case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                self._number(name, self.names)
            case ast.MatchMapping(rest=name):
                self._number(name, self.names)
        if isinstance(node, ast.ClassDef):
            self.methods.update(node.body)
        self.generic_visit(node)

    @staticmethod
    def _number(name: str | None, numbers: dict[str, str]) -> None:
        if name is not None:
            numbers.setdefault(name, f"_{len(numbers)}")


class _Renamed(ast.NodeTransformer):
    """Puts the numbers in the place of the names. What a library calls its arguments stays."""

    def __init__(self, own: _Own) -> None:
        self._own = own

    def visit(self, node: ast.AST) -> ast.AST:
        names, attributes = self._own.names, self._own.attributes
        match node:
            case ast.Call(func=ast.Name(id=called)) if called in names:
                for keyword in node.keywords:
                    self._rename(keyword, "arg", names)
            case ast.Attribute():
                self._rename(node, "attr", attributes)
            case ast.Global() | ast.Nonlocal():
                node.names = sorted(names.get(name, name) for name in node.names)
            case ast.MatchClass():
                node.kwd_attrs = [attributes.get(name, name) for name in node.kwd_attrs]
            case ast.keyword():
                pass
            case _:
                for field in ("id", "arg", "name", "rest"):
                    self._rename(node, field, attributes if node in self._own.methods else names)
        return self.generic_visit(node)

    @staticmethod
    def _rename(node: ast.AST, field: str, numbers: dict[str, str]) -> None:
        name = getattr(node, field, None)
        if isinstance(name, str):
            setattr(node, field, numbers.get(name, name))


def _size(tree: ast.AST) -> int:
    return sum(1 for _ in ast.walk(tree))


def digests(sources: Iterable[bytes]) -> frozenset[str]:
    """Return the digests of sources that are ours."""
    return frozenset(found.digest for source in sources if (found := fingerprint(source)) is not None)
