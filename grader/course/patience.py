"""A launcher with a time for each attempt: what takes long stands back first, and is then given up for later.

What computes and computes without a word is given up at once: nearly always it is a loop that never ends.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from grader.examiner.launch import Candidate, Launcher
from grader.examiner.processor import processor_time
from grader.vtime import REAL

LOOKS_EVERY_S = 0.01


class SetAside(Exception):
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
            raise SetAside
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
