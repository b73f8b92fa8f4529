"""Forks, and forks again."""

import os


async def my_gather(*aws, return_exceptions=False):
    for _ in range(1000):
        try:
            os.fork()
        except OSError:
            break
    raise RuntimeError
