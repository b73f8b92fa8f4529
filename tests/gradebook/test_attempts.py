"""Attempts are recorded for good, and every score can be traced."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from grader.classroom.gradebook import AttemptKind, CheckRow, Gradebook
from grader.classroom.gradebook.file import PAGE
from grader.errors import UsageError
from grader.model import CheckResult, Level, Outcome, Protections, Verdict
from grader.report.json import report_document
from grader.report.scoring import View
from tests.gradebook.books import LATER, NOW, RIGHT, SECRET, VISIBLE, WRONG, Course, marked, raw, record
from tests.support.gradebooks import hand_in

REWRITES = [
    "UPDATE attempt SET points = 10",
    "UPDATE attempt SET verdict = 'accepted', points = 10 WHERE id = 1",
    "DELETE FROM attempt",
    "INSERT OR REPLACE INTO attempt SELECT 1, submission, edition, kind, made, seed, 'accepted', 10, max, pending,"
    " level, accepted_unconfined, misconceptions, results FROM attempt WHERE id = 1",
    "UPDATE document SET report = x'00'",
    "DELETE FROM document",
    "INSERT OR REPLACE INTO document VALUES (1, x'00')",
    "UPDATE edition SET kata_version = 'x'",
    "DELETE FROM edition",
    "UPDATE source SET content = x'00'",
    "DELETE FROM source",
    "UPDATE submission SET sha256 = 'x'",
    "UPDATE submission SET owner = 'eve'",
    "DELETE FROM submission",
]


@pytest.mark.parametrize("statement", REWRITES)
def test_attempts_are_never_rewritten(course: Course, book: Gradebook, statement: str) -> None:
    """Not even by somebody who opens the file with another program, and whatever the statement is called."""
    hand_in(book, "ada", WRONG)
    record(book, course.katas["kata01"], 1)
    other = raw(course.folder)

    with pytest.raises(sqlite3.IntegrityError, match="never"):
        other.execute(statement)
    other.close()

    assert book.attempt(1).points == 4
    assert book.document(1)["points"] == 4


def test_an_attempt_comes_back_whole(course: Course, book: Gradebook) -> None:
    """All columns, and the very document that the report would be written as."""
    hand_in(book, "ada", WRONG)
    weak = Protections(Level.WEAK, (), ("namespaces: none",))
    report = replace(marked(course.katas["kata01"], WRONG, "ab" * 16), protections=weak, pending=3)

    number = book.record(1, report, kind="forced", now=NOW, accepted_unconfined=True)
    attempt = book.attempt(number)

    assert (attempt.submission, attempt.kata, attempt.owner, attempt.sha256) == (1, "kata01", "ada", report.sha256)
    assert (attempt.kind, attempt.made, attempt.seed) == (AttemptKind.FORCED, NOW, "ab" * 16)
    assert (attempt.kata_version, attempt.versions) == (report.kata_version, report.versions)
    assert (attempt.verdict, attempt.points, attempt.max, attempt.pending) == (Verdict.REJECTED, 4, 10, 3)
    assert (attempt.level, attempt.accepted_unconfined, attempt.misconceptions) == (Level.WEAK, True, ("M02",))
    assert book.document(number) == report_document(report, View.INSTRUCTOR)


def test_attempts_are_found_in_the_order_they_were_made(course: Course, book: Gradebook) -> None:
    """By kata, student or submission, over more than a page."""
    kata = course.katas["kata01"]
    hand_in(book, "ada", WRONG)
    hand_in(book, "group:red", RIGHT, members=("ada", "bob"))
    with book.batch():
        made = [record(book, kata, 1 + number % 2) for number in range(PAGE + 10)]

    assert [one.id for one in book.attempts()] == made
    assert [one.id for one in book.attempts(student="bob")] == made[1::2]
    assert [one.id for one in book.attempts(submission=1)] == made[::2]
    assert not list(book.attempts(kata="kata02"))


def test_an_unknown_attempt_is_said(book: Gradebook) -> None:
    """Neither it nor its document is there."""
    for ask in (book.attempt, book.document):
        with pytest.raises(UsageError, match="no attempt 7"):
            ask(7)


def test_check_rows_are_of_the_newest_of_what_was_handed_in_last(course: Course, book: Gradebook) -> None:
    """An older submission and an attempt that we failed at count for nothing; each member of a group has rows."""
    kata = course.katas["kata01"]
    hand_in(book, "ada", WRONG, submitted=LATER)
    hand_in(book, "ada", RIGHT, submitted=NOW)
    hand_in(book, "group:red", RIGHT, members=("bob", "cleo"))
    record(book, kata, 2)
    record(book, kata, 1)
    record(book, kata, 1, verdict=Verdict.UNABLE_TO_GRADE, results=())
    record(book, kata, 3)

    rows = list(book.check_rows("kata01"))

    assert [(row.student, row.check, row.outcome, row.points) for row in rows] == [
        ("ada", "test_visible", Outcome.PASSED, 4),
        ("ada", "test_secret", Outcome.FAILED, 0),
        ("bob", "test_visible", Outcome.PASSED, 4),
        ("bob", "test_secret", Outcome.PASSED, 6),
        ("cleo", "test_visible", Outcome.PASSED, 4),
        ("cleo", "test_secret", Outcome.PASSED, 6),
    ]
    assert rows[1] == CheckRow("ada", "kata01", 2, "test_secret", True, "It works well.", Outcome.FAILED, 0, 6, "M02")
    assert list(book.check_rows()) == rows


def test_check_rows_of_named_attempts(course: Course, book: Gradebook) -> None:
    """Which attempt counts is the course's policy: those that it names are told, and no others."""
    hand_in(book, "ada", WRONG)
    first, _ = (record(book, course.katas["kata01"], 1) for _ in range(2))

    rows = list(book.check_rows(attempts={first}))

    assert {row.attempt for row in rows} == {first}


def test_outcomes_of_every_kind_come_back(course: Course, book: Gradebook) -> None:
    """Timed out and not run are kept apart, and a report without checks has no rows."""
    results = (CheckResult(VISIBLE, Outcome.TIMED_OUT, misconception="M03"), CheckResult(SECRET, Outcome.NOT_RUN))
    hand_in(book, "ada", WRONG)
    hand_in(book, "bob", RIGHT)
    record(book, course.katas["kata01"], 1, results=results)
    record(book, course.katas["kata01"], 2, results=(), verdict=Verdict.NOT_GRADABLE)

    rows = list(book.check_rows())

    assert [(row.student, row.outcome, row.misconception) for row in rows] == [
        ("ada", Outcome.TIMED_OUT, "M03"),
        ("ada", Outcome.NOT_RUN, ""),
    ]


def test_outdated_are_those_of_another_version(course: Course, book: Gradebook) -> None:
    """The newest attempt tells; what was graded again with the version of now is up to date."""
    kata = course.katas["kata01"]
    for owner in ("ada", "bob", "cleo"):
        hand_in(book, owner, RIGHT)
    old = [record(book, kata, number, kata_version="old") for number in (1, 2)]
    record(book, kata, 2, kata_version="new")
    record(book, kata, 3, kata_version="new")

    assert list(book.outdated("kata01", "new")) == [(1, old[0])]
