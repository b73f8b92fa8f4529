"""What makes loops and what waits in the standard library, replaced by what follows the virtual clock."""

from __future__ import annotations

import asyncio
import asyncio.events
import asyncio.tasks
import concurrent.futures
import inspect
import os
import select
import selectors
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Protocol

from grader.vtime.blocking import deadline_of, hold, let_run, named, park
from grader.vtime.clock import Clock
from grader.vtime.outside_work import Parked
from grader.vtime.real import REAL
from grader.vtime.waits import shown

Change = tuple[Any, str, Any]
MakeLoop = Callable[[], asyncio.AbstractEventLoop]
# Given the real maker of loops, it gives a loop of the real kind or of ours.
Chosen = Callable[[MakeLoop], asyncio.AbstractEventLoop]


def loop_changes(chosen: Chosen) -> Iterator[Change]:
    """(owner, name, replacement) for each place asyncio makes loops from."""
    real_maker = asyncio.new_event_loop

    def new_event_loop() -> asyncio.AbstractEventLoop:
        return chosen(real_maker)

    yield asyncio, "new_event_loop", new_event_loop
    yield asyncio.events, "new_event_loop", new_event_loop
    for name in ("SelectorEventLoop", "EventLoop"):
        real = getattr(asyncio, name, None)
        if real is not None:
            yield asyncio, name, _loop_class(real, chosen)
    policy = _default_policy()
    if hasattr(policy, "_loop_factory"):
        factory = policy._loop_factory
        yield policy, "_loop_factory", staticmethod(lambda: chosen(factory))
    # A real loop that somebody else made must not look at the virtual clock: it would wait for ever.
    yield asyncio.BaseEventLoop, "time", _real_time


class _LoopMeta(type):
    _real: type
    _chosen: Chosen

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        return cls._chosen(lambda: cls._real(*arguments, **options))

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._real)


def _loop_class(real: type, chosen: Chosen) -> type:
    body = {"__doc__": real.__doc__, "__module__": real.__module__, "_real": real}
    return _LoopMeta(real.__name__, (), body | {"_chosen": staticmethod(chosen)})


def _default_policy() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(asyncio, "DefaultEventLoopPolicy", None)


def forget_current_loop() -> None:
    """Let this thread have no current event loop, and none ever set, as in a new process."""
    policy_of = getattr(asyncio, "get_event_loop_policy", None)
    if policy_of is None:  # policies are gone in 3.16
        asyncio.set_event_loop(None)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        local = getattr(policy_of(), "_local", None)
    if local is not None:
        vars(local).clear()


def _real_time(loop: asyncio.AbstractEventLoop) -> float:
    return REAL.monotonic()


def as_completed_change(is_active: Callable[[], bool]) -> Iterator[Change]:
    """as_completed starts its awaitables in the order they were given, on every version."""
    real: Any = asyncio.as_completed

    def in_order(awaitables: Any) -> Any:
        if not is_active() or inspect.isawaitable(awaitables):
            return awaitables
        return [asyncio.ensure_future(one) for one in dict.fromkeys(awaitables)]

    def as_completed(fs: Any, *, timeout: float | None = None) -> Any:
        """Iterate over awaitables as they are done."""
        if sys.version_info >= (3, 13):
            return real(in_order(fs), timeout=timeout)
        return lazily(fs, timeout)

    def lazily(fs: Any, timeout: float | None) -> Any:
        # Before 3.13 nothing starts until the first is asked for.
        yield from real(in_order(fs), timeout=timeout)

    yield asyncio, "as_completed", as_completed
    yield asyncio.tasks, "as_completed", as_completed


_SELECTORS = ("SelectSelector", "PollSelector", "EpollSelector", "DevpollSelector", "KqueueSelector")
# These wait for something real, or for a loop that is real.
_LIBRARY = os.path.dirname(subprocess.__file__)
_REAL_CALLERS = tuple(os.path.join(_LIBRARY, name) for name in ("asyncio", "multiprocessing", "subprocess.py"))
_WITHIN = frozenset({"Popen.communicate", "Popen._communicate", "Popen.wait", "Popen._wait"})


class PatchContext(Protocol):
    """What a replacement needs to know of the context it lives in."""

    clock: Clock

    def applies(self) -> bool:
        """Return whether time is virtual for the thread that asks."""

    def holds(self) -> bool:
        """Return whether this is the thread whose waits hold everybody."""


def waiting_changes(context: PatchContext) -> Iterator[Change]:
    """(owner, name, replacement) for each wait."""
    yield threading.Condition, "wait", _condition_wait(context)
    yield threading.Thread, "join", _thread_join(context)
    yield threading.Thread, "start", _thread_start(context, threading.Thread.start)
    yield select, "select", _select(context, select.select)
    for name in _SELECTORS:
        selector = getattr(selectors, name, None)
        if selector is not None:
            yield selector, "select", _selector_select(context, selector.select)
    yield concurrent.futures.ThreadPoolExecutor, "submit", _submit(context)
    yield subprocess.Popen, "__init__", _child_made(context)
    for name in ("wait", "communicate"):
        yield subprocess.Popen, name, _child_awaited(context, getattr(subprocess.Popen, name), name)


def called_for_real() -> bool:
    """Return whether the caller's caller waits for something that happens in real time, such as a child process."""
    return sys._getframe(2).f_code.co_filename.startswith(_REAL_CALLERS)


# -- threads


