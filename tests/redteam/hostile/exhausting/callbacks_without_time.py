"""Schedules itself again and again, in several places at once."""
# only: test_starts_everything_before_waiting

import asyncio


async def my_gather(*aws, return_exceptions=False):
    loop = asyncio.get_running_loop()

    def again():
        loop.call_soon(again)

    for _ in range(100):
        again()
    await asyncio.Event().wait()
