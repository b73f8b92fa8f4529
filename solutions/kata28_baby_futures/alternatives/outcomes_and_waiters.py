"""An outcome is a function that returns or raises; a task is told by its future and keeps no state of its own but two."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from itertools import count
from typing import Any


class CancelledError(BaseException):
    """Raised in a coroutine whose task was cancelled."""


class InvalidState(Exception):
    """A future is asked for what it does not have yet, or ended twice."""


class Timeout(Exception):
    """wait_for has waited long enough."""


class Deadlock(Exception):
    """Nothing can ever happen again, and not all is done."""


class YieldNow:
    """Suspends once (kata25)."""

    def __await__(self) -> Generator[None, Any, None]:
        yield


def switch() -> Awaitable[None]:
    """Give way: everybody in the queue has a turn first (kata26)."""
    return YieldNow()


class Alarm:
    """A call that is made when its time has come, unless it is cancelled."""

    def __init__(self, function: Callable[..., object], arguments: tuple[Any, ...]) -> None:
        self.function = function
        self.arguments = arguments
        self.cancelled = False

    def cancel(self) -> None:
        """Do not make the call; do not wait for its time either."""
        self.cancelled = True


class Loop:
    """The loop of kata27, with calls in the place of coroutines."""

    def __init__(self, time: Callable[[], float], pause: Callable[[float], None]) -> None:
        self.time = time
        self._pause = pause
        self._ready: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._numbers = count()

    def call_soon(self, function: Callable[..., object], *arguments: Any) -> None:
        """Put a call at the back of the queue."""
        self._ready.append((function, arguments))

    def call_at(self, when: float, function: Callable[..., object], *arguments: Any) -> Alarm:
        """Put a call into the queue when its time has come."""
        alarm = Alarm(function, arguments)
        heapq.heappush(self._alarms, (when, next(self._numbers), alarm))
        return alarm

    def create_future(self) -> Future:
        """A future of this loop."""
        return Future(self)

    def create_task(self, coro: Coroutine[Any, Any, Any]) -> Task:
        """A task of this loop that drives the coroutine."""
        return Task(coro, self)

    def run(self, *coros: Coroutine[Any, Any, Any]) -> list[Any]:
        """Make calls until none is left, and return what the tasks of these coroutines come to."""
        tasks = [self.create_task(coro) for coro in coros]
        _running.append(self)
        try:
            while self._some_left():
                if not self._ready:
                    self._rest()
                self._ring()
                for _ in range(len(self._ready)):
                    function, arguments = self._ready.popleft()
                    function(*arguments)
        finally:
            _running.pop()
        if not all(task.done() for task in tasks):
            raise Deadlock("somebody waits for what will never happen")
        return [task.result() for task in tasks]

    def _some_left(self) -> bool:
        while self._alarms and self._alarms[0][-1].cancelled:
            heapq.heappop(self._alarms)
        return bool(self._ready or self._alarms)

    def _rest(self) -> None:
        remaining = self._alarms[0][0] - self.time()
        if remaining > 0:
            self._pause(remaining)

    def _ring(self) -> None:
        while self._alarms and self._alarms[0][0] <= self.time():
            alarm = heapq.heappop(self._alarms)[-1]
            if not alarm.cancelled:
                self.call_soon(alarm.function, *alarm.arguments)


_running: list[Loop] = []


def current_loop() -> Loop:
    """The loop that runs now."""
    if not _running:
        raise RuntimeError("no loop runs here")
    return _running[-1]


def create_task(coro: Coroutine[Any, Any, Any]) -> Task:
    """A task of the loop that runs now."""
    return current_loop().create_task(coro)


class Future:
    outcome = None
    was_cancelled = False

    def __init__(self, loop):
        self.loop = loop
        self.to_call = deque()

    def ends(self, outcome, was_cancelled=False):
        if self.outcome:
            raise InvalidState
        self.outcome, self.was_cancelled = outcome, was_cancelled
        while self.to_call:
            self.loop.call_soon(self.to_call.popleft(), self)

    def done(self):
        return self.outcome is not None

    def cancelled(self):
        return self.was_cancelled

    def result(self):
        if not self.outcome:
            raise InvalidState("wait for it")
        return self.outcome()

    def exception(self):
        try:
            self.result()
        except (InvalidState, CancelledError) as error:
            if not self.outcome or self.was_cancelled:
                raise
            return error
        except BaseException as error:
            return error

    def set_result(self, value):
        self.ends(lambda: value)

    def set_exception(self, error):
        self.ends(lambda: raises(error))

    def cancel(self):
        if self.outcome:
            return False
        self.ends(lambda: raises(CancelledError()), was_cancelled=True)
        return True

    def add_done_callback(self, function):
        self.to_call.append(function)
        if self.outcome:
            self.loop.call_soon(self.to_call.pop(), self)

    def __await__(self):
        while not self.outcome:
            yield from Request(self)
        return self.result()


class Request:
    """What comes up to the task: "tell me when this has ended"."""

    def __init__(self, future):
        self.future = future

    def __iter__(self):
        yield self


def raises(error):
    raise error


class Task(Future):
    def __init__(self, coro, loop):
        super().__init__(loop)
        self.coro = coro
        self.owed = None
        self.awaited = None
        loop.call_soon(self.turn)

    def cancel(self):
        if self.outcome:
            return False
        if not (self.awaited and self.awaited.cancel()):
            self.owed = CancelledError()
        return True

    def turn(self, *_):
        error, self.owed, self.awaited = self.owed, None, None
        try:
            came = self.coro.throw(error) if error else self.coro.send(None)
        except StopIteration as end:
            value = end.value
            self.ends(lambda: value)
        except CancelledError:
            Future.cancel(self)
        except BaseException as failure:
            self.set_exception(failure)
        else:
            if not isinstance(came, Request):
                self.loop.call_soon(self.turn)
                return
            self.awaited = came.future
            self.awaited.add_done_callback(self.turn)
            if self.owed and self.awaited.cancel():
                self.owed = None


def sleep(delay):
    loop = current_loop()
    now = loop.time()
    future = loop.create_future()
    if delay <= 0:
        return turn(now)
    alarm = loop.call_at(now + delay, lambda: future.done() or future.set_result(now + delay))
    future.add_done_callback(lambda _: alarm.cancel())
    return future


async def turn(now):
    await switch()
    return now


class All(Future):
    def __init__(self, loop, children):
        super().__init__(loop)
        self.children = children
        for child in children:
            child.add_done_callback(self.look)
        if not children:
            self.set_result([])

    def look(self, child):
        if self.done():
            return
        if child.cancelled():
            self.set_exception(CancelledError())
        elif child.exception():
            self.set_exception(child.exception())
        elif all(one.done() for one in self.children):
            self.set_result([one.result() for one in self.children])

    def cancel(self):
        for child in self.children:
            child.cancel()
        return super().cancel()


def gather(*aws):
    loop = current_loop()
    return All(loop, [aw if isinstance(aw, Future) else loop.create_task(aw) for aw in aws])


async def wait_for(aw, delay):
    loop = current_loop()
    (work,) = [aw] if isinstance(aw, Future) else [loop.create_task(aw)]
    return await Limit(loop, work, delay)


class Limit(Future):
    """Ends with the work; when its time is over, or it is cancelled, it cancels the work and has its own error then."""

    def __init__(self, loop, work, delay):
        super().__init__(loop)
        self.work = work
        self.error = None
        self.alarm = loop.call_at(loop.time() + delay, self.stop, Timeout)
        work.add_done_callback(self.over)

    def stop(self, error):
        self.alarm.cancel()
        self.error = error()
        return self.work.cancel()

    def cancel(self):
        return self.stop(CancelledError)

    def over(self, work):
        self.alarm.cancel()
        self.ends((lambda: raises(self.error)) if self.error else work.outcome)
