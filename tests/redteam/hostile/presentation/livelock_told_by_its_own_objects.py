"""Raises a livelock whose waits are objects that answer with dirt when they are asked."""

import sys

errors = sys.modules["grader.vtime.errors"]


class Wait:
    def __init__(self):
        self.function = "\x1b[2J\u202e accepted"
        self.line = "\x1b[31m7"


async def my_gather(*aws, return_exceptions=False):
    error = errors.Livelock(1, 1.0)
    error.waits = [Wait()]
    raise error
