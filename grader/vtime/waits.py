"""Who waits for what: the student's line, what is awaited there, and why it never ends."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise, zip_longest
from types import FrameType, FunctionType, MethodType
from typing import Any, NamedTuple

# What ends each wait: in a deadlock nobody does it any more.
NOBODY = {
    "Barrier.wait": "too few come to it",
    "BoundedSemaphore.acquire": "nobody releases it any more",
    "Condition.acquire": "nobody releases its lock any more",
    "Condition.wait": "nobody notifies it any more",
    "Condition.wait_for": "nobody notifies it any more",
    "Event.wait": "nobody sets it any more",
    "Lock.acquire": "nobody releases it any more",
    "Queue.get": "nobody puts anything into it any more",
    "Queue.join": "not everything that was put into it was reported with task_done()",
    "Queue.put": "it is full, and nobody takes anything out any more",
    "Semaphore.acquire": "nobody releases it any more",
    "future": "nobody gives it a result any more",
}


class Cause(StrEnum):
    """What is known for certain of why nobody ends a wait."""

    UNKNOWN = ""
    NOT_REPORTED = "not reported"
    ITS_OWN_LOCK = "its own lock"
    HOLDS_THE_LOOP = "holds the loop"


# What can be said of each cause where no name may be.
CAUSES = {
    Cause.NOT_REPORTED: NOBODY["Queue.join"],
    Cause.ITS_OWN_LOCK: "whoever waits holds it",
    Cause.HOLDS_THE_LOOP: "that holds up the whole loop, and nobody else can run",
}


class Reason(NamedTuple):
    """Why a wait never ends, in words, and its cause where that is certain."""

    said: str = ""
    cause: Cause = Cause.UNKNOWN


WhoHolds = Callable[[Any], Reason | None]


def reason_of(what: str, frame: FrameType, who_holds: WhoHolds) -> Reason:
    """Return why the wait `what`, whose method of asyncio runs in this frame, never ends."""
    waited_for = frame.f_locals.get("self")
    found = None
    if isinstance(waited_for, asyncio.Queue) and what == "Queue.join":
        found = _unreported(waited_for)
    elif isinstance(waited_for, asyncio.Lock):
        found = who_holds(waited_for)
    return found or Reason(NOBODY.get(what, ""))


def _unreported(queue: asyncio.Queue[Any]) -> Reason | None:
    """Return how many items were taken out and not reported, and how many still lie there."""
    unfinished, left = getattr(queue, "_unfinished_tasks", None), getattr(queue, "_queue", ())
    try:
        waiting = len(left)
    except Exception:
        return None
    if type(unfinished) is not int or unfinished < waiting:
        return None
    taken = unfinished - waiting
    lies = f"{_items(waiting)} still in it, and nobody takes {'it' if waiting == 1 else 'them'} out any more"
    if not taken:
        return Reason(lies)
    said = f"{_items(taken)} taken out and never reported with task_done()"
    return Reason(f"{said}; {lies}" if waiting else said, Cause.NOT_REPORTED)


def _items(count: int) -> str:
    return "1 item was" if count == 1 else f"{count} items were"


def blocks_on(awaitable: Any, lock: Any) -> int:
    """Return how many `async with` blocks of this suspended coroutine or generator are on the lock, one being entered
    too.
    """
    # Until such a block ends, the way out of it lies on the frame's stack: as a method of the lock up to 3.13, since
    # then as a function below the lock.
    found = gc.get_referents(awaitable)
    methods = sum(type(one) is MethodType and one.__self__ is lock and _leaves(one.__func__) for one in found)
    return methods + sum(_leaves(one) and other is lock for one, other in pairwise(found))


def enters(frame: FrameType, lock: Any) -> bool:
    """Return whether this is the frame of the lock's own __aenter__()."""
    return frame.f_code.co_name == "__aenter__" and frame.f_locals.get("self") is lock


def _leaves(function: Any) -> bool:
    return type(function) is FunctionType and function.__name__ == "__aexit__"


IsStudent = Callable[[str], bool]

MOST_AWAITS = 60
_FRAMES = ("cr_frame", "gi_frame", "ag_frame")
_AWAITED = ("cr_await", "gi_yieldfrom", "ag_await")
_COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
_HERE = os.path.dirname(__file__)
_LIBRARY = os.path.dirname(os.path.dirname(asyncio.__file__))


class Wait(NamedTuple):
    """One task that waits: where it stands in the student's file, for what, and why that never comes."""

    task: str
    function: str
    file: str
    line: int
    what: str
    why: str = ""
    cause: Cause = Cause.UNKNOWN

    def __str__(self) -> str:
        place = f" in {self.function} ({os.path.basename(self.file)}:{self.line})" if self.function else ""
        return f"{self.task} waits for {self.what}{place}{f': {self.why}' if self.why else ''}"


def is_not_library(filename: str) -> bool:
    """Return whether this file is neither virtual time itself nor the standard library."""
    return not filename.startswith((_HERE, _LIBRARY, "<frozen"))


def is_ours(filename: str) -> bool:
    """Return whether this file is part of virtual time."""
    return filename.startswith(_HERE)


