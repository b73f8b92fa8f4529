"""A class with its own protocol: callbacks fill a list, and an event wakes the one who waits."""

from __future__ import annotations

import asyncio
from collections import deque


class Served:
    """Starts the jobs when it is made, and ends them when it is closed."""

    def __init__(self, jobs):
        self._left = {asyncio.ensure_future(job): key for key, job in jobs.items()}
        self._open = len(self._left)
        self._ended = deque()
        self._news = asyncio.Event()
        for task in self._left:
            task.add_done_callback(self._note)

    def _note(self, task):
        self._ended.append((self._left.pop(task), task))
        self._news.set()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._open:
            raise StopAsyncIteration
        self._open -= 1
        try:
            while not self._ended:
                self._news.clear()
                await self._news.wait()
            key, task = self._ended.popleft()
            return key, task.result()
        except BaseException:
            await self.aclose()
            raise

    async def aclose(self):
        self._open = 0
        left = list(self._left)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)


def in_completion_order(jobs):
    return Served(jobs)
