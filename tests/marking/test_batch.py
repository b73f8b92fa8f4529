"""Many submissions in a few workers: each gets its own report, and nobody waits for one that takes long."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from grader.classroom.marking.pool import Unconfined, require_confinement, run_batch
from grader.classroom.marking.queue import WINDOW, Batch, BatchResult, QueuedSubmission, RetryQueue, Waiting
from grader.curriculum import load_katas
from grader.engine.examiner import examine
from grader.engine.submission import AttemptRequest, Submission
from grader.model import Level, Protections, Report, Verdict
from tests.support.claims import nonempty
from tests.support.processes import below, lives

HOME = Path(__file__).parents[2]
KATAS = {kata.id: kata for kata in load_katas(HOME) if kata.id in ("kata00", "kata01")}
SEED = "5eed" * 8
BURNS = b"""
import os
while sum(os.times()[:2]) < 0.4:
    pass
"""


def reference(kata: str) -> bytes:
    """A source that passes."""
    return next((HOME / "solutions").glob(f"{kata}_*/*.py")).read_bytes()


def entry(key: str, kata: str = "kata00", source: bytes | None = None) -> QueuedSubmission:
    """One submission; without a source, the reference with the key in a comment."""
    data = (reference(kata) if source is None else source) + f"# {key}\n".encode()
    return QueuedSubmission(key, kata, Submission("file.py", data, sha256(data).hexdigest()))


def batch(
    entries: Iterator[QueuedSubmission] | list[QueuedSubmission], jobs: int = 2
) -> tuple[BatchResult, dict[str, Report]]:
    """How it went, and the reports in the order they came."""
    reports: dict[str, Report] = {}

    def keep(entry: QueuedSubmission, report: Report) -> None:
        assert entry.key not in reports
        reports[entry.key] = report

    done = run_batch(Batch(KATAS, entries, lambda entry: SEED, keep, jobs=jobs, accept_unconfined=True))
    return done, reports


def test_each_gets_the_report_it_would_get_alone() -> None:
    """Right, wrong and unreadable ones of two katas, mixed: the batch changes nothing but the protections."""
    entries = [entry(f"right{n}", kata) for n, kata in enumerate(("kata00", "kata01") * 4)]
    entries += [entry("wrong", "kata00", b"x = 1\n"), entry("torn", "kata01", b"def (\n")]

    _, reports = batch(entries)

    assert reports.keys() == {entry.key for entry in entries}
    for one in nonempty(entries):
        alone = examine(KATAS[one.kata], lambda desk, one=one: desk.grade(AttemptRequest(one.submission, SEED)))
        assert replace(reports[one.key], protections=Protections()) == replace(alone, protections=Protections())


@pytest.mark.skipif(sys.platform != "linux", reason="processor time of others is seen on Linux")
def test_one_that_takes_long_is_made_again_after_the_others() -> None:
    """A submission that needs its time is set aside, keeps nobody waiting, and gets its full time in the end."""
    slow = entry("slow", source=reference("kata00") + BURNS)
    entries = [slow, *(entry(f"quick{n}") for n in range(8))]

    done, reports = batch(entries, jobs=1)

    assert list(reports)[-1] == "slow"
    assert {report.verdict for report in reports.values()} == {Verdict.ACCEPTED}
    assert done.made_again >= 1
    assert done.graded == len(entries)


def test_what_cannot_be_marked_is_said_and_the_rest_goes_on() -> None:
    """An unknown kata is our fault, told in a report of its own."""
    done, reports = batch([entry("lost", "kata00"), replace(entry("odd"), kata="kata99"), entry("found")])

    assert reports["odd"].verdict is Verdict.UNABLE_TO_GRADE
    assert "no kata kata99" in reports["odd"].reason
    assert (done.graded, done.failed) == (2, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_worker_that_died_costs_one_report_at_most() -> None:
    """The others go on in a new worker."""
    reports: dict[str, Report] = {}

    def keep(entry: QueuedSubmission, report: Report) -> None:
        if not reports:
            for worker in workers():
                os.kill(worker, signal.SIGKILL)
        reports[entry.key] = report

    entries = [entry(f"one{n}") for n in range(6)]
    done = run_batch(Batch(KATAS, entries, lambda entry: SEED, keep, accept_unconfined=True))

    assert len(reports) == len(entries)
    assert done.failed <= 1


def workers() -> list[int]:
    """The worker processes of a batch that runs here."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_batch_that_is_broken_off_leaves_no_process() -> None:
    """An error on the way, or Ctrl-C, ends the workers, their zygotes and the candidates."""
    seen: set[int] = set()

    def fail(entry: QueuedSubmission, report: Report) -> None:
        seen.update(*(below(worker) | {worker} for worker in workers()))
        raise KeyboardInterrupt

    entries = [entry(f"one{n}") for n in range(4)]
    with pytest.raises(KeyboardInterrupt):
        run_batch(Batch(KATAS, entries, lambda entry: SEED, fail, accept_unconfined=True))

    assert seen
    assert not list(filter(lives, seen))


def test_entries_are_read_as_they_are_needed() -> None:
    """A batch never holds more than a window of the submissions, however many there are."""
    read = [0]

    def many() -> Iterator[QueuedSubmission]:
        for number in range(10 * WINDOW):
            read[0] += 1
            yield entry(str(number), ("kata00", "kata01")[number % 2])

    waiting = Waiting(many())
    taken = [waiting.take("kata01") for _ in range(WINDOW // 2)]

    assert read[0] <= 2 * WINDOW
    assert all(one is not None and one.kata == "kata01" for one in nonempty(taken))


def test_what_is_set_aside_comes_back_whole() -> None:
    """First set aside, first made again, with every byte."""
    entries = [entry("a", source=b"\x00" * 300_000), entry("b", source="é".encode() * 10)]

    with RetryQueue() as retries:
        for one in entries:
            retries.put(one)
        back = [retries.take(), retries.take(), retries.take()]

    assert back == [*entries, None]


@pytest.mark.parametrize("level", [Level.WEAK, Level.NONE])
def test_below_partial_it_refuses(level: Level) -> None:
    """Files of others are not run with too little around them, and what is missing is said."""
    with pytest.raises(Unconfined, match=r"files: nothing guards them"):
        require_confinement(Protections(level, (), ("files: nothing guards them.",)))


@pytest.mark.parametrize("level", [Level.STRONG, Level.PARTIAL])
def test_from_partial_on_it_starts(level: Level) -> None:
    """Partial protections are enough to start."""
    check: Callable[[Protections], None] = require_confinement

    check(Protections(level))
