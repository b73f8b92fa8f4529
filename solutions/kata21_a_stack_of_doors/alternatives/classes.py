"""Both as classes; the doors are closed by nested blocks that one coroutine builds from the inside."""

from __future__ import annotations

import asyncio
import time
from typing import Any


class timed:
    def __init__(self, label: str, record: Any) -> None:
        self.label = label
        self.record = record

    async def __aenter__(self) -> None:
        self.began = time.monotonic()

    async def __aexit__(self, *error: Any) -> None:
        self.record(self.label, time.monotonic() - self.began)


class open_all:
    def __init__(self, *doors: Any) -> None:
        self.doors = doors
        self.open: list[Any] = []

    async def __aenter__(self) -> list[Any]:
        if not self.doors:
            return []
        openings = {door: asyncio.create_task(door.__aenter__()) for door in self.doors}
        try:
            await asyncio.wait(openings.values(), return_when=asyncio.FIRST_EXCEPTION)
            values = [opening.result() for opening in openings.values() if opening.done()]
        except BaseException as error:
            pending = [opening for opening in openings.values() if not opening.done()]
            for opening in pending:
                opening.cancel()
            if pending:
                await asyncio.wait(pending)
            self.open = [
                door for door, opening in openings.items() if not opening.cancelled() and opening.exception() is None
            ]
            await self.__aexit__(type(error), error, error.__traceback__)
            raise
        self.open = list(self.doors)
        return values

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> bool:
        first = error
        while self.open:
            door = self.open.pop()
            try:
                if error is None:
                    await door.__aexit__(None, None, None)
                elif await door.__aexit__(type(error), error, error.__traceback__):
                    error = None
            except BaseException as other:
                error = other
        if error is not None and error is not first:
            raise error
        return first is not None and error is None
