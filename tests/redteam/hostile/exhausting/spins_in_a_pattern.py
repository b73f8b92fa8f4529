"""Matches a pattern that takes exponential time."""
# wall: full
# only: test_starts_everything_before_waiting

import re


async def my_gather(*aws, return_exceptions=False):
    return re.match(r"(a|a)*(a|a)*$", "a" * 60 + "b")
