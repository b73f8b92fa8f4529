"""Sends a UnicodeDecodeError whose inner numbers point far outside its bytes: showing it reads there."""

import sys

Exceptions = sys.modules["grader.engine.wire.exceptions"].Exceptions


def attributes(self, error):
    start = -(1 << 40)
    return {
        "encoding": "utf-8",
        "reason": "passed",
        "object": ["b", "00"],
        "start": start,
        "end": start + 1,
    }


async def my_gather(*aws, return_exceptions=False):
    Exceptions._attributes = attributes
    raise UnicodeDecodeError("utf-8", b"x", 0, 1, "passed")
