"""Spins on the loop, and no time passes."""

import asyncio


async def my_gather(*aws, return_exceptions=False):
    while True:
        await asyncio.sleep(0)
