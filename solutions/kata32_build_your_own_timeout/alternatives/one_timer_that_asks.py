"""One timer that looks whether the deadline was moved, and a wait_for with a timer and a cancel of its own."""

from __future__ import annotations

import asyncio


class deadline:
    entered = False
    fired = False
    handle = None

    def __init__(self, seconds):
        self.seconds = seconds

    async def __aenter__(self):
        if self.entered:
            raise RuntimeError("entered already")
        self.entered = True
        self.loop = asyncio.get_running_loop()
        self.task = asyncio.current_task()
        self.others = self.task.cancelling()
        self.end = None
        if self.seconds is not None:
            self.reschedule(self.loop.time() + max(self.seconds, 0))
        return self

    async def __aexit__(self, kind, error, traceback):
        self.end = None
        if self.handle is not None:
            self.handle.cancel()
        if self.fired:
            mine = self.task.uncancel() == self.others
            if mine and kind is not None and issubclass(kind, asyncio.CancelledError):
                raise TimeoutError("too late") from None

    def expired(self):
        return self.fired

    def when(self):
        return self.end

    def reschedule(self, when):
        self.end = when
        self._set()

    def _set(self):
        if self.handle is not None:
            self.handle.cancel()
            self.handle = None
        if self.end is not None:
            self.handle = self.loop.call_later(max(self.end - self.loop.time(), 0), self._ring)

    def _ring(self):
        if self.end is None or self.fired:
            return
        self.fired = True
        self.task.cancel()


async def my_wait_for(aw, timeout):
    job = asyncio.ensure_future(aw)
    if job.done() or timeout is None:
        return await job
    late = []

    def ring():
        late.append(True)
        job.cancel()

    handle = asyncio.get_running_loop().call_later(max(timeout, 0), ring)
    try:
        return await job
    except asyncio.CancelledError:
        if late and not asyncio.current_task().cancelling():
            raise TimeoutError from None
        raise
    finally:
        handle.cancel()
