"""The table of scores: roster, gradebook and policy together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.plan import Adjustment, AdjustmentKind, CoursePlan, Roster, load_plan, load_roster
from grader.classroom.scores.model import Score, ScoreTable, Standing, Student
from grader.classroom.scores.table import AT_ONCE, score_table
from grader.errors import UsageError
from grader.model import Verdict
from tests.gradebook.books import LATER, NOW, OURS, RIGHT, WRONG, Course, record
from tests.support.gradebooks import hand_in

AFTER = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.fixture
def plan(course: Course) -> CoursePlan:
    """What course.yaml says."""
    return load_plan(course.folder)


@pytest.fixture
def roster(course: Course) -> Roster:
    """Ada and Bob of group red, and Cleo."""
    return load_roster(course.folder / "roster.csv")


def scores(table: ScoreTable) -> dict[str, tuple[Score, ...]]:
    """By student."""
    return {row.student.id: row.scores for row in table.rows()}


def test_every_standing_has_its_place(course: Course, plan: CoursePlan, roster: Roster, book: Gradebook) -> None:
    """Scored, waiting, not started and open, each for the right student and kata; a group's for each member."""
    kata = course.katas["kata01"]
    hand_in(book, "group:red", WRONG, members=("ada", "bob"))
    number = record(book, kata, 1)
    hand_in(book, "cleo", OURS)
    record(book, kata, 2)
    hand_in(book, "cleo", RIGHT, kata="kata02")
    book.set_not_started(3, True)

    table = score_table(plan, roster, tuple(course.katas.values()), book, AFTER)
    found = scores(table)

    assert [column.kata for column in table.columns] == ["kata01", "kata02"]
    assert (table.columns[0].title, table.columns[0].max) == ("The alpha", 10)
    assert list(found) == ["ada", "bob", "cleo"]
    ada = found["ada"][0]
    assert (ada.standing, ada.points, ada.earned, ada.attempt) == (Standing.SCORED, Decimal(4), 4, number)
    assert (ada.verdict, ada.misconceptions, ada.submitted) == (Verdict.REJECTED, ("M02",), NOW)
    assert found["bob"] == found["ada"]
    assert [score.standing for score in found["cleo"]] == [Standing.WAITING, Standing.NOT_STARTED]
    assert found["ada"][1].standing is Standing.OPEN
    assert table.document(number)["points"] == 4


def test_nothing_handed_in_is_missing_once_the_deadline_is_over(
    course: Course, plan: CoursePlan, roster: Roster, book: Gradebook
) -> None:
    """Kata01's is over, kata02's is not."""
    found = scores(score_table(plan, roster, tuple(course.katas.values()), book, AFTER))

    assert {tuple(score.standing for score in row) for row in found.values()} == {(Standing.MISSING, Standing.OPEN)}


def test_adjustments_reach_those_they_are_for(
    course: Course, plan: CoursePlan, roster: Roster, book: Gradebook
) -> None:
    """Of course.yaml and of the log; for one student, for a group, and no longer when taken back."""
    written = Adjustment("cleo", "kata01", AdjustmentKind.EXCUSE, reason="in course.yaml")
    more = replace(plan, adjustments=(written,))
    book.adjust(Adjustment("red", "kata02", AdjustmentKind.OVERRIDE, points=Decimal("3.5"), reason="x"), "prof", NOW)
    undone = book.adjust(Adjustment("bob", "", AdjustmentKind.EXCUSE, reason="x"), "prof", LATER)
    book.undo_adjustment(undone, by="prof", reason="", now=LATER)

    found = scores(score_table(more, roster, tuple(course.katas.values()), book, AFTER))

    assert found["cleo"][0].standing is Standing.EXCUSED
    assert found["cleo"][0].reason == "in course.yaml"
    assert found["cleo"][1].standing is Standing.OPEN
    assert [found[name][1].points for name in ("ada", "bob")] == [Decimal("3.5")] * 2
    assert found["bob"][0].standing is Standing.MISSING


def test_the_newest_attempt_counts_and_a_late_one_is_late(
    course: Course, plan: CoursePlan, roster: Roster, book: Gradebook
) -> None:
    """A regraded attempt replaces the one before it; the submission's time makes it late, not the grading's."""
    due = plan.katas[0].deadline
    assert due is not None
    hand_in(book, "ada", WRONG, submitted=due + timedelta(seconds=90))
    record(book, course.katas["kata01"], 1)
    newest = record(book, course.katas["kata01"], 1, verdict=Verdict.ACCEPTED)

    found = scores(score_table(plan, roster, tuple(course.katas.values()), book, AFTER))

    assert (found["ada"][0].attempt, found["ada"][0].late_s) == (newest, 90)


def test_rows_stream_and_can_be_asked_for_again(course: Course, plan: CoursePlan, book: Gradebook) -> None:
    """In the roster's order, a few students at a time, and with what has come since."""
    roster = Roster(tuple(Student(f"s{number:03}") for number in reversed(range(3 * AT_ONCE))))
    table = score_table(plan, roster, tuple(course.katas.values()), book, AFTER)

    rows = iter(table.rows())
    first = next(rows)
    hand_in(book, "s000", RIGHT)
    last = list(rows)[-1]
    again: Iterator[str] = (row.student.id for row in table.rows())

    assert first.student.id == f"s{3 * AT_ONCE - 1:03}"
    assert (last.student.id, last.scores[0].standing) == ("s000", Standing.WAITING)
    assert list(again) == [student.id for student in roster.students]


def test_a_kata_that_is_not_there_is_said(course: Course, plan: CoursePlan, roster: Roster, book: Gradebook) -> None:
    """Before any row is asked for."""
    with pytest.raises(UsageError, match="asks for kata02"):
        score_table(plan, roster, [course.katas["kata01"]], book, AFTER)
