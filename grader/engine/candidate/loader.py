"""The student's file: compiled once from the bytes that came over the wire, executed afresh for every check."""

from __future__ import annotations

import ast
import builtins
import contextlib
import gc
import io
import linecache
import os
import sys
import tokenize
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn

from grader.engine.candidate.observer import ENDED, Observer
from grader.engine.candidate.syntax import clues_in, imported_names, uses_of
from grader.vtime import Clock, SetOrder, VirtualLoop, forget_current_loop


@contextmanager
def loading(clock: Clock, file: str) -> Iterator[Observer]:
    """Let the file's own code take time and run loops; gives the observer of all that.

    Afterwards the clock shows 0 and no loop is current. Loops and threads that are left go on where they are, and
    nobody hears what becomes of them.
    """
    observer = Observer(file)
    loops: list[VirtualLoop] = []
    observer.on_loop = loops.append
    clock.is_student, clock.on_block = observer.is_student, observer.blocked
    planned = clock.schedule, clock.order
    clock.schedule, clock.order = None, SetOrder()
    try:
        yield observer
    finally:
        if loops:
            gc.collect()  # what they left in cycles is told now, to this observer
        clock.schedule, clock.order = planned
        clock.begin_here(loop for loop in loops if not loop.is_closed())
        forget_current_loop()


_ABSENT = object()


@contextmanager
def site_builtins() -> Iterator[None]:
    """Let programs call exit(), quit() and help(), and leave stdin open when they do."""
    added = {"exit": _leave, "quit": _leave, "help": _help}
    before = {name: getattr(builtins, name, _ABSENT) for name in added}
    _put(added)
    try:
        yield
    finally:
        _put(before)


def _put(functions: Mapping[str, object]) -> None:
    for name, function in functions.items():
        if function is _ABSENT:
            delattr(builtins, name)
        else:
            setattr(builtins, name, function)


def _leave(code: object = None) -> NoReturn:
    """End the program."""
    raise SystemExit(code)


def _help(*asked: object) -> None:
    """Print what is known of something."""
    import pydoc

    pydoc.help(*asked)


class Lent:
    """What was lent of one module, and whether its names still mean the same."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}
        self._lent: list[tuple[str, types.FunctionType]] = []

    def lend(self, module: types.ModuleType, wanted: Sequence[str]) -> list[types.FunctionType | None]:
        """Return those of these names that are functions; None for any other."""
        self._names = vars(module)
        found = [(name, self._names.get(name)) for name in wanted]
        self._lent = [(name, one) for name, one in found if type(one) is types.FunctionType]
        return [one if type(one) is types.FunctionType else None for _, one in found]

    def rebound(self) -> bool:
        """Return whether the name of one of these functions has another meaning now; asked until it has."""
        for name, function in self._lent:
            if self._names.get(name) is not function:
                self._lent.clear()
                return True
        return False


NAME = "kata"
KIT = "kit.py"


class Unreadable(Exception):
    """The file does not compile. Arguments: a sentence, and the line or 0."""


class Loaded(NamedTuple):
    """A compiled submission, and the locked names it uses as (name, line)."""

    code: types.CodeType
    file: str
    source: bytes
    lines: list[str]
    locked: tuple[tuple[str, int], ...] = ()

    @property
    def mentions_dates(self) -> bool:
        """Can it come to know the time from the module datetime? Most files never import it."""
        return b"datetime" in self.source

    @property
    def mentions_itself(self) -> bool:
        """Can it open its own file?"""
        return b"__file__" in self.source


def compile_submission(source: bytes, file: str, locked: frozenset[str]) -> Loaded:
    """Compile the file and look for locked names. Raises Unreadable."""
    try:
        code = compile(source, file, "exec", dont_inherit=True)
        # Most files use none of them, and need no second look.
        mentioned = {name.rpartition(".")[2] for name in locked} & _names_in(code)
        return Loaded(
            code, file, source, _lines(source), tuple(uses_of(ast.parse(source), locked)) if mentioned else ()
        )
    except SyntaxError as error:
        raise Unreadable(error.msg or "invalid syntax", error.lineno or 0) from None
    except (ValueError, RecursionError, MemoryError, UnicodeDecodeError) as error:
        raise Unreadable(str(error) or type(error).__name__, 0) from None


def clues_of(loaded: Loaded) -> tuple[tuple[str, int], ...]:
    """Return what may explain a failure, each kind once as (kind, line); nothing where the tree is too deep to
    look at.
    """
    try:
        nodes = _nodes(loaded.source)
    except (RecursionError, MemoryError):
        return ()
    return clues_in(nodes, imported_names(nodes))


def _lines(source: bytes) -> list[str]:
    """Return the lines as Python reads them, for tracebacks and for `inspect.getsource`."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return io.TextIOWrapper(io.BytesIO(source), encoding, errors="replace").readlines()


def _nodes(source: bytes) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source)))


def _names_in(code: types.CodeType) -> set[str]:
    """Return the names that this code, and the functions in it, look up, import or take from an object."""
    found: set[str] = set()
    left = [code]
    while left:
        one = left.pop()
        found.update(name.rpartition(".")[2] for name in one.co_names)
        left += [inner for inner in one.co_consts if isinstance(inner, types.CodeType)]
    return found


def write_out(loaded: Loaded, folder: str) -> None:
    """Put the file into a folder, where a module that is executed there finds it, if the folder takes files."""
    # Only open(__file__) needs it: inspect and tracebacks have the lines from linecache.
    with contextlib.suppress(OSError), open(os.path.join(folder, loaded.file), "wb") as file:
        file.write(loaded.source)


def execute(loaded: Loaded, observer: Observer, folder: str = "") -> types.ModuleType:
    """Run the file as a fresh module named "kata"; whatever it raises leaves, but SystemExit.

    That ends the loading: what was defined until then counts, and the observer notes where it happened. `folder` is
    where the file was written out, if it was.
    """
    module = types.ModuleType(NAME)
    module.__file__ = os.path.join(folder, loaded.file)
    sys.modules[NAME] = module
    linecache.cache[loaded.file] = len(loaded.source), None, loaded.lines, loaded.file
    try:
        exec(loaded.code, module.__dict__)
    except SystemExit as end:
        observer.note(ENDED, "it ends the program here: nothing below was loaded", observer.line_of(end))
    return module


def execute_kit(source: str) -> types.ModuleType:
    """Run a kit's source beside the student's module."""
    module = types.ModuleType("kit")
    sys.modules["kit"] = module
    exec(compile(source, KIT, "exec", dont_inherit=True), module.__dict__)
    return module
