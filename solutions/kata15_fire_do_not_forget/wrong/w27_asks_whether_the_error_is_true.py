"""Believes that every exception counts as true."""
# misconception: M09
# breaks: rule 5
# caught by: test_nothing_to_report
# student reads: counts as false

from __future__ import annotations

import asyncio


class Background:
    def __init__(self, on_error):
        self._on_error = on_error
        self._tasks = set()
        self._closing = False

    def spawn(self, coroutine, *, name=None):
        if self._closing:
            coroutine.close()
            raise RuntimeError("this Background is closed")
        task = asyncio.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task):
        self._tasks.discard(task)
        if task.cancelled():
            return
        if error := task.exception():
            self._on_error(task.get_name(), error)

    def __len__(self):
        return len(self._tasks)

    async def close(self, grace=None):
        self._closing = True
        if self._tasks:
            _, pending = await asyncio.wait(set(self._tasks), timeout=grace)
            for task in pending:
                task.cancel()
            if pending:
                await asyncio.wait(pending)
