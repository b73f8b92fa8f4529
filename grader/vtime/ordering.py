"""The order of callbacks: one loop, or one of two halves that take turns callback by callback."""

from __future__ import annotations

import asyncio
import collections
import contextvars
import selectors
import threading
from collections.abc import Callable
from typing import Any, TypeVarTuple

from grader.vtime.blocking import let_run
from grader.vtime.clock import NS, Clock, to_ns
from grader.vtime.handles import Key, KeyedHandle, KeyedTimer, Timers, trips_of
from grader.vtime.outside_work import NEVER, Parked

_Ts = TypeVarTuple("_Ts")


class _Selector(selectors.DefaultSelector):
    # The real one by name: the class's own `select` waits on the virtual clock while time is virtual.
    select = selectors.DefaultSelector.select
    _fd_to_key: dict[int, selectors.SelectorKey]


class ListeningLoop(asyncio.SelectorEventLoop):
    """Waits for outside work only when it is told to, and has a self-pipe only once it may have to wait."""

    # Private names of asyncio's: each has a contract in tests/vtime/test_private_names.py.
    _selector: _Selector
    _ssock: Any
    _csock: Any
    _signal_handlers: dict[int, Any]
    _write_to_self: Callable[[], None]
    _read_from_self: Callable[[], None]
    _process_events: Callable[[Any], None]

    def __init__(self) -> None:
        self._foreign: collections.deque[KeyedHandle] = collections.deque()
        super().__init__(_Selector())

    def poke(self) -> None:
        """Wake the loop from its wait for outside work, from any thread."""
        self._write_to_self()

    @property
    def has_files(self) -> bool:
        """Are sockets or pipes registered, beside the loop's own?"""
        return len(self._selector._fd_to_key) > (self._ssock is not None)

    @property
    def listens(self) -> bool:
        """Are there files or signals to look at before time passes?"""
        return self.has_files or bool(self._signal_handlers)

    def wait_outside(self, timeout_s: float) -> None:
        """Wait for outside work, at most this long in real seconds."""
        self._open_self_pipe()
        if self._foreign:
            # Whoever called back before there was a pipe could not wake us.
            return
        events = self._selector.select(timeout_s)
        for event in events:
            if event[0].fd == self._ssock.fileno():
                # At once, not as a callback: how often threads wake the loop must not show in the order of callbacks.
                self._read_from_self()
                events.remove(event)
                break
        self._process_events(events)

    def add_signal_handler(self, sig: int, callback: Callable[[*_Ts], object], *args: *_Ts) -> None:
        """Call back from the loop when the signal comes."""
        self._open_self_pipe()
        super().add_signal_handler(sig, callback, *args)

    def close(self) -> None:
        """Close the loop and forget what other threads left."""
        super().close()
        self._foreign.clear()

    def _make_self_pipe(self) -> None:
        # Most loops never wait for real, and so never need to be woken.
        self._ssock = self._csock = None

    def _open_self_pipe(self) -> None:
        if self._ssock is None:
            super()._make_self_pipe()  # type: ignore[misc]  # typeshed leaves private names out

    def _close_self_pipe(self) -> None:
        if self._ssock is not None:
            super()._close_self_pipe()  # type: ignore[misc]


NO_BUDGET = 1 << 60


