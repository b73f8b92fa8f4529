"""Sets a hundred thousand timers, each a moment after the one before."""
# only: test_starts_everything_before_waiting

import asyncio


async def my_gather(*aws, return_exceptions=False):
    loop = asyncio.get_running_loop()
    for number in range(50_000):
        loop.call_later(number / 1e6, int)
    await asyncio.sleep(1)
    raise RuntimeError
