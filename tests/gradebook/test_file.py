"""The file itself: its form and its versions, a full disk, damage, others who write."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from grader.classroom.gradebook import FILE_NAME, Gradebook
from grader.classroom.gradebook.file import (
    APPLICATION,
    BrokenGradebook,
    GradebookFile,
    NewerGradebook,
    NotAGradebook,
    Schema,
    shipped,
)
from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.errors import ExitCode
from tests.gradebook.books import NOW, RIGHT, WRONG, Course, holds, raw, record
from tests.support.gradebooks import hand_in
from tests.support.processes import python

V0 = f"""
PRAGMA application_id = {APPLICATION};
CREATE TABLE attempt (id INTEGER PRIMARY KEY, points INTEGER);
INSERT INTO attempt VALUES (1, 7), (2, 9);
"""
TO_1 = """
-- A statement over several lines; and a trigger with; semicolons.
ALTER TABLE attempt
    ADD COLUMN reason TEXT NOT NULL DEFAULT 'none; yet';
CREATE TRIGGER stays BEFORE UPDATE ON attempt BEGIN
    SELECT RAISE(ABORT, 'never');
END;
"""
V2 = Schema(2, "PRAGMA user_version = 2;", {0: TO_1, 1: "CREATE TABLE course (one INTEGER);"})


def made(path: Path, script: str) -> Path:
    """A database of this script."""
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path


def form(path: Path) -> tuple[int, list[str]]:
    """The file's version and the names of all that is in it."""
    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
    connection.close()
    return version, names


def test_an_older_file_is_led_to_the_newest_form(tmp_path: Path) -> None:
    """Each step is taken in order, every row stays, and opening it again changes nothing."""
    path = made(tmp_path / "old", V0)

    for _ in range(2):
        file = GradebookFile(path, schema=V2)
        rows = file.rows("SELECT id, points, reason FROM attempt")
        file.close()

    assert rows == [(1, 7, "none; yet"), (2, 9, "none; yet")]
    assert form(path) == (2, ["attempt", "course", "stays"])


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Half a migration is none: the file is as it was."""
    path = made(tmp_path / "old", V0)
    broken = Schema(2, V2.script, {0: TO_1, 1: "CREATE TABLE good (one INTEGER);\nCREATE TABLE attempt (two INTEGER);"})

    with pytest.raises(BrokenGradebook, match="already exists"):
        GradebookFile(path, schema=broken)

    assert form(path) == (0, ["attempt"])


def test_every_shipped_step_leads_to_the_shipped_form() -> None:
    """There is a step from each version since the first."""
    schema = shipped()

    assert sorted(schema.steps) == list(range(1, schema.version))


def test_a_newer_file_is_left_alone(course: Course) -> None:
    """What a newer grader wrote is neither read nor changed, and the sentence says so."""
    with course.book() as book:
        hand_in(book, "ada", RIGHT)
    other = raw(course.folder)
    other.execute("PRAGMA user_version = 99")
    other.close()
    before = (course.folder / FILE_NAME).read_bytes()

    code = course.grade("run")

    assert code == ExitCode.USAGE
    assert "newer grader" in course.err
    assert "Update the grader" in course.err
    assert (course.folder / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize(
    ("script", "said"),
    [("CREATE TABLE notes (text)", "not a gradebook"), (V0, "form that never was")],
)
def test_another_database_is_left_alone(tmp_path: Path, script: str, said: str) -> None:
    """A database of another program, by this name, is no gradebook."""
    path = made(tmp_path / FILE_NAME, script)
    before = path.read_bytes()

    with pytest.raises(NotAGradebook, match=said):
        Gradebook.open(tmp_path)

    assert path.read_bytes() == before


def test_newer_is_told_from_foreign(tmp_path: Path) -> None:
    """The sentence names both versions."""
    made(tmp_path / FILE_NAME, V0 + "PRAGMA user_version = 12;")

    with pytest.raises(NewerGradebook, match="form 12; this one knows 3"):
        Gradebook.open(tmp_path)


@pytest.mark.parametrize("damage", ["text", "torn", "overwritten"])
def test_a_damaged_file_is_said(course: Course, damage: str) -> None:
    """A file that is no database, cut off, or overwritten in its middle ends in a sentence and exit code 3."""
    with course.book() as book:
        for number in range(40):
            hand_in(book, f"s{number}", RIGHT + str(number).encode() * 400)
    path = course.folder / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(
        {
            "text": b"this is a letter, and no database, however long it is" * 100,
            "torn": content[: len(content) // 3],
            "overwritten": content[:4096] + b"\xa5" * (len(content) - 4096),
        }[damage]
    )

    code = course.grade("run")

    assert code == ExitCode.OUR_FAULT
    assert f"{FILE_NAME} is damaged." in course.err
    assert "newest copy" in course.err


def test_a_damaged_report_is_said(course: Course, book: Gradebook) -> None:
    """One report that cannot be unpacked says which attempt it is of."""
    hand_in(book, "ada", RIGHT)
    record(book, course.katas["kata01"], 1)
    other = raw(course.folder)
    other.executescript("DROP TRIGGER document_stays; UPDATE document SET report = x'0102';")
    other.close()

    with pytest.raises(BrokenGradebook, match="attempt 1"):
        book.document(1)


def test_pages_run_out(course: Course, book: Gradebook) -> None:
    """SQLite's own full disk: what was recorded stays, what was not is gone whole, and there is room again later."""
    book.file.write("PRAGMA max_page_count = 60")

    with pytest.raises(BrokenGradebook, match="disk is full") as raised:
        _hand_in_many(book)
    done = len(list(book.submissions()))
    book.file.write("PRAGMA max_page_count = 10000")

    assert "What was recorded before is safe" in raised.value.hint
    assert 3 < done < 1000
    assert [book.source(kept.sha256)[:3] for kept in book.submissions()] == [b"new"] * done
    assert hand_in(book, "ada", RIGHT)
    assert book.file.rows("PRAGMA integrity_check") == [("ok",)]


