"""The worker processes of a batch; one that hangs, grows or dies keeps nobody waiting.

Not an executor of concurrent.futures: a worker that dies breaks all of its pool, one that hangs cannot be ended by
itself, and nobody can say on which core one runs or which kata it has open.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from grader.classroom.marking.interrupts import spawned
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission, RetryQueue, Waiting
from grader.classroom.marking.timeouts import Bounds, Pace, Watchdog
from grader.classroom.marking.worker import Done, Slow, Task, WorkerProcess, WorkerReady, work
from grader.engine.examiner.zygote import remove_left_by
from grader.errors import GraderError, UnableToGrade
from grader.model import Kata, Level, Protections, Verdict

# Workers beyond `jobs`, which go on while an attempt that stands back waits for its end.
SPARE_PER_JOB = 3
GRACE_S = 5.0
_ENOUGH = (Level.STRONG, Level.PARTIAL)


class Unconfined(GraderError):
    """Submissions of others would run with too little around them."""


Process = BaseProcess | WorkerProcess
Launch = Callable[[Mapping[str, Kata], int | None], tuple[Process, Connection]]


def _spawned(katas: Mapping[str, Kata], core: int | None) -> tuple[Process, Connection]:
    return spawned(work, katas, core)


@dataclass(slots=True, eq=False)
class Worker:
    """One worker process, and what it has to do."""

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

    def most_s(self, bounds: Bounds) -> float:
        """Return how long it may take for what it does, in real seconds."""
        return bounds.start_s if not self.ready else bounds.alone_s if self.alone else bounds.among_others_s

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
        launch: Launch = _spawned,
        watchdog: Watchdog | None = None,
    ) -> None:
        self.jobs = max(1, jobs)
        self.katas = katas
        self.workers: list[Worker] = []
        self.protections: Protections | None = None
        self.watchdog = watchdog or Watchdog()
        self.pace = Pace()
        self._accepted = accept_unconfined
        self._launch = launch
        self._cores = _cores(self.jobs)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            self._join(worker)

    def free(self) -> Worker | None:
        """Return a worker with nothing to do, on the core with the least to do; None while there is none.

        Where all are busy and one more may be, it is started.
        """
        busy = sum(worker.counts for worker in self.workers)
        if busy >= self.jobs:
            return None
        idle = [worker for worker in self.workers if worker.ready and worker.task is None]
        if idle:
            return min(idle, key=lambda worker: self._load(worker.core))
        starting = sum(not worker.ready for worker in self.workers)
        if busy + starting < self.jobs and len(self.workers) < self.jobs * (1 + SPARE_PER_JOB):
            self.start()
        return None

    def start_all(self) -> None:
        """Start as many workers as jobs, all at once."""
        for _ in range(self.jobs):
            self.start()

    def start(self) -> None:
        """Start one more worker; it says when it is ready."""
        core = min(self._cores, key=lambda core: (self._load(core), self._placed(core)))
        process, ours = self._launch(self.katas, core)
        self.workers.append(Worker(process, ours, core, began=self.watchdog.now()))

    def heard(self, worker: Worker, ready: WorkerReady) -> None:
        """Note what a worker tells of its protections. Raises Unconfined when they are too few."""
        if not self._accepted:
            require_confinement(ready.protections)
        worker.ready = True
        self.protections = weakest(self.protections, ready.protections)

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
    """Return those of both that guard least."""
    order = list(Level)
    return other if one is None or order.index(other.level) > order.index(one.level) else one


def require_confinement(protections: Protections) -> None:
    """Raise Unconfined when the protections are too few for files of others."""
    if protections.level not in _ENOUGH:
        missing = " ".join(protections.missing[:3])
        raise Unconfined(
            f"The protections here are only {protections.level}. {missing}".strip(),
            hint="Run `grade doctor` for what to do, or accept it with --accept-unconfined.",
        )


def _cores(jobs: int) -> Sequence[int | None]:
    """Return one core for each job: an examiner and its candidate take turns, and reach each other sooner on the same
    one.
    """
    if not hasattr(os, "sched_getaffinity"):
        return [None]
    return sorted(os.sched_getaffinity(0))[:jobs]


# How an interpreter ends that broke down over what it was given: nobody sends these.
CRASHES = frozenset(
    -number
    for name in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")
    if (number := getattr(signal, name, None)) is not None
)


class Round:
    """A batch on its way through a pool: what takes long or dies goes to `retries`, and is graded again alone."""

    def __init__(self, batch: Batch, pool: Pool, retries: RetryQueue) -> None:
        self.graded = self.again = self.failed = 0
        self._batch = batch
        self._pool = pool
        self._retries = retries

    def among_others(self) -> None:
        """Give each entry a short time, and set it aside when that is not enough."""
        waiting = Waiting(self._batch.submissions)

        def take(kata: str) -> Task | None:
            entry = waiting.take(kata)
            return Task(entry, self._batch.seed_of(entry), self._pool.pace.patience(entry.kata)) if entry else None

        self._until_idle(take)

    def undisturbed(self) -> None:
        """Grade what was set aside again, each with its full time."""

        def take(_: str) -> Task | None:
            entry = self._retries.take()
            return Task(entry, self._batch.seed_of(entry), None) if entry else None

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
            self._done(worker, Done(problem=f"There is no kata {task.entry.kata}."))
            return
        try:
            worker.pipe.send(task)
        except OSError:
            self._lost(worker)

    def _listen(self) -> None:
        by_pipe: dict[object, Worker] = {worker.pipe: worker for worker in self._pool.workers}
        for pipe in wait([worker.pipe for worker in self._pool.workers], self._pool.watchdog.bounds.looks_every_s):
            worker = by_pipe[pipe]
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                self._lost(worker)
                continue
            match message:
                case WorkerReady():
                    self._pool.heard(worker, message)
                case Slow():
                    worker.slow = worker.task is not None
                case Done() if worker.task is None:
                    raise UnableToGrade(message.problem, hint="Run: grade doctor")
                case Done():
                    self._done(worker, message)
        if self._pool.watchdog.is_due():
            self._look()

    def _look(self) -> None:
        """End the workers that are past their bounds; the others go on."""
        for worker in list(self._pool.workers):
            if worker.ready and worker.task is None:
                continue
            most_s = worker.most_s(self._pool.watchdog.bounds)
            complaint = self._pool.watchdog.complaint(worker.pid, worker.began, most_s)
            # What it has said already counts: it is heard first.
            if not complaint or worker.pipe.poll():
                continue
            worker.process.kill()
            self._pool.bury(worker)
            if worker.task is None:
                raise UnableToGrade("A worker process does not get ready.", hint="Run: grade doctor")
            self._stopped(worker, worker.task.entry, complaint)

    def _lost(self, worker: Worker) -> None:
        """A worker has died: its entry is made again alone, and is our fault only then; the others go on."""
        was_ready, worker.ready = worker.ready, True
        self._pool.bury(worker)
        if worker.task is not None and (not worker.alone or worker.process.exitcode in CRASHES):
            self._stopped(worker, worker.task.entry, "it broke down the grader's process")
        elif worker.task is not None:
            self._done(worker, Done(problem="the worker process ended"))
        elif not was_ready:
            raise UnableToGrade("A worker process ended before it was ready.", hint="Run: grade doctor")

    def _stopped(self, worker: Worker, entry: QueuedSubmission, complaint: str) -> None:
        """Grading it took the worker down: perhaps for another reason, so it gets a second chance, alone."""
        # How long it took says nothing of others.
        worker.slow = True
        if worker.alone:
            report = self._batch.no_report(entry, f"{complaint}.", Verdict.NOT_GRADABLE)
            self._done(worker, Done(replace(report, protections=self._pool.protections or Protections())))
        else:
            self._done(worker, Done())

    def _done(self, worker: Worker, done: Done) -> None:
        assert worker.task is not None
        entry, worker.task = worker.task.entry, None
        if done.report is not None:
            self.graded += 1
            if not worker.slow:
                self._pool.pace.took(self._pool.watchdog.now() - worker.began)
            self._batch.on_report(entry, done.report)
        elif done.problem:
            self.failed += 1
            self._batch.on_report(entry, self._batch.no_report(entry, done.problem))
        else:
            self.again += 1
            self._pool.pace.set_aside(entry.kata)
            self._retries.put(entry)


def run_batch(batch: Batch) -> BatchResult:
    """Grade every entry here and hand each report over as it comes.

    Raises Unconfined before anything is graded when the protections are below `partial` and that was not accepted;
    every report names the protections it was made under.
    """
    with RetryQueue() as retries, Pool(batch.katas, batch.jobs, batch.accept_unconfined) as pool:
        going = Round(batch, pool, retries)
        pool.start_all()
        going.among_others()
        going.undisturbed()
        return BatchResult(pool.protections or Protections(), going.graded, going.again, going.failed)
