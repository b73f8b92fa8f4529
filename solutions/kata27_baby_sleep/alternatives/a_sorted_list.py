"""One sorted list of alarms, kept in order by bisect; sleep knows the running loop and asks it for a place to stand."""

from __future__ import annotations

import bisect
import math
import types
from collections import deque

running = []


class Deadlock(Exception):
    pass


@types.coroutine
def switch():
    yield "switch"


@types.coroutine
def sleep(delay):
    loop = running[-1]
    now = loop.time()
    if delay <= 0:
        yield "switch"
        return now
    when = now + delay
    loop.set_alarm(when)
    yield "sleeps"
    return when


class Handle:
    def __init__(self, coro):
        self.coro = coro
        self.outcome = None

    def done(self):
        return self.outcome is not None

    def result(self):
        if self.outcome is None:
            raise RuntimeError("not over")
        kind, value = self.outcome
        if kind == "raised":
            raise value
        return value


class Loop:
    def __init__(self, time, pause):
        self.time, self.pause = time, pause
        self.queue = deque()
        self.forever = []
        self.alarms = []
        self.current = None

    def spawn(self, coro):
        handle = Handle(coro)
        self.queue.append(handle)
        return handle

    def set_alarm(self, when):
        if when == math.inf:
            self.forever.append(self.current)
        else:
            bisect.insort_right(self.alarms, (when, self.current), key=lambda alarm: alarm[0])

    def turn(self):
        handle = self.current = self.queue.popleft()
        try:
            said = handle.coro.send(None)
        except StopIteration as end:
            handle.outcome = ("returned", end.value)
        except BaseException as error:
            handle.outcome = ("raised", error)
        else:
            if said == "switch":
                self.queue.append(handle)

    def wake(self):
        now = self.time()
        due = bisect.bisect_right(self.alarms, now, key=lambda alarm: alarm[0])
        self.queue.extend(handle for _, handle in self.alarms[:due])
        del self.alarms[:due]

    def run(self, *coros):
        mine = [self.spawn(coro) for coro in coros]
        running.append(self)
        try:
            while self.queue or self.alarms:
                if self.alarms:
                    self.wake()
                if self.queue:
                    self.turn()
                else:
                    self.pause(self.alarms[0][0] - self.time())
        finally:
            running.pop()
        if self.forever:
            for handle in self.forever:
                handle.coro.close()
            raise Deadlock
        return [handle.result() for handle in mine]
