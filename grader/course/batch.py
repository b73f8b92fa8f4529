"""Mark many submissions in a few worker processes; one that hangs keeps nobody waiting.

Among the others each attempt has a short time. One that needs longer first stands back, so that another takes its
place, and is then set aside and made again from the start when the others are done, undisturbed and with its full time:
a report never depends on how busy the machine was.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from grader.course.entries import Aside, Entry, Waiting
from grader.course.patience import Patience
from grader.course.worker import Done, Ready, Slow, Task, work
from grader.errors import GraderError, UnableToGrade
from grader.model import Kata, Level, Mode, Protections, Report, Verdict
from grader.vtime import REAL

# Several times what an honest attempt uses.
PROCESSOR_S = 0.15
# What is usual here times this is not yet long, however busy the machine; at most, it is well below a check's own time.
TIMES_USUAL, LEAST_WALL_S, MOST_WALL_S = 6.0, 1.0, 3.0
STANDING_BACK_S = 0.6
# Workers beyond `jobs`, which go on while an attempt that stands back waits for its end.
SPARE_PER_JOB = 3
GRACE_S = 5.0
_ENOUGH = (Level.STRONG, Level.PARTIAL)


class Unconfined(GraderError):
    """Submissions of others would run with too little around them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch went: the weakest protections of any worker, and how many were marked, made again, or failed."""

    protections: Protections
    marked: int
    made_again: int
    failed: int


def run_batch(
    katas: Iterable[Kata],
    submissions: Iterable[Entry],
    *,
    jobs: int,
    seed_of: Callable[[Entry], str],
    on_report: Callable[[Entry, Report], None],
    accept_unconfined: bool = False,
) -> Batch:
    """Mark every entry and hand each report over as it comes, in the caller's own thread.

    `submissions` is read as it is needed. Raises Unconfined before anything is marked when the protections are below
    `partial` and that was not accepted; every report names the protections it was made under.
    """
    with Aside() as aside, _Pool({kata.id: kata for kata in katas}, jobs, accept_unconfined) as pool:
        return _Run(pool, Waiting(submissions), aside, seed_of, on_report).all()


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    core: int | None
    ready: bool = False
    slow: bool = False
    task: Task | None = None
    kata: str = ""
    began: float = 0.0

    @property
    def counts(self) -> bool:
        """Does it take up one of the jobs?"""
        return self.task is not None and not self.slow


class _Pool:
    """Worker processes: as many as jobs at once, and more while some stand back."""

    def __init__(self, katas: Mapping[str, Kata], jobs: int, accept_unconfined: bool) -> None:
        self.jobs = max(1, jobs)
        self.katas = katas
        self.workers: list[_Worker] = []
        self.protections: Protections | None = None
        self._accepted = accept_unconfined
        self._cores: Sequence[int | None] = _cores(self.jobs)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            self._join(worker)

    def free(self, kata: str = "") -> _Worker | None:
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

    def start(self) -> None:
        """One more worker; it says when it is ready."""
        core = min(self._cores, key=lambda core: (self._load(core), self._placed(core)))
        # Spawned, not forked: the parent may have threads, and every platform then does the same.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self.katas, core), daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours, core))

    def heard(self, worker: _Worker, ready: Ready) -> None:
        """A worker tells of its protections. Raises Unconfined when they are too few."""
        if not self._accepted:
            require_confinement(ready.protections)
        worker.ready = True
        order = list(Level)
        if self.protections is None or order.index(ready.protections.level) > order.index(self.protections.level):
            self.protections = ready.protections

    def bury(self, worker: _Worker) -> None:
        """Forget a worker that has died."""
        self.workers.remove(worker)
        self._join(worker)

    def _load(self, core: int | None) -> int:
        return sum(worker.counts for worker in self.workers if worker.core == core)

    def _placed(self, core: int | None) -> int:
        return sum(worker.core == core for worker in self.workers)

    def _join(self, worker: _Worker) -> None:
        worker.process.join(GRACE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.pipe.close()


class _Run:
    """One batch on its way."""

    def __init__(
        self,
        pool: _Pool,
        waiting: Waiting,
        aside: Aside,
        seed_of: Callable[[Entry], str],
        on_report: Callable[[Entry, Report], None],
    ) -> None:
        self._pool = pool
        self._waiting = waiting
        self._aside = aside
        self._seed_of = seed_of
        self._on_report = on_report
        self._usual = 0.0
        self._marked = self._again = self._failed = 0

    def all(self) -> Batch:
        """Every entry to its report."""
        for _ in range(self._pool.jobs):
            self._pool.start()
        self._until_idle(self._next_waiting)
        self._until_idle(self._next_aside)
        protections = self._pool.protections or Protections()
        return Batch(protections, self._marked, self._again, self._failed)

    def _until_idle(self, take: Callable[[str], Task | None]) -> None:
        more = True
        while True:
            while more and (worker := self._pool.free()) is not None:
                task = take(worker.kata)
                more = task is not None
                if task is not None:
                    self._give(worker, task)
            if not more and not any(worker.task for worker in self._pool.workers):
                return
            self._listen()

    def _next_waiting(self, kata: str) -> Task | None:
        entry = self._waiting.take(kata)
        if entry is None:
            return None
        wall = min(max(LEAST_WALL_S, TIMES_USUAL * self._usual), MOST_WALL_S) if self._usual else MOST_WALL_S
        return Task(entry, self._seed_of(entry), Patience(PROCESSOR_S, wall, STANDING_BACK_S))

    def _next_aside(self, kata: str) -> Task | None:
        entry = self._aside.take()
        return None if entry is None else Task(entry, self._seed_of(entry), None)

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.task, worker.kata, worker.slow, worker.began = task, task.entry.kata, False, REAL.monotonic()
        if task.entry.kata not in self._pool.katas:
            self._report(worker, Done(problem=f"There is no kata {task.entry.kata}."))
            return
        try:
            worker.pipe.send(task)
        except OSError:
            self._lost(worker)

    def _listen(self) -> None:
        by_pipe = {worker.pipe: worker for worker in self._pool.workers}
        for pipe in wait(list(by_pipe)):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                self._lost(worker)
                continue
            match said:
                case Ready():
                    self._pool.heard(worker, said)
                case Slow():
                    worker.slow = worker.task is not None
                case Done() if worker.task is None:
                    raise UnableToGrade(said.problem, hint="Run: grade doctor")
                case Done():
                    self._report(worker, said)

    def _lost(self, worker: _Worker) -> None:
        """A worker has died: its entry is our fault, the others go on with a new one."""
        was_ready, worker.ready = worker.ready, True
        self._pool.bury(worker)
        if worker.task is not None:
            self._report(worker, Done(problem="the worker process ended"))
        elif not was_ready:
            raise UnableToGrade("A worker process ended before it was ready.", hint="Run: grade doctor")

    def _report(self, worker: _Worker, done: Done) -> None:
        task, worker.task = worker.task, None
        assert task is not None
        if done.report is None and not done.problem:
            self._again += 1
            self._aside.put(task.entry)
            return
        if done.report is not None and not worker.slow:
            took = REAL.monotonic() - worker.began
            self._usual = took if not self._usual else 0.9 * self._usual + 0.1 * took
        self._marked += done.report is not None
        self._failed += done.report is None
        self._on_report(task.entry, done.report or self._no_report(task, done.problem))

    def _no_report(self, task: Task, problem: str) -> Report:
        kata = self._pool.katas.get(task.entry.kata)
        return Report(
            kata=task.entry.kata,
            kata_title=kata.title if kata else "",
            kata_version="",
            submit=kata.submit if kata else task.entry.submission.name,
            verdict=Verdict.UNABLE_TO_GRADE,
            mode=Mode.SPLIT,
            seed=task.seed,
            sha256=task.entry.submission.sha256,
            reason=f"It could not be graded: {problem}",
        )


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
