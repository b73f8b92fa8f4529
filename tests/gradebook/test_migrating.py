"""A gradebook of an older form is led on, and nothing in it is lost."""

from __future__ import annotations

from importlib.resources import files

from grader.classroom.gradebook import Added, Gradebook
from grader.classroom.gradebook.file import shipped
from tests.gradebook.books import LATER, NOW, RIGHT, Course, raw
from tests.support.gradebooks import hand_in

FORMS = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"


def test_a_gradebook_of_form_1_is_led_on(course: Course) -> None:
    """What was handed in stays; its time can be put right from now on, and the log keeps both."""
    with course.book() as book:
        hand_in(book, "ada", RIGHT, submitted=LATER)
    _to_form_1(course)

    with course.book() as book:
        (before,) = book.submissions()
        became = hand_in(book, "ada", RIGHT, submitted=NOW)
        (after,), (log,) = book.submissions(), book.retimed()

    assert (before.submitted, became, after.submitted) == (LATER, Added.RETIMED, NOW)
    assert (log.owner, log.kata, log.before, log.after) == ("ada", "kata01", LATER, NOW)


def test_led_on_it_has_the_form_of_a_new_one(course: Course) -> None:
    """The same tables, triggers and columns."""
    with course.book():
        pass
    new = _form(course)
    _to_form_1(course)
    with course.book():
        pass

    assert new == _form(course)


def test_what_was_put_right_is_forgotten_with_its_person(course: Course) -> None:
    """No line of the log stays behind."""
    with course.book() as book:
        hand_in(book, "ada", RIGHT, submitted=LATER)
        hand_in(book, "ada", RIGHT, submitted=NOW)
        book.forget("ada")

        assert book.retimed() == ()


def _to_form_1(course: Course) -> None:
    """As the first grader wrote it."""
    file = raw(course.folder)
    for statement in (
        "DROP TABLE retimed",
        "ALTER TABLE submission DROP COLUMN zone",
        "PRAGMA user_version = 1",
    ):
        file.execute(statement)
    file.close()


def _form(course: Course) -> tuple[list[tuple[str, ...]], list[tuple[object, ...]], int]:
    file = raw(course.folder)
    columns = file.execute("PRAGMA table_info(submission)").fetchall()
    told = file.execute(FORMS).fetchall(), columns, file.execute("PRAGMA user_version").fetchone()[0]
    file.close()
    assert told[2] == shipped().version
    return told


def test_every_step_is_shipped_with_the_package() -> None:
    """There is a step from form 1."""
    assert (files("grader.classroom.gradebook") / "migrations" / "1_to_2.sql").is_file()


def test_a_book_of_form_1_keeps_its_secret(course: Course) -> None:
    """Seeds of attempts follow from it."""
    with course.book() as book:
        secret = book.secret
    _to_form_1(course)

    with Gradebook.open(course.folder) as book:
        assert secret == book.secret
