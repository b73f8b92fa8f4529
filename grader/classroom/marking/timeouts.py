"""How long an attempt may take, by what is usual here, and when a worker process is past all bounds."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from grader.engine.examiner.candidate_host import LONGEST_S
from grader.engine.examiner.launch import Candidate, Launcher, processor_time
from grader.vtime import REAL

_PRIVATE = re.compile(r"^RssAnon:\s+(\d+) kB$", re.MULTILINE)
# Several times what an honest attempt uses; and what it uses between two words, unless its kata makes them compute.
PROCESSOR_S = 0.15
SILENT_S = 0.03
# What is usual here times this is not yet long, however busy the machine; at most, it is well below a check's own time.
TIMES_USUAL, LEAST_WALL_S, MOST_WALL_S = 6.0, 1.0, 3.0
STANDING_BACK_S = 0.6


class Pace:
    """What was learned from the attempts so far on this machine."""

    def __init__(self) -> None:
        self._usual = 0.0
        self._begun: Counter[str] = Counter()
        self._put_aside: Counter[str] = Counter()

    def patience(self, kata: str) -> Patience:
        """For an attempt at this kata that begins now."""
        wall = min(max(LEAST_WALL_S, TIMES_USUAL * self._usual), MOST_WALL_S) if self._usual else MOST_WALL_S
        self._begun[kata] += 1
        # Where many were given up it is not that they hang: this kata takes computing.
        many = self._put_aside[kata] * 3 > self._begun[kata] > 3
        return Patience(PROCESSOR_S if many else SILENT_S, PROCESSOR_S, wall, STANDING_BACK_S)

    def took(self, seconds: float) -> None:
        """An attempt that nobody held back has ended."""
        self._usual = seconds if not self._usual else 0.9 * self._usual + 0.1 * seconds

    def set_aside(self, kata: str) -> None:
        """An attempt at this kata was given up for later."""
        self._put_aside[kata] += 1


LOOKS_EVERY_S = 0.01


class Deferred(Exception):
    """The attempt has used up its time among others and is to be made again, undisturbed."""


@dataclass(frozen=True, slots=True)
class Patience:
    """When an attempt stands back, in seconds of its candidate's processor time or of real time, and for how long then.

    `silent_s` is how much processor time a candidate may use between two words before it is given up at once.
    Processor time tells a loop that never ends from a machine that is busy.
    """

    silent_s: float
    processor_s: float
    wall_s: float
    standing_back_s: float


class PatientLauncher:
    """Candidates of another launcher, watched from a thread; `slow` is called when an attempt stands back."""

    def __init__(self, inner: Launcher, slow: Callable[[], None]) -> None:
        self._inner = inner
        self._slow = slow
        self._lock = threading.Lock()
        self._patience: Patience | None = None
        self._candidate: Candidate | None = None
        self._began = 0.0
        self._stood_back_at: float | None = None
        self._given_up = False
        self._examiner = _own_processor_clock()
        self._heard_at = (-1.0, 0.0)
        self._left = threading.Event()
        self._watch = threading.Thread(target=self._run, name="kata-patience", daemon=True)
        self._watch.start()

    def begin(self, patience: Patience | None) -> None:
        """A new attempt; None lets it take the time it takes."""
        with self._lock:
            self._patience, self._candidate = patience, None
            self._began, self._stood_back_at, self._given_up = REAL.monotonic(), None, False
            self._heard_at = (-1.0, 0.0)

    def end(self) -> bool:
        """End the attempt; gives whether it was given up."""
        with self._lock:
            self._patience = self._candidate = None
            return self._given_up

    def start(self) -> Candidate:
        """Return a fresh candidate. Raises Deferred once the attempt has been given up."""
        if self._given_up:
            raise Deferred
        candidate = self._inner.start()
        with self._lock:
            self._candidate = candidate
            self._heard_at = (-1.0, 0.0)
            if self._stood_back_at is not None:
                candidate.stand_back()
        return candidate

    def close(self) -> None:
        """End the thread."""
        self._left.set()
        self._watch.join()

    def _run(self) -> None:
        while not self._left.wait(LOOKS_EVERY_S):
            with self._lock:
                if self._patience is not None and self._candidate is not None:
                    self._look(self._patience, self._candidate, REAL.monotonic())

    def _look(self, patience: Patience, candidate: Candidate, now: float) -> None:
        used = processor_time(candidate.pid)
        if self._silent_for(used) >= patience.silent_s:
            self._give_up(candidate)
        elif self._stood_back_at is None:
            if now - self._began >= patience.wall_s or used >= patience.processor_s:
                self._stood_back_at = now
                candidate.stand_back()
                self._slow()
        elif now - self._stood_back_at >= patience.standing_back_s:
            self._give_up(candidate)

    def _silent_for(self, used: float) -> float:
        """Return how much processor time it has used since the examiner had anything to do: each word wakes the
        examiner.
        """
        examiner = time.clock_gettime(self._examiner) if self._examiner is not None else 0.0
        if examiner != self._heard_at[0]:
            self._heard_at = (examiner, used)
        return used - self._heard_at[1]

    def _give_up(self, candidate: Candidate) -> None:
        self._given_up = True
        candidate.kill()


def _own_processor_clock() -> int | None:
    """Return the clock of the calling thread's processor time, readable from other threads; None where there is
    none.
    """
    return time.pthread_getcpuclockid(threading.get_ident()) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may use, in real seconds and bytes: to start, for an attempt among others, for one left alone.

    `memory_bytes` is memory of its own; its candidates are other processes, with limits of their own.
    """

    start_s: float = 120.0
    among_others_s: float = 30.0
    alone_s: float = LONGEST_S + 20.0
    memory_bytes: int = 1 << 30
    looks_every_s: float = 0.2


class Watchdog:
    """Says which workers are past their bounds; `now` are real seconds, `memory` the bytes of a process by its id."""

    def __init__(
        self,
        bounds: Bounds | None = None,
        *,
        now: Callable[[], float] = REAL.monotonic,
        memory: Callable[[int], int] | None = None,
    ) -> None:
        self.bounds = bounds or Bounds()
        self.now = now
        self._memory = memory or private_memory
        self._looked_at = REAL.monotonic()

    def is_due(self) -> bool:
        """Return whether it is time to look again: looking takes a little of it."""
        now = REAL.monotonic()
        due = now - self._looked_at >= self.bounds.looks_every_s
        if due:
            self._looked_at = now
        return due

    def complaint(self, pid: int | None, began: float, most_s: float) -> str:
        """Say what the worker of this process did too much of, as the end of a sentence; empty when it did not.

        `began` is when it was started or given its task, by `now`; `most_s` is how long it may take since then.
        """
        if self.now() - began > most_s:
            return f"it kept the grader busy for more than {most_s:g} s"
        if pid is not None and self._memory(pid) > self.bounds.memory_bytes:
            return f"it made the grader use more than {self.bounds.memory_bytes >> 20} MiB of memory"
        return ""


def private_memory(pid: int) -> int:
    """Bytes of memory that only this process holds, 0 where that cannot be seen: only Linux tells of others."""
    if sys.platform != "linux":
        return 0
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            found = _PRIVATE.search(status.read())
    except OSError:
        return 0
    return int(found[1]) << 10 if found is not None else 0
