"""A task of its own sleeps until the deadline and cancels the block; wait_for is told by a future."""

from __future__ import annotations

import asyncio


class deadline:
    def __init__(self, seconds):
        self.seconds = seconds
        self.state = "made"
        self.dog = None
        self.moment = None

    async def __aenter__(self):
        if self.state != "made":
            raise RuntimeError("once only")
        self.state = "active"
        self.owner = asyncio.current_task()
        self.before = self.owner.cancelling()
        now = asyncio.get_running_loop().time()
        self.reschedule(None if self.seconds is None else now + self.seconds)
        return self

    async def __aexit__(self, kind, error, traceback):
        self._call_off()
        if self.state == "expired":
            left = self.owner.uncancel()
            if kind is asyncio.CancelledError and left <= self.before:
                raise TimeoutError from error
        else:
            self.state = "over"
        return False

    def expired(self):
        return self.state == "expired"

    def when(self):
        return self.moment

    def reschedule(self, when):
        self._call_off()
        self.moment = when
        if when is not None:
            self.dog = asyncio.create_task(self._watch(when))

    def _call_off(self):
        if self.dog is not None and not self.dog.done():
            self.dog.cancel()
        self.dog = None

    async def _watch(self, when):
        await asyncio.sleep(when - asyncio.get_running_loop().time())
        self.state = "expired"
        self.owner.cancel()


async def my_wait_for(aw, timeout):
    job = asyncio.ensure_future(aw)
    if not job.done():
        async with deadline(timeout):
            await asyncio.gather(job)
    return job.result()
