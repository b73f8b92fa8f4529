"""Makes a hundred thousand tasks at once."""
# only: test_starts_everything_before_waiting

import asyncio


async def my_gather(*aws, return_exceptions=False):
    kept = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(100_000)]
    await asyncio.sleep(1)
    return kept
