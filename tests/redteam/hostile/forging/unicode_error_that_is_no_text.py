"""Sends UnicodeEncodeError and UnicodeTranslateError whose object is no text and whose ends lie elsewhere."""

import sys

Exceptions = sys.modules["grader.engine.wire.exceptions"].Exceptions


def attributes(self, error):
    return {"encoding": 7, "reason": ["l", []], "object": 7, "start": 1 << 40, "end": (1 << 40) + 1}


async def my_gather(*aws, return_exceptions=False):
    Exceptions._attributes = attributes
    if len(aws) % 2:
        raise UnicodeEncodeError("utf-8", "x", 0, 1, "passed")
    raise UnicodeTranslateError("x", 0, 1, "passed")
