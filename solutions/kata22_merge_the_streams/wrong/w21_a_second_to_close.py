"""Gives the sources a second to close, and leaves."""
# misconception: M16
# breaks: rule 6
# caught by: test_many_and_long
# student reads: that was not waited for

from __future__ import annotations

import asyncio
from contextlib import suppress


async def merge(*sources, buffer=1):
    if not sources:
        return
    queue = asyncio.Queue()

    async def pump(source):
        room = asyncio.Semaphore(buffer)
        try:
            async for item in source:
                queue.put_nowait(("item", item, room))
                await room.acquire()
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
        await asyncio.wait(tasks, timeout=1)
        for source in sources:
            if hasattr(source, "aclose"):
                with suppress(RuntimeError):  # "already running": it is on its way out
                    await source.aclose()