def _condition_wait(context: PatchContext) -> Callable[..., bool]:
    def wait(self: Any, timeout: float | None = None) -> bool:
        """Wait until notified, or until the virtual timeout."""
        if not context.applies() or _starts_a_thread():
            return REAL.condition_wait(self, timeout)
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        parked = Parked(deadline_of(context.clock, timeout))
        self._waiters.append(parked)
        saved = self._release_save()
        notified = False
        try:
            notified = _wait(context, parked, timeout)
        finally:
            self._acquire_restore(saved)
            if not notified and parked in self._waiters:
                self._waiters.remove(parked)
        return notified

    return wait


def _wait(context: PatchContext, parked: Parked, timeout: float | None) -> bool:
    if context.holds():
        return hold(context.clock, parked.poll, timeout, named("Condition.wait", timeout))
    if timeout is not None and timeout <= 0:
        return parked.poll()
    return park(context.clock, parked)


def _starts_a_thread() -> bool:
    # wait <- Event.wait <- Thread.start: the new thread answers at once, in real time.
    frame = sys._getframe(2).f_back
    return frame is not None and frame.f_code.co_name == "start" and frame.f_code.co_filename == threading.__file__


def _thread_start(
    context: PatchContext, real: Callable[[threading.Thread], None]
) -> Callable[[threading.Thread], None]:
    def start(self: threading.Thread) -> None:
        """Start the thread; it goes first, until it waits."""
        if context.applies():
            context.clock.outside.threads_made += 1
        real(self)
        if context.holds() and not context.clock.outside.is_real(self):
            let_run(context.clock, lambda: context.clock.outside.running(self.ident or 0))

    return start


def _thread_join(context: PatchContext) -> Callable[..., None]:
    def join(self: threading.Thread, timeout: float | None = None) -> None:
        """Wait until the thread has ended, or until the virtual timeout."""
        ours = context.holds() and self.ident is not None and not context.clock.outside.is_real(self)
        if not ours or self is threading.current_thread():
            REAL.thread_join(self, timeout)
            return

        def ended() -> bool:
            REAL.thread_join(self, 0)
            return not self.is_alive()

        hold(context.clock, ended, timeout, named("Thread.join", timeout))

    return join


def _submit(context: PatchContext) -> Callable[..., Any]:
    real = concurrent.futures.ThreadPoolExecutor.submit

    def submit(self: Any, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Hand a function to the pool; it holds the clock until a thread has taken it up."""
        if not context.applies():
            return real(self, fn, *args, **kwargs)
        outside = context.clock.outside
        job = outside.job(self, fn)
        try:
            future = real(self, job, *args, **kwargs)
        except BaseException:
            outside.job_done(job)
            raise
        future.add_done_callback(lambda _: outside.job_done(job))
        if context.holds():
            let_run(context.clock, lambda: outside.pending(job))
        return future

    return submit


# -- files


def _select(context: PatchContext, real: Callable[..., Any]) -> Callable[..., Any]:
    def select(
        rlist: Any, wlist: Any, xlist: Any, timeout: float | None = None, /
    ) -> tuple[list[Any], list[Any], list[Any]]:
        """Wait until a file is ready, or until the virtual timeout."""
        if not context.holds() or called_for_real():
            return real(rlist, wlist, xlist, timeout)  # type: ignore[no-any-return]
        found: list[tuple[list[Any], list[Any], list[Any]]] = [([], [], [])]

        def poll() -> bool:
            found[0] = real(rlist, wlist, xlist, 0)
            return any(found[0])

        hold(context.clock, poll, timeout, _select_called(timeout))
        return found[0]

    return select


def _selector_select(context: PatchContext, real: Callable[..., Any]) -> Callable[..., Any]:
    def select(self: Any, timeout: float | None = None) -> list[Any]:
        """Wait until a registered file is ready, or until the virtual timeout."""
        if not context.holds() or called_for_real():
            return real(self, timeout)  # type: ignore[no-any-return]
        found: list[list[Any]] = [[]]

        def poll() -> bool:
            found[0] = real(self, 0)
            return bool(found[0])

        hold(context.clock, poll, timeout, _select_called(timeout))
        return found[0]

    return select


def _select_called(timeout: float | None) -> str:
    return "select" if timeout is None else f"select({shown(timeout)})"


# -- child processes


def _child_made(context: PatchContext) -> Callable[..., None]:
    real: Callable[..., None] = subprocess.Popen.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        """Start a child process, which holds the clock while it runs."""
        real(self, *args, **kwargs)
        if context.applies():
            context.clock.outside.child(self)

    return init


def _child_awaited(context: PatchContext, real: Callable[..., Any], name: str) -> Callable[..., Any]:
    def wait(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Wait in real time: the child's work is real, and the clock stands still."""
        caller = sys._getframe(1)
        if context.holds() and self.returncode is None and caller.f_code.co_qualname not in _WITHIN:
            clock = context.clock
            clock.record_block(clock.now, clock.now, _called(caller, name))
        return real(self, *args, **kwargs)

    wait.__name__ = name
    return wait


def _called(frame: FrameType | None, name: str) -> str:
    outermost = ""
    while frame is not None and frame.f_code.co_filename == subprocess.__file__:
        outermost = frame.f_code.co_name
        frame = frame.f_back
    return f"subprocess.{outermost}" if outermost and not outermost.startswith("_") else f"Popen.{name}"
