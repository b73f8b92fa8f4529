"""Throws a group of a hundred groups of a hundred … into a job: it comes out again, and is written down again."""
# only: test_starts_everything_before_waiting

import sys


def find_desk():
    frame = sys._getframe()
    while frame is not None and "state" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["state"]


def short(number, name="Exception"):
    return ["x", False, number, name, ["t", []], [], {}, None, None, False, None, None]


WIDTH, DEPTH, FIRST = 100, 7, 500_000


def group(level):
    if level == 0:
        return short(FIRST, "ValueError")
    members = [group(level - 1), *[short(FIRST + level - 1, "ExceptionGroup")] * (WIDTH - 1)]
    message = ["t", ["all"]]
    return ["x", False, FIRST + level, "ExceptionGroup", message, [], {}, None, None, False, members, None]


async def my_gather(*aws, return_exceptions=False):
    peer = find_desk().peer
    peer.ask("step", peer.references.home(aws[0]), "throw", group(DEPTH))
    return []
