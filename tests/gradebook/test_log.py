"""Exceptions and their log, by the commands that make them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grader.classroom.gradebook import Gradebook
from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.errors import ExitCode, UsageError
from tests.gradebook.books import LATER, NOW, Course, raw

EXCUSE = Adjustment("ada", "", AdjustmentKind.EXCUSE, reason="ill")


def test_adjustments_come_back(book: Gradebook) -> None:
    """Every field of each kind, to the cent and the second."""
    until = datetime(2026, 3, 5, 11, 0, 1, tzinfo=UTC)
    first = Adjustment("red", "kata01", AdjustmentKind.EXTENSION, until=until, reason="disk")
    second = Adjustment("ada", "kata02", AdjustmentKind.OVERRIDE, points=Decimal("7.25"), reason="at the board")

    numbers = [book.adjust(one, "prof", NOW) for one in (first, second, EXCUSE)]
    back = book.adjustments()

    assert [one.id for one in back] == numbers == [1, 2, 3]
    assert [(one.student, one.kata, one.kind, one.until, one.points, one.reason, one.at) for one in back] == [
        ("red", "kata01", AdjustmentKind.EXTENSION, until, None, "disk", NOW),
        ("ada", "kata02", AdjustmentKind.OVERRIDE, None, Decimal("7.25"), "at the board", NOW),
        ("ada", "", AdjustmentKind.EXCUSE, None, None, "ill", NOW),
    ]


def test_taking_back_stays_in_the_log(book: Gradebook) -> None:
    """It no longer counts, and both it and who took it back are still told."""
    number = book.adjust(EXCUSE, "prof", NOW)

    book.undo_adjustment(number, by="dean", reason="not ill", now=LATER)
    (logged,) = book.log()

    assert not book.adjustments()
    assert (logged.by, logged.made, logged.undone_by, logged.undone_at) == ("prof", NOW, "dean", LATER)
    assert (logged.undone_reason, logged.stands) == ("not ill", False)
    with pytest.raises(UsageError, match="taken back already"):
        book.undo_adjustment(number, by="dean", reason="", now=LATER)
    with pytest.raises(UsageError, match="no adjustment 9"):
        book.undo_adjustment(9, by="dean", reason="", now=LATER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE adjustment SET reason = ''",
        "DELETE FROM adjustment",
        "UPDATE undone SET reason = ''",
        "DELETE FROM undone",
        "INSERT OR REPLACE INTO undone VALUES (1, '', '', '')",
        "INSERT OR REPLACE INTO adjustment SELECT 1, 'bob', kata, kind, until, points, reason, made_by, made"
        " FROM adjustment",
    ],
)
def test_the_log_is_never_rewritten(course: Course, book: Gradebook, statement: str) -> None:
    """Not by another program either."""
    book.undo_adjustment(book.adjust(EXCUSE, "prof", NOW), by="dean", reason="x", now=NOW)
    other = raw(course.folder)

    with pytest.raises(sqlite3.IntegrityError, match="the log is never"):
        other.execute(statement)
    other.close()

    assert book.log()[0].undone_reason == "x"


def test_extend_excuse_override_and_log(course: Course) -> None:
    """Each writes who, when and why; the log shows them in the course's time zone, and takes one back."""
    codes = [
        course.grade("extend", "ada", "1", "2026-03-05 12:00", "--reason", "ill"),
        course.grade("extend", "red", "all", "2026-03-06 12:00 +00:00", "--reason", "lost their disk"),
        course.grade("excuse", "ada@example.org", "kata02", "--reason", "a   race\n", "--by", "dean"),
        course.grade("override", "Bob Stone", "kata01", "7.5", "--reason", "explained it"),
    ]
    course.grade("log", "--undo", "4", "--reason", "the other Bob")
    course.grade("log")

    assert codes == [0, 0, 0, 0]
    assert course.out.splitlines() == [
        "   1  2026-01-02 04:04 prof: ada, kata01: extension until 2026-03-05 12:00 (ill)",
        "   2  2026-01-02 04:04 prof: red, all katas: extension until 2026-03-06 13:00 (lost their disk)",
        "   3  2026-01-02 04:04 dean: ada, kata02: excuse (a race)",
        "   4  2026-01-02 04:04 prof: bob, kata01: override, 7.5 points (explained it)",
        "      taken back 2026-01-02 04:04 by prof: the other Bob",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extend", "eve", "kata01", "2026-03-05 12:00", "--reason", "x"), "no eve in the roster"),
        (("extend", "ada", "kata09", "2026-03-05 12:00", "--reason", "x"), "no kata 'kata09'"),
        (("extend", "ada", "kata01", "tomorrow", "--reason", "x"), "not a date and time"),
        (("excuse", "ada", "kata01"), "--reason"),
        (("excuse", "ada", "kata01", "--reason", "  "), "A reason is missing"),
        (("override", "ada", "kata01", "11", "--reason", "x"), "from 0 to 10"),
        (("override", "ada", "kata01", "-1", "--reason", "x"), "from 0 to 10"),
        (("override", "ada", "kata01", "1.234", "--reason", "x"), "two decimals"),
        (("override", "ada", "kata01", "nan", "--reason", "x"), "from 0 to 10"),
        (("override", "ada", "kata01", "many", "--reason", "x"), "from 0 to 10"),
        (("override", "ada", "kata01", "1e999999", "--reason", "x"), "from 0 to 10"),
        (("override", "ada", "all", "1", "--reason", "x"), "for one kata"),
        (("log", "--undo", "5"), "no adjustment 5"),
        (("log", "--reason", "x"), "only wanted with --undo"),
    ],
)
def test_what_makes_no_sense_is_refused(course: Course, arguments: tuple[str, ...], said: str) -> None:
    """A sentence, exit code 2, and nothing in the log."""
    code = course.grade(*arguments)

    assert code == ExitCode.USAGE
    assert said in course.err
    with course.book() as book:
        assert not book.log()


def test_a_name_of_several_is_refused(course: Course) -> None:
    """Nobody is guessed: their ids are told."""
    with (course.folder / "roster.csv").open("a", encoding="utf-8") as roster:
        roster.write("ada2,Ada,Lovelace,,\n")

    code = course.grade("excuse", "Ada Lovelace", "kata01", "--reason", "x")

    assert code == ExitCode.USAGE
    assert "ada, ada2" in course.err


def test_an_empty_log_says_so(course: Course) -> None:
    """Nothing made is told as such."""
    course.grade("log")

    assert course.out == "There is nothing in the log.\n"


@pytest.mark.parametrize(("until", "told"), [("2026-02-01 12:00", True), ("2026-03-05 12:00", False)])
def test_an_extension_that_changes_nothing_is_told(course: Course, until: str, told: bool) -> None:
    """One that ends before the deadline it is meant to move is kept, and said to be in vain."""
    assert course.grade("extend", "ada", "kata01", until, "--reason", "ill") == 0

    assert ("this changes nothing" in course.err) is told


def test_an_unknown_kata_is_answered_with_those_of_the_course(course: Course) -> None:
    """Whatever else the clone has, course.yaml names what can be excused."""
    course.grade("excuse", "ada", "kata99", "--reason", "ill")

    assert "course.yaml has: kata01, kata02" in course.err
