"""Scripted sources: values at virtual times, for `async for`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import Any, ClassVar

from grader.testing.moments import now, runs


class Source:
    """Gives the values of its script, each after its wait, which begins when the value is asked for.

    `script` holds (virtual seconds, value). After the last value and `ending` more seconds it says that there are no
    more, or raises `error`. Calling it makes an async generator, which takes `cleanup` seconds to close; going through
    the object itself uses a plain async iterator without `aclose`. Afterwards `asked`, `ended` and `closed` (before
    its end) are lists of virtual seconds, and `given` holds (virtual seconds, value).
    """

    _crosses: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        script: Iterable[tuple[float, Any]],
        *,
        error: BaseException | None = None,
        ending: float = 0,
        cleanup: float = 0,
        name: str = "source",
    ) -> None:
        self.script = list(script)
        self.error = error
        self.ending = ending
        self.cleanup = cleanup
        self.name = name
        self.asked: list[float] = []
        self.given: list[tuple[float, Any]] = []
        self.ended: list[float] = []
        self.closed: list[float] = []
        self._opened: list[float] = []
        self._place = 0

    def __call__(self) -> AsyncGenerator[Any, None]:
        made: Any = self._generate()
        made.__name__ = made.__qualname__ = self.name
        return made  # type: ignore[no-any-return]

    def __aiter__(self) -> Source:
        return self

    async def __anext__(self) -> Any:
        if self._place < len(self.script):
            delay, value = self.script[self._place]
            self._place += 1
            return await self._give(delay, value)
        await self._end()
        raise StopAsyncIteration

    async def _generate(self) -> AsyncGenerator[Any, None]:
        self._opened.append(now())
        try:
            for delay, value in self.script:
                yield await self._give(delay, value)
        except BaseException:  # whatever is thrown in closes it
            await self._stop()
            raise
        try:
            await self._end()
        except asyncio.CancelledError:
            await self._stop()
            raise

    async def _stop(self) -> None:
        if runs():
            if self.cleanup:
                await asyncio.sleep(self.cleanup)
            self.closed.append(now())

    async def _give(self, delay: float, value: Any) -> Any:
        self.asked.append(now())
        if delay:
            await asyncio.sleep(delay)
        self.given.append((now(), value))
        return value

    async def _end(self) -> None:
        self.asked.append(now())
        if self.ending:
            await asyncio.sleep(self.ending)
        self.ended.append(now())
        if self.error is not None:
            raise self.error

    def _left(self, at: float) -> list[str]:
        over = sum(then <= at + self.cleanup for then in (*self.ended, *self.closed))
        return [self.name] * (len(self._opened) - over)

    def _noted(self) -> int:
        return len(self.asked) + len(self.given) + len(self.ended) + len(self.closed)
