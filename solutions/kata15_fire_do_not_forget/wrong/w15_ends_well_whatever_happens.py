"""Runs the coroutine in another, which keeps what it raises."""
# misconception: M23
# breaks: rules 2 and 5
# caught by: test_what_is_told_and_what_is_not
# student reads: did not end with that very exception

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
        task = asyncio.create_task(self._run(coroutine), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def __len__(self):
        return len(self._tasks)

    async def _run(self, coroutine):
        try:
            return await coroutine
        except Exception as error:
            self._on_error(asyncio.current_task().get_name(), error)

    def _done(self, task):
        self._tasks.discard(task)

    async def close(self, grace=None):
        self._closed = True
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
