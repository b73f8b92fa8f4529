"""The timeline's events: a wrapper around each task's coroutine notes when it runs, waits and ends."""

from __future__ import annotations

import asyncio
import collections.abc
import threading
import weakref
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from typing import Any

from grader.candidate.awaiting import Await, awaiting, generator_of
from grader.candidate.releases import Releases
from grader.vtime import Block, Clock
from grader.vtime.where import student_place

MOST_EVENTS = 400
MOST_TOLD = 300
MOST_CHARACTERS = 40
Step = Callable[[], list[Any]]
# asyncio.run() makes tasks of its own at its end.
_OF_THE_LOOP = (".shutdown_asyncgens", ".shutdown_default_executor")


class Tracer:
    """Writes down what happens to the rows of a timeline: tasks by 1, 2, …, coroutines that a check awaits by -1, …

    An event is [row, what, label, line], and where there is more to say [row, what, label, line, by which row,
    since when in ns, for how many ns, the call that the row's own function awaits, its line].
    """

    def __init__(self, file: str, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._events: list[list[Any]] = []
        self._told = 0
        self._full = False
        self._made = 0
        self._running: list[int] = []
        self._driven: dict[int, tuple[Callable[[], Any], int]] = {}
        self._releases = Releases(clock, self._running, _row_of)

    def take(self) -> list[list[Any]]:
        """What has been written down since the last time."""
        events, self._events = self._events, []
        self._full = self._told >= MOST_TOLD
        return events

    def watch(self, loop: Any) -> None:
        """Let the tasks of this loop be rows; a loop in a thread of its own is nobody's timeline."""
        if threading.get_ident() == self._clock.thread_id:
            loop.wrap = self._wrap
            loop.on_ready = self._releases.ready

    def blocked(self, block: Block) -> None:
        """A blocking call of the row that runs holds everybody."""
        if self._running:
            lasts_ns = round(block.seconds * 1e9)
            self._note(self._running[-1], "block", block.what, block.line, since=block.at_ns, lasts=lasts_ns)

    def step(self, number: int, step: Step, coroutine: Any, suspended_on: Callable[[list[Any]], Any]) -> list[Any]:
        """One step of a coroutine that the examiner drives; one that ends in ["ret", value] was the last."""
        coroutine = generator_of(coroutine)
        row = self._row_driven(number, coroutine)
        with self.recording(row):
            answer = step()
        if answer[0] == "ret":
            self._note(row, "done")
        else:
            # What is not a bare yield and none of our futures is one of the examiner's.
            self.waits(row, coroutine, suspended_on(answer) if answer[0] == "yf" else None, turn=answer[0] == "y0")
        return answer

    def start(self, number: int, start: Step, generator: Any, suspended_on: Callable[[list[Any]], Any]) -> list[Any]:
        """The first step of what asks an async generator for a value; the answer has that step's behind a number."""
        told: list[Any] = []

        def step() -> list[Any]:
            told.extend(start())
            answer: list[Any] = told[1]
            return answer

        self.step(number, step, generator, suspended_on)
        return told

    def _row_driven(self, number: int, coroutine: Any) -> int:
        """A row for each coroutine, and one for all that is asked of an async generator."""
        known = self._driven.get(id(coroutine))
        if known is not None and known[0]() is coroutine:
            return known[1]
        self._driven[id(coroutine)] = _remembered(coroutine), -number
        self._note(-number, "made", f"{_last(str(getattr(coroutine, '__qualname__', '?')))}()")
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
        self._releases.sleeps(row, found.due)
        label = found.label or ("its next turn" if turn else self._named(suspended))
        self._note(row, "wait", label, found.line, outer=found)

    @contextmanager
    def recording(self, row: int) -> Iterator[None]:
        """A step of this row, and how it ended where that was its last."""
        since, by = self._releases.resumed(row)
        self._note(row, "run", by=by, since=since if since < self._clock.now else -1)
        self._running.append(row)
        try:
            yield
        except (StopIteration, StopAsyncIteration):
            self._note(row, "done")
            raise
        except asyncio.CancelledError:
            self._note(row, "cancelled")
            raise
        except BaseException as error:
            self._note(row, "error", type(error).__name__)
            raise
        finally:
            self._running.pop()

    def _wrap(self, made: Any) -> Any:
        # Anything else is for asyncio itself to refuse.
        name = _last(str(getattr(made, "__qualname__", "?")))
        if not asyncio.iscoroutine(made) or name.endswith(_OF_THE_LOOP):
            return made
        self._made += 1
        row = self._made
        by = self._running[-1] if self._running else 0
        _, line = student_place(lambda file: file == self._file)
        self._note(row, "made", name, line, by=by)
        self._releases.made(row, by)
        return Traced(made, row, self)

    def _named(self, suspended: Any) -> str:
        if isinstance(suspended, asyncio.Task):
            row, name = _row_of(suspended), _last(str(getattr(suspended.get_coro(), "__qualname__", "a task")))
            return f"Task-{row} {name}()" if row else f"{name}()"
        if type(suspended).__name__ == "_GatheringFuture":
            return f"gather of {len(getattr(suspended, '_children', ()))}"
        return "a future"

    def _note(
        self,
        row: int,
        what: str,
        label: str = "",
        line: int = 0,
        *,
        by: int = 0,
        since: int = -1,
        lasts: int = 0,
        outer: Await | None = None,
    ) -> None:
        if self._full:
            return
        event = [row, what, label[:MOST_CHARACTERS], line]
        call, call_line = (outer.call[:MOST_CHARACTERS], outer.call_line) if outer is not None else ("", 0)
        if by or since >= 0 or lasts or call:
            event += [by, since, lasts, call, call_line]
        self._events.append(event)
        self._told += 1
        if len(self._events) == MOST_EVENTS or self._told == MOST_TOLD:
            self._events.append([0, "cut", "", 0])
            self._full = True


class Traced(collections.abc.Coroutine[Any, Any, Any]):
    """Runs a coroutine and records its steps; asyncio takes it for a coroutine."""

    __slots__ = ("__weakref__", "_inner", "_row", "_tracer")

    def __init__(self, inner: Coroutine[Any, Any, Any], row: int, tracer: Tracer) -> None:
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
        return self._step(self._inner.throw, error if error is not None else kind)

    def close(self) -> None:
        self._inner.close()

    def _step(self, step: Callable[[Any], Any], value: Any) -> Any:
        with self._tracer.recording(self._row):
            suspended = step(value)
        self._tracer.waits(self._row, self._inner, suspended, turn=suspended is None)
        return suspended


def _remembered(coroutine: Any) -> Callable[[], Any]:
    """A way back to it that does not keep it alive, where it allows that."""
    try:
        return weakref.ref(coroutine)
    except TypeError:
        return lambda: coroutine


def _row_of(future: Any) -> int:
    """The row of a task, or 0."""
    # Not isinstance: that would ask an object of the student's for its class.
    coroutine = future.get_coro() if issubclass(type(future), asyncio.Task) else None
    return coroutine._row if type(coroutine) is Traced else 0


def _last(name: str) -> str:
    """A function's name without the functions around it."""
    return name.rpartition("<locals>.")[2]