def _hand_in_many(book: Gradebook) -> None:
    for number in range(1000):
        hand_in(book, f"s{number}", b"new" + os.urandom(2000))


@pytest.mark.skipif(sys.platform != "linux", reason="limits a file's size")
@pytest.mark.parametrize("most", [1_000_000, 6_000_000], ids=["journal", "file"])
def test_a_full_disk_corrupts_nothing(course: Course, most: int) -> None:
    """Writing that the system refuses in the middle ends in a sentence; every attempt before it is there, and sound."""
    ended = python("-m", "tests.gradebook.filling", str(course.folder), str(most))
    done, said, hint = ended.stdout.splitlines()

    with course.book() as book:
        attempts = [attempt.submission for attempt in book.attempts()]
        sound = book.file.rows("PRAGMA integrity_check")

    assert (ended.returncode, ended.stderr) == (ExitCode.OUR_FAULT, "")
    assert said == f"{FILE_NAME} cannot be written: the disk is full or fails."
    assert "run the same command again" in hint
    assert attempts == list(range(1, int(done) + 1))
    assert int(done) > 3
    assert sound == [("ok",)]


def test_somebody_else_who_writes_for_long_is_said(course: Course, book: Gradebook) -> None:
    """After waiting, a sentence and no damage; when the other has ended it works."""
    book.file.write("PRAGMA busy_timeout = 1")
    other = raw(course.folder)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(BrokenGradebook, match="being written by another program"):
        hand_in(book, "ada", RIGHT)
    other.execute("ROLLBACK")
    other.close()

    assert hand_in(book, "ada", RIGHT)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_may_not_be_written_is_said(course: Course) -> None:
    """Not a traceback but who to ask."""
    course.folder.chmod(0o500)

    with pytest.raises(BrokenGradebook, match="may not be opened"):
        course.book()
    course.folder.chmod(0o700)


def test_what_is_recorded_is_on_disk_at_once(course: Course, book: Gradebook) -> None:
    """The file as another process sees it holds every attempt, and each commit waits for the disk."""
    hand_in(book, "ada", WRONG)
    record(book, course.katas["kata01"], 1)

    with course.book() as other:
        seen = [attempt.points for attempt in other.attempts()]

    assert seen == [4]
    assert book.file.rows("PRAGMA synchronous") == [(2,)]
    assert book.file.rows("PRAGMA journal_mode") == [("wal",)]
    assert holds(course.folder)


