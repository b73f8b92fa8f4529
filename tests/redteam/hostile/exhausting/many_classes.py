"""Describes tens of thousands of classes in one answer, again and again."""

import sys

Values = sys.modules["grader.engine.wire.values"].WireValues
count = 10


def encode(self, value, depth=0, iterator=False):
    global count
    count += 20_000
    return ["l", [["r", number, "object", [number, "a", [], {}, True]] for number in range(count, count + 20_000)]]


async def my_gather(*aws, return_exceptions=False):
    Values.encode = encode
