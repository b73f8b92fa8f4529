"""Writes answers to requests that were never made into the wire."""

import sys


def desk():
    frame = sys._getframe()
    while frame is not None:
        if "state" in frame.f_locals:
            return frame.f_locals["state"]
        frame = frame.f_back


async def my_gather(*aws, return_exceptions=False):
    channel = desk().channel
    status = desk().peer.status()
    for answer in (["ret", ["l", [1]]], True, ["l", [1, 2, 3]], [[], [], [], False, False]):
        channel.send(["a", answer, status, None])
    raise RuntimeError
