"""Lets an item wait for room first, and into the common line after that."""
# misconception: M00
# breaks: rule 1
# caught by: test_a_busy_reader
# student reads: lost its place

from __future__ import annotations

import asyncio


async def merge(*sources, buffer=1):
    queue = asyncio.Queue()

    async def pump(source):
        room = asyncio.Semaphore(buffer)
        try:
            async for item in source:
                await room.acquire()
                queue.put_nowait(("item", item, room))
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            queue.put_nowait(("error", error, None))
        else:
            queue.put_nowait(("end", None, None))

    tasks = [asyncio.create_task(pump(source)) for source in sources]
    left = len(tasks)
    try:
        while left:
            kind, value, room = await queue.get()
            if kind == "item":
                room.release()
                yield value
            elif kind == "error":
                raise value
            else:
                left -= 1
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for source in [source for source in sources if hasattr(source, "aclose")]:
            await source.aclose()
