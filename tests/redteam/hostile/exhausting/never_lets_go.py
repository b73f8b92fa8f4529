"""Swallows every cancellation and everything else, and goes on."""

import asyncio


async def my_gather(*aws, return_exceptions=False):
    while True:
        try:
            await asyncio.sleep(100)
        except BaseException:
            pass
