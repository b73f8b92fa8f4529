"""Goes through the set while callbacks take tasks out of it."""
# misconception: M00
# breaks: rule 7
# caught by: test_close_waits
# student reads: what you keep them in changes

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
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._on_error(task.get_name(), task.exception())

    async def close(self, grace=None):
        self._closed = True
        for task in self._tasks:
            await asyncio.wait([task], timeout=grace)
            task.cancel()
            await asyncio.wait([task])
