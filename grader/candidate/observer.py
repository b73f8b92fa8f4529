"""Findings: what went on in the student's code that is worth telling. Advice, never points."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

from grader.candidate.coroutine import made_line
from grader.candidate.traced import last_name
from grader.vtime import Block, BusyWait, Clock, VirtualLoop, wrapped_coroutine

Note = tuple[str, str, int, float]
MOST = 50
ENDED = "ended while loading"


class Observer:
    """Collects findings of one check as (kind, message, line, virtual seconds); works in both modes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notes: list[Note] = []
        self.on_block: Callable[[Block], None] | None = None
        self.on_loop: Callable[[VirtualLoop], None] | None = None

    def is_student(self, filename: str) -> bool:
        """Is this file the submission?"""
        return filename == self.file

    def note(self, kind: str, message: str, line: int = 0, seconds: float = 0.0) -> None:
        """Keep one finding; the same one again is dropped."""
        found = (kind, message, line, seconds)
        if len(self.notes) < MOST and found not in self.notes:
            self.notes.append(found)

    # -- watching

    def watch(self, clock: Clock, loop: VirtualLoop) -> None:
        """Observe this clock and loop."""
        clock.is_student = self.is_student
        clock.on_block = self.blocked
        self.watch_loop(loop)

    def watch_loop(self, loop: VirtualLoop) -> None:
        """Observe what this loop complains about."""
        loop.on_lost = self.complained
        if self.on_loop is not None:
            self.on_loop(loop)
        loop.on_generator = self.generator_left

    def blocked(self, block: Block) -> None:
        """A blocking call held everybody."""
        others = f"{block.waiting} other task{'s' * (block.waiting != 1)} could not run"
        message = f"{block.what} held the whole loop for {block.seconds:g} s; {others}"
        self.note("blocking call", message, block.line if self.is_student(block.file) else 0, block.seconds)
        if self.on_block is not None:
            self.on_block(block)

    def busy(self, error: BusyWait) -> None:
        """A loop only looked at the clock."""
        self.note("busy wait", "asks the clock again and again instead of waiting", error.line)

    def never_awaited(self, coroutine: Any) -> bool:
        """Note a coroutine that was thrown away unstarted; false when the student had no part in it."""
        origin = [place for place in getattr(coroutine, "cr_origin", None) or () if self.is_student(place[0])]
        name = getattr(coroutine, "__qualname__", "?")
        if not origin and not self.is_student(getattr(getattr(coroutine, "cr_code", None), "co_filename", "")):
            return False
        self.note("never awaited", f"{name}() was made but never awaited", origin[0][1] if origin else 0)
        return True

    def generator_left(self, generator: Any) -> None:
        """An async generator was thrown away in the middle: what it holds is cleaned up late, or never."""
        if self.is_student(generator.ag_code.co_filename):
            message = f"{generator.__qualname__}() was left in the middle and not closed"
            self.note("generator left open", message, generator.ag_frame.f_lineno)

    def complained(self, context: dict[str, Any]) -> None:
        """asyncio calls the loop's exception handler with this."""
        message = str(context.get("message", ""))
        error = context.get("exception")
        if "never retrieved" in message:
            self._never_retrieved(context.get("future"), error)
        elif "destroyed but it is pending" in message:
            task = context.get("task")
            self.note("task left behind", f"{_whose(task)} was thrown away while it was still waiting", made_line(task))
        elif error is not None:
            self.note("exception in a callback", f"{type(error).__name__}: {message}", self.line_of(error))

    def _never_retrieved(self, future: Any, error: BaseException | None) -> None:
        """Nobody looked at how this ended: the line that made the task is where somebody could have kept it."""
        made, raised = made_line(future), self.line_of(error)
        where = f", raised at line {raised}," if made and raised else ""
        text = f"{type(error).__name__} of {_whose(future)}{where} was never seen by anybody"
        self.note("exception never retrieved", text, made or raised)

    def line_of(self, error: BaseException | None) -> int:
        """The innermost line of the submission an exception came through, or 0."""
        line = 0
        trace = error.__traceback__ if error is not None else None
        while trace is not None:
            if self.is_student(trace.tb_frame.f_code.co_filename):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line

    # -- at the end of a check

    def collect(self, loops: list[VirtualLoop], ours: Callable[[Any], bool] = lambda task: True) -> list[str]:
        """Collect garbage, note what was left behind, and give the names of pending tasks."""
        gc.collect()
        names = []
        for loop in loops:
            for task in loop.pending():
                if not ours(task):
                    continue
                names.append(task.get_name())
                self._left(task)
        return names[:MOST]

    def _left(self, task: asyncio.Task[Any]) -> None:
        coroutine = wrapped_coroutine(task)
        name = getattr(coroutine, "__qualname__", "?")
        if task.cancelling():
            self.note("swallowed cancellation", f"{name}() was asked to cancel and went on", _line(coroutine, self))
        else:
            self.note("task left behind", f"{name}() was still running", _line(coroutine, self))


def _whose(future: Any) -> str:
    """The function that a task runs, for a sentence."""
    if not issubclass(type(future), asyncio.Task):
        return "a future"
    name = getattr(wrapped_coroutine(future), "__qualname__", "")
    return f"{last_name(str(name))}()" if name else "a task"


def _line(coroutine: Any, observer: Observer) -> int:
    line = 0
    for _ in range(50):
        frame = next(
            (found for part in ("cr_frame", "gi_frame", "ag_frame") if (found := getattr(coroutine, part, None))), None
        )
        if frame is None:
            break
        if observer.is_student(frame.f_code.co_filename):
            line = frame.f_lineno
        coroutine = next(
            (
                found
                for part in ("cr_await", "gi_yieldfrom", "ag_await")
                if (found := getattr(coroutine, part, None)) is not None
            ),
            None,
        )
    return line


class Hooks:
    """The process-wide hook that finds coroutines nobody awaited (warnings._warn_unawaited_coroutine, called from C).

    `observer` is asked for anew each time, so each check has its own; with none, nothing is said. `quiet` keeps Python
    from warning of coroutines that are not the student's.
    """

    def __init__(self, observer: Callable[[], Observer | None], *, quiet: bool) -> None:
        self._observer = observer
        self._quiet = quiet
        self._before: tuple[Any, int] = (None, 0)

    def __enter__(self) -> Hooks:
        self._before = (vars(warnings)["_warn_unawaited_coroutine"], sys.get_coroutine_origin_tracking_depth())
        vars(warnings)["_warn_unawaited_coroutine"] = self._unawaited
        sys.set_coroutine_origin_tracking_depth(4)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        vars(warnings)["_warn_unawaited_coroutine"] = self._before[0]
        sys.set_coroutine_origin_tracking_depth(self._before[1])

    def _unawaited(self, coroutine: Any) -> None:
        observer = self._observer()
        if observer is not None and not observer.never_awaited(coroutine) and not self._quiet:
            self._before[0](coroutine)


def shown_file(path: str) -> str:
    """A file as the student knows it."""
    return os.path.basename(path)
