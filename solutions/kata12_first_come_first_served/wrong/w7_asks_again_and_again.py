"""Asks four times a second which of them is done."""
# misconception: M10
# breaks: rule 3
# caught by: test_in_the_order_of_ending
# student reads: not each at the moment its job ended

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    tasks = {key: asyncio.ensure_future(job) for key, job in jobs.items()}
    left = dict(tasks)
    ended = []
    for key, task in tasks.items():
        task.add_done_callback(lambda task, key=key: ended.append(key))
    try:
        while left:
            while ended:
                key = ended.pop(0)
                yield key, left.pop(key).result()
            if left:
                await asyncio.sleep(0.25)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
