"""Describes thousands of exception classes, each the child of the one before."""

import sys

Values = sys.modules["grader.engine.wire.values"].WireValues
FIRST = ["c", [1, "a", ["Exception"]]]
BAD = ["l", [FIRST, *(["c", [number, "a", [[number - 1, "", []]]]] for number in range(2, 5000))]]


async def my_gather(*aws, return_exceptions=False):
    Values.encode = lambda self, value, depth=0, iterator=False: BAD
