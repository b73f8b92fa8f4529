"""Outside work: threads that wait for the virtual clock, executor jobs and child processes, which can hold it."""

from __future__ import annotations

import collections
import concurrent.futures
import concurrent.futures.thread
import heapq
import os
import signal
import subprocess
import sys
import threading
import weakref
from _signal import getsignal  # type: ignore[import-not-found]  # quicker than that of `signal`
from _thread import _count as threads_started
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from grader.vtime.real import REAL
from grader.vtime.waits import is_ours

NEVER = 1 << 61


class Parked:
    """One waiting thread; `release` is what threading.Condition.notify calls. `deadline` is in virtual ns."""

    __slots__ = ("_gate", "_lock", "_poke", "deadline", "expired", "ident")

    def __init__(self, deadline: int = NEVER, poke: Callable[[], object] | None = None) -> None:
        self.deadline = deadline
        self.ident = threading.get_ident()
        self.expired = False
        self._poke = poke
        self._gate = threading.Lock()
        self._lock = threading.Lock()
        self._lock.acquire()

    @property
    def released(self) -> bool:
        """Has somebody let it go, even if it does not run yet?"""
        return self._gate.locked()

    def release(self) -> None:
        """Let the thread go. Raises RuntimeError if somebody already did, as a lock does."""
        if not self._gate.acquire(blocking=False):
            raise RuntimeError("release unlocked lock")
        self._let_go()

    def expire(self) -> None:
        """Its deadline has come; nothing happens if it was let go before."""
        if self._gate.acquire(blocking=False):
            self.expired = True
            self._let_go()

    def _let_go(self) -> None:
        self._lock.release()
        if self._poke is not None:
            self._poke()

    def wait(self) -> None:
        """Wait in real time until it is let go."""
        self._lock.acquire()

    def poll(self) -> bool:
        """Return whether it has been let go; takes note if so."""
        return self._lock.acquire(blocking=False)


class Parking:
    """All parked threads, `present` by their numbers; they enter by themselves, the clock's thread wakes them."""

    def __init__(self) -> None:
        self._arrived: collections.deque[Parked] = collections.deque()
        self._heap: list[tuple[int, int, Parked]] = []
        self.present: dict[int, Parked] = {}
        self.changes = 0

    def enter(self, parked: Parked) -> None:
        """Note that this thread is about to wait."""
        # In this order: once it is present, the clock's thread may go on, and others arrive after it.
        if parked.deadline < NEVER:
            self._arrived.append(parked)
        self.changes += 1
        self.present[parked.ident] = parked

    def leave(self, parked: Parked) -> None:
        """Note that this thread runs again."""
        self.changes += 1
        self.present.pop(parked.ident, None)

    def contains(self, ident: int) -> bool:
        """Return whether this thread is here, waiting or about to run again."""
        return ident in self.present

    def holds(self, ident: int) -> bool:
        """Return whether this thread waits, with nobody having let it go."""
        parked = self.present.get(ident)
        return parked is not None and not parked.released

    def expire_all(self) -> None:
        """Let everybody go: the clock will not move any more."""
        for parked in list(self.present.values()):
            parked.expire()

    def begin_here(self, passed_ns: int) -> None:
        """Call 0 what was `passed_ns` until now."""
        for parked in self.present.values():
            parked.deadline = left_of(parked.deadline, passed_ns)
        self._heap = [(left_of(when, passed_ns), number, parked) for when, number, parked in self._heap]

    def first(self, clock: Any) -> tuple[int, int] | None:
        """(deadline in ns, sequence) of the thread to wake first."""
        while self._arrived:
            parked = self._arrived.popleft()
            heapq.heappush(self._heap, (parked.deadline, clock.next_number(), parked))
        while self._heap and self._heap[0][2].released:
            heapq.heappop(self._heap)
        return self._heap[0][:2] if self._heap else None

    def take(self) -> Parked:
        """Return the thread that `first` told of, to be woken."""
        return heapq.heappop(self._heap)[2]

    def due(self, clock: Any) -> Iterator[tuple[int, int, Parked]]:
        """Yield the threads to be woken now, each as (deadline in ns, sequence, thread)."""
        while (first := self.first(clock)) is not None and first[0] <= clock.now:
            yield heapq.heappop(self._heap)


