"""Believes that every job is a coroutine, which create_task takes."""
# misconception: M00
# breaks: rule 1
# caught by: test_any_result
# student reads: Among the jobs are

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("n must be at least 1")
    slots = asyncio.Semaphore(n)
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            for factory in factories:
                await slots.acquire()
                task = group.create_task(factory())
                task.add_done_callback(lambda _: slots.release())
                tasks.append(task)
    except ExceptionGroup as failure:
        raise failure.exceptions[0]
    return [task.result() for task in tasks]
