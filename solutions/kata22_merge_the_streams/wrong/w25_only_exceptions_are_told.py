"""Believes that `except Exception` catches whatever a source raises."""
# misconception: M09
# breaks: rule 5
# caught by: test_a_source_fails
# student reads: does not catch, and the reader waited

from __future__ import annotations

import asyncio


async def merge(*sources, buffer=1):
    queue = asyncio.Queue(buffer)

    async def pump(source):
        try:
            async for item in source:
                await queue.put(("item", item))
        except Exception as error:
            await queue.put(("error", error))
        else:
            await queue.put(("end", None))

    tasks = [asyncio.create_task(pump(source)) for source in sources]
    running = len(tasks)
    try:
        while running:
            kind, value = await queue.get()
            if kind == "end":
                running -= 1
            elif kind == "error":
                raise value
            else:
                yield value
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for source in sources:
            if hasattr(source, "aclose"):
                await source.aclose()