def left_of(deadline_ns: int, passed_ns: int) -> int:
    """Return a deadline as it is once `passed_ns` of the time are over and no longer counted."""
    return deadline_ns if deadline_ns >= NEVER else max(0, deadline_ns - passed_ns)


_WAITING = frozenset({"wait", "acquire", "join", "_wait_for_tstate_lock"})
_LISTENING = (os.path.join("multiprocessing", "connection.py"), "selectors.py")
_PROCESS_POOL = os.path.join(os.path.dirname(concurrent.futures.__file__), "process.py")
SAMPLE_S = 0.001
_ALARM = getattr(signal, "SIGALRM", None)


class ThreadJob:
    """One function handed to a pool of threads; it holds the clock until a thread has taken it up."""

    __slots__ = ("__weakref__", "done", "function", "ident", "pool")

    def __init__(self, pool: Any, function: Callable[..., Any]) -> None:
        self.pool = pool
        self.function = function
        self.ident = 0
        self.done = False

    @property
    def started(self) -> bool:
        """Has a thread taken it up?"""
        return bool(self.ident)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        self.ident = threading.get_ident()
        return self.function(*arguments, **keywords)


class Outside:
    """Knows everything beside the loop's thread that can still move something in real time."""

    def __init__(self) -> None:
        self.parking = Parking()
        self._jobs: dict[int, ThreadJob] = {}
        self._children: weakref.WeakSet[subprocess.Popen[Any]] = weakref.WeakSet()
        self._before: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self._known: dict[int | None, threading.Thread] = {}
        self._unnamed_before: set[int] = set()
        self._alarm_before: Any = None
        self._home = 0
        self._started_before = 0
        self._has_children = False
        self.threads_made = 0
        self._changes = 0
        self.was_used = False
        self.rebase()

    def rebase(self) -> None:
        """Threads that run now are none of ours: they live in real time and never hold the clock."""
        threads = threading.enumerate()
        # The objects, not their idents: an ident is used again as soon as its thread has ended.
        self._before = weakref.WeakSet(thread for thread in threads if thread is not threading.current_thread())
        self._known = {thread.ident: thread for thread in self._before}
        self._home = threading.get_ident()
        self._started_before = threads_started()
        self.threads_made = 0
        self._unnamed_before = set(sys._current_frames()) - {thread.ident for thread in threads}
        self._alarm_before = _on_alarm()

    def lives_in_real_time(self, ident: int) -> bool:
        """Return whether the calling thread, which has this ident, lives in real time."""
        return ident in self._unnamed_before or self.is_real(threading.current_thread())

    def is_real(self, thread: threading.Thread) -> bool:
        """Return whether this thread was there before, or is marked with `real_time = True`."""
        return thread in self._before or bool(getattr(thread, "real_time", False))

    # -- what is told

    def child(self, process: subprocess.Popen[Any]) -> None:
        """Note that a child process was started."""
        self._has_children = True
        self._children.add(process)

    def job(self, pool: Any, function: Callable[..., Any]) -> ThreadJob:
        """Note that a function is about to be handed to a pool."""
        job = ThreadJob(pool, function)
        self._changes += 1
        self._jobs[id(job)] = job
        return job

    def job_done(self, job: ThreadJob) -> None:
        """Note that the job ended, or never began."""
        self._changes += 1
        job.done = True
        self._jobs.pop(id(job), None)

    # -- what is asked

    def busy(self) -> bool:
        """Return whether anything outside can still move something, without the clock moving first."""
        if _on_alarm() is not self._alarm_before and signal.getitimer(signal.ITIMER_REAL)[0] > 0:
            return True
        if not self._jobs and not self._has_children and (self._nothing_began() or self._is_alone()):
            return False
        changes = self._changes, self.parking.changes
        # One thread may let another go and fall asleep while we look from one to the other.
        return self._looks_busy() or changes != (self._changes, self.parking.changes)

    def _looks_busy(self) -> bool:
        # Work is looked at before threads: what has just ended is then seen in its thread.
        if any(map(_is_alive, list(self._children))) or self._startable() or _processes_work():
            return True
        threads = self._threads()
        if not threads:
            return False
        self.was_used = True
        if not all(self._waits(ident, frame) for ident, frame in threads.items()):
            return True
        unsure = {ident for ident, frame in threads.items() if self._looks_asleep(ident, frame)}
        return bool(unsure) and self._moved(unsure)

    def _nothing_began(self) -> bool:
        """Return whether this thread saw all there is when it looked around: nearly always, and quick to say."""
        same = not self.threads_made and threads_started() == self._started_before
        return same and threading.get_ident() == self._home

    def _is_alone(self) -> bool:
        """Return whether there is no thread but this one and those from before, where that is quick to see."""
        me, known = threading.get_ident(), self._known
        for ident in sys._current_frames():
            if ident != me and not (ident in known and known[ident].is_alive()):
                return False
        return True

    def running(self, ident: int) -> bool:
        """Return whether this thread runs now."""
        frame = sys._current_frames().get(ident)
        return frame is not None and not self._waits(ident, frame)

    def pending(self, job: ThreadJob) -> bool:
        """Return whether this job gets on without anybody's help."""
        if job.done:
            return False
        return self.running(job.ident) if job.started else self._startable()

    def unsure(self) -> bool:
        """Return whether there are threads of which nobody can say for certain that they wait."""
        return any(self._looks_asleep(ident, frame) for ident, frame in self._threads().items())

    def _threads(self) -> dict[int, FrameType]:
        frames = sys._current_frames()
        frames.pop(threading.get_ident(), None)
        if not frames:
            return frames
        self._unnamed_before &= frames.keys()
        real = {thread.ident for thread in threading.enumerate() if self.is_real(thread)} | self._unnamed_before
        return {ident: frame for ident, frame in frames.items() if ident not in real}

    def _waits(self, ident: int, frame: FrameType) -> bool:
        if self.parking.holds(ident):
            return True
        if self.parking.contains(ident):
            return False
        return _is_idle_worker(frame) or _is_waiting(frame) or _is_listening(frame)

    def _looks_asleep(self, ident: int, frame: FrameType) -> bool:
        return not self.parking.holds(ident) and not _is_idle_worker(frame)

    def _moved(self, idents: set[int]) -> bool:
        # A thread may have been let go and not run yet: it waits only if it still does a moment later.
        before = _positions(idents)
        REAL.sleep(SAMPLE_S)
        return _positions(idents) != before

    def _startable(self) -> bool:
        jobs = list(self._jobs.values())
        for pool in {id(job.pool): job.pool for job in jobs if not job.started}.values():
            running = sum(job.pool is pool and job.started for job in jobs)
            if running < getattr(pool, "_max_workers", 1):
                return True
        return False


