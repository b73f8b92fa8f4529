"""What was handed in is kept once, with its hash, and found again."""

from __future__ import annotations

from datetime import timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from grader.classroom.gradebook import Added, Gradebook
from grader.classroom.gradebook.file import PAGE, NoGradebook
from grader.errors import UsageError
from tests.gradebook.books import LATER, NOW, RIGHT, WRONG, Course, record
from tests.support.gradebooks import hand_in


def test_what_is_collected_twice_is_kept_once(book: Gradebook) -> None:
    """The same bytes of the same owner at the same time change nothing; others are one more submission."""
    said = [hand_in(book, "ada", RIGHT), hand_in(book, "ada", RIGHT), hand_in(book, "ada", WRONG)]

    assert said == [Added.NEW, Added.SAME, Added.CHANGED]
    assert [kept.sha256 for kept in book.submissions()] == [sha256(RIGHT).hexdigest(), sha256(WRONG).hexdigest()]


def test_a_time_that_becomes_known_is_no_new_submission(book: Gradebook) -> None:
    """A time or a late mark that was missing is filled in and logged, and is not lost to a source that knows less."""
    hand_in(book, "ada", RIGHT, submitted=None)

    said = [
        hand_in(book, "ada", RIGHT, submitted=None, late_mark=True),
        hand_in(book, "ada", RIGHT, submitted=LATER),
        hand_in(book, "ada", RIGHT, submitted=None),
    ]
    (kept,), (log,) = book.submissions(), book.retimed()

    assert said == [Added.SAME, Added.RETIMED, Added.SAME]
    assert (kept.submitted, kept.late_mark) == (LATER, True)
    assert (log.before, log.after) == (None, LATER)


def test_the_same_bytes_at_another_time_are_another_submission(book: Gradebook) -> None:
    """Who hands in again hands in at that time, whatever is in it."""
    hand_in(book, "ada", RIGHT)

    assert hand_in(book, "ada", RIGHT, submitted=LATER) is Added.CHANGED
    assert hand_in(book, "ada", RIGHT) is Added.SAME


def test_everything_comes_back(book: Gradebook) -> None:
    """A submission is found with all that was said of it, its moment in UTC, and its bytes."""
    berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    source = b"\xff\x00 not even text"

    hand_in(
        book,
        "group:red",
        source,
        members=("bob", "ada"),
        submitted=berlin,
        late_mark=True,
        file_name="Ä.py",
        origin="x/y",
    )
    (kept,) = book.submissions()

    assert (kept.owner, kept.members) == ("group:red", ("ada", "bob"))
    assert (kept.submitted, kept.late_mark, kept.collected_at) == (NOW, True, NOW)
    assert (kept.file_name, kept.origin, kept.not_started) == ("Ä.py", "x/y", False)
    assert book.source(kept.sha256) == source
    assert book.submission(kept.id) == kept


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["ada 1", "group:red 1", "ada 2"]),
        ({"kata": "kata01"}, ["ada 1", "group:red 1"]),
        ({"student": "ada"}, ["ada 1", "group:red 1", "ada 2"]),
        ({"student": "bob"}, ["group:red 1"]),
        ({"waiting_only": True}, ["group:red 1", "ada 2"]),
        ({"waiting_only": True, "kata": "kata02"}, ["ada 2"]),
    ],
)
def test_they_are_found_by_kata_student_and_what_waits(
    course: Course, book: Gradebook, wanted: dict[str, Any], found: list[str]
) -> None:
    """A group's submission is found for each member; what is graded waits no longer, what we could not grade does."""
    hand_in(book, "ada", RIGHT, kata="kata02")
    hand_in(book, "ada", RIGHT)
    hand_in(book, "group:red", b"ours", members=("ada", "bob"))
    numbers = {kept.owner: kept.id for kept in book.submissions(kata="kata01")}
    record(book, course.katas["kata01"], numbers["ada"])
    record(book, course.katas["kata01"], numbers["group:red"])

    there = [f"{kept.owner} {kept.kata[-1]}" for kept in book.submissions(**wanted)]

    assert there == found


def test_a_stub_does_not_wait(book: Gradebook) -> None:
    """What was found to be the stub is not to be graded, until it is found not to be."""
    hand_in(book, "ada", RIGHT)
    (kept,) = book.submissions()

    book.set_not_started(kept.id, True)
    waiting = list(book.submissions(waiting_only=True))
    book.set_not_started(kept.id, False)

    assert not waiting
    assert len(list(book.submissions(waiting_only=True))) == 1


def test_many_are_read_in_pages_while_more_is_written(course: Course, book: Gradebook) -> None:
    """Grading what is being read loses none and finds none twice, and another process may write in between."""
    with book.batch():
        for number in range(2 * PAGE + 3):
            hand_in(book, f"s{number:04}", RIGHT + str(number).encode())

    with course.book() as other:
        seen = []
        for kept in book.submissions(waiting_only=True):
            seen.append(kept.owner)
            if len(seen) % 100 == 0:
                hand_in(other, "late", WRONG + str(len(seen)).encode(), kata="kata00")
            if len(seen) % 50 == 0:
                record(book, course.katas["kata01"], kept.id)

    assert len(seen) == len(set(seen)) == 2 * PAGE + 3
    assert list(book.students())[:2] == ["late", "s0000"]
    assert len(list(book.students())) == 2 * PAGE + 4


def test_a_batch_is_all_or_nothing(book: Gradebook) -> None:
    """An error inside leaves nothing of what was added with it."""
    with pytest.raises(ValueError, match="time zone"), book.batch():
        _two_of_which_one_fails(book)

    assert not list(book.submissions())


def _two_of_which_one_fails(book: Gradebook) -> None:
    hand_in(book, "ada", RIGHT)
    hand_in(book, "bob", RIGHT, submitted=NOW.replace(tzinfo=None))


def test_the_secret_is_made_once(course: Course) -> None:
    """It is long, stays the same, and no other course has it."""
    with course.book() as book:
        first = book.secret
    with course.book() as book:
        again = book.secret

    assert first == again
    assert len(first) >= 16


def test_a_moment_without_zone_is_refused(book: Gradebook) -> None:
    """Nobody can say when that was."""
    with pytest.raises(ValueError, match="time zone"):
        hand_in(book, "ada", RIGHT, submitted=NOW.replace(tzinfo=None))


def test_what_is_not_there_is_said(course: Course, book: Gradebook) -> None:
    """An unknown submission, hash, or gradebook each has its sentence."""
    empty = course.folder / "katas"

    for ask in (lambda: book.submission(9), lambda: book.source("0" * 64)):
        with pytest.raises(UsageError, match=r"gradebook\.sqlite3"):
            ask()
    with pytest.raises(NoGradebook, match="no gradebook here yet"):
        Gradebook.open(empty, create=False)
