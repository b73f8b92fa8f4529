"""Waits in the kernel for ever."""
# wall: full
# only: test_starts_everything_before_waiting

import select


async def my_gather(*aws, return_exceptions=False):
    select.select([], [], [], 10**6)
