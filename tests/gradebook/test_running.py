"""A run grades what is new, once, whatever stops it."""

from __future__ import annotations

import errno
import io
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.gradebook import FILE_NAME, AttemptKind, Gradebook
from grader.classroom.gradebook.file import BrokenGradebook
from grader.classroom.gradebook.lock import Busy, only_one
from grader.classroom.marking.pool import Unconfined
from grader.classroom.marking.run import CourseGrader, RunOptions, RunTally, Selection, run_class, seed_of
from grader.cli.classroom.course import progress, shown
from grader.cli.classroom.run import ClassRunOptions, run_here
from grader.errors import ExitCode, GraderError
from grader.model import Report, Verdict
from tests.gradebook.books import HOME, NOW, OURS, RIGHT, STUB, WRONG, Course, FakeRunner, holds
from tests.support.commands import Terminal
from tests.support.gradebooks import hand_in
from tests.support.processes import python

MANY = 12


def run(course: Course, runner: FakeRunner, wish: ClassRunOptions = ClassRunOptions()) -> int:
    """`grade class run` with this runner."""
    return course.run(lambda world: run_here(world, wish, runner=runner))


def fill(course: Course, many: int = MANY) -> None:
    """As many submissions of two katas, right and wrong, and one stub and one unreadable file."""
    with course.book() as book, book.batch():
        for number in range(many):
            source = (RIGHT, WRONG)[number % 3 == 0] + f"# {number}\n".encode()
            hand_in(book, f"s{number:02}", source, kata=f"kata0{1 + number % 2}")
        hand_in(book, "idle", STUB)
        hand_in(book, "torn", b"\0\0", kata="kata02")


def test_everything_new_is_marked_once(course: Course) -> None:
    """The first run grades all, the second nothing; a stub is no attempt, and what is no text is not gradable."""
    fill(course)
    first, second = FakeRunner(), FakeRunner()

    codes = [run(course, first)]
    said = course.out
    codes.append(run(course, second))

    assert codes == [0, 0]
    assert said.splitlines() == [
        "13 graded: 8 accepted, 4 rejected, 1 not gradable.",
        "1 not started: what was handed in is still the stub.",
        "Protections: strong.",
    ]
    assert len(first.seen) == MANY
    assert not second.seen
    assert course.out == "Nothing is new: everything that was collected is graded.\n"
    with course.book() as book:
        (torn,) = book.attempts(student="torn")
        assert torn.verdict is Verdict.NOT_GRADABLE
        assert "zero bytes" in book.document(torn.id)["reason"]
        assert not list(book.attempts(student="idle"))


def test_with_nothing_collected_the_next_step_is_told(course: Course) -> None:
    """A run before anything was collected says what comes first."""
    with course.book():
        pass

    code = run(course, FakeRunner())

    assert (code, course.out) == (0, "Nothing is here to grade yet. First: grade class collect SOURCE\n")


def test_only_the_selected_are_marked(course: Course) -> None:
    """By kata, by student, and both; a group's submission is graded once for two of its members."""
    fill(course)
    with course.book() as book:
        hand_in(book, "group:red", RIGHT, members=("ada", "bob"))
        hand_in(book, "ada", WRONG, kata="kata02")
    by_kata, by_student = FakeRunner(), FakeRunner()

    run(course, by_student, ClassRunOptions(katas=("1",), students=("ada", "Bob Stone")))
    run(course, by_kata, ClassRunOptions(katas=("kata02",)))

    assert [entry.kata for entry in by_student.seen] == ["kata01"]
    assert {entry.kata for entry in by_kata.seen} == {"kata02"}
    assert len(by_kata.seen) == MANY // 2 + 1


def test_forced_is_marked_again_and_the_newest_counts(course: Course) -> None:
    """The old attempts stay beside the new ones, which are named forced."""
    fill(course, 2)
    run(course, FakeRunner())

    run(course, FakeRunner(), ClassRunOptions(force=True))

    with course.book() as book:
        kinds = [(attempt.owner, attempt.kind) for attempt in book.attempts(student="s00")]
    assert kinds == [("s00", AttemptKind.RUN), ("s00", AttemptKind.FORCED)]


def test_what_we_could_not_grade_waits_and_is_tried_again(course: Course) -> None:
    """It is told as our fault, and the next run grades it and nothing else."""
    with course.book() as book:
        hand_in(book, "ada", OURS)
        hand_in(book, "bob", RIGHT)
    able = FakeRunner(changed=lambda report: replace(report, verdict=Verdict.REJECTED))

    run(course, FakeRunner())
    complaint = course.err
    run(course, able)
    again = FakeRunner()
    run(course, again)

    assert "ada, kata01: The candidate was lost." in complaint
    assert "our fault" in complaint
    assert len(able.seen) == 1
    assert not again.seen


