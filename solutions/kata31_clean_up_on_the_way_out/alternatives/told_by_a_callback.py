"""A callback says when the task is done, through an event; the service keeps its state in a name of its own."""

from __future__ import annotations

import asyncio


async def stop(task, patience=None):
    over = asyncio.Event()
    task.add_done_callback(lambda _: over.set())
    task.cancel()
    await asyncio.wait_for(over.wait(), patience)
    if task.cancelled():
        return
    error = task.exception()
    if error is not None:
        raise error


class Service:
    def __init__(self, work):
        self.work = work
        self.running = False

    async def start(self):
        if self.running:
            return
        self.running = True
        self.task = asyncio.create_task(self.work())

    async def stop(self):
        if not self.running:
            return
        self.running = False
        await stop(self.task)
