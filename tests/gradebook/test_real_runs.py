"""Real grading in real processes: stopped by Ctrl-C, killed, and gone on with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.marking.regrade import replay
from grader.classroom.marking.run import CourseGrader, RunOptions
from grader.cli.classroom.run import ClassRunOptions, run_here
from grader.curriculum import kata_version, load_kata
from grader.errors import ExitCode
from grader.model import Verdict
from tests.gradebook.books import HOME, Course, holds
from tests.support.commands import NOW
from tests.support.gradebooks import hand_in
from tests.support.processes import below, ended

SOLUTIONS = HOME / "solutions" / "kata00_warm_up"
PLAN = f"course: A\ntime_zone: UTC\nkatas_from: {HOME}\nkatas:\n  kata00: {{}}\n"
MANY = 24
LIMIT_S = 60


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of kata00 in which many handed in, right and wrong."""
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "roster.csv").write_text("id\nada\n", encoding="utf-8")
    sources = [SOLUTIONS / "warm_up.py", *sorted((SOLUTIONS / "wrong").glob("*.py"))[:2]]
    with Gradebook.open(folder) as book, book.batch():
        for number in range(MANY):
            hand_in(book, f"s{number}", sources[number % 3].read_bytes() + f"# {number}\n".encode(), kata="kata00")
    return folder


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    """`grade class run` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "class", "--course", str(folder), "run", "--plain", "--jobs", "2", *more],
        cwd=HOME,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )


def under_way(running: subprocess.Popen[str]) -> None:
    """Wait until it has graded a few."""
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith(("4 of", "5 of", "6 of")):
            return
    raise AssertionError("it ended before")


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_killed_and_stopped_and_run_again_it_is_as_if_undisturbed(course: Path, tmp_path: Path) -> None:
    """kill -9, then Ctrl-C, then a run: nothing lost, nothing twice, every report as an undisturbed run makes it."""
    calm = tmp_path / "calm"
    shutil.copytree(course, calm)

    quiet = start(calm, "--accept-unconfined")
    quiet_out, _ = quiet.communicate(timeout=LIMIT_S)
    killed = start(course, "--accept-unconfined")
    under_way(killed)
    left_behind = sorted(below(killed.pid))
    killed.kill()
    killed.communicate(timeout=LIMIT_S)
    with Gradebook.open(course) as book:
        after_kill = len(list(book.attempts()))
    stopped = start(course, "--accept-unconfined")
    under_way(stopped)
    stopped.send_signal(signal.SIGINT)
    _, stopped_err = stopped.communicate(timeout=LIMIT_S)
    last = start(course, "--accept-unconfined")
    last_out, _ = last.communicate(timeout=LIMIT_S)

    assert (quiet.returncode, killed.returncode, stopped.returncode, last.returncode) == (
        0,
        -signal.SIGKILL,
        ExitCode.INTERRUPTED,
        0,
    )
    assert f"{MANY} graded: 8 accepted, 16 rejected." in quiet_out
    assert 4 <= after_kill < MANY
    assert ended(left_behind)
    done, left = _numbers(stopped_err)
    assert done + left == MANY - after_kill
    assert left > 0
    assert f"{left} graded: " in last_out
    with Gradebook.open(course) as book:
        assert [attempt.verdict for attempt in book.attempts()].count(Verdict.UNABLE_TO_GRADE) == 0
    assert holds(course) == holds(calm)


def _numbers(said: str) -> tuple[int, int]:
    """How many were graded and left, by the sentence that ends what it said."""
    words = said.splitlines()[-1].split()
    assert words[1:2] + words[3:] == ["graded,", "left:", "`grade", "class", "run`", "goes", "on."]
    return int(words[0]), int(words[2])


def test_really_marked_attempts_replay_identically_until_the_kata_changes(tmp_path: Path) -> None:
    """With the real engine a right, a wrong and an unreadable one repeat to the last value; a changed kata is named."""
    course = Course(tmp_path)
    shutil.copytree(HOME / "katas" / "kata00_warm_up", tmp_path / "katas" / "kata00_warm_up")
    solutions = HOME / "solutions" / "kata00_warm_up"
    (tmp_path / "course.yaml").write_text("course: A\ntime_zone: UTC\nkatas:\n  kata00: {}\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("id\nada\n", encoding="utf-8")
    how = RunOptions(jobs=1, accept_unconfined=True)
    with course.book() as book:
        for source in (solutions / "warm_up.py", solutions / "wrong" / "w1_forgets_await.py"):
            hand_in(book, "ada", source.read_bytes(), kata="kata00")
        hand_in(book, "ada", b"\xff", kata="kata00")
    course.run(lambda world: run_here(world, ClassRunOptions(accept_unconfined=True)))
    with course.book() as book:
        same = [replay(CourseGrader(book, course.katas, lambda: NOW, how), attempt.id) for attempt in book.attempts()]
        verdicts = {attempt.verdict for attempt in book.attempts()}
        version = kata_version(load_kata(tmp_path / "katas" / "kata00_warm_up"))
        (tmp_path / "katas" / "kata00_warm_up" / "README.md").write_text("# Other\n", encoding="utf-8")
        changed = replay(CourseGrader(book, course.katas, lambda: NOW, how), 1)

    assert [one.identical for one in same] == [True] * 3
    assert verdicts == {Verdict.ACCEPTED, Verdict.REJECTED, Verdict.NOT_GRADABLE}
    assert [(one.where, one.before) for one in changed.versions] == [("kata_version", version)]
