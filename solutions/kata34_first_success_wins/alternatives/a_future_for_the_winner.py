"""A task group of runners, and a future that the first of them with a value fills."""

from __future__ import annotations

import asyncio


async def first_success(*aws):
    if not aws:
        raise ValueError("no mirrors")
    racers = [asyncio.ensure_future(aw) for aw in aws]
    errors: dict[int, Exception] = {}
    result = asyncio.get_running_loop().create_future()

    async def follow(place, racer):
        try:
            value = await racer
        except Exception as error:
            errors[place] = error
            if len(errors) == len(racers) and not result.done():
                result.set_exception(ExceptionGroup("all failed", [errors[k] for k in sorted(errors)]))
        else:
            if not result.done():
                result.set_result(value)

    followers = [asyncio.create_task(follow(place, racer)) for place, racer in enumerate(racers)]
    try:
        return await result
    finally:
        for racer in racers:
            racer.cancel()
        await asyncio.gather(*racers, *followers, return_exceptions=True)
