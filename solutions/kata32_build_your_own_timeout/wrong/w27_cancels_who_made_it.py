"""Believes that whoever makes the deadline is whoever enters it."""
# misconception: M40
# breaks: rule 1
# caught by: test_blocks_in_each_other
# student reads: its block was not cancelled

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from types import TracebackType
from typing import Any


class deadline:
    """A block that is cancelled when its seconds are over."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._task = asyncio.current_task()
        self._entered = False
        self._timer: asyncio.TimerHandle | None = None
        self._when: float | None = None
        self._expired = False

    async def __aenter__(self) -> deadline:
        """Begin to count."""
        if self._entered:
            raise RuntimeError("this deadline was entered before")
        self._entered = True
        self._count = self._task.cancelling()
        if self._seconds is not None:
            self.reschedule(asyncio.get_running_loop().time() + self._seconds)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Call the timer off, and raise TimeoutError where the deadline is why the block ended."""
        if self._timer is not None:
            self._timer.cancel()
        if not self._expired:
            return
        others = self._task.uncancel() > self._count
        if isinstance(error, asyncio.CancelledError) and not others:
            raise TimeoutError("the deadline came") from error

    def expired(self) -> bool:
        """Whether the deadline has cancelled the block."""
        return self._expired

    def when(self) -> float | None:
        """The moment of the deadline on the loop's clock, or None."""
        return self._when

    def reschedule(self, when: float | None) -> None:
        """Move the deadline to another moment on the loop's clock."""
        if self._timer is not None:
            self._timer.cancel()
        self._when = when
        if when is not None:
            self._timer = asyncio.get_running_loop().call_at(when, self._expire)

    def _expire(self) -> None:
        self._expired = True
        self._task.cancel()


async def my_wait_for(aw: Awaitable[Any], timeout: float | None) -> Any:
    """Return what `aw` gives within `timeout` seconds; cancel it and raise TimeoutError when it is late."""
    job = asyncio.ensure_future(aw)
    if job.done():
        return job.result()
    async with deadline(timeout):
        return await job
