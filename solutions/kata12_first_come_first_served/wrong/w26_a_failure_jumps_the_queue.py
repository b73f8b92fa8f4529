"""Believes that a failure cannot wait for its turn, and loses the pairs before it."""
# misconception: M20
# breaks: rule 6
# caught by: test_a_failure_in_its_turn
# student reads: its exception came, and a pair was lost

from __future__ import annotations

import asyncio
from collections import deque


class _Pairs:
    def __init__(self, jobs):
        self._tasks = {asyncio.ensure_future(job): key for key, job in jobs.items()}
        self._left = len(self._tasks)
        self._ready = deque()
        self._failed = None
        self._news = asyncio.Event()
        for task in self._tasks:
            task.add_done_callback(self._on_done)

    def _on_done(self, task):
        self._news.set()
        if task.cancelled():
            return
        if task.exception() is not None:
            self._failed = task
            for other in self._tasks:
                other.cancel()
        else:
            self._ready.append((self._tasks[task], task.result()))

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        try:
            while not self._ready and self._failed is None:
                self._news.clear()
                await self._news.wait()
        except asyncio.CancelledError:
            await self.aclose()
            raise
        if self._failed is not None:
            await asyncio.wait(self._tasks)
            raise self._failed.exception()
        self._left -= 1
        return self._ready.popleft()

    async def aclose(self):
        running = [task for task in self._tasks if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)


def in_completion_order(jobs):
    return _Pairs(jobs)
