"""A class run ends, whatever a submission does to the process that grades it, and only that submission pays.

The workers are real processes that pretend to grade: they stop listening, or grow, as a submission says. The watchdog's
clock is no real one: it stands still until a worker has stopped listening.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.marking.pool import Pool, Round
from grader.classroom.marking.queue import Batch, QueuedSubmission, RetryQueue
from grader.classroom.marking.timeouts import Bounds, Watchdog, private_memory
from grader.classroom.marking.worker import Done, Task, WorkerReady
from grader.curriculum import load_katas
from grader.engine.submission import Submission
from grader.errors import UnableToGrade
from grader.model import Kata, Level, Mode, Protections, Report, Verdict

HOME = Path(__file__).parents[2]
KATA = next(kata for kata in load_katas(HOME) if kata.id == "kata00")
PROTECTIONS = Protections(Level.STRONG)
LONG_S = 1e6
MEMORY_BYTES = 160 << 20


def pretends(pipe: Connection, stuck: Any, told_ready: bool) -> None:
    """Answer each task as its source says."""
    if not told_ready:
        stuck.release()
        signal.pause()
    pipe.send(WorkerReady(PROTECTIONS))
    kept = []
    while (task := pipe.recv()) is not None:
        if task.entry.submission.source == b"blocks":
            stuck.release()
            while True:
                pass
        if task.entry.submission.source == b"grows":
            kept.append(b"x" * (2 * MEMORY_BYTES))
            signal.pause()
        if task.entry.submission.source == b"crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        if task.entry.submission.source == b"dies":
            os.kill(os.getpid(), signal.SIGKILL)
        pipe.send(Done(accepted(task)))


def accepted(task: Task) -> Report:
    """The report of a submission that is right."""
    digest = task.entry.submission.sha256
    return Report(task.entry.kata, "", "", "code.py", Verdict.ACCEPTED, Mode.SPLIT, task.seed, digest)


@dataclass
class FakeLauncher:
    """Starts such workers; its clock jumps each time one of them says that it listens no more."""

    told_ready: bool = True
    started: list[Any] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._stuck = self._context.Semaphore(0)

    def launch(self, katas: Mapping[str, Kata], core: int | None) -> tuple[Any, Connection]:
        """One more worker."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=pretends, args=(theirs, self._stuck, self.told_ready), daemon=True)
        process.start()
        theirs.close()
        self.started.append(process)
        return process, ours

    def now(self) -> float:
        """Its time."""
        if self._stuck.acquire(block=False):
            self.seconds += LONG_S
        return self.seconds


@pytest.fixture
def launcher() -> FakeLauncher:
    """One whose workers get ready."""
    return FakeLauncher()


def marked(
    launcher: FakeLauncher, sources: Mapping[str, bytes], *, looks: Callable[[int], int] = lambda pid: 0
) -> dict[str, Any]:
    """What came of each of these by its key, marked by one worker at a time: the verdict, and why."""
    found: dict[str, Any] = {}
    entries = [
        QueuedSubmission(key, KATA.id, Submission("code.py", data, sha256(data).hexdigest()))
        for key, data in sources.items()
    ]
    watchdog = Watchdog(Bounds(memory_bytes=MEMORY_BYTES, looks_every_s=0.01), now=launcher.now, memory=looks)
    pool = Pool({KATA.id: KATA}, 1, False, launch=launcher.launch, watchdog=watchdog)

    def keep(entry: QueuedSubmission, report: Report) -> None:
        assert entry.key not in found
        found[entry.key] = (report.verdict, report.reason)

    with RetryQueue() as retries, pool:
        going = Round(Batch(pool.katas, entries, lambda entry: "5eed" * 8, keep), pool, retries)
        going.among_others()
        going.undisturbed()
        assert going.graded + going.failed == len(entries)
    return found


def test_a_worker_that_never_ends_is_killed_and_the_others_go_on(launcher: FakeLauncher) -> None:
    """It is made again alone, and is then not gradable; a new worker takes over, and what was marked stays."""
    found = marked(launcher, {"first": b"1", "blocks": b"blocks", "second": b"2"})

    assert list(found) == ["first", "second", "blocks"]
    assert found["first"] == found["second"] == (Verdict.ACCEPTED, "")
    assert found["blocks"][0] is Verdict.NOT_GRADABLE
    assert "kept the grader busy for more than" in found["blocks"][1]
    assert len(launcher.started) > 1
    assert not any(process.is_alive() for process in launcher.started)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of another process")
def test_a_worker_that_grows_without_end_is_killed(launcher: FakeLauncher) -> None:
    """What one submission makes the examiner hold is bounded, and that submission is not gradable."""
    found = marked(launcher, {"grows": b"grows", "other": b"1"}, looks=private_memory)

    assert found["other"][0] is Verdict.ACCEPTED
    assert found["grows"] == (
        Verdict.NOT_GRADABLE,
        "It could not be graded: it made the grader use more than 160 MiB of memory.",
    )


@pytest.mark.parametrize(("end", "verdict"), [(b"crashes", Verdict.NOT_GRADABLE), (b"dies", Verdict.UNABLE_TO_GRADE)])
def test_a_worker_that_dies_twice_over_a_file(launcher: FakeLauncher, end: bytes, verdict: Verdict) -> None:
    """A broken interpreter is the file's doing, since nothing else was marked with it; a signal may be anybody's."""
    found = marked(launcher, {"first": b"1", "ends": end, "second": b"2"})

    assert list(found) == ["first", "second", "ends"]
    assert found["ends"][0] is verdict


def test_a_worker_that_does_not_get_ready_ends_the_run() -> None:
    """Nothing waits for ever for a machine on which no worker starts."""
    with pytest.raises(UnableToGrade, match="does not get ready"):
        marked(FakeLauncher(told_ready=False), {"first": b"1"})


def test_a_machine_of_several_is_watched_too(launcher: FakeLauncher) -> None:
    """A worker of dask's gives back what took its worker down, and when it gets it alone a report like anybody's."""
    dask_worker = pytest.importorskip("grader.classroom.marking.dask_worker")
    data = b"crashes"
    chunk = (QueuedSubmission("0", KATA.id, Submission("code.py", data, sha256(data).hexdigest())),)
    worker = dask_worker.HostWorker(
        {KATA.id: KATA}, dask_worker.DaskRun((), dask_worker.versions_here(), accept_unconfined=False), launcher.launch
    )

    try:
        first = worker.grade(dask_worker.Chunk(chunk, ("5eed" * 8,)))
        second = worker.grade(dask_worker.Chunk(chunk, ("5eed" * 8,), undisturbed=True))
    finally:
        worker.close()

    assert (first.reports, first.again) == ((), (0,))
    assert [report.verdict for _, report in second.reports] == [Verdict.NOT_GRADABLE]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of another process")
def test_memory_is_told_of_a_process_that_is_there() -> None:
    """Its own pages count; of no process there is nothing to tell."""
    before = private_memory(os.getpid())
    kept = b"x" * (64 << 20)

    assert private_memory(os.getpid()) - before > len(kept) // 2
    assert private_memory(-1) == 0
