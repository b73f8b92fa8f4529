"""How submissions become chunks and chunks reports, with workers that grade nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import pytest

pytest.importorskip("distributed")

from grader.classroom.marking.dask import CHUNK, Feed, Killed, ResultLost
from grader.classroom.marking.dask_worker import Chunk, ChunkReports
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission, RetryQueue
from grader.engine.submission import Submission
from grader.model import Level, Mode, Protections, Report, Verdict

STRONG, PARTIAL = Protections(Level.STRONG), Protections(Level.PARTIAL)


def entry(number: int, source: bytes = b"") -> QueuedSubmission:
    """One submission."""
    return QueuedSubmission(f"key{number}", "kata11", Submission("gather.py", source, sha256(source).hexdigest()))


def report(entry: QueuedSubmission, seed: str, protections: Protections) -> Report:
    """The report of a submission that is right."""
    return Report(
        "kata11",
        "",
        "",
        "gather.py",
        Verdict.ACCEPTED,
        Mode.SPLIT,
        seed,
        entry.submission.sha256,
        protections=protections,
    )


@dataclass
class FakeWorkers:
    """Has two threads; chunks with b"kills" in them are lost with their workers, b"slow" is set aside at first."""

    protections: Protections = STRONG
    chunks: list[Chunk] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    late: int = 0

    def threads(self) -> int:
        return 2

    def submit(self, number: int, chunk: Chunk, when_done: Callable[[int], None]) -> int:
        self.chunks.append(chunk)
        when_done(number)
        return number

    def result(self, future: int) -> ChunkReports:
        chunk = self.chunks[future - 1]
        if self.late:
            self.late -= 1
            raise ResultLost
        if any(one.submission.source == b"kills" for one in chunk.entries):
            raise Killed
        slow = {int(one.key) for one in chunk.entries if one.submission.source == b"slow" and not chunk.undisturbed}
        where = (STRONG, PARTIAL)[future % 2]
        reports = tuple(
            (place, report(one, chunk.seeds[place], where))
            for place, one in enumerate(chunk.entries)
            if place not in slow
        )
        return ChunkReports(reports, tuple(slow), 0, where)

    def cancel(self, futures: list[int]) -> None:
        self.cancelled += futures


def feed(
    workers: FakeWorkers, entries: Iterator[QueuedSubmission] | list[QueuedSubmission]
) -> tuple[BatchResult, dict[str, Report]]:
    """How it went, and the reports by their keys in the order they came."""
    reports: dict[str, Report] = {}

    def keep(entry: QueuedSubmission, report: Report) -> None:
        assert entry.key not in reports
        reports[entry.key] = report

    batch = Batch({}, entries, lambda entry: f"seed of {entry.key}", keep)
    with RetryQueue() as retries:
        done = Feed(workers, batch, retries).all()  # type: ignore[arg-type]
    return done, reports


def test_chunks_are_large_at_first_and_small_at_last() -> None:
    """No chunk is larger than it may be, and the last ones are single: no worker waits long for another."""
    workers = FakeWorkers()

    done, reports = feed(workers, [entry(number) for number in range(200)])

    sizes = [len(chunk.entries) for chunk in workers.chunks]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (CHUNK, 1)
    assert len(sizes) < 30
    assert done.graded == len(reports) == 200


def test_each_report_is_of_its_own_entry_and_seed() -> None:
    """What comes back by place is told by the key the caller gave, with the protections of the worker that made it."""
    workers = FakeWorkers()

    done, reports = feed(workers, [entry(number, str(number).encode()) for number in range(40)])

    for number in range(40):
        one = reports[f"key{number}"]
        assert (one.sha256, one.seed) == (sha256(str(number).encode()).hexdigest(), f"seed of key{number}")
    assert {one.protections.level for one in reports.values()} == {Level.STRONG, Level.PARTIAL}
    assert done.protections == PARTIAL


def test_what_is_slow_is_made_again_at_last_and_alone() -> None:
    """It keeps nobody waiting, and has a chunk of its own in the end, undisturbed."""
    workers = FakeWorkers()

    done, reports = feed(workers, [entry(0, b"slow"), *(entry(number) for number in range(1, 20))])

    assert list(reports)[-1] == "key0"
    assert workers.chunks[-1].undisturbed
    assert [len(chunk.entries) for chunk in workers.chunks if chunk.undisturbed] == [1]
    assert (done.graded, done.made_again) == (20, 1)


def test_one_that_kills_its_workers_costs_only_its_own_report() -> None:
    """Those that shared a chunk with it are made again one by one; the rest never hears of it."""
    workers = FakeWorkers()

    done, reports = feed(workers, [entry(number, b"kills" if number == 5 else b"") for number in range(40)])

    unable = [key for key, one in reports.items() if one.verdict is Verdict.UNABLE_TO_GRADE]
    assert unable == ["key5"]
    assert "several workers were lost with it" in reports["key5"].reason
    assert len(reports) == 40
    assert (done.graded, done.failed) == (39, 1)


def test_a_result_that_went_with_its_worker_is_waited_for() -> None:
    """It is asked for again, and told once."""
    workers = FakeWorkers(late=3)

    done, reports = feed(workers, [entry(number) for number in range(10)])

    assert len(reports) == done.graded == 10


def test_broken_off_it_cancels_what_is_under_way() -> None:
    """What the scheduler still has is not begun any more."""
    workers = FakeWorkers()
    came = deque[str]()

    def stop(entry: QueuedSubmission, report: Report) -> None:
        came.append(entry.key)
        raise KeyboardInterrupt

    with RetryQueue() as retries:
        batch = Batch({}, [entry(number) for number in range(200)], lambda entry: "", stop)
        going = Feed(workers, batch, retries)  # type: ignore[arg-type]
        try:
            going.all()
        except KeyboardInterrupt:
            pass

    assert len(came) == 1
    assert workers.cancelled == [2, 3, 4]
