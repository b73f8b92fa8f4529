"""Announces a frame of four gigabytes, and begins to send it."""

import os
import sys


async def my_gather(*aws, return_exceptions=False):
    frame = sys._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    wire = frame.f_locals["state"].channel.write_fd
    os.write(wire, b"\xff\xff\xff\xff")
    while True:
        os.write(wire, bytes(1 << 16))
