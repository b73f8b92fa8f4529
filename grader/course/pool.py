"""The worker processes of a batch: as many as jobs at once, and more while some stand back."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

from grader.course.watchdog import Watchdog
from grader.course.worker import Ready, Task, work
from grader.errors import GraderError
from grader.examiner.zygote import remove_left_by
from grader.model import Kata, Level, Protections

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
        """Does it mark something that gets its full time?"""
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

    def heard(self, worker: Worker, ready: Ready) -> None:
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
