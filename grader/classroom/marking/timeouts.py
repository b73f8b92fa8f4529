"""How long an attempt may take, by what is usual here, and what becomes of one that takes longer."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from grader.engine.examiner.launch import Candidate, Launcher, processor_time
from grader.vtime import REAL

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
        """The attempt is over; was it given up?"""
        with self._lock:
            self._patience = self._candidate = None
            return self._given_up

    def start(self) -> Candidate:
        """A fresh candidate. Raises SetAside once the attempt has been given up."""
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
        """How much processor time it has used since the examiner had anything to do: each word wakes the examiner."""
        examiner = time.clock_gettime(self._examiner) if self._examiner is not None else 0.0
        if examiner != self._heard_at[0]:
            self._heard_at = (examiner, used)
        return used - self._heard_at[1]

    def _give_up(self, candidate: Candidate) -> None:
        self._given_up = True
        candidate.kill()


def _own_processor_clock() -> int | None:
    """The clock of the calling thread's processor time, readable from other threads; None where there is none."""
    return time.pthread_getcpuclockid(threading.get_ident()) if sys.platform == "linux" else None
