"""Asks the examiner without end."""
# wall
# only: test_starts_everything_before_waiting

import sys


async def my_gather(*aws, return_exceptions=False):
    frame = sys._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    peer = frame.f_locals["state"].peer
    while True:
        peer.ask("block", peer.clock.now)
