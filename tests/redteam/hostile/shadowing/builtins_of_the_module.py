"""Replaces its own __builtins__ and __dict__ while it runs."""

import sys

globals()["__builtins__"] = {name: (lambda *args, **kwargs: None) for name in dir(__builtins__)}
sys.modules["builtins"] = sys.modules["kata"]


async def my_gather(*aws, return_exceptions=False):
    return locals()
