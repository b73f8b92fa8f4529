"""A person is erased to the last byte, and nobody else loses anything."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.classroom.gradebook import Forgotten, Gradebook
from grader.classroom.gradebook.file import BrokenGradebook
from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.classroom.plan.roster_file import without_student
from grader.classroom.push.changes import Pushed, Sent
from grader.errors import ExitCode
from tests.gradebook.books import NOW, Course, raw, record
from tests.support.claims import nonempty
from tests.support.gradebooks import hand_in

PERSON, NAME = "u-zoe-4711", b"Zoe Nunez 4711"
SHARED = b"right, of two\n"


def fill(course: Course, book: Gradebook) -> None:
    """A person with submissions of their own, a copied one, one of a group, attempts and exceptions; and others."""
    kata = course.katas["kata01"]
    mine = {"origin": "zips/u-zoe-4711_gather.py", "file_name": "u-zoe-4711.py"}
    hand_in(book, PERSON, b"right # by " + NAME, **mine)
    hand_in(book, PERSON, b"copied by both", kata="kata02", **mine)
    hand_in(book, "bob", b"copied by both", kata="kata02")
    hand_in(book, "group:red", SHARED, members=(PERSON, "ada"), **mine)
    for number in range(1, 5):
        for _ in range(3):
            record(book, kata, number, reason=f"{PERSON} wrote it" if number < 3 else "")
    book.undo_adjustment(
        book.adjust(Adjustment(PERSON, "", AdjustmentKind.EXCUSE, reason="ill"), "prof", NOW),
        by="prof",
        reason=f"{PERSON} is well",
        now=NOW,
    )
    book.adjust(Adjustment(PERSON, "", AdjustmentKind.EXCUSE, reason="ill again"), "prof", NOW)
    book.adjust(Adjustment("bob", "", AdjustmentKind.EXCUSE, reason="ill"), "prof", NOW)


def bytes_of(folder: Path) -> bytes:
    """All that lies in the gradebook's files."""
    return b"".join(path.read_bytes() for path in nonempty(folder.glob("gradebook*")))


def test_no_byte_of_them_stays(course: Course, book: Gradebook) -> None:
    """Neither file nor journal holds id, name or source any more, with the gradebook still open."""
    fill(course, book)
    before = bytes_of(course.folder)

    told = book.forget(PERSON)

    after = bytes_of(course.folder)
    assert PERSON.encode() in before and NAME in before
    assert PERSON.encode() not in after and NAME not in after
    assert told == Forgotten(PERSON, submissions=2, attempts=6, adjustments=2, sources=1, shared=1, same_file=1)
    assert book.file.rows("PRAGMA integrity_check") == [("ok",)]
    assert not book.file.rows("PRAGMA foreign_key_check")


def test_what_another_program_left_behind_goes_too(course: Course, book: Gradebook) -> None:
    """Pages that were let go without being wiped, as other programs do it, hold nothing of the person afterwards."""
    fill(course, book)
    other = raw(course.folder)
    other.executescript(
        f"PRAGMA secure_delete = OFF; CREATE TABLE notes AS SELECT '{PERSON}' FROM attempt, attempt; DROP TABLE notes;"
    )
    other.close()

    book.forget(PERSON)

    assert PERSON.encode() not in bytes_of(course.folder)


def test_others_keep_all_they_have(course: Course, book: Gradebook) -> None:
    """The copy of somebody else, the group's submission with its attempts, and others' exceptions stay."""
    fill(course, book)

    book.forget(PERSON)
    kept = {one.owner: one for one in book.submissions()}

    assert kept.keys() == {"bob", "group:red"}
    assert (kept["group:red"].members, kept["group:red"].file_name, kept["group:red"].origin) == (("ada",), "", "")
    assert book.source(kept["bob"].sha256) == b"copied by both"
    assert len(list(book.attempts())) == 6
    assert [one.student for one in book.adjustments()] == ["bob"]


def test_attempts_stay_guarded_afterwards(course: Course, book: Gradebook) -> None:
    """What lets a person go is shut again at once."""
    fill(course, book)
    book.forget(PERSON)
    other = raw(course.folder)

    with pytest.raises(Exception, match="never deleted"):
        other.execute("DELETE FROM attempt")
    other.close()


