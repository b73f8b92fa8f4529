"""Begins again each time somebody goes through it."""
# misconception: M29
# breaks: rule 5
# caught by: test_over_is_over
# student reads: gone through once more

from __future__ import annotations

import asyncio


class Served:
    def __init__(self, jobs):
        self.jobs = jobs
        self.pairs = None

    def __aiter__(self):
        self.pairs = deliver(self.jobs)
        return self

    async def __anext__(self):
        return await self.pairs.__anext__()

    async def aclose(self):
        await self.pairs.aclose()


async def deliver(jobs):
    ended = asyncio.Queue()
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}
    for task in keys:
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await ended.get()
            yield keys[task], task.result()
    finally:
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)


def in_completion_order(jobs):
    return Served(jobs)