def student_function(is_student: IsStudent) -> tuple[str, str, int]:
    """(function, file, line) of the innermost running frame that is the student's, or ("", "", 0)."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if is_student(frame.f_code.co_filename):
            return frame.f_code.co_name, frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return "", "", 0


def student_place(is_student: IsStudent) -> tuple[str, int]:
    """(file, line) of the innermost running frame that is the student's, or ("", 0)."""
    return student_function(is_student)[1:]


def shown(seconds: object) -> str:
    """Seconds as short text, whatever kind of number the student gave."""
    try:
        return f"{float(seconds):g}"  # type: ignore[arg-type]
    except Exception:
        return "?"


def wait_of(task_or_coroutine: Any, is_student: IsStudent, among: Sequence[Any] = ()) -> Wait:
    """Return where this task (or coroutine) is suspended, and what it waits for; `among` are those that may hold a
    lock.
    """
    is_task = isinstance(task_or_coroutine, asyncio.Task)
    name = task_or_coroutine.get_name() if is_task else str(getattr(task_or_coroutine, "__qualname__", "?"))
    function, file, line, what, reason = "", "", 0, "", Reason()
    awaited = None
    for awaited, frame in _chain(task_or_coroutine):
        code = frame.f_code
        if is_student(code.co_filename):
            # A comprehension has a frame of its own on some versions: it is no function.
            function = function if function and code.co_name.startswith("<") else code.co_name
            file, line, what = code.co_filename, frame.f_lineno, ""
        elif not what and (function or _is_asyncio(frame)):
            what = _label(awaited, frame)
            reason = reason_of(what, frame, lambda lock: _holder(lock, task_or_coroutine, among, is_student))
    what, reason = (what, reason) if what else _end_of_chain(task_or_coroutine, awaited)
    return Wait(name, function, file, line, what, *reason)


def waits_of(tasks_or_coroutines: Sequence[Any], is_student: IsStudent) -> list[Wait]:
    """Return where each of them is suspended, and what it waits for; a lock with who of them holds it, where that
    shows.
    """
    return [wait_of(one, is_student, tasks_or_coroutines) for one in tasks_or_coroutines]


def _chain(task_or_coroutine: Any) -> Iterator[tuple[Any, FrameType]]:
    """Yield each suspended coroutine or generator with its frame, from the outermost to what it awaits in the end."""
    awaited = task_or_coroutine
    if isinstance(awaited, asyncio.Task):
        awaited = awaited.get_coro()
    for _ in range(MOST_AWAITS):
        frame = _first(awaited, _FRAMES)
        if frame is None:
            return
        yield awaited, frame
        awaited = _first(awaited, _AWAITED)


def _holder(lock: Any, waiting: Any, among: Sequence[Any], is_student: IsStudent) -> Reason | None:
    """Return who is inside an `async with` on this lock."""
    for one in among or [waiting]:
        chain = [*_chain(one)]
        for (awaited, frame), inner in zip_longest(chain, chain[1:]):
            entered = inner is not None and enters(inner[1], lock)
            if not is_student(frame.f_code.co_filename) or blocks_on(awaited, lock) <= entered:
                continue
            if one is waiting:
                return Reason(f"{called(frame.f_code.co_qualname)} holds it itself", Cause.ITS_OWN_LOCK)
            return Reason(f"{called(frame.f_code.co_qualname)} holds it, and waits at line {frame.f_lineno}")
    return None


def called(qualname: str, parentheses: str = "()") -> str:
    """Return a function's call by the name it has in the file, such as "Bank.deposit()"; plain words where it has
    none.
    """
    *_, last = [name for name in qualname.split(".<locals>.") if name not in _COMPREHENSIONS] or [""]
    if last.endswith("<lambda>"):
        return "a lambda"
    return f"{last}{parentheses}" if last and not last.startswith(("<", "?")) else "a coroutine without a name"


def _first(thing: Any, names: tuple[str, ...]) -> Any:
    return next((found for name in names if (found := getattr(thing, name, None)) is not None), None)


def _is_asyncio(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == "asyncio"


def _label(awaited: Any, frame: FrameType) -> str:
    name = frame.f_code.co_qualname
    if not _is_asyncio(frame):
        return called(str(getattr(awaited, "__qualname__", "")))
    if name == "sleep":
        return f"sleep({shown(frame.f_locals.get('delay'))})"
    # `async with` enters and leaves through methods that nobody wrote down: say what is entered or left.
    owner, _, method = name.rpartition(".")
    if method == "__aenter__" and "self" in frame.f_locals:
        return f"{type(frame.f_locals['self']).__name__}.acquire"
    return f"the end of its {owner}" if method == "__aexit__" else name


def _behind(awaited: Any) -> Any:
    """Return the future behind what awaits it, which shows it to nobody."""
    if type(awaited).__name__ != "FutureIter":
        return awaited
    return next((one for one in gc.get_referents(awaited) if asyncio.isfuture(one)), awaited)


def _end_of_chain(task: Any, awaited: Any) -> tuple[str, Reason]:
    future = getattr(task, "_fut_waiter", None)
    future = _behind(_first(awaited, _AWAITED)) if future is None else future
    if future is None:
        return "its next turn", Reason()
    if isinstance(future, asyncio.Task):
        return f"task {future.get_name()}", Reason()
    name = type(future).__name__.strip("_")
    if name == "GatheringFuture":
        return "gather", Reason()
    return ("future", Reason(NOBODY["future"])) if asyncio.isfuture(future) else (name, Reason())