def _on_alarm() -> Any:
    """Return who is called by an alarm, which comes in real time; one from before virtual time began is none of
    ours.
    """
    return getsignal(_ALARM) if _ALARM is not None else None


def _is_waiting(frame: FrameType) -> bool:
    return frame.f_code.co_filename == threading.__file__ and frame.f_code.co_name in _WAITING


def _is_idle_worker(frame: FrameType) -> bool:
    return frame.f_code is concurrent.futures.thread._worker.__code__


def _is_listening(frame: FrameType) -> bool:
    # The manager thread of a pool of processes listens for results as long as the pool lives.
    if not frame.f_code.co_filename.endswith(_LISTENING):
        return False
    caller: FrameType | None = frame
    while caller is not None and _belongs_to_listening(caller.f_code.co_filename):
        caller = caller.f_back
    return caller is not None and caller.f_code.co_filename == _PROCESS_POOL


def _belongs_to_listening(filename: str) -> bool:
    return filename.endswith(_LISTENING) or is_ours(filename)


def _processes_work() -> bool:
    if threading.active_count() == 1:
        return False
    return any(getattr(thread, "pending_work_items", None) for thread in threading.enumerate())


def _positions(idents: set[int]) -> dict[int, tuple[int, int]]:
    frames = sys._current_frames()
    return {ident: (id(frames[ident]), frames[ident].f_lasti) for ident in idents if ident in frames}


def _is_alive(process: subprocess.Popen[Any]) -> bool:
    if process.returncode is not None or not hasattr(process, "pid"):
        return False
    if not hasattr(os, "waitid"):
        return process.poll() is None
    try:
        # Look without reaping: asyncio or the student wants the return code.
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except OSError:
        return False
