"""A shield keeps the second cancellation from the task, and a timeout ends the patience."""

from __future__ import annotations

import asyncio


async def stop(task, patience=None):
    task.cancel()
    try:
        async with asyncio.timeout(patience):
            await asyncio.shield(task)
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise


class Service:
    def __init__(self, work):
        self.work = work
        self.tasks = []

    async def start(self):
        if not self.tasks:
            self.tasks.append(asyncio.create_task(self.work()))

    async def stop(self):
        while self.tasks:
            await stop(self.tasks.pop())
