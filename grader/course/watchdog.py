"""A watch over worker processes: an examiner that never ends, or grows without end, is found from outside.

An examiner bounds all that it does for a submission. This is for the case that one finds a way around: a class run
then ends all the same, and only that submission pays for it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from grader.examiner.grounds import LONGEST_S
from grader.vtime import REAL

_PRIVATE = re.compile(r"^RssAnon:\s+(\d+) kB$", re.MULTILINE)


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


class Watched(Protocol):
    """As much of a worker as is watched; `began` is when it was started or given its task, by the watchdog's clock."""

    ready: bool
    began: float

    @property
    def pid(self) -> int | None: ...
    @property
    def alone(self) -> bool: ...


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
        """Is it time to look again? Looking takes a little of it."""
        now = REAL.monotonic()
        due = now - self._looked_at >= self.bounds.looks_every_s
        if due:
            self._looked_at = now
        return due

    def complaint(self, worker: Watched) -> str:
        """What this worker did too much of, as the end of a sentence about what it marks; empty when it did not."""
        bounds = self.bounds
        wall_s = bounds.start_s if not worker.ready else bounds.alone_s if worker.alone else bounds.among_others_s
        if self.now() - worker.began > wall_s:
            return f"it kept the grader busy for more than {wall_s:g} s"
        if worker.pid is not None and self._memory(worker.pid) > bounds.memory_bytes:
            return f"it made the grader use more than {bounds.memory_bytes >> 20} MiB of memory"
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
