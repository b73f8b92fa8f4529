"""Fills its folder with thousands of names."""
# only: test_starts_everything_before_waiting

import os


async def my_gather(*aws, return_exceptions=False):
    for number in range(20_000):
        os.close(os.open(f"{number}", os.O_CREAT | os.O_WRONLY))
    raise RuntimeError
