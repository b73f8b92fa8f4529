"""Every coroutine is wrapped in another that keeps its outcome, so that the queue is one of plain coroutines."""

from __future__ import annotations


class YieldNow:
    def __await__(self):
        yield self


async def switch():
    await YieldNow()


class Handle:
    def __init__(self):
        self.outcome = None

    def done(self):
        return self.outcome is not None

    def result(self):
        if self.outcome is None:
            raise RuntimeError
        return self.outcome()


class Loop:
    def __init__(self):
        # Two lists: one is gone through from its end while the other fills.
        self.front, self.back = [], []

    def spawn(self, coro):
        handle = Handle()
        self.back.append(self.keep(coro, handle))
        return handle

    async def keep(self, coro, handle):
        try:
            value = await coro
        except BaseException as error:
            kept = error

            def outcome():
                raise kept
        else:

            def outcome():
                return value

        handle.outcome = outcome

    def take(self):
        if not self.front:
            self.front, self.back = self.back[::-1], []
        return self.front.pop()

    def run(self, *coros):
        handles = list(map(self.spawn, coros))
        while self.front or self.back:
            coro = self.take()
            try:
                coro.send(None)
            except StopIteration:
                continue
            self.back.append(coro)
        return [handle.result() for handle in handles]
