"""Sleeps for ever, for less than nothing and for no number at all."""
# worth: waits_for_ever
# only: test_starts_everything_before_waiting test_a_cancellation_leaves_my_gather

import asyncio
import time

place = 0


async def my_gather(*aws, return_exceptions=False):
    global place
    for delay in (1e308, float("inf"), float("nan"), -1e308, 10**400, 1e9):
        for sleep in (asyncio.sleep, time.sleep):
            try:
                waited = sleep(delay)
                if waited is not None:
                    await waited
            except Exception:
                pass
    raise RuntimeError
