"""Real grading on a real scheduler and real workers: as here, whatever happens to a worker or to the run."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

from grader.classroom.gradebook import Gradebook
from grader.classroom.marking.dask import Distributed, workers_at
from grader.classroom.marking.dask_worker import DaskRun, versions_here
from grader.classroom.marking.pool import run_batch
from grader.classroom.marking.queue import Batch, BatchResult, QueuedSubmission, Runner
from grader.cli.classroom.run import ClassRunOptions, run_here
from grader.errors import ExitCode, UnableToGrade
from grader.model import Report
from tests.gradebook.books import HOME, Course, holds
from tests.marking_dask.cluster import Cluster
from tests.support.gradebooks import hand_in
from tests.support.processes import below, ended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

SOLUTIONS = HOME / "solutions"
PLAN = f"course: A\ntime_zone: UTC\nkatas_from: {HOME}\nkatas:\n  kata00: {{}}\n  kata01: {{}}\n"
MANY = 12
SOME = 3


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    started = Cluster.start(tmp_path_factory.mktemp("cluster"), 2)
    yield started
    started.end()


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which many handed in, right and wrong, and nothing is graded."""
    folder = tmp_path_factory.mktemp("courses") / "new"
    folder.mkdir()
    (folder / "course.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "roster.csv").write_text("id\nada\n", encoding="utf-8")
    with Gradebook.open(folder) as book, book.batch():
        for kata in ("kata00", "kata01"):
            (home,) = SOLUTIONS.glob(f"{kata}_*")
            sources = [*home.glob("*.py"), *sorted((home / "wrong").glob("*.py"))[:2]]
            for number in range(MANY // 2):
                source = sources[number % 3].read_bytes() + f"# {number}\n".encode()
                hand_in(book, f"s{number}", source, kata=kata)
    return folder


@pytest.fixture(scope="module")
def marked_here(handed_in: Path) -> list[tuple[Any, ...]]:
    """What the gradebook holds when this machine has graded them all."""
    folder = handed_in.parent / "here"
    shutil.copytree(handed_in, folder)
    assert mark(Course(folder), run_batch) == ExitCode.ACCEPTED
    return holds(folder)


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Course:
    """A copy of that course to grade."""
    shutil.copytree(handed_in, tmp_path / "course")
    return Course(tmp_path / "course")


class Disturbed:
    """A runner in which something happens as a number of reports have come."""

    def __init__(self, runner: Runner, after: int, what: Callable[[], None]) -> None:
        self._runner, self._after, self._what = runner, after, what

    def __call__(self, batch: Batch) -> BatchResult:
        """Mark them all."""
        came = 0

        def keep(entry: QueuedSubmission, report: Report) -> None:
            nonlocal came
            batch.on_report(entry, report)
            came += 1
            if came == self._after:
                self._what()

        return self._runner(replace(batch, on_report=keep))


def mark(course: Course, runner: Runner) -> int:
    """`grade class run` with this runner."""
    wish = ClassRunOptions(jobs=2, accept_unconfined=True, plain=True)
    return course.run(lambda world: run_here(world, wish, runner=runner))


def test_one_of_two_workers_is_killed_half_way(
    cluster: Cluster, course: Course, marked_here: list[tuple[Any, ...]]
) -> None:
    """Its submissions go to the other: each has one attempt in the gradebook, the very one that is made here."""
    lost, _ = cluster.workers
    marking: set[int] = set()

    def strike() -> None:
        marking.update(below(lost.pid))
        lost.kill()

    code = mark(course, Disturbed(Distributed(cluster.address), SOME, strike))

    assert lost.process.returncode == -signal.SIGKILL
    assert code == ExitCode.ACCEPTED
    assert f"{MANY} graded: " in course.out
    assert holds(course.folder) == marked_here
    assert marking
    assert ended(sorted(marking))


def test_broken_off_it_ends_on_the_workers_too_and_goes_on_when_run_again(
    cluster: Cluster, course: Course, marked_here: list[tuple[Any, ...]]
) -> None:
    """Ctrl-C leaves no grading process on a worker; what was recorded stays, and the next run grades only the rest."""
    worker = cluster.workers[-1]
    marking: set[int] = set()

    def stop() -> None:
        marking.update(below(worker.pid))
        raise KeyboardInterrupt

    code = mark(course, Disturbed(Distributed(cluster.address), SOME, stop))
    said = course.err.splitlines()[-1]
    gone = ended(sorted(marking))
    again = mark(course, Distributed(cluster.address))

    assert code == ExitCode.INTERRUPTED
    assert said == f"{SOME} graded, {MANY - SOME} left: `grade class run` goes on."
    assert marking
    assert gone
    assert again == ExitCode.ACCEPTED
    assert f"{MANY - SOME} graded: " in course.out
    assert holds(course.folder) == marked_here


def test_a_worker_of_another_version_is_refused(cluster: Cluster) -> None:
    """It is named, with what differs."""
    here = versions_here()
    given = DaskRun((), here | {"Python": "2.7"}, accept_unconfined=True)

    with pytest.raises(UnableToGrade) as refused, workers_at(cluster.address, given):
        pass

    assert f"it has Python {here['Python']}, not 2.7." in refused.value.message
    assert "Worker tcp://127.0.0.1:" in refused.value.message
