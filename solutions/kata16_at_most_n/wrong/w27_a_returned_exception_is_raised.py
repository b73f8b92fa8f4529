"""Believes that an exception object can only come from a job that failed."""
# misconception: M06
# breaks: rule 1
# caught by: test_any_result
# student reads: it was raised

from __future__ import annotations

import asyncio


async def gather_limited(n, factories):
    if n < 1:
        raise ValueError("n must be at least 1")
    slots = asyncio.Semaphore(n)
    failed = asyncio.Event()

    async def limited(factory):
        async with slots:
            if failed.is_set():
                return None
            try:
                return await factory()
            except Exception as error:
                failed.set()
                for task in tasks:
                    if task is not asyncio.current_task():
                        task.cancel()
                return error

    tasks = [asyncio.create_task(limited(factory)) for factory in factories]
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        raise
    results = [None if task.cancelled() else task.result() for task in tasks]
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results
