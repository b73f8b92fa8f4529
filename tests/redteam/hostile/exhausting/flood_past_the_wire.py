"""Writes past the wire without end."""

import os


async def my_gather(*aws, return_exceptions=False):
    while True:
        os.write(2, b"\x1b[31mx" * 10_000)
