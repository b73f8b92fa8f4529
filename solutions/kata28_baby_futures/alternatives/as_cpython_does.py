"""After asyncio's own futures.py and tasks.py: the same names, the same states, the same order of things."""

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


_PENDING, _CANCELLED, _FINISHED = "PENDING", "CANCELLED", "FINISHED"


class Future:
    _asyncio_future_blocking = False

    def __init__(self, loop):
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._loop = loop
        self._callbacks = []

    def cancel(self):
        if self._state != _PENDING:
            return False
        self._state = _CANCELLED
        self.__schedule_callbacks()
        return True

    def __schedule_callbacks(self):
        callbacks = self._callbacks[:]
        if not callbacks:
            return
        self._callbacks[:] = []
        for callback in callbacks:
            self._loop.call_soon(callback, self)

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        return self._state != _PENDING

    def result(self):
        if self._state == _CANCELLED:
            raise CancelledError
        if self._state != _FINISHED:
            raise InvalidState("Result is not ready.")
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == _CANCELLED:
            raise CancelledError
        if self._state != _FINISHED:
            raise InvalidState("Exception is not set.")
        return self._exception

    def add_done_callback(self, fn):
        if self._state != _PENDING:
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def set_result(self, result):
        if self._state != _PENDING:
            raise InvalidState(self._state)
        self._result = result
        self._state = _FINISHED
        self.__schedule_callbacks()

    def set_exception(self, exception):
        if self._state != _PENDING:
            raise InvalidState(self._state)
        self._exception = exception
        self._state = _FINISHED
        self.__schedule_callbacks()

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


class Task(Future):
    def __init__(self, coro, loop):
        super().__init__(loop)
        self._must_cancel = False
        self._fut_waiter = None
        self._coro = coro
        self._loop.call_soon(self.__step)

    def cancel(self):
        if self.done():
            return False
        if self._fut_waiter is not None and self._fut_waiter.cancel():
            return True
        self._must_cancel = True
        return True

    def __step(self, exc=None):
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = CancelledError()
            self._must_cancel = False
        self._fut_waiter = None
        try:
            result = self._coro.send(None) if exc is None else self._coro.throw(exc)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel()
            else:
                super().set_result(stop.value)
        except CancelledError:
            super().cancel()
        except BaseException as error:
            super().set_exception(error)
        else:
            if getattr(result, "_asyncio_future_blocking", None):
                result._asyncio_future_blocking = False
                result.add_done_callback(self.__wakeup)
                self._fut_waiter = result
                if self._must_cancel and self._fut_waiter.cancel():
                    self._must_cancel = False
            else:
                self._loop.call_soon(self.__step)

    def __wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            self.__step(exc)
        else:
            self.__step()


async def sleep(delay):
    loop = current_loop()
    if delay <= 0:
        now = loop.time()
        await switch()
        return now
    when = loop.time() + delay
    future = loop.create_future()
    h = loop.call_at(when, _set_result_unless_cancelled, future, when)
    try:
        return await future
    finally:
        h.cancel()


def _set_result_unless_cancelled(fut, result):
    if fut.cancelled():
        return
    fut.set_result(result)


class _GatheringFuture(Future):
    def __init__(self, children, loop):
        super().__init__(loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self):
        if self.done():
            return False
        ret = False
        for child in self._children:
            if child.cancel():
                ret = True
        if ret:
            self._cancel_requested = True
        return ret


def gather(*coros_or_futures):
    loop = current_loop()
    nfinished = 0
    children = [one if isinstance(one, Future) else loop.create_task(one) for one in coros_or_futures]
    outer = _GatheringFuture(children, loop)
    if not children:
        outer.set_result([])

    def _done_callback(fut):
        nonlocal nfinished
        nfinished += 1
        if outer.done():
            return
        if not outer._cancel_requested:
            if fut.cancelled():
                outer.set_exception(CancelledError())
                return
            if fut.exception() is not None:
                outer.set_exception(fut.exception())
                return
        if nfinished == len(children):
            if outer._cancel_requested:
                outer.set_exception(CancelledError())
            else:
                outer.set_result([child.result() for child in children])

    for child in children:
        child.add_done_callback(_done_callback)
    return outer


async def wait_for(fut, timeout):
    loop = current_loop()
    if not isinstance(fut, Future):
        fut = loop.create_task(fut)
    waiter = loop.create_future()
    timeout_handle = loop.call_at(loop.time() + timeout, _release_waiter, waiter)
    fut.add_done_callback(lambda _: _release_waiter(waiter))
    try:
        try:
            await waiter
        except CancelledError:
            await _cancel_and_wait(fut, loop)
            raise
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut, loop)
        raise Timeout
    finally:
        timeout_handle.cancel()


def _release_waiter(waiter):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(fut, loop):
    waiter = loop.create_future()
    fut.add_done_callback(lambda _: _release_waiter(waiter))
    fut.cancel()
    await waiter
