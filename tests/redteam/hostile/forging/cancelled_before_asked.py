"""Leaves with CancelledError at once, as if somebody had cancelled it."""
# worth: waits_for_ever

import asyncio


async def my_gather(*aws, return_exceptions=False):
    raise asyncio.CancelledError
