"""No heap: the earliest alarm is looked for when nobody can go on; what is yielded is a named tuple."""

from __future__ import annotations

from math import isinf
from typing import NamedTuple


class Request(NamedTuple):
    delay: float


class Deadlock(Exception):
    pass


class Yield:
    def __init__(self, request):
        self.request = request

    def __await__(self):
        answer = yield self.request
        return answer


async def switch():
    await Yield(Request(0))


def sleep(delay):
    return Yield(Request(delay))


class Handle:
    over = failed = False
    value = None
    when = None
    answer = None

    def __init__(self, coro):
        self.coro = coro

    def done(self):
        return self.over

    def result(self):
        if self.failed:
            raise self.value
        if not self.over:
            raise RuntimeError("too early")
        return self.value


class Loop:
    def __init__(self, time, pause):
        self.time = time
        self.pause = pause
        self.queue = []
        self.asleep = []

    def spawn(self, coro):
        self.queue.append(Handle(coro))
        return self.queue[-1]

    def step(self, handle):
        try:
            request = handle.coro.send(handle.answer)
        except StopIteration as end:
            handle.over, handle.value = True, end.value
        except BaseException as error:
            handle.over = handle.failed = True
            handle.value = error
        else:
            now = self.time()
            handle.answer = handle.when = now + max(request.delay, 0)
            (self.asleep if request.delay > 0 else self.queue).append(handle)

    def due(self):
        now = self.time()
        found = sorted((one for one in self.asleep if one.when <= now), key=lambda one: one.when)
        for one in found:
            self.asleep.remove(one)
        return found

    def run(self, *coros):
        handles = [self.spawn(coro) for coro in coros]
        while self.queue or self.asleep:
            self.queue += self.due()
            if not self.queue:
                self.wait()
                continue
            self.step(self.queue.pop(0))
        return [handle.result() for handle in handles]

    def wait(self):
        first = min(one.when for one in self.asleep)
        if not isinf(first):
            self.pause(first - self.time())
            return
        while self.asleep:
            self.asleep.pop().coro.close()
        raise Deadlock("for ever")
