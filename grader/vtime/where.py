"""Who waits where: the student's line, and what is awaited there."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

IsStudent = Callable[[str], bool]

MOST_AWAITS = 60
_FRAMES = ("cr_frame", "gi_frame", "ag_frame")
_AWAITED = ("cr_await", "gi_yieldfrom", "ag_await")
_HERE = os.path.dirname(__file__)
_LIBRARY = os.path.dirname(os.path.dirname(asyncio.__file__))


class Wait(NamedTuple):
    """One task that waits: where it stands in the student's file, and for what."""

    task: str
    function: str
    file: str
    line: int
    what: str

    def __str__(self) -> str:
        place = f" in {self.function} ({os.path.basename(self.file)}:{self.line})" if self.function else ""
        return f"{self.task} waits for {self.what}{place}"


def is_not_library(filename: str) -> bool:
    """Is this file neither virtual time itself nor the standard library?"""
    return not filename.startswith((_HERE, _LIBRARY, "<frozen"))


def is_ours(filename: str) -> bool:
    """Is this file part of virtual time?"""
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


def wait_of(task_or_coroutine: Any, is_student: IsStudent) -> Wait:
    """Where this task (or coroutine) is suspended, and what it waits for."""
    is_task = isinstance(task_or_coroutine, asyncio.Task)
    awaited = task_or_coroutine.get_coro() if is_task else task_or_coroutine
    name = task_or_coroutine.get_name() if is_task else str(getattr(awaited, "__qualname__", "?"))
    function, file, line, what = "", "", 0, ""
    for _ in range(MOST_AWAITS):
        frame = _first(awaited, _FRAMES)
        if frame is None:
            break
        code = frame.f_code
        if is_student(code.co_filename):
            function, file, line, what = code.co_name, code.co_filename, frame.f_lineno, ""
        elif not what and _is_asyncio(frame):
            what = _label(frame)
        awaited = _first(awaited, _AWAITED)
    return Wait(name, function, file, line, what or _end_of_chain(task_or_coroutine, awaited))


def _first(thing: Any, names: tuple[str, ...]) -> Any:
    return next((found for name in names if (found := getattr(thing, name, None)) is not None), None)


def _is_asyncio(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == "asyncio"


def _label(frame: FrameType) -> str:
    name = frame.f_code.co_qualname
    if name == "sleep":
        return f"sleep({shown(frame.f_locals.get('delay'))})"
    # `async with lock` enters through a mixin: say what is entered.
    if name.endswith(".__aenter__") and "self" in frame.f_locals:
        return f"{type(frame.f_locals['self']).__name__}.acquire"
    return name


def _end_of_chain(task: Any, awaited: Any) -> str:
    future = getattr(task, "_fut_waiter", None)
    future = awaited if future is None else future
    if future is None:
        return "its next turn"
    if isinstance(future, asyncio.Task):
        return f"task {future.get_name()}"
    name = type(future).__name__.strip("_")
    return "future" if name in ("Future", "FutureIter") else "gather" if name == "GatheringFuture" else name
