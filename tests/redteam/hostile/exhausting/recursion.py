"""Recurses without end, with the limit lifted."""
# only: test_starts_everything_before_waiting

import sys

sys.setrecursionlimit(10**9)


def down():
    return down()


async def my_gather(*aws, return_exceptions=False):
    return down()
