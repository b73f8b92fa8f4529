"""Asks for the time without end, and catches what would stop it."""

import time


async def my_gather(*aws, return_exceptions=False):
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            time.perf_counter()
        except Exception:
            continue
