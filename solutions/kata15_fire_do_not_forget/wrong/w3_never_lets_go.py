"""Keeps every task for ever."""
# misconception: M18
# breaks: rule 4
# caught by: test_how_many_are_left
# student reads: still counted

from __future__ import annotations

import asyncio


class Background:
    def __init__(self, on_error):
        self._on_error = on_error
        self._tasks = set()
        self._closed = False

    def spawn(self, coroutine, *, name=None):
        if self._closed:
            coroutine.close()
            raise RuntimeError("closed")
        task = asyncio.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def __len__(self):
        return len(self._tasks)

    def _done(self, task):
        if not task.cancelled() and task.exception() is not None:
            self._on_error(task.get_name(), task.exception())

    async def close(self, grace=None):
        self._closed = True
        if not self._tasks:
            return
        await asyncio.sleep(0)
        _, late = await asyncio.wait(self._tasks, timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
