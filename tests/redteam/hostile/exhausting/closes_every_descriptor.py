"""Closes everything that is open, the wire too."""

import os


async def my_gather(*aws, return_exceptions=False):
    os.closerange(0, 256)
    raise RuntimeError
