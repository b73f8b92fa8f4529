"""Gives a list with an exception that holds one twice, and that one another twice: repr() is 2**40 long."""
# only: test_starts_everything_before_waiting

import sys


def find_desk():
    frame = sys._getframe()
    while frame is not None and "state" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["state"]


def short(number, name="Exception"):
    return ["x", False, number, name, ["t", []], [], {}, None, None, False, None, None]


def doubling(number):
    if number == 1:
        return short(1)
    held = ["t", [doubling(number - 1), short(number - 1)]]
    return ["x", False, number, "Exception", held, [], {}, None, None, False, None, None]


async def my_gather(*aws, return_exceptions=False):
    desk = find_desk()
    desk.channel.send(["a", ["ret", ["l", [doubling(40)]]], desk.peer.status(), None])
    while True:
        desk.channel.receive()
