"""Each one has a runner of its own, which notes the outcome; a cancellation cancels the runners, which pass it on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any


async def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> list[Any]:
    if not aws:
        return []
    different = list(dict.fromkeys(aws))
    results: dict[Any, Any] = {}
    over = asyncio.get_running_loop().create_future()

    async def run(aw: Awaitable[Any]) -> None:
        try:
            results[aw] = await aw
        except BaseException as error:
            results[aw] = error
            if not return_exceptions and not over.done():
                over.set_exception(error)
        if len(results) == len(different) and not over.done():
            over.set_result(None)

    runners = [asyncio.create_task(run(aw)) for aw in different]
    try:
        await over
    except asyncio.CancelledError:
        if over.cancelled():
            for runner in runners:
                runner.cancel()
        raise
    return [results[aw] for aw in aws]
