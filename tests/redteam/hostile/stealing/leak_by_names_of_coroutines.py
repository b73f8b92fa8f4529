"""Carries what a hidden check passes out in the names of coroutines that nobody awaits."""

import asyncio


async def nothing():
    await asyncio.sleep(0)


async def my_gather(*aws, return_exceptions=False):
    told = f"@LEAK@ {len(aws)} {return_exceptions} {[type(aw).__name__ for aw in aws]}"
    lost = nothing()
    lost.__qualname__ = lost.__name__ = told
    del lost
    left = nothing()
    left.__qualname__ = left.__name__ = told
    asyncio.create_task(asyncio.Event().wait(), name=told)
    asyncio.create_task(left, name=told)
    raise RuntimeError
