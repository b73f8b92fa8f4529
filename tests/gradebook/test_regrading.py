"""What a changed kata changes is shown first, and recorded when asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.classroom.gradebook import AttemptKind
from grader.classroom.gradebook.lock import only_one
from grader.cli.classroom.regrade import RegradeOptions, regrade_here
from grader.cli.classroom.run import ClassRunOptions as Run
from grader.cli.classroom.run import run_here
from grader.errors import ExitCode
from grader.model import CheckResult, Outcome, Report, Verdict
from tests.gradebook.books import RIGHT, SECRET, VISIBLE, WRONG, Course, FakeRunner, holds
from tests.support.gradebooks import hand_in


def turned(report: Report) -> Report:
    """The new version of the kata: right ones are wrong, and wrong ones right."""
    ended = Outcome.FAILED if report.verdict is Verdict.ACCEPTED else Outcome.PASSED
    results = (CheckResult(VISIBLE, Outcome.PASSED), CheckResult(SECRET, ended))
    verdict = Verdict.REJECTED if ended is Outcome.FAILED else Verdict.ACCEPTED
    return replace(report, verdict=verdict, results=results)


def regraded(course: Course, wish: RegradeOptions, runner: FakeRunner) -> int:
    """`grade class regrade`."""
    return course.run(lambda world: regrade_here(world, wish, runner=runner))


@pytest.fixture
def changed(course: Course) -> Course:
    """Three attempts at a kata that has changed since, and one at another."""
    with course.book() as book:
        hand_in(book, "ada", RIGHT)
        hand_in(book, "bob", WRONG)
        hand_in(book, "cleo", RIGHT + b"# too\n", kata="kata02")
    course.run(lambda world: run_here(world, Run(), runner=FakeRunner()))
    course.change("kata01_alpha")
    return course


def points(course: Course) -> dict[str, list[int]]:
    """Each student's attempts by their points."""
    with course.book() as book:
        return {name: [attempt.points for attempt in book.attempts(student=name)] for name in ("ada", "bob", "cleo")}


def test_a_dry_run_shows_and_changes_nothing(changed: Course) -> None:
    """Old and new per student and check, the other kata untouched, and how to record it."""
    before = holds(changed.folder)

    code = regraded(changed, RegradeOptions(), FakeRunner(changed=turned))

    assert code == 0
    assert changed.out.splitlines() == [
        "kata01 ada: 10 → 4 of 10, accepted → rejected",
        "  test_secret: passed → failed",
        "kata01 bob: 4 → 10 of 10, rejected → accepted",
        "  test_secret: failed → passed",
        "2 graded again: 1 with more points, 1 with fewer.",
        "Nothing was recorded: this was a dry run. Record it: grade class regrade --apply",
    ]
    assert holds(changed.folder) == before


def test_applied_it_is_recorded_once(changed: Course) -> None:
    """New attempts stand beside the old; a second regrade finds nothing to do."""
    code = regraded(changed, RegradeOptions(apply=True), FakeRunner(changed=turned))
    said = changed.out
    again = FakeRunner(changed=turned)
    regraded(changed, RegradeOptions(apply=True), again)

    assert code == 0
    assert "2 recorded; from now on they count." in said
    assert points(changed) == {"ada": [10, 4], "bob": [4, 10], "cleo": [10]}
    assert not again.seen
    assert changed.out.startswith("Nothing to grade again")
    with changed.book() as book:
        assert [attempt.kind for attempt in book.attempts(student="ada")] == [AttemptKind.RUN, AttemptKind.REGRADE]


def test_only_increases_takes_from_nobody(changed: Course) -> None:
    """Who would lose keeps what they had, and that is said."""
    regraded(changed, RegradeOptions(apply=True, only_increases=True), FakeRunner(changed=turned))

    assert "kata01 ada: 10 → 4 of 10, accepted → rejected (not recorded: fewer points than before)" in changed.out
    assert points(changed) == {"ada": [10], "bob": [4, 10], "cleo": [10]}


def test_what_comes_out_as_before_is_recorded_without_words(changed: Course) -> None:
    """The same points with the new version: from now on it is up to date."""
    regraded(changed, RegradeOptions(apply=True, only_increases=True), FakeRunner())

    assert changed.out.splitlines() == [
        "2 graded again: 2 as before.",
        "2 recorded; from now on they count.",
    ]


def test_what_cannot_be_graded_keeps_what_it_had(changed: Course) -> None:
    """Our fault never costs anybody points."""

    def lost(report: Report) -> Report:
        return replace(report, verdict=Verdict.UNABLE_TO_GRADE, reason="The worker ended.", results=())

    regraded(changed, RegradeOptions(apply=True), FakeRunner(changed=lost))

    assert "2 graded again: 2 unable to grade." in changed.out
    assert "(not recorded: The worker ended.)" in changed.out
    assert "test_secret" not in changed.out
    assert points(changed) == {"ada": [10], "bob": [4], "cleo": [10]}


def test_only_the_named_kata(changed: Course) -> None:
    """Another kata that changed too is left alone."""
    changed.change("kata02_beta")
    runner = FakeRunner()

    regraded(changed, RegradeOptions(katas=("2",)), runner)

    assert [entry.kata for entry in runner.seen] == ["kata02"]


def test_broken_off_it_goes_on(changed: Course) -> None:
    """What was recorded stays; the next regrade marks the rest."""

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    code = regraded(changed, RegradeOptions(apply=True), FakeRunner(step=stop))
    said = changed.err
    rest = FakeRunner()
    regraded(changed, RegradeOptions(apply=True), rest)

    assert code == ExitCode.INTERRUPTED
    assert "1 recorded. `grade class regrade` goes on with the rest." in said
    assert len(rest.seen) == 1


def test_recording_waits_for_nobody(changed: Course) -> None:
    """While a run is at work, a dry run is allowed and recording is refused."""
    with only_one(changed.folder):
        dry = regraded(changed, RegradeOptions(), FakeRunner())
        code = changed.grade("regrade", "--apply")

    assert dry == 0
    assert code == ExitCode.USAGE
    assert "at work here" in changed.err
