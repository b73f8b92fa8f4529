"""Lets out what a TaskGroup raises."""
# misconception: M23
# breaks: rule 5
# caught by: test_a_job_fails
# student reads: the very one of the job

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("at least one job has to run at a time")
    slots = asyncio.Semaphore(n)

    async def one(factory):
        async with slots:
            return await factory()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(factory)) for factory in factories]
    return [task.result() for task in tasks]
