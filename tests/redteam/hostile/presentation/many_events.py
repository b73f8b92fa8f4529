"""Makes as many tasks as will be drawn, each with a name of its own."""
# worth: waits_for_ever
# only: test_starts_everything_before_waiting

import asyncio


async def step():
    await asyncio.sleep(0.5)


async def my_gather(*aws, return_exceptions=False):
    for number in range(2_000):
        made = step()
        made.__qualname__ = f"{'é' * 36}{number}"
        asyncio.create_task(made)
        if number % 100 == 0:
            await asyncio.sleep(1)
    await asyncio.sleep(1)
    raise RuntimeError