def test_a_seed_depends_on_what_it_should(course: Course) -> None:
    """Owner, kata, bytes, version and the course's secret: each changes it, and nothing else does."""
    with course.book() as book:
        hand_in(book, "ada", RIGHT)
        (kept,) = book.submissions()
        secret = book.secret
    others = [
        seed_of(b"another secret of a course", kept, "v"),
        seed_of(secret, replace(kept, owner="bob"), "v"),
        seed_of(secret, replace(kept, kata="kata02"), "v"),
        seed_of(secret, replace(kept, sha256="0" * 64), "v"),
        seed_of(secret, kept, "w"),
    ]

    seed = seed_of(secret, kept, "v")

    assert re.fullmatch("[0-9a-f]{32}", seed)
    assert seed == seed_of(secret, replace(kept, id=99, file_name="other.py", members=()), "v")
    assert len({seed, *others}) == 6


def test_a_changed_kata_is_told_and_changes_nothing(course: Course) -> None:
    """Scores of an older version stand until somebody asks for a regrade."""
    fill(course)
    run(course, FakeRunner())
    before = holds(course.folder)
    course.change("kata01_alpha")
    runner = FakeRunner()

    run(course, runner)

    assert not runner.seen
    assert "kata01 has changed since 6 were graded" in course.out
    assert holds(course.folder) == before


def test_ctrl_c_keeps_what_is_marked(course: Course) -> None:
    """130 and a sentence with both numbers; the next run does the rest and nothing twice."""
    fill(course)

    def stop(done: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    code = run(course, FakeRunner(step=stop))
    said = course.err.splitlines()[-1]
    rest = FakeRunner()
    run(course, rest)

    assert code == ExitCode.INTERRUPTED
    assert said == "5 graded, 9 left: `grade class run` goes on."
    assert len(rest.seen) == MANY - 5


@pytest.mark.parametrize("error", [Unconfined("Too few.", hint="Do this."), BrokenGradebook("Full.")])
def test_an_error_on_the_way_says_how_far_it_came(course: Course, error: Exception) -> None:
    """It is raised on, after the numbers."""
    fill(course)

    def fail(done: int) -> None:
        if done == 3:
            raise error

    said: list[str] = []
    with pytest.raises(type(error)):
        course.run(lambda world: _telling(said, world, FakeRunner(step=fail)))

    assert "The grading stopped: 3 graded, 11 left." in said[0]


def _telling(said: list[str], world: Any, runner: FakeRunner) -> int:
    try:
        return run_here(world, ClassRunOptions(), runner=runner)
    finally:
        said.append(world.err.getvalue())


def test_a_second_run_is_refused(course: Course) -> None:
    """Two at once would grade twice: the second says who is at work, and works when the first has ended."""
    fill(course)

    with only_one(course.folder):
        code = course.grade("run")
    said = course.err
    after = run(course, FakeRunner())

    assert code == ExitCode.USAGE
    assert re.search(r"at work here \(process \d+\)", said)
    assert after == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_killed_holder_leaves_no_lock(course: Course) -> None:
    """The system takes the lock back, whatever is written in its file."""
    hold = (
        "import sys, pathlib\nfrom grader.classroom.gradebook.lock import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1])):\n    print('mine', flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(course.folder)],
        cwd=HOME,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"mine\n"

    with pytest.raises(Busy, match=str(holder.pid)), only_one(course.folder):
        pass
    holder.kill()
    holder.communicate()

    with only_one(course.folder):
        assert (course.folder / "gradebook.sqlite3-lock").exists()


MOMENTS = [
    ("BEGIN", 3),
    ("INSERT INTO attempt", 4),
    ("INSERT INTO document", 1),
    ("INSERT INTO document", 7),
    ("COMMIT", 1),
    ("COMMIT", 8),
    ("UPDATE submission SET not_started", 1),
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Any, ...]]]:
    """A filled course as it is before a run, and all that its gradebook holds after one that nothing disturbed."""
    fresh = Course.make(tmp_path_factory.mktemp("fresh"))
    fill(fresh)
    done = tmp_path_factory.mktemp("done") / "course"
    shutil.copytree(fresh.folder, done)
    run(Course(done), FakeRunner())
    return fresh.folder, holds(done)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize(("statement", "count"), MOMENTS)
