"""Asks the examiner to do what only the examiner may ask for."""

import sys


def peer():
    frame = sys._getframe()
    while frame is not None:
        if "state" in frame.f_locals:
            return frame.f_locals["state"].peer
        frame = frame.f_back


async def my_gather(*aws, return_exceptions=False):
    for operation in ("load", "prepare", "finish", "inside", "kit", "run", "waits", "pass", "__class__"):
        try:
            peer().ask(operation)
        except Exception:
            pass
    return [await aw for aw in aws] or None
