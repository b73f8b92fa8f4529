"""Takes sources that are silent for a minute for dead."""
# misconception: M20
# breaks: rule 3
# caught by: test_many_and_long
# student reads: was silent for an hour

from __future__ import annotations

import asyncio


async def merge(*sources, buffer=1):
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
            try:
                async with asyncio.timeout(60):
                    kind, value, room = await queue.get()
            except TimeoutError:
                break  # nobody has anything to say any more
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
        for source in sources:
            if hasattr(source, "aclose"):
                await source.aclose()
