"""Makes new tasks of the same coroutines for every wait."""
# misconception: M12
# breaks: rules 2 and 3
# caught by: test_in_the_order_of_ending
# student reads: A coroutine can be awaited once

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    left = dict(jobs)
    while left:
        tasks = {asyncio.create_task(job): key for key, job in left.items()}
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            key = tasks[task]
            del left[key]
            yield key, task.result()
