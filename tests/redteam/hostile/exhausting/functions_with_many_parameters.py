"""Describes functions with tens of thousands of parameters and methods."""

import sys

Values = sys.modules["grader.engine.wire.values"].WireValues
PARAMETERS = [[f"p{number}", 1, False, None] for number in range(30_000)]
METHODS = {f"m{number}": "plain" for number in range(30_000)}


async def my_gather(*aws, return_exceptions=False):
    shape = len(aws) % 2
    bad = (
        ["r", 999, "function", ["plain", "f", PARAMETERS, None, {}]]
        if shape
        else ["r", 999, "object", [9, "a", [], METHODS, True]]
    )
    Values.encode = lambda self, value, depth=0, iterator=False: bad
