"""Starts threads until there are no more."""
# only: test_starts_everything_before_waiting

import threading


async def my_gather(*aws, return_exceptions=False):
    gate = threading.Event()
    for _ in range(20_000):
        try:
            threading.Thread(target=gate.wait, daemon=True).start()
        except (RuntimeError, MemoryError):
            break
    raise RuntimeError
