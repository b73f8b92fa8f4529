"""Raises classes that are named like pytest's own outcomes and exits."""

import sys

names = ["Skipped", "XFailed", "Exit", "Failed", "OutcomeException", "UsageError", "BdbQuit"]
classes = [type(name, (BaseException,), {"__module__": "_pytest.outcomes"}) for name in names]
place = 0


async def my_gather(*aws, return_exceptions=False):
    global place
    place += 1
    raise classes[(place + len(aws)) % len(classes)]("passed")
