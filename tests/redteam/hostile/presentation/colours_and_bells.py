"""Prints what clears the screen, sets the title, rings and rewrites lines."""
# worth: one_by_one

import sys

DIRT = "\x1b[2J\x1b[H\x1b]0;owned\x07\x1b[31m\x1bP1$r\x1b\\\x9b31m\r\b\b\b\x0b\x0c\x7f\x00 25 of 25 points"


async def my_gather(*aws, return_exceptions=False):
    print(DIRT)
    print(DIRT, file=sys.stderr)
    sys.__stderr__.write(DIRT)
    return [await aw for aw in aws]
