"""Each child has a watcher that puts the outcome into a queue; the caller takes out as many as there are watchers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> list[Any]:
    places: dict[int, list[int]] = {}
    for place, aw in enumerate(aws):
        places.setdefault(id(aw), []).append(place)
    results: list[Any] = [None] * len(aws)
    outcomes: asyncio.Queue[tuple[int, Any, BaseException | None]] = asyncio.Queue()

    async def watch(aw: Awaitable[Any]) -> None:
        try:
            outcomes.put_nowait((id(aw), await aw, None))
        except (Exception, asyncio.CancelledError) as error:
            outcomes.put_nowait((id(aw), None, error))

    watchers = [asyncio.create_task(watch(aws[where[0]])) for where in places.values()]
    for _ in watchers:
        try:
            key, value, failure = await outcomes.get()
        except asyncio.CancelledError:
            for watcher in watchers:
                watcher.cancel()
            raise
        if failure is not None and not return_exceptions:
            raise failure
        for place in places[key]:
            results[place] = value if failure is None else failure
    return results
