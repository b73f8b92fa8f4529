"""The timeline's events: when each task runs, waits and ends, and at which of the student's lines."""

from __future__ import annotations

import asyncio
import collections.abc
import threading
import weakref
from collections.abc import Callable, Coroutine, Generator
from typing import Any

from grader.engine.candidate.awaiting import (
    awaiting,
    call_of,
    generator_of,
    name_of,
)
from grader.engine.candidate.wakeups import Releases
from grader.engine.wire.protocol import EventFrame
from grader.vtime import BlockingCall, Clock, wrapped_coroutine
from grader.vtime.waits import called, student_place


class Traced(collections.abc.Coroutine[Any, Any, Any]):
    """Runs a coroutine and records its steps; asyncio takes it for a coroutine.

    `made_line` made its task, in the row `made_by`; `has_begun` says that there was a first step, and `was_cancelled`
    that a CancelledError was thrown into it.
    """

    __slots__ = ("__weakref__", "_inner", "_row", "_tracer", "has_begun", "made_by", "made_line", "was_cancelled")

    def __init__(
        self, inner: Coroutine[Any, Any, Any], row: int, tracer: Tracer, *, made_by: int, made_line: int
    ) -> None:
        self.made_by = made_by
        self.made_line = made_line
        self.has_begun = self.was_cancelled = False
        self._inner = inner
        self._row = row
        self._tracer = tracer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    def send(self, value: Any) -> Any:
        return self._step(self._inner.send, value)

    def throw(self, kind: Any, error: Any = None, trace: Any = None) -> Any:
        thrown = error if error is not None else kind
        self.was_cancelled = self.was_cancelled or isinstance(thrown, asyncio.CancelledError)
        return self._step(self._inner.throw, thrown)

    def close(self) -> None:
        self._inner.close()

    @property
    def was_left(self) -> bool:
        """Has whoever made its task ended? Nobody can wait for it any more who was there to."""
        return self._tracer.is_over(self.made_by)

    def _step(self, step: Callable[[Any], Any], value: Any) -> Any:
        self.has_begun = True
        suspended = self._tracer.recorded(self._row, step, value)
        self._tracer.waits(self._row, self._inner, suspended, turn=suspended is None)
        return suspended


def over() -> Coroutine[Any, Any, None]:
    """Return a coroutine that has ended, to stand for one of a check's: nobody can step, close or look into that one
    here.
    """

    async def check() -> None: ...

    made = check()
    made.close()
    return made


def made_line(task: Any) -> int:
    """Return the student's line that made this task, or 0 where that is not known."""
    coroutine = wrapped_coroutine(task)
    return coroutine.made_line if type(coroutine) is Traced else 0


def row_of(future: Any) -> int:
    """Return the row of a task, or 0."""
    coroutine = wrapped_coroutine(future)
    return coroutine._row if type(coroutine) is Traced else 0


MOST_TOLD = 300
MOST_CHARACTERS = 40
Step = Callable[[], list[Any]]
Tell = Callable[[list[list[Any]]], None]
# asyncio.run() makes tasks of its own at its end.
_OF_THE_LOOP = (".shutdown_asyncgens", ".shutdown_default_executor")


