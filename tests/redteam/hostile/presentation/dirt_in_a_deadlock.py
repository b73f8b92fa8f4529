"""Waits for ever in functions and tasks whose names are dirt."""
# worth: waits_for_ever

import asyncio

DIRT = "\x1b[2J\u202e\u200b\r\n accepted "


async def wait():
    await asyncio.Event().wait()


wait.__code__ = wait.__code__.replace(co_name=DIRT, co_qualname=DIRT)


async def my_gather(*aws, return_exceptions=False):
    asyncio.create_task(wait(), name=DIRT)
    await wait()
