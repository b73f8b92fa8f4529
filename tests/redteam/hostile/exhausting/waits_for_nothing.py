"""Waits for what never happens."""
# worth: waits_for_ever

import asyncio


async def my_gather(*aws, return_exceptions=False):
    await asyncio.Event().wait()