def test_a_read_only_file_can_be_looked_at(tmp_path: Path) -> None:
    """What was recorded is read, nothing is made beside it, and writing is refused in words."""
    with Gradebook.open(tmp_path) as book:
        secret = book.secret
    before = sorted(tmp_path.iterdir())

    with Gradebook(GradebookFile(tmp_path / FILE_NAME, read_only=True)) as book:
        assert secret == book.secret
        assert list(book.submissions()) == []
        assert before == sorted(tmp_path.iterdir())
        with pytest.raises(BrokenGradebook, match="may not be opened or written here"):
            book.file.write("DELETE FROM forgetting")


def test_a_journal_beside_a_read_only_file_is_told(tmp_path: Path) -> None:
    """What lies in the journal cannot be read there, and is not left out in silence."""
    with Gradebook.open(tmp_path):
        pass
    (tmp_path / f"{FILE_NAME}-wal").write_bytes(b"x")

    with pytest.raises(BrokenGradebook, match="what was recorded last is still in"):
        GradebookFile(tmp_path / FILE_NAME, read_only=True)


OLDER = Path(__file__).parent / "older"


def older(folder: Path) -> Path:
    """A gradebook in the first form, with a log of two, the newer of which was erased."""
    path = made(folder / FILE_NAME, (OLDER / "1.sql").read_text())
    connection = sqlite3.connect(path)
    log = "INSERT INTO adjustment (student, kata, kind, reason, made_by, made) VALUES (?, '', 'excuse', 'ill', ?, ?)"
    for student in ("ada", "bob"):
        connection.execute(log, (student, "prof", "2026-03-01T00:00:00+00:00"))
    connection.execute("INSERT INTO undone VALUES (1, '', 'dean', '2026-03-02T00:00:00+00:00')")
    connection.execute("INSERT INTO forgetting VALUES ('bob')")
    connection.execute("DELETE FROM adjustment WHERE student = 'bob'")
    connection.execute("DELETE FROM forgetting")
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize("read_only", [False, True])
def test_a_log_of_the_first_form_is_led_on(tmp_path: Path, read_only: bool) -> None:
    """Every line of it stays, with what was taken back; on a read-only disk the file stays as it is too."""
    path = older(tmp_path)
    before = path.read_bytes()

    if read_only:
        # A file that nobody has opened in its new form has no secret, which every one that was used has.
        connection = sqlite3.connect(path)
        connection.execute("INSERT INTO course VALUES (1, ?)", (b"s" * 32,))
        connection.commit()
        connection.close()
        before = path.read_bytes()

    with Gradebook(GradebookFile(path, read_only=read_only)) as book:
        (logged,) = book.log()
        assert (logged.adjustment.student, logged.undone_by) == ("ada", "dean")

    assert read_only is (before == path.read_bytes())


def test_a_led_on_log_takes_comments_and_is_never_rewritten(tmp_path: Path) -> None:
    """Ids of what was erased are not given again, and its triggers stand."""
    older(tmp_path)
    comment = Adjustment("ada", "kata01", AdjustmentKind.COMMENT, reason="A clear loop!")

    with Gradebook.open(tmp_path) as book:
        assert book.adjust(comment, "prof", NOW) == 3
        with pytest.raises(sqlite3.IntegrityError, match="never shortened"):
            book.file.write("DELETE FROM adjustment")
        with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
            book.file.write("UPDATE adjustment SET reason = ''")


def test_both_ways_lead_to_the_same_form(tmp_path: Path) -> None:
    """A new file and one that was led on hold the same tables, indexes and triggers."""
    older(tmp_path)
    (tmp_path / "new").mkdir()
    for folder in (tmp_path, tmp_path / "new"):
        with Gradebook.open(folder):
            pass

    assert form(tmp_path / FILE_NAME) == form(tmp_path / "new" / FILE_NAME)
