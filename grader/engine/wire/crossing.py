"""What a check may hand over to the student's code: what is not listed here is refused, in a sentence to its author.

Plain data is copied and needs no leave. Everything else stays with the examiner, and whoever may name it can ask it for
what it has: so the kinds of things that may be named are few, and each says what can be read of it.
"""

from __future__ import annotations

import asyncio
import contextvars
import enum
import functools
import os
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import FrameType
from typing import Any, Final, NamedTuple

from grader.engine.wire.functions import REMOTE
from grader.engine.wire.plain import AS_THEY_ARE, ENCODERS, SEQUENCES

KIT: Final = "grader.testing"
# Stand-ins for what is the candidate's, and the callbacks that the wire itself hands over.
_OURS = ("grader.engine.wire", REMOTE)
_NOT_CHECKS = sys.stdlib_module_names | {"grader", "pytest", "_pytest", "pluggy", "__main__", REMOTE, ""}
_ASYNCIO = frozenset(
    {
        asyncio.Queue,
        asyncio.LifoQueue,
        asyncio.PriorityQueue,
        asyncio.Lock,
        asyncio.Event,
        asyncio.Condition,
        asyncio.Semaphore,
        asyncio.BoundedSemaphore,
        asyncio.Barrier,
    }
)
_PLAIN = frozenset({*AS_THEY_ARE, *ENCODERS, *SEQUENCES, dict})
_METHODS = (types.MethodType, types.BuiltinFunctionType, types.MethodWrapperType)
# What has a way of its own over the wire.
_BY_THEMSELVES = (
    types.CoroutineType,
    types.GeneratorType,
    types.AsyncGeneratorType,
    types.FunctionType,
    types.MethodType,
    asyncio.Future,
    BaseException,
    type,
)


class MayNotCross(Exception):
    """A check handed over what may not cross: its fault, and its author's to read.

    `what` is named as its author knows it, `instead` says what to do, `place` is "file:line" or empty.
    """

    def __init__(self, what: str, instead: str, place: str = "") -> None:
        super().__init__(what, instead, place)
        self.what = what
        self.instead = instead
        self.place = place

    @property
    def sentence(self) -> str:
        """What may not cross, and what to do instead."""
        return f"{self.what} may not cross to the student's code: {self.instead}"

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class Thing(NamedTuple):
    """A kind of thing that may be named over the wire, by its class."""

    name: str
    fits: Callable[[type], bool]


class RefusedKind(NamedTuple):
    """A kind of thing that is refused, by a class of its bases, and what to do instead."""

    name: str
    bases: tuple[str, ...]
    instead: str


@functools.lru_cache(maxsize=256)
def is_of_check(module: object) -> bool:
    """Whether a module of this name is a check file: it is no part of Python, of pytest or of the grader."""
    return type(module) is str and module.partition(".")[0] not in _NOT_CHECKS


def lists_names(cls: type) -> bool:
    """Return whether a class of the check file or of the kit says what may be read of it."""
    module = cls.__module__
    return getattr(cls, "_crosses", None) is not None and (is_of_check(module) or module.startswith(KIT))


def _of_check(fits: Callable[[type], bool]) -> Callable[[type], bool]:
    return lambda cls: is_of_check(cls.__module__) and fits(cls)


# What is no object to ask for names: each has a way of its own over the wire.
BY_THEMSELVES: Final = (
    "plain data",
    "exceptions",
    "coroutines, generators, async generators",
    "functions of the check file",
    "methods of what may cross",
    "tasks and futures",
)
THINGS: Final = (
    Thing("classes that list what crosses", lists_names),
    Thing("queues, locks, events, conditions, semaphores, barriers", _ASYNCIO.__contains__),
    Thing("context variables", lambda cls: cls in (contextvars.ContextVar, contextvars.Token)),
    Thing("dataclasses", _of_check(is_dataclass)),
    Thing("enums", _of_check(lambda cls: issubclass(cls, enum.Enum))),
    Thing("named tuples", _of_check(lambda cls: issubclass(cls, tuple) and hasattr(cls, "_fields"))),
    Thing("bare objects", lambda cls: cls is object),
    Thing("ranges and iterators of builtins", lambda cls: cls is range or _is_builtin_iterator(cls)),
)
LISTED = "list in its class what may be read, `_crosses = frozenset({…})`, be it nothing"
OTHERWISE = "hand over plain data, or an object of a class of the check file that lists `_crosses`"
REFUSED: Final = (
    RefusedKind("paths", ("pathlib.PurePath",), "hand over its text, str(path)"),
    RefusedKind("loggers", ("logging.Logger", "logging.LoggerAdapter"), "hand over a Log"),
    RefusedKind(
        "executors", ("concurrent.Executor",), "let a function of the check file do the work, and hand that over"
    ),
    RefusedKind(
        "locks of threads",
        ("_thread.lock", "_thread.RLock", "threading.Condition", "threading.Event", "threading.Semaphore"),
        "hand over asyncio's own",
    ),
    RefusedKind("open files", ("_io._IOBase",), "hand over its text, or a Log to write to"),
    RefusedKind(
        "context managers of contextlib",
        ("contextlib.AbstractContextManager", "contextlib.AbstractAsyncContextManager"),
        "write a class with `__enter__` and `__exit__` that lists `_crosses = frozenset()`",
    ),
    RefusedKind("partials", ("functools.partial",), "write a lambda or a function"),
    RefusedKind("functions and methods of others", (), "write a function of the check file that calls it"),
    RefusedKind(
        "modules", ("builtins.module",), "hand over a function of the check file that does what is needed of it"
    ),
    RefusedKind(
        "exceptions with attributes", (), "list them in its class, `_crosses = frozenset({…})`, or put them in args"
    ),
    RefusedKind("objects of a class of the check file that lists nothing", (), LISTED),
    RefusedKind("objects of any other class", (), OTHERWISE),
)
_INSTEAD = {refused.name: refused.instead for refused in REFUSED}


