"""The worker processes of a batch, watched from outside; one that hangs keeps nobody waiting."""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

from grader.classroom.marking.interrupts import born_deaf
from grader.classroom.marking.worker import Task, WorkerReady, work
from grader.engine.examiner.candidate_host import LONGEST_S
from grader.engine.examiner.zygote import remove_left_by
from grader.errors import GraderError
from grader.model import Kata, Level, Protections
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


class WatchedWorker(Protocol):
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

    def complaint(self, worker: WatchedWorker) -> str:
        """What this worker did too much of, as the end of a sentence about what it grades; empty when it did not."""
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


# Workers beyond `jobs`, which go on while an attempt that stands back waits for its end.
SPARE_PER_JOB = 3
GRACE_S = 5.0
_ENOUGH = (Level.STRONG, Level.PARTIAL)


class Unconfined(GraderError):
    """Submissions of others would run with too little around them."""


class Process(Protocol):
    """A child process, as multiprocessing has them."""

    @property
    def pid(self) -> int | None: ...
    @property
    def exitcode(self) -> int | None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def is_alive(self) -> bool: ...
    def join(self, timeout: float | None = None) -> None: ...


Launch = Callable[[Mapping[str, Kata], int | None], tuple[Process, Connection]]


def spawned(katas: Mapping[str, Kata], core: int | None) -> tuple[Process, Connection]:
    """A worker process that goes on from this very program, and our end of the pipe to it."""
    # Spawned, not forked: the parent may have threads, and every platform then does the same.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, katas, core), daemon=True)
    with born_deaf():
        process.start()
    theirs.close()
    return process, ours


@dataclass(slots=True, eq=False)
class Worker:
    process: Process
    pipe: Connection
    core: int | None
    ready: bool = False
    slow: bool = False
    task: Task | None = None
    kata: str = ""
    began: float = 0.0

    @property
    def pid(self) -> int | None:
        """The number of its process."""
        return self.process.pid

    @property
    def alone(self) -> bool:
        """Does it grade something that gets its full time?"""
        return self.task is not None and self.task.patience is None

    @property
    def counts(self) -> bool:
        """Does it take up one of the jobs?"""
        return self.task is not None and not self.slow


class Pool:
    """Worker processes: as many as jobs at once, and more while some stand back."""

    def __init__(
        self,
        katas: Mapping[str, Kata],
        jobs: int,
        accept_unconfined: bool,
        *,
        launch: Launch = spawned,
        cores: Sequence[int | None] = (),
        watchdog: Watchdog | None = None,
    ) -> None:
        self.jobs = max(1, jobs)
        self.katas = katas
        self.workers: list[Worker] = []
        self.protections: Protections | None = None
        self.watchdog = watchdog or Watchdog()
        self._accepted = accept_unconfined
        self._launch = launch
        self._cores: Sequence[int | None] = cores or _cores(self.jobs)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            self._join(worker)

    def free(self, kata: str = "") -> Worker | None:
        """A worker with nothing to do, on the core with the least to do; a new one if all are busy and it may be."""
        if sum(worker.counts for worker in self.workers) >= self.jobs:
            return None
        idle = [worker for worker in self.workers if worker.ready and worker.task is None]
        if idle:
            return min(idle, key=lambda worker: self._load(worker.core))
        starting = sum(not worker.ready for worker in self.workers)
        waited_for = sum(worker.counts for worker in self.workers) + starting
        if waited_for < self.jobs and len(self.workers) < self.jobs * (1 + SPARE_PER_JOB):
            self.start()
        return None

    def start_all(self) -> None:
        """As many workers as jobs, all at once."""
        for _ in range(self.jobs):
            self.start()

    def start(self) -> None:
        """One more worker; it says when it is ready."""
        core = min(self._cores, key=lambda core: (self._load(core), self._placed(core)))
        process, ours = self._launch(self.katas, core)
        self.workers.append(Worker(process, ours, core, began=self.watchdog.now()))

    def heard(self, worker: Worker, ready: WorkerReady) -> None:
        """A worker tells of its protections. Raises Unconfined when they are too few."""
        if not self._accepted:
            require_confinement(ready.protections)
        worker.ready = True
        self.protections = weakest(self.protections, ready.protections)

    def kill(self, worker: Worker) -> None:
        """End a worker that does not listen any more."""
        worker.process.kill()
        self.bury(worker)

    def bury(self, worker: Worker) -> None:
        """Forget a worker that has died, and remove what it had no time to."""
        self.workers.remove(worker)
        self._join(worker)
        if worker.pid is not None:
            remove_left_by(worker.pid)

    def _load(self, core: int | None) -> int:
        return sum(worker.counts for worker in self.workers if worker.core == core)

    def _placed(self, core: int | None) -> int:
        return sum(worker.core == core for worker in self.workers)

    def _join(self, worker: Worker) -> None:
        worker.process.join(GRACE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.pipe.close()


def weakest(one: Protections | None, other: Protections) -> Protections:
    """Those of both that guard least."""
    order = list(Level)
    return other if one is None or order.index(other.level) > order.index(one.level) else one


def require_confinement(protections: Protections) -> None:
    """Raises Unconfined when the protections are too few for files of others."""
    if protections.level not in _ENOUGH:
        missing = " ".join(protections.missing[:3])
        raise Unconfined(
            f"The protections here are only {protections.level}. {missing}".strip(),
            hint="Run `grade doctor` for what to do, or accept it with --accept-unconfined.",
        )


def _cores(jobs: int) -> Sequence[int | None]:
    """One core for each job: an examiner and its candidate take turns, and reach each other sooner on the same one."""
    if not hasattr(os, "sched_getaffinity"):
        return [None]
    cores = sorted(os.sched_getaffinity(0))
    return cores[:jobs] if jobs <= len(cores) else cores
