"""Fills a set up to n tasks, and waits until one of them is done."""

from __future__ import annotations

import asyncio
from itertools import islice


async def gather_limited(n, factories):
    if n <= 0:
        raise ValueError("n")
    source = iter(factories)
    running, tasks = set(), []
    try:
        while True:
            for factory in islice(source, n - len(running)):
                task = asyncio.ensure_future(factory())
                running.add(task)
                tasks.append(task)
            if not running:
                return [task.result() for task in tasks]
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