class Tracer:
    """Writes down what happens to the rows of a timeline: tasks by 1, 2, …, coroutines that a check awaits by -1, …

    Each event is an EventFrame as it crosses. `tell` hears of them at once; without it they wait for `take`. `heard_at`
    is the time that the examiner knows of: what happens from there on has it, unless an event says otherwise.
    """

    def __init__(self, file: str, clock: Clock, tell: Tell | None = None) -> None:
        self._file = file
        self._clock = clock
        self._events: list[list[Any]] = []
        self._tell = tell
        self._told = 0
        self.heard_at: int | None = None
        self._full = False
        self._made = 0
        self._running: list[int] = []
        self._over: set[int] = {0}
        self._late: dict[int, tuple[int, int]] = {}
        self._driven: dict[int, tuple[Callable[[], Any], int]] = {}
        self._releases = Releases(clock, self._running, row_of)

    def take(self) -> list[list[Any]]:
        """Return what has been written down since the last time."""
        events = self._events
        if events:
            self._events = []
        return events

    def watch(self, loop: Any) -> None:
        """Let the tasks of this loop be rows; a loop in a thread of its own is nobody's timeline."""
        if threading.get_ident() == self._clock.thread_id:
            loop.wrap = self.wrap
            loop.on_ready = self._releases.ready

    def blocked(self, block: BlockingCall) -> None:
        """Note that a blocking call of the row that runs holds everybody."""
        if self._running:
            row, lasts_ns = self._running[-1], round(block.seconds * 1e9)
            self._note(EventFrame(row, "block", block.what, block.line, since=block.at_ns, lasts=lasts_ns))

    def step(self, number: int, step: Step, coroutine: Any, suspended_on: Callable[[list[Any]], Any]) -> list[Any]:
        """Take one step of a coroutine that the examiner drives; one that ends in ["ret", value] was the last."""
        coroutine = generator_of(coroutine)
        row = self._row_driven(number, coroutine)
        answer: list[Any] = self.recorded(row, lambda _: step(), None)
        if answer[0] == "ret":
            self._ended(row, None)
        else:
            # What is not a bare yield and none of our futures is one of the examiner's.
            self.waits(row, coroutine, suspended_on(answer) if answer[0] == "yf" else None, turn=answer[0] == "y0")
        return answer

    def start(self, number: int, start: Step, generator: Any, suspended_on: Callable[[list[Any]], Any]) -> list[Any]:
        """Take the first step of what asks an async generator for a value; the answer has that step's behind a
        number.
        """
        told: list[Any] = []

        def step() -> list[Any]:
            told.extend(start())
            answer: list[Any] = told[1]
            return answer

        self.step(number, step, generator, suspended_on)
        return told

    def _row_driven(self, number: int, coroutine: Any) -> int:
        """Return a row for each coroutine, and one for all that is asked of an async generator."""
        known = self._driven.get(id(coroutine))
        if known is not None and known[0]() is coroutine:
            return known[1]
        self._driven[id(coroutine)] = _remembered(coroutine), -number
        self.made(-number, called(name_of(coroutine)))
        return -number

    def waits(self, row: int, coroutine: Any, suspended: Any, *, turn: bool) -> None:
        """This row is suspended now: on a future, on something over there, or only until its next turn."""
        if turn:
            self._releases.yields(row)
        elif suspended is not None:
            self._releases.suspended(row, suspended)
        if self._full:
            return
        found = awaiting(coroutine, self._file)
        if found is None:
            self._note(EventFrame(row, "wait"))
            return
        self._releases.sleeps(row, found.due)
        label = found.label or ("its next turn" if turn else self._named(suspended))
        call = found.call[:MOST_CHARACTERS]
        self._note(EventFrame(row, "wait", label, found.line, call=call, call_line=found.call_line))

    def made(self, row: int, label: str) -> None:
        """Note that a coroutine that a check awaits is a row from now on."""
        self._note(EventFrame(row, "made", label))

    def is_over(self, row: int) -> bool:
        """Return whether this row has ended; what runs in no row at all has."""
        return row in self._over

    def begins(self, row: int) -> None:
        """Note that a step of this row begins."""
        ready = self._releases.resumed(row)
        self._late[row] = (ready.late_by, ready.late_at)
        since = ready.since if ready.since < self._clock.now else -1
        self._note(EventFrame(row, "run", by=ready.by, since=since))
        self._running.append(row)

    def pauses(self) -> None:
        """Note that the step that began last is over."""
        self._running.pop()

    def ends(self, row: int, error: BaseException | None) -> None:
        """That step was this row's last, and ended with this exception, if any."""
        self._running.pop()
        self._ended(row, error)

    def _ended(self, row: int, error: BaseException | None) -> None:
        self._over.add(row)
        if error is None or isinstance(error, (StopIteration, StopAsyncIteration)):
            self._note(EventFrame(row, "done"))
        elif isinstance(error, asyncio.CancelledError):
            by, at = self._late.get(row, (0, 0))
            self._note(EventFrame(row, "cancelled", by=by, since=at if by else -1))
        else:
            self._note(EventFrame(row, "error", type(error).__name__))

    def recorded(self, row: int, step: Callable[[Any], Any], value: Any) -> Any:
        """Take a step of this row, and note how it ended where that was its last."""
        self.begins(row)
        try:
            return step(value)
        except BaseException as error:
            self._ended(row, error)
            raise
        finally:
            self._running.pop()

    def wrap(self, made: Any) -> Any:
        """Return the coroutine of a task that is being made, with its steps recorded."""
        # Anything else is for asyncio itself to refuse.
        if not asyncio.iscoroutine(made) or name_of(made).endswith(_OF_THE_LOOP):
            return made
        self._made += 1
        row = self._made
        by = self._running[-1] if self._running else 0
        _, line = student_place(self._file.__eq__)
        self._note(EventFrame(row, "made", call_of(made, self._file, parentheses=""), line, by=by))
        self._releases.made(row, by)
        return Traced(made, row, self, made_by=by, made_line=line)

    def _named(self, suspended: Any) -> str:
        if isinstance(suspended, asyncio.Task):
            row, call = row_of(suspended), call_of(wrapped_coroutine(suspended), self._file)
            return f"Task-{row} {call}" if row else call
        if type(suspended).__name__ == "_GatheringFuture":
            return f"gather of {len(getattr(suspended, '_children', ()))}"
        return "a future"

    def _note(self, event: EventFrame) -> None:
        if self._full:
            return
        if self.heard_at is not None and self.heard_at != self._clock.now:
            self.heard_at = self._clock.now
            self._events.append([self.heard_at])
        row, what, label, line, by, since, lasts, call, _ = event
        has_more = by or since >= 0 or lasts or call
        self._events.append([row, what, label[:MOST_CHARACTERS], line, *(event[4:] if has_more else ())])
        self._told += 1
        if self._told == MOST_TOLD:
            self._events.append([*EventFrame(0, "cut")[:4]])
            self._full = True
        if self._tell is not None:
            self._tell(self.take())


def _remembered(coroutine: Any) -> Callable[[], Any]:
    """Return a way back to it that does not keep it alive, where it allows that."""
    try:
        return weakref.ref(coroutine)
    except TypeError:
        return lambda: coroutine
