"""Mark many submissions in a few worker processes; one that hangs keeps nobody waiting.

Among the others each attempt has a short time. One that needs longer first stands back, so that another takes its
place, and is then set aside (one that only computes and says nothing: at once), to be made again from the start when
the others are done, undisturbed and with its full time: a report never depends on how busy the machine was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import wait

from grader.course.entries import Aside, Entry, Waiting
from grader.course.patience import Patience
from grader.course.pool import Pool, Unconfined, Worker
from grader.course.worker import Done, Ready, Slow, Task
from grader.errors import UnableToGrade
from grader.model import Kata, Mode, Protections, Report, Verdict
from grader.vtime import REAL

# Several times what an honest attempt uses; and what it uses between two words, unless its kata makes them compute.
PROCESSOR_S = 0.15
SILENT_S = 0.03
# What is usual here times this is not yet long, however busy the machine; at most, it is well below a check's own time.
TIMES_USUAL, LEAST_WALL_S, MOST_WALL_S = 6.0, 1.0, 3.0
STANDING_BACK_S = 0.6


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
    with Aside() as aside, Pool({kata.id: kata for kata in katas}, jobs, accept_unconfined) as pool:
        return _Run(pool, Waiting(submissions), aside, seed_of, on_report).all()


class _Run:
    """One batch on its way."""

    def __init__(
        self,
        pool: Pool,
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
        self._begun: Counter[str] = Counter()
        self._put_aside: Counter[str] = Counter()
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
        self._begun[entry.kata] += 1
        # Where many were given up it is not that they hang: this kata takes computing.
        many = self._put_aside[entry.kata] * 3 > self._begun[entry.kata] > 3
        silent = PROCESSOR_S if many else SILENT_S
        return Task(entry, self._seed_of(entry), Patience(silent, PROCESSOR_S, wall, STANDING_BACK_S))

    def _next_aside(self, kata: str) -> Task | None:
        entry = self._aside.take()
        return None if entry is None else Task(entry, self._seed_of(entry), None)

    def _give(self, worker: Worker, task: Task) -> None:
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

    def _lost(self, worker: Worker) -> None:
        """A worker has died: its entry is our fault, the others go on with a new one."""
        was_ready, worker.ready = worker.ready, True
        self._pool.bury(worker)
        if worker.task is not None:
            self._report(worker, Done(problem="the worker process ended"))
        elif not was_ready:
            raise UnableToGrade("A worker process ended before it was ready.", hint="Run: grade doctor")

    def _report(self, worker: Worker, done: Done) -> None:
        task, worker.task = worker.task, None
        assert task is not None
        if done.report is None and not done.problem:
            self._again += 1
            self._put_aside[task.entry.kata] += 1
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


__all__ = ["Batch", "Entry", "Unconfined", "run_batch"]
