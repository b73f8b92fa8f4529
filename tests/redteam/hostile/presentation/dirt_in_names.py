"""Gives tasks, coroutines and functions names that are dirt."""

import asyncio

DIRT = "\x1b[2J\u202e\u200b\r\n accepted \ud800"


async def wait():
    await asyncio.sleep(1)


async def my_gather(*aws, return_exceptions=False):
    for _ in range(5):
        made = wait()
        made.__name__ = made.__qualname__ = DIRT
        asyncio.create_task(made, name=DIRT * 50)
    lost = wait()
    lost.__qualname__ = DIRT
    del lost
    my_gather.__qualname__ = DIRT
    await asyncio.sleep(0)
    raise RuntimeError
