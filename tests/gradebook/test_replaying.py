"""Any attempt can be made again, and what graded it otherwise is named."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.marking.regrade import ReportDifference, differences, replay
from grader.classroom.marking.run import CourseGrader, RunOptions
from grader.cli.classroom.regrade import RegradeOptions as Regrade
from grader.cli.classroom.regrade import regrade_here, replay_here
from grader.cli.classroom.run import ClassRunOptions, run_here
from grader.errors import ExitCode
from grader.model import Clue, Outcome, Protections, Report, Verdict
from tests.gradebook.books import RIGHT, WRONG, Course, FakeRunner
from tests.support.commands import NOW
from tests.support.gradebooks import hand_in


def run(course: Course, runner: FakeRunner | None = None) -> None:
    """Mark what is new."""
    course.run(lambda world: run_here(world, ClassRunOptions(), runner=runner or FakeRunner()))


def replayed(course: Course, attempt: int, runner: FakeRunner | None = None) -> int:
    """`grade class replay`."""
    return course.run(lambda world: replay_here(world, attempt, runner=runner or FakeRunner()))


class Earlier(Gradebook):
    """A gradebook whose reports were kept before clues were written."""

    def document(self, attempt: int) -> Mapping[str, Any]:
        """The document without them."""
        return {key: value for key, value in super().document(attempt).items() if key != "clues"}


@pytest.fixture
def marked(course: Course) -> Course:
    """A course with two attempts: a right one and a wrong one."""
    with course.book() as book:
        hand_in(book, "ada", RIGHT)
        hand_in(book, "bob", WRONG)
    run(course)
    return course


def test_the_same_versions_repeat_the_report(marked: Course) -> None:
    """With the stored seed, all of the document comes out again; nothing is recorded."""
    runner = FakeRunner()
    with marked.book() as book:
        seed = book.attempt(2).seed

    code = replayed(marked, 2, runner)

    assert code == ExitCode.ACCEPTED
    assert "Attempt 2: bob, kata01, 2026-01-02 03:04 UTC: rejected, 4/10, seed" in marked.out
    assert "Identical" in marked.out
    assert list(runner.seeds.values()) == [seed]
    with marked.book() as book:
        assert len(list(book.attempts())) == 2


@pytest.mark.parametrize("attempt", ["0", "99", str(2**63), "ten"])
def test_an_attempt_that_is_none_is_usage(marked: Course, attempt: str) -> None:
    """Whatever the number: nothing is graded, and it is nobody's fault but the command line's."""
    assert marked.grade("replay", attempt) == ExitCode.USAGE


def test_a_report_kept_before_clues_were_written_is_identical(marked: Course) -> None:
    """What a report could not say when it was kept is no difference; what it does say of clues is one."""
    how = RunOptions(jobs=1, runner=FakeRunner(changed=lambda report: replace(report, clues=(Clue("bare except", 3),))))

    with Earlier.open(marked.folder) as book:
        before = replay(CourseGrader(book, marked.katas, lambda: NOW, how), 1)
    with marked.book() as book:
        now = replay(CourseGrader(book, marked.katas, lambda: NOW, how), 1)

    assert before.identical
    assert [one.where for one in now.judged] == ["clues"]


def test_an_older_attempt_replays_with_its_own_seed_after_a_regrade(marked: Course) -> None:
    """The new attempt is identical, and the old one names the version that has changed and that the seed has not."""
    marked.change("kata01_alpha")
    marked.run(lambda world: regrade_here(world, Regrade(apply=True), runner=FakeRunner()))

    new = replayed(marked, 3), marked.out
    old = replayed(marked, 1), marked.out

    assert new[0] == ExitCode.ACCEPTED and "Identical" in new[1]
    assert old[0] == ExitCode.REJECTED
    assert "These versions differ:\n  kata_version: " in old[1]
    assert "All that was judged came out the same." in old[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"versions": (("grader", "1"), ("python", "3.13.0"))}, "  versions.python: 3.11.1 → 3.13.0"),
        ({"versions": (("grader", "2"), ("python", "3.11.1"))}, "  versions.grader: 1 → 2"),
        ({"protections": Protections()}, "  protections.level: strong → none"),
    ],
)
def test_the_version_that_differs_is_named(marked: Course, changes: dict[str, object], said: str) -> None:
    """Python, grader and protections are told apart."""
    other = FakeRunner(changed=lambda report: replace(report, **changes))  # type: ignore[arg-type]

    code = replayed(marked, 1, other)

    assert code == ExitCode.REJECTED
    assert said in marked.out.splitlines()
    assert "All that was judged came out the same." in marked.out


def test_what_came_out_otherwise_is_named(marked: Course) -> None:
    """The check, its outcome before and now, and the verdict, with no version to blame."""

    def worse(report: Report) -> Report:
        results = (report.results[0], replace(report.results[1], outcome=Outcome.TIMED_OUT))
        return replace(report, verdict=Verdict.REJECTED, results=results)

    code = replayed(marked, 1, FakeRunner(changed=worse))

    assert code == ExitCode.REJECTED
    assert "  checks.test_secret.outcome: passed → timed out" in marked.out
    assert "  verdict: accepted → rejected" in marked.out
    assert "versions differ" not in marked.out


def test_an_attempt_that_is_not_there(marked: Course) -> None:
    """A sentence, and exit code 2."""
    code = marked.grade("replay", "99")

    assert code == ExitCode.USAGE
    assert "There is no attempt 99" in marked.err


def test_a_kata_that_the_course_no_longer_has(marked: Course) -> None:
    """It cannot be graded, and where to find it is said."""
    text = (marked.folder / "course.yaml").read_text(encoding="utf-8")
    (marked.folder / "course.yaml").write_text(text.replace("kata01", "kata00"), encoding="utf-8")
    shutil.move(marked.folder / "katas" / "kata01_alpha", marked.folder / "katas" / "kata00_alpha")

    code = marked.grade("replay", "1")

    assert code == ExitCode.USAGE
    assert "which the course no longer has" in marked.err


def test_differences_are_found_wherever_they_are() -> None:
    """Checks are matched by id; a list that grew, a key that went, and a value are each told once."""
    before = {"a": 1, "checks": [{"id": "x", "got": "1"}, {"id": "y", "got": "2"}], "layers": ["p"], "gone": True}
    now = {"a": 1, "checks": [{"id": "y", "got": "3"}, {"id": "z"}], "layers": ["p", "q"]}

    assert list(differences(before, before)) == []
    assert set(differences(before, now)) == {
        ReportDifference("checks.x", "2 in all", "nothing"),
        ReportDifference("checks.y.got", "2", "3"),
        ReportDifference("checks.z", "nothing", "1 in all"),
        ReportDifference("layers", "1 in all", "2 in all"),
        ReportDifference("gone", "True", "nothing"),
    }
