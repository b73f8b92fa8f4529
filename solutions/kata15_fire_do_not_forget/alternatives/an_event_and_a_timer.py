"""An event says that nobody is left, and a timer of the loop cancels who is late."""

from __future__ import annotations

import asyncio


class Background:
    def __init__(self, on_error):
        self._tell = on_error
        self._running = {}
        self._nobody = asyncio.Event()
        self._nobody.set()
        self._closed = False

    def spawn(self, coroutine, *, name=None):
        if self._closed:
            coroutine.close()
            raise RuntimeError("closed")
        task = asyncio.create_task(coroutine)
        if name is not None:
            task.set_name(name)
        self._running[id(task)] = task
        self._nobody.clear()
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task):
        del self._running[id(task)]
        try:
            if not task.cancelled() and task.exception() is not None:
                self._tell(task.get_name(), task.exception())
        finally:
            if not self._running:
                self._nobody.set()

    def _stop(self):
        for task in list(self._running.values()):
            task.cancel()

    def __len__(self):
        return len(self._running)

    async def close(self, grace=None):
        self._closed = True
        if grace is None:
            await self._nobody.wait()
            return
        timer = asyncio.get_running_loop().call_later(grace, self._stop)
        await self._nobody.wait()
        timer.cancel()
