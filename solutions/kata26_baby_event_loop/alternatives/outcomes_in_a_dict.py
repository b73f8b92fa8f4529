"""The loop keeps a dict of outcomes; a handle is a number that asks it. switch yields a word of the loop's own."""

from __future__ import annotations

import collections
import types

SWITCH = "switch"


@types.coroutine
def switch():
    yield SWITCH


class YieldNow:
    def __await__(self):
        yield SWITCH


class Handle:
    def __init__(self, loop, number):
        self.loop = loop
        self.number = number

    def done(self):
        return self.number in self.loop.outcomes

    def result(self):
        if not self.done():
            raise RuntimeError("too early")
        failed, value = self.loop.outcomes[self.number]
        if failed:
            raise value
        return value


class Loop:
    def __init__(self):
        self.queue = collections.deque()
        self.outcomes = {}
        self.count = 0

    def spawn(self, coro):
        self.count += 1
        self.queue.append((self.count, coro))
        return Handle(self, self.count)

    def turn(self, number, coro):
        try:
            said = coro.send(None)
        except StopIteration as end:
            self.outcomes[number] = (False, end.value)
        except BaseException as error:
            self.outcomes[number] = (True, error)
        else:
            assert said is SWITCH
            self.queue.append((number, coro))

    def run(self, *coros):
        mine = [self.spawn(coro) for coro in coros]
        while self.queue:
            self.turn(*self.queue.popleft())
        return [handle.result() for handle in mine]
