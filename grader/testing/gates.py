"""A gate: whoever awaits it waits until the check opens it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, ClassVar

from grader.testing.moments import now, runs


class Gate:
    """A barrier that a check opens: awaiting it waits until then, and gives what it was opened with.

    `gate("anna")` makes a coroutine that waits under that name; `await gate` waits under the name of its task.
    `arrived`, `passed` and `turned_away` (cancelled while waiting) hold (name, virtual seconds) in the order it
    happened, `waiting` the names of those who wait now.
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str = "gate") -> None:
        self.name = name
        self.arrived: list[tuple[str, float]] = []
        self.passed: list[tuple[str, float]] = []
        self.turned_away: list[tuple[str, float]] = []
        self._inside: list[tuple[str, asyncio.Future[Any]]] = []
        self._counts: list[tuple[int, asyncio.Future[None]]] = []
        self._opened = False
        self._value: Any = None

    @property
    def waiting(self) -> list[str]:
        """Who waits now, in the order they came."""
        return [who for who, _ in self._inside]

    def open(self, value: Any = None) -> None:
        """Let everybody through who waits, and everybody who comes later; `value` is what they get."""
        self._opened, self._value = True, value
        for _, future in self._inside:
            if not future.done():
                future.set_result(value)

    async def reached(self, number: int) -> None:
        """Wait until so many have arrived, in all."""
        if len(self.arrived) < number:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._counts.append((number, future))
            await future

    def __call__(self, who: str) -> Coroutine[Any, Any, Any]:
        made: Any = self._wait(who)
        made.__name__ = made.__qualname__ = who
        return made  # type: ignore[no-any-return]

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._wait("").__await__()

    async def _wait(self, who: str) -> Any:
        who = who or _current()
        self.arrived.append((who, now()))
        self._count()
        if self._opened:
            self.passed.append((who, now()))
            return self._value
        entry = who, asyncio.get_running_loop().create_future()
        self._inside.append(entry)
        try:
            value = await entry[1]
        except BaseException:
            if runs():
                self.turned_away.append((who, now()))
            raise
        finally:
            self._inside.remove(entry)
        self.passed.append((who, now()))
        return value

    def _count(self) -> None:
        for number, future in self._counts:
            if len(self.arrived) >= number and not future.done():
                future.set_result(None)

    def _left(self, at: float) -> list[str]:
        left = [who for who, _ in self.arrived]
        for who, then in (*self.passed, *self.turned_away):
            if then <= at:
                left.remove(who)
        return left

    def _noted(self) -> int:
        return len(self.arrived) + len(self.passed) + len(self.turned_away)


def _current() -> str:
    task = asyncio.current_task()
    return str(task.get_name()) if task is not None else "somebody"
