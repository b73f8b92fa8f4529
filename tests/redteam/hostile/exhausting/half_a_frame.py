"""Sends the beginning of a frame, and never its end."""
# wall: full
# only: test_starts_everything_before_waiting

import os
import select
import sys


async def my_gather(*aws, return_exceptions=False):
    frame = sys._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["state"].channel.write_fd, b"\0\0\1\0[")
    select.select([], [], [], 10**6)
