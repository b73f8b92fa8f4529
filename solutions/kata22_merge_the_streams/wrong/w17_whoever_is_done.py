"""Hands out what is done in the order of a set."""
# misconception: M00
# breaks: rule 1
# caught by: test_a_busy_reader
# student reads: in another order than it came

from __future__ import annotations

import asyncio


async def merge(*sources, buffer=1):
    asked = {asyncio.ensure_future(step(one)): one for one in map(aiter, sources)}
    every = list(asked.values())
    try:
        while asked:
            done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                one = asked.pop(task)
                found = task.result()
                if found:
                    yield found[0]
                    asked[asyncio.ensure_future(step(one))] = one
    finally:
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await asyncio.gather(*(one.aclose() for one in every if hasattr(one, "aclose")), return_exceptions=True)


async def step(one):
    try:
        return [await anext(one)]
    except StopAsyncIteration:
        return []