def _is_builtin_iterator(cls: type) -> bool:
    return cls.__module__ == "builtins" and issubclass(cls, Iterator)


def may_cross(cls: type) -> bool:
    """Return whether objects of this class may be named over the wire."""
    return any(thing.fits(cls) for thing in THINGS)


def may_be_read(cls: type) -> bool:
    """Return whether all public names of an object may be read whose class lists none."""
    return issubclass(cls, asyncio.Future) or may_cross(cls)


def refused_function(function: Any, may_cross: Callable[[type], bool] = may_cross) -> MayNotCross | None:
    """Return why not, where a function or bound method is not of the check file, nor a method of what may cross itself.

    Its default values stay with it, and have to be such as might cross.
    """
    if not _is_callable(function, may_cross):
        return refused(function)
    defaults = getattr(function, "__defaults__", None) or ()
    if named := getattr(function, "__kwdefaults__", None):
        defaults = (*defaults, *named.values())
    for default in defaults:
        cls = type(default)
        if cls not in _PLAIN and not isinstance(default, _BY_THEMSELVES) and not may_cross(cls):
            return refused(default, f"the default value of {function.__name__}, ")
    return None


def _is_callable(function: Any, may_cross: Callable[[type], bool]) -> bool:
    module = getattr(function, "__module__", None)
    if isinstance(function, types.FunctionType):
        if is_of_check(module) or type(module) is not str:
            return is_of_check(module)
        # Those of the kit that are made for a check, as a Diary's are, and none that checks import.
        return module.startswith(_OURS) or (module.startswith(KIT) and function.__closure__ is not None)
    if not isinstance(function, _METHODS):
        return False
    if isinstance(function, types.MethodType) and is_of_check(module):
        return True
    owner = type(function.__self__)
    return owner in _PLAIN or issubclass(owner, asyncio.Future) or may_cross(owner)


def refused(value: object, of: str = "") -> MayNotCross:
    """Return what to tell the author of a check that handed this over, `of` something."""
    cls = type(value)
    if isinstance(value, type):
        instead = LISTED if is_of_check(value.__module__) else OTHERWISE
        return MayNotCross(f"{of}the class {value.__name__}", instead, place())
    if isinstance(value, types.ModuleType):
        return MayNotCross(f"{of}the module {value.__name__}", instead_of(cls), place())
    if isinstance(value, (types.FunctionType, *_METHODS)):
        name = getattr(value, "__qualname__", "?")
        return MayNotCross(f"{of}the function {name}", _INSTEAD["functions and methods of others"], place())
    return MayNotCross(f"{of}an object of the class {cls.__name__}", instead_of(cls), place())


def instead_of(cls: type) -> str:
    """Return what to do instead of handing over an object of this class."""
    if is_of_check(cls.__module__):
        return LISTED
    names = {f"{base.__module__.partition('.')[0]}.{base.__qualname__}" for base in cls.__mro__}
    return next((one.instead for one in REFUSED if not names.isdisjoint(one.bases)), OTHERWISE)


def with_attributes(error: BaseException) -> MayNotCross:
    """Return what to tell the author of a check whose exception carries more than its arguments."""
    what = f"what was set on an exception, a {type(error).__name__},"
    return MayNotCross(what, _INSTEAD["exceptions with attributes"], place(error))


def place(error: BaseException | None = None) -> str:
    """Return the line of a check file that is at work now, or that raised this exception; empty where there is none."""
    trace, found = error.__traceback__ if error is not None else None, ""
    while trace is not None:
        found = _line_of_check(trace.tb_frame, trace.tb_lineno) or found
        trace = trace.tb_next
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not found:
        found = _line_of_check(frame, frame.f_lineno)
        frame = frame.f_back
    return found


def place_of(giver: Any) -> str:
    """Return where a function, a bound method or a coroutine of the check file begins; empty for anything else."""
    function = getattr(giver, "__func__", giver)
    code = next((found for name in _CODES if (found := getattr(function, name, None)) is not None), None)
    if not isinstance(code, types.CodeType):
        return ""
    return f"{os.path.basename(code.co_filename)}:{code.co_firstlineno}"


_CODES = ("__code__", "cr_code", "gi_code", "ag_code")


def _line_of_check(frame: FrameType, line: int) -> str:
    if not is_of_check(frame.f_globals.get("__name__")):
        return ""
    return f"{os.path.basename(frame.f_code.co_filename)}:{line}"
