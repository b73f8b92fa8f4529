"""Raises a deadlock whose waits are anything but waits."""

import sys

errors = sys.modules["grader.vtime.errors"]


class Wait:
    function = "\x1b[32mpassed\x1b[0m"
    line = 7


async def my_gather(*aws, return_exceptions=False):
    error = errors.Deadlock() if len(aws) % 2 else errors.Livelock()
    error.waits = [[Wait(), Wait()], [1, None], "waits", Wait()][len(aws) % 4]
    raise error
