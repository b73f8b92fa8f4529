"""Spins on the loop, and no time passes."""
# only: test_starts_everything_before_waiting

import asyncio


async def my_gather(*aws, return_exceptions=False):
    while True:
        await asyncio.sleep(0)