def test_a_submission_under_their_name_that_counts_for_others_stays_without_it(course: Course, book: Gradebook) -> None:
    """Where the owner was the person and a partner is a member, the partner keeps it."""
    hand_in(book, PERSON, SHARED, members=(PERSON, "ada"))

    book.forget(PERSON)
    (kept,) = book.submissions()

    assert (kept.owner, kept.members) == ("group:?", ("ada",))


def test_twice_is_nothing(course: Course, book: Gradebook) -> None:
    """Whom nobody knows nothing is erased of."""
    fill(course, book)
    book.forget(PERSON)

    assert book.forget(PERSON).nothing


def test_a_reader_in_the_way_is_said(course: Course, book: Gradebook) -> None:
    """As long as another program reads, the journal cannot be emptied: that is told, and again is enough."""
    fill(course, book)
    book.file.write("PRAGMA busy_timeout = 1")
    other = raw(course.folder)
    other.execute("BEGIN")
    other.execute("SELECT * FROM submission").fetchall()

    with pytest.raises(BrokenGradebook, match="another program"):
        book.forget(PERSON)
    other.close()
    book.forget(PERSON)

    assert PERSON.encode() not in bytes_of(course.folder)


def test_the_command_erases_and_says_what(course: Course) -> None:
    """Gradebook and roster, after --yes; who has left the roster can still be erased by id."""
    with course.book() as book:
        hand_in(book, "ada", b"right")
        hand_in(book, "gone", b"right too")

    codes = [course.grade("forget", "Ada Lovelace", "--yes")]
    said = course.out
    codes += [course.grade("forget", "gone", "--yes"), course.grade("forget", "ada", "--yes")]

    assert codes == [0, 0, ExitCode.USAGE]
    assert "Erased: 1 submission with 0 attempts and 1 file, 0 exceptions." in said
    assert "roster.csv: their row is gone." in said
    assert b"ada" not in bytes_of(course.folder)
    assert (course.folder / "roster.csv").read_text(encoding="utf-8").splitlines()[1].startswith("bob")


def test_what_was_sent_is_forgotten_too(course: Course) -> None:
    """The memory of what a platform was sent holds nothing of the person either."""
    with course.book() as book:
        hand_in(book, "ada", b"right")
    with Pushed(course.folder, write=True) as pushed:
        for who in ("ada", "bob"):
            pushed.remember("https://lms.example", "kata01", who, Sent(NOW, f"{who}: 10"))

    course.grade("forget", "ada", "--yes")

    with Pushed(course.folder, write=False) as pushed:
        assert pushed.last("https://lms.example", "kata01", "ada") is None
        assert pushed.last("https://lms.example", "kata01", "bob") is not None
    assert "1 score is forgotten here; the platform still has what it was sent" in course.out
    assert b"ada" not in b"".join(path.read_bytes() for path in nonempty(course.folder.glob("pushed*")))


def test_without_yes_it_asks(course: Course) -> None:
    """A no changes nothing."""
    with course.book() as book:
        hand_in(book, "ada", b"right")
    course.answer = False

    course.grade("forget", "ada")

    assert course.out == "Nothing was changed.\n"
    with course.book() as book:
        assert len(list(book.submissions())) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_only_their_row_leaves_the_roster(tmp_path: Path, delimiter: str) -> None:
    """Every other byte stays: mark, quotes, line ends, rows over several lines."""
    rows = ["\ufeffname,ID", '"a,\r\nb",1', '"two\r\nlines",2', '"x ""y""", 2x', "", "last,3"]
    text = "\r\n".join(row.replace(",", delimiter) for row in rows)
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode())

    assert without_student(path, "2")

    assert path.read_bytes().decode() == text.replace(f'"two\r\nlines"{delimiter}2\r\n', "")
    assert not without_student(path, "2")
    assert not without_student(tmp_path / "none.csv", "2")
    assert [found.name for found in tmp_path.iterdir()] == ["roster.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_roster_that_others_could_not_read_stays_so(tmp_path: Path) -> None:
    """A new file in its place is no way to read it."""
    path = tmp_path / "roster.csv"
    path.write_text("id\nada\nbob\n", encoding="utf-8")
    path.chmod(0o600)

    assert without_student(path, "ada")

    assert (path.stat().st_mode & 0o777, path.read_text(encoding="utf-8")) == (0o600, "id\nbob\n")
