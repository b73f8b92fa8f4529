"""Counts the tasks, and keeps none of them."""
# misconception: M04
# breaks: rule 3
# caught by: test_kept_alive
# student reads: after the garbage was collected

from __future__ import annotations

import asyncio


class Background:
    def __init__(self, on_error):
        self._on_error = on_error
        self._count = 0
        self._change = asyncio.Event()
        self._closed = False

    def spawn(self, coroutine, *, name=None):
        if self._closed:
            coroutine.close()
            raise RuntimeError("closed")
        task = asyncio.create_task(coroutine, name=name)
        self._count += 1
        task.add_done_callback(self._done)
        return task

    def __len__(self):
        return self._count

    def _done(self, task):
        self._count -= 1
        self._change.set()
        if not task.cancelled() and task.exception() is not None:
            self._on_error(task.get_name(), task.exception())

    async def close(self, grace=None):
        self._closed = True
        while self._count:
            self._change.clear()
            await asyncio.wait_for(self._change.wait(), grace)