def test_killed_at_any_moment_nothing_is_lost_or_twice(
    tmp_path: Path, undisturbed: tuple[Path, list[tuple[Any, ...]]], statement: str, count: int
) -> None:
    """Killed before, in and after a transaction, the next run ends where an undisturbed one would have."""
    fresh, wanted = undisturbed
    course = Course(tmp_path / "course")
    shutil.copytree(fresh, course.folder)

    died = python("-m", "tests.gradebook.dying", str(course.folder), statement, str(count))
    half = holds(course.folder)
    run(course, FakeRunner())

    assert (died.returncode, died.stderr) == (-signal.SIGKILL, "")
    assert half != wanted
    assert holds(course.folder) == wanted


def test_a_full_disk_in_the_middle_loses_nothing(course: Course) -> None:
    """The run ends in the sentence, and with room again the next one grades exactly the rest."""
    fill(course)
    with course.book() as book:
        (pages,) = book.file.rows("PRAGMA page_count")[0]
        book.file.write(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(BrokenGradebook, match="disk is full"):
            _run(book, course, FakeRunner())
        done = len(list(book.attempts()))
        book.file.write("PRAGMA max_page_count = 100000")
        rest = FakeRunner()
        _run(book, course, rest)

        marked = [attempt.submission for attempt in book.attempts()]

    assert 0 < done < MANY
    assert len(marked) == len(set(marked)) == MANY + 1
    assert len(rest.seen) <= MANY + 1 - done


def _run(book: Gradebook, course: Course, runner: FakeRunner) -> None:
    grader = CourseGrader(book, course.katas, lambda: NOW, RunOptions(runner=runner))
    run_class(grader, Selection(), RunTally(0))


def test_there_is_a_sentence_before_anything_was_collected(course: Course) -> None:
    """No gradebook is made by looking."""
    code = course.grade("run")

    assert code == ExitCode.USAGE
    assert "no gradebook here yet" in course.err
    assert not (course.folder / FILE_NAME).exists()


def test_ctrl_c_counts_what_is_in_the_gradebook(course: Course) -> None:
    """Stopped between an attempt's being recorded and its being counted, the sentence still says what is true."""
    fill(course)

    def stop(report: Report) -> Report:
        with course.book() as book:
            if len(list(book.attempts())) == 3:
                book.record(4, report, kind="run", now=NOW, accepted_unconfined=False)
                raise KeyboardInterrupt
        return report

    code = run(course, FakeRunner(changed=stop))

    assert code == ExitCode.INTERRUPTED
    assert course.err.splitlines()[-1].startswith("4 graded, 10 left")


def test_stopped_by_force_says_that_it_begins_again(course: Course) -> None:
    """Nobody can tell a graded one from one that is to be graded again."""
    fill(course, 4)
    run(course, FakeRunner())

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    run(course, FakeRunner(step=stop), ClassRunOptions(force=True))

    assert course.err.splitlines()[-1] == "1 graded, 5 left: `grade class run --force` begins again."


def test_a_full_disk_elsewhere_is_a_sentence_too(course: Course) -> None:
    """What is set aside waits in a temporary file, and its disk can be full."""
    fill(course)

    def fail(done: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(GraderError, match=r"No space left on device\): 1 graded, 13 left") as raised:
        run(course, FakeRunner(step=fail))

    assert "Make room" in raised.value.hint


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_a_bar(course: Course, no_colour: str, coloured: bool) -> None:
    """Where somebody looks on there is a bar, which goes when all is done; and no colour where none is wanted."""
    err = Terminal()
    world = replace(course.world(), err=err, env={"NO_COLOR": no_colour})

    with progress(world, 40, plain=False) as tell:
        for done in range(41):
            tell(done)

    assert "Grading" in err.getvalue()
    assert "40/40" in err.getvalue()
    assert ("\x1b[3" in err.getvalue()) is coloured


def test_without_a_terminal_there_are_lines(course: Course) -> None:
    """At most twenty, with about how long the rest takes, and the last says that all is done."""
    moments = iter(NOW + timedelta(seconds=10 * number) for number in range(100))
    world = replace(course.world(), now=lambda: next(moments))

    with progress(world, 400, plain=True) as tell:
        for done in range(1, 401):
            tell(done)
    assert isinstance(world.err, io.StringIO)
    lines = world.err.getvalue().splitlines()

    assert len(lines) == 20
    assert lines[0] == "20 of 400 graded, about 3 min left"
    assert lines[-1] == "400 of 400 graded"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "1 s"), (89, "89 s"), (90, "2 min"), (5399, "90 min"), (7200, "2.0 h")]
)
def test_a_span_is_said_as_one_says_it(seconds: int, said: str) -> None:
    """Seconds, minutes, or hours."""
    assert shown(timedelta(seconds=seconds)) == said
