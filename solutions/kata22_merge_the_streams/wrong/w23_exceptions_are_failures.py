"""Takes an exception that a source gives for one that it raises."""
# misconception: M00
# breaks: rule 1
# caught by: test_any_items_from_any_source
# student reads: only what a source raises is a failure

from __future__ import annotations

import asyncio

END = object()


async def merge(*sources, buffer=1):
    queue = asyncio.Queue()

    async def pump(source):
        room = asyncio.Semaphore(buffer + 1)
        iterator = aiter(source)
        while True:
            await room.acquire()
            try:
                item = await anext(iterator)
            except StopAsyncIteration:
                item = END
            except asyncio.CancelledError:
                raise
            except BaseException as error:
                item = error
            queue.put_nowait((item, room))
            if item is END:
                return
            if isinstance(item, BaseException):
                return

    tasks = [asyncio.create_task(pump(source)) for source in sources]
    left = len(tasks)
    try:
        while left:
            item, room = await queue.get()
            if item is END:
                left -= 1
                continue
            if isinstance(item, BaseException):
                raise item
            room.release()
            yield item
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for source in sources:
            aclose = getattr(source, "aclose", None)
            if aclose is not None:
                await aclose()
