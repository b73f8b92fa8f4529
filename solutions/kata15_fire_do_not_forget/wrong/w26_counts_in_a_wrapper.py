"""Believes that every task comes as far as the finally of its coroutine."""
# misconception: M18
# breaks: rule 4
# caught by: test_how_many_are_left
# student reads: cancelled before its first step

from __future__ import annotations

import asyncio


class Background:
    def __init__(self, on_error):
        self._on_error = on_error
        self._tasks = set()
        self._running = 0
        self._closing = False

    def spawn(self, coroutine, *, name=None):
        if self._closing:
            coroutine.close()
            raise RuntimeError("this Background is closed")
        task = asyncio.create_task(self._count(coroutine), name=name)
        self._running += 1
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def _count(self, coroutine):
        try:
            return await coroutine
        finally:
            self._running -= 1

    def _done(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._on_error(task.get_name(), task.exception())

    def __len__(self):
        return self._running

    async def close(self, grace=None):
        self._closing = True
        if self._tasks:
            _, pending = await asyncio.wait(set(self._tasks), timeout=grace)
            for task in pending:
                task.cancel()
            if pending:
                await asyncio.wait(pending)
