"""The timeline of a module that runs beside its checks: the student's rows told apart from the checks' own.

In a process of its own all that runs is the student's. Here a check's task is no row, but the student's coroutine that
it awaits is one: it is found in what the task is suspended on, or on the stack while it runs.
"""

from __future__ import annotations

import asyncio
import collections.abc
import inspect
import sys
import weakref
from collections.abc import Callable, Coroutine, Generator
from types import FrameType
from typing import Any

from grader.engine.candidate.awaiting import AWAITED, MOST_AWAITS, first_of, frame_of, generator_of
from grader.engine.candidate.task_trace import Traced, Tracer
from grader.engine.examiner.candidate_words import Events
from grader.model import TimelineEvent
from grader.vtime import BlockingCall, Clock, VirtualLoop, called
from grader.vtime.waits import student_place

_COROUTINE = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class InProcessTimeline:
    """Writes down the student's tasks, and the student's coroutines that a check awaits."""

    def __init__(self, file: str, clock: Clock) -> None:
        self._file = file
        self._events = Events(clock, int)
        self.tracer = Tracer(file, clock, self._events.absorb)
        self._steps: list[WatchedTask] = []
        self._rows = 0

    @property
    def told(self) -> tuple[TimelineEvent, ...]:
        """What has happened by now."""
        return tuple(self._events.told)

    def watch(self, loop: VirtualLoop) -> None:
        """Let the student's tasks of this loop be rows."""
        self.tracer.watch(loop)
        if loop.wrap is not None:
            loop.wrap = self._wrap

    def blocked(self, block: BlockingCall) -> None:
        """A blocking call holds everybody."""
        self._look_at_stack()
        self.tracer.blocked(block)

    def _wrap(self, made: Any) -> Any:
        if not asyncio.iscoroutine(made):
            return made
        _, line = student_place(self._is_students)
        if not line:
            return WatchedTask(made, self)
        self._look_at_stack()
        return self.tracer.wrap(made)

    def _is_students(self, file: str) -> bool:
        return file == self._file

    # -- what a check awaits

    def step(self, watched: WatchedTask, step: Callable[[Any], Any], value: Any) -> Any:
        """Take one step of a check's task."""
        if watched.row:
            self.tracer.begins(watched.row)
        self._steps.append(watched)
        try:
            suspended = step(value)
        except (StopIteration, StopAsyncIteration):
            self._ends(watched, None)
            raise
        except BaseException as error:
            self._ends(watched, error)
            raise
        else:
            self._suspends(watched, suspended)
            return suspended
        finally:
            watched.found = None
            self._steps.pop()

    def _look_at_stack(self) -> None:
        """Find the row that runs now, where its task has never been suspended in it."""
        frame: FrameType | None = sys._getframe(1)
        outermost = None
        while frame is not None and frame.f_code not in (_CHECKS, _STUDENTS):
            if self._is_students(frame.f_code.co_filename) and frame.f_code.co_flags & _COROUTINE:
                outermost = frame
            frame = frame.f_back
        if outermost is not None and frame is not None and frame.f_code is _CHECKS:
            self._runs(self._steps[-1], outermost)

    def _runs(self, watched: WatchedTask, frame: FrameType) -> None:
        """This frame is the student's part of a check's task from now on."""
        if watched.has(frame):
            return
        self._ends(watched, None)
        self._rows += 1
        watched.row, watched.found = -self._rows, frame
        self.tracer.made(watched.row, called(frame.f_code.co_qualname))
        self.tracer.begins(watched.row)

    def _suspends(self, watched: WatchedTask, suspended: Any) -> None:
        coroutine = self._students_part(watched.inner)
        if coroutine is None:
            self._ends(watched, None)
            return
        self._runs(watched, frame_of(coroutine))
        watched.part = weakref.ref(coroutine)
        self.tracer.pauses()
        self.tracer.waits(watched.row, coroutine, suspended, turn=suspended is None)

    def _ends(self, watched: WatchedTask, error: BaseException | None) -> None:
        """The student's part is over; how, nobody knows where the check caught what was raised."""
        if not watched.row:
            return
        row, watched.row, watched.found, watched.part = watched.row, 0, None, None
        trace = error.__traceback__ if error is not None else None
        while trace is not None and not self._is_students(trace.tb_frame.f_code.co_filename):
            trace = trace.tb_next
        self.tracer.ends(row, error if trace is not None else None)

    def _students_part(self, awaited: Any) -> Any:
        """Return the outermost of the student's coroutines that this one awaits, or None."""
        for _ in range(MOST_AWAITS):
            awaited = generator_of(awaited)
            frame = frame_of(awaited)
            if frame is not None and self._is_students(frame.f_code.co_filename):
                return awaited
            awaited = first_of(awaited, AWAITED)
            if awaited is None:
                return None
        return None


class WatchedTask(collections.abc.Coroutine[Any, Any, Any]):
    """Runs a check's task; `row` stands for the student's coroutine that it is in, or is 0."""

    __slots__ = ("__weakref__", "_timeline", "found", "inner", "part", "row")

    def __init__(self, inner: Coroutine[Any, Any, Any], timeline: InProcessTimeline) -> None:
        self.inner = inner
        self._timeline = timeline
        self.row = 0
        # The frame itself: the number of one that is gone may be another's by now. Let go of when the step ends.
        self.found: FrameType | None = None
        # Never a reference that keeps a coroutine alive: one that is thrown away is a finding.
        self.part: Callable[[], Any] | None = None

    def has(self, frame: FrameType) -> bool:
        """Return whether this frame is the one that its row stands for."""
        part = self.part() if self.part is not None else None
        return frame_of(part) is frame if part is not None else bool(self.row) and self.found is frame

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.inner.__await__()

    def send(self, value: Any) -> Any:
        return self._timeline.step(self, self.inner.send, value)

    def throw(self, kind: Any, error: Any = None, trace: Any = None) -> Any:
        return self._timeline.step(self, self.inner.throw, error if error is not None else kind)

    def close(self) -> None:
        self.inner.close()


# Where the stack of a task ends that is a check's, and one that is the student's.
_CHECKS, _STUDENTS = InProcessTimeline.step.__code__, Traced._step.__code__
