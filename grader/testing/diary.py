"""A diary: stand-ins for the functions that a contract hands out, and a note of every call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from grader.testing.moments import now, runs

Note: TypeAlias = tuple[str, tuple[Any, ...], float]


class Diary:
    """Makes functions to hand to the student's code, and notes each call of each of them.

    `called`, `began`, `ended` and `cancelled` hold (name, arguments, virtual seconds) in the order it happened: a
    coroutine that was called and never awaited did not begin. `most_at_once` is the highest number that ran at a time.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(self) -> None:
        self.called: list[Note] = []
        self.began: list[Note] = []
        self.ended: list[Note] = []
        self.cancelled: list[Note] = []
        self.most_at_once = 0
        self._running: list[str] = []

    def function(self, name: str, answer: Any = None) -> Callable[..., Any]:
        """Make an ordinary function; `answer` is what it returns, or a function of the arguments that finds it."""

        def stand_in(*given: Any) -> Any:
            self.called.append((name, given, now()))
            return _found(answer, given)

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in

    def coroutine_function(self, name: str, seconds: float = 0, answer: Any = None) -> Callable[..., Any]:
        """Make a function whose call is a coroutine that takes `seconds` virtual seconds.

        `answer` is what it returns, or a function of the arguments that finds it, when the seconds are over.
        """

        def stand_in(*given: Any) -> Any:
            self.called.append((name, given, now()))
            made: Any = self._work(name, given, seconds, answer)
            made.__name__ = made.__qualname__ = name
            return made

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in

    def calls(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of each call of this function, in order."""
        return [given for called, given, _ in self.called if called == name]

    async def _work(self, name: str, given: tuple[Any, ...], seconds: float, answer: Any) -> Any:
        self.began.append((name, given, now()))
        self._running.append(name)
        self.most_at_once = max(self.most_at_once, len(self._running))
        try:
            if seconds:
                await asyncio.sleep(seconds)
            return _found(answer, given)
        except asyncio.CancelledError:
            self.cancelled.append((name, given, now()))
            raise
        finally:
            self._running.remove(name)
            if runs():
                self.ended.append((name, given, now()))

    def _left(self, at: float) -> list[str]:
        left = [name for name, _, _ in self.began]
        for name, _, then in self.ended:
            if then <= at:
                left.remove(name)
        return left

    def _noted(self) -> int:
        return len(self.called) + len(self.began) + len(self.ended)


def _found(answer: Any, given: tuple[Any, ...]) -> Any:
    found = answer(*given) if callable(answer) else answer
    if isinstance(found, BaseException):
        raise found
    return found
