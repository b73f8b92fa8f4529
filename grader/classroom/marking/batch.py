"""Grade many submissions in a few worker processes: a round of them on its way to its reports."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait

from grader.classroom.marking.pool import Pool, Unconfined, Worker
from grader.classroom.marking.queue import QueuedSubmission, RetryQueue, Waiting
from grader.classroom.marking.timeouts import Pace
from grader.classroom.marking.worker import Done, Slow, Task, WorkerReady
from grader.curriculum import kata_version
from grader.errors import UnableToGrade
from grader.model import Kata, Mode, Protections, Report, Verdict

# How an interpreter ends that broke down over what it was given: nobody sends these.
CRASHES = frozenset(
    -number
    for name in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")
    if (number := getattr(signal, name, None)) is not None
)


class Round:
    """Entries on their way through a pool; it counts what was graded, was made again, or failed by our own fault."""

    def __init__(
        self,
        pool: Pool,
        pace: Pace,
        aside: RetryQueue,
        seed_of: Callable[[QueuedSubmission], str],
        on_report: Callable[[QueuedSubmission, Report], None],
    ) -> None:
        self.marked = self.again = self.failed = 0
        self._pool = pool
        self._pace = pace
        self._aside = aside
        self._seed_of = seed_of
        self._on_report = on_report

    def among_others(self, waiting: Waiting) -> None:
        """Each gets a short time, and is set aside when that is not enough."""

        def take(kata: str) -> Task | None:
            entry = waiting.take(kata)
            return None if entry is None else Task(entry, self._seed_of(entry), self._pace.patience(entry.kata))

        self._until_idle(take)

    def undisturbed(self) -> None:
        """What was set aside is made again with its full time."""

        def take(_: str) -> Task | None:
            entry = self._aside.take()
            return None if entry is None else Task(entry, self._seed_of(entry), None)

        self._until_idle(take)

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

    def _give(self, worker: Worker, task: Task) -> None:
        worker.task, worker.kata, worker.slow, worker.began = task, task.entry.kata, False, self._pool.watchdog.now()
        if task.entry.kata not in self._pool.katas:
            self._report(worker, Done(problem=f"There is no kata {task.entry.kata}."))
            return
        try:
            worker.pipe.send(task)
        except OSError:
            self._lost(worker)

    def _listen(self) -> None:
        by_pipe = {worker.pipe: worker for worker in self._pool.workers}
        for pipe in wait(list(by_pipe), self._pool.watchdog.bounds.looks_every_s):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                self._lost(worker)
                continue
            match said:
                case WorkerReady():
                    self._pool.heard(worker, said)
                case Slow():
                    worker.slow = worker.task is not None
                case Done() if worker.task is None:
                    raise UnableToGrade(said.problem, hint="Run: grade doctor")
                case Done():
                    self._report(worker, said)
        if self._pool.watchdog.is_due():
            self._look()

    def _look(self) -> None:
        """End the workers that are past their bounds; the others go on."""
        for worker in list(self._pool.workers):
            if worker.ready and worker.task is None:
                continue
            complaint = self._pool.watchdog.complaint(worker)
            # What it has said already counts: it is heard first.
            if not complaint or worker.pipe.poll():
                continue
            self._pool.kill(worker)
            if worker.task is None:
                raise UnableToGrade("A worker process does not get ready.", hint="Run: grade doctor")
            self._stopped(worker, worker.task, complaint)

    def _lost(self, worker: Worker) -> None:
        """A worker has died: its entry is made again alone, and is our fault only then; the others go on."""
        was_ready, worker.ready = worker.ready, True
        self._pool.bury(worker)
        if worker.task is not None and (not worker.alone or worker.process.exitcode in CRASHES):
            self._stopped(worker, worker.task, "it broke down the grader's process")
        elif worker.task is not None:
            self._report(worker, Done(problem="the worker process ended"))
        elif not was_ready:
            raise UnableToGrade("A worker process ended before it was ready.", hint="Run: grade doctor")

    def _stopped(self, worker: Worker, task: Task, complaint: str) -> None:
        """Grading it took the worker down: perhaps for another reason, so it gets a second chance, alone."""
        if not worker.alone:
            self._report(worker, Done())
            return
        worker.task = None
        self.marked += 1
        kata = self._pool.katas.get(task.entry.kata)
        report = no_report(task.entry, kata, task.seed, f"{complaint}.", verdict=Verdict.NOT_GRADABLE)
        self._on_report(task.entry, replace(report, protections=self._pool.protections or Protections()))

    def _report(self, worker: Worker, done: Done) -> None:
        task, worker.task = worker.task, None
        assert task is not None
        if done.report is None and not done.problem:
            self.again += 1
            self._pace.set_aside(task.entry.kata)
            self._aside.put(task.entry)
            return
        if done.report is not None and not worker.slow:
            self._pace.took(self._pool.watchdog.now() - worker.began)
        self.marked += done.report is not None
        self.failed += done.report is None
        kata = self._pool.katas.get(task.entry.kata)
        self._on_report(task.entry, done.report or no_report(task.entry, kata, task.seed, done.problem))


def no_report(
    entry: QueuedSubmission, kata: Kata | None, seed: str, problem: str, *, verdict: Verdict = Verdict.UNABLE_TO_GRADE
) -> Report:
    """What is told of an entry that could not be graded, by our own fault unless the verdict is another."""
    return Report(
        kata=entry.kata,
        kata_title=kata.title if kata else "",
        kata_version=kata_version(kata) if kata and verdict is Verdict.NOT_GRADABLE else "",
        submit=kata.submit if kata else entry.submission.name,
        verdict=verdict,
        mode=Mode.SPLIT,
        seed=seed,
        sha256=entry.submission.sha256,
        reason=f"It could not be graded: {problem}",
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch went: the weakest protections of any worker, and how many were graded, made again, or failed."""

    protections: Protections
    marked: int
    made_again: int
    failed: int


def run_batch(
    katas: Iterable[Kata],
    submissions: Iterable[QueuedSubmission],
    *,
    jobs: int,
    seed_of: Callable[[QueuedSubmission], str],
    on_report: Callable[[QueuedSubmission, Report], None],
    accept_unconfined: bool = False,
) -> Batch:
    """Grade every entry and hand each report over as it comes, in the caller's own thread.

    `submissions` is read as it is needed. Raises Unconfined before anything is graded when the protections are below
    `partial` and that was not accepted; every report names the protections it was made under.
    """
    with RetryQueue() as aside, Pool({kata.id: kata for kata in katas}, jobs, accept_unconfined) as pool:
        going = Round(pool, Pace(), aside, seed_of, on_report)
        pool.start_all()
        going.among_others(Waiting(submissions))
        going.undisturbed()
        return Batch(pool.protections or Protections(), going.marked, going.again, going.failed)


__all__ = ["Batch", "QueuedSubmission", "Unconfined", "run_batch"]