class OrderedLoop(ListeningLoop):
    """Callbacks and timers of one loop, or of one half of it, in the one order."""

    _ready: collections.deque[KeyedHandle | KeyedTimer]
    _stopping: Any
    _thread_id: int | None

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._timers = Timers()
        self.parked: Parked | None = None
        super().__init__()

    # -- time

    def time(self) -> float:
        """Return the virtual clock in seconds; counts as a reading."""
        if self._thread_id is not None:
            self.clock.reading()
        return (self.clock.base_ns + self.clock.now) / NS

    def call_later(
        self, delay: float, callback: Callable[[*_Ts], object], *args: *_Ts, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """Call after `delay` virtual seconds."""
        if delay is None:
            raise TypeError("delay must not be None")
        return self._call_at_ns(self.clock.now + to_ns(delay), callback, args, context)

    def call_at(
        self, when: float, callback: Callable[[*_Ts], object], *args: *_Ts, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """Call when the loop's time is `when`."""
        if when is None:
            raise TypeError("when cannot be None")
        return self._call_at_ns(
            to_ns(when) - self.clock.base_ns if when < NEVER / NS else NEVER, callback, args, context
        )

    def _call_at_ns(
        self, when_ns: int, callback: Callable[..., object], args: Any, context: contextvars.Context | None
    ) -> KeyedTimer:
        self._check_closed()  # type: ignore[attr-defined]
        if self.get_debug():
            self._check_thread()  # type: ignore[attr-defined]
            self._check_callback(callback, "call_at")  # type: ignore[attr-defined]
        handle = KeyedTimer((self.clock.base_ns + when_ns) / NS, callback, args, self, context)
        if self.clock.schedule is not None:
            when_ns += self.clock.schedule.jitter_ns()
        self._timers.add(min(when_ns, NEVER), self.clock.next_number(), handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        self._timers.one_cancelled()

    # -- callbacks

    def _call_soon(
        self, callback: Callable[..., object], args: Any, context: contextvars.Context | None
    ) -> KeyedHandle:
        if self._foreign and self._thread_id is None:
            # Nobody runs yet: what came from other threads came before this.
            self._take_foreign()
        handle = KeyedHandle(callback, args, self, context)
        handle.key = (self.clock.epoch, 1, 0, self.clock.next_number())
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*_Ts], object], *args: *_Ts, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """Call soon, from any thread."""
        if threading.get_ident() == self._thread_id:
            return self.call_soon(callback, *args, context=context)
        self._check_closed()  # type: ignore[attr-defined]
        if self.get_debug():
            self._check_callback(callback, "call_soon_threadsafe")  # type: ignore[attr-defined]
        handle = KeyedHandle(callback, args, self, context)
        self._foreign.append(handle)
        parked = self.parked
        if parked is not None and not parked.released:
            parked.expire()
        self.poke()
        return handle

    def wake(self, callback: Callable[[Any], object], future: Any, context: contextvars.Context) -> None:
        """Call back for a future of the other half, which had its turn in the queue there: at once, or as a task's step
        that the schedule puts off."""
        trips = trips_of(self.clock, callback)
        if trips:
            handle = OrderedLoop._call_soon(self, callback, (future,), context)
            handle.trips = trips - 1
        else:
            context.run(callback, future)

    def _is_put_off(self, handle: KeyedHandle | KeyedTimer) -> bool:
        """Return whether the schedule sent this callback to the end of the ready queue once more."""
        if not isinstance(handle, KeyedHandle):
            return False
        if not hasattr(handle, "trips"):
            handle.trips = trips_of(self.clock, handle._callback)  # type: ignore[attr-defined]
        if not handle.trips:
            return False
        handle.trips -= 1
        handle.key = (self.clock.epoch, 1, 0, self.clock.next_number())
        self._ready.append(handle)
        return True

    def _add_callback(self, handle: asyncio.Handle) -> None:
        def run() -> None:
            if not handle.cancelled():
                handle._run()

        self._call_soon(run, (), None)

    # -- order

    def head(self) -> Key | None:
        """Key of my next callback, a due timer included."""
        if self._foreign:
            self._take_foreign()
        ready = self._ready
        while ready and ready[0]._cancelled:
            ready.popleft()
        key = ready[0].key if ready else None
        timers = self._timers
        if timers.known and timers.next is None and not self.clock.outside.parking.present:
            return key
        timer = self.next_timer()
        if timer is None or timer[0] > self.clock.now:
            return key
        due: Key = (self.clock.epoch + 1, 0, *timer)
        return due if key is None or due < key else key

    def _take_foreign(self) -> None:
        while self._foreign:
            handle = self._foreign.popleft()
            handle.key = (self.clock.epoch, 1, 0, self.clock.next_number())
            self._ready.append(handle)

    def next_timer(self) -> tuple[int, int] | None:
        """(when in virtual ns, sequence) of my next timer, or of the first thread parked on the clock."""
        timer = self._timers.next if self._timers.known else self._timers.first()
        parking = self.clock.outside.parking
        if parking.present and self.drives:
            parked = parking.first(self.clock)
            if parked is not None and (timer is None or parked < timer):
                return parked
        return timer

    @property
    def drives(self) -> bool:
        """Is this the thread whose waits move the clock?"""
        return threading.get_ident() == self.clock.thread_id

    def begin_here(self, passed_ns: int) -> None:
        """Call 0 what was `passed_ns` until now: what is ready comes first, and timers fire when they would have."""
        for handle in self._ready:
            handle.key = (self.clock.epoch, 1, 0, self.clock.next_number())
        self._timers.begin_here(passed_ns, self.clock.next_number)

    def begin_epoch(self) -> None:
        """A new turn of the loop: timers that are due join the ready callbacks, as in asyncio."""
        clock, timers = self.clock, self._timers
        if timers.known and timers.next is None and not clock.outside.parking.present:
            return
        due: list[tuple[int, int, KeyedHandle | KeyedTimer]] = [*timers.due(clock.now)]
        clock.fires(len(due))
        if clock.outside.parking.present and self.drives:
            parked = clock.outside.parking.due(clock)
            due += [(when, number, KeyedHandle(self._wake, (one,), self, None)) for when, number, one in parked]
            due.sort(key=lambda entry: entry[:2])
        for when, number, handle in due:
            handle.key = (clock.epoch, 0, when, number)
            self._ready.append(handle)

    def _wake(self, parked: Parked) -> None:
        parked.expire()
        let_run(self.clock, lambda: self.clock.outside.running(parked.ident))

    def run_ready(self, limit: Callable[[], Key | None], upto: int | None = None, budget: int = NO_BUDGET) -> int:
        """Run at most `budget` callbacks of mine that come before limit() and are of no later epoch than `upto`.

        Gives what is left of the budget.
        """
        clock = self.clock
        while budget:
            key = self.head()
            before = limit()
            if key is None or (before is not None and key >= before):
                break
            epoch = key[0] + key[1]
            if upto is not None and epoch > upto:
                break
            if epoch > clock.epoch:
                if upto is None and self._stopping:
                    # As in asyncio: a loop that is stopped runs its turn to the end, and no other.
                    break
                clock.look_outside()
                clock.epoch = epoch
                self.begin_epoch()
            handle = self._ready.popleft()
            budget -= 1
            if clock.schedule is not None and self._is_put_off(handle):
                continue
            clock.readings = 0
            handle._run()
            # A handle in a local variable would keep alive what an exception refers to.
            del handle
        return budget

    @property
    def ready_handles(self) -> list[KeyedHandle | KeyedTimer]:
        """The callbacks that are ready now."""
        return list(self._ready)

    def held_until(self, to_ns: int) -> int:
        """Return how many callbacks are ready now or due until then."""
        return sum(not handle.cancelled() for handle in self._ready) + self._timers.count_until(to_ns)

    def close(self) -> None:
        """Close the loop and forget its timers."""
        super().close()
        self._timers.clear()
