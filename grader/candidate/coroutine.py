"""What a task of the student's really runs: its coroutine, with each step recorded for the timeline."""

from __future__ import annotations

import asyncio
import collections.abc
from collections.abc import Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any

from grader.vtime import wrapped_coroutine

if TYPE_CHECKING:
    from grader.candidate.traced import Tracer


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
    """A coroutine that has ended, to stand for one of a check's: nobody can step, close or look into that one here."""

    async def check() -> None: ...

    made = check()
    made.close()
    return made


def made_line(task: Any) -> int:
    """The student's line that made this task, or 0 where that is not known."""
    coroutine = wrapped_coroutine(task)
    return coroutine.made_line if type(coroutine) is Traced else 0


def row_of(future: Any) -> int:
    """The row of a task, or 0."""
    coroutine = wrapped_coroutine(future)
    return coroutine._row if type(coroutine) is Traced else 0
