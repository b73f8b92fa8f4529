"""An object with slots for each source: a semaphore holds the source back, an unbounded queue keeps the order."""

from __future__ import annotations

import asyncio
from typing import Any


class merge:
    def __init__(self, *sources: Any, buffer: int = 1) -> None:
        self.sources = sources
        self.buffer = buffer
        self.news: asyncio.Queue[tuple[str, Any, asyncio.Semaphore]] = asyncio.Queue()
        self.tasks: list[asyncio.Task[None]] | None = None
        self.left = len(sources)

    def __aiter__(self) -> merge:
        return self

    async def __anext__(self) -> Any:
        if self.tasks is None:
            self.tasks = [asyncio.create_task(self.read(source)) for source in self.sources]
        try:
            while self.left:
                kind, value, room = await self.news.get()
                room.release()
                if kind == "item":
                    return value
                if kind == "error":
                    raise value
                self.left -= 1
        except BaseException:
            await self.aclose()
            raise
        await self.aclose()
        raise StopAsyncIteration

    async def read(self, source: Any) -> None:
        room = asyncio.Semaphore(self.buffer)
        try:
            await room.acquire()
            async for item in source:
                self.news.put_nowait(("item", item, room))
                await room.acquire()
            self.news.put_nowait(("end", None, room))
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self.news.put_nowait(("error", error, room))
        finally:
            if hasattr(source, "aclose"):
                await source.aclose()

    async def aclose(self) -> None:
        self.left = 0
        tasks, self.tasks = self.tasks or [], []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
