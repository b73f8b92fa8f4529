"""Erasing a person from the gradebook's file."""

from __future__ import annotations

from grader.course.gradebook.file import BrokenGradebook, File
from grader.course.gradebook.rows import GROUP, Forgotten

OF_LEAVING = "submission IN (SELECT id FROM leaving)"
UNUSED = "NOT EXISTS (SELECT 1 FROM submission s WHERE s.sha256 = source.sha256)"


def forget(file: File, student: str) -> Forgotten:
    """Erase one person, and what only they had handed in, so that no byte of it stays in the file or its journal.

    Submissions of a group stay for its other members, without the name and the place of the file.
    """
    with file.transaction():
        file.write("INSERT INTO forgetting (student) VALUES (?)", (student,))
        told = _erase(file, student)
        file.write("DELETE FROM forgetting")
    _sweep(file)
    return told


def _erase(file: File, student: str) -> Forgotten:
    file.write("CREATE TEMP TABLE IF NOT EXISTS leaving (id INTEGER PRIMARY KEY, sha256 TEXT)")
    file.write("DELETE FROM leaving")
    file.write(
        "INSERT INTO leaving SELECT s.id, s.sha256 FROM submission s JOIN member m ON m.submission = s.id"
        " WHERE m.student = ? AND NOT EXISTS"
        " (SELECT 1 FROM member o WHERE o.submission = s.id AND o.student <> ?)",
        (student, student),
    )
    file.write(
        "UPDATE submission SET file_name = '', origin = '', owner = CASE owner WHEN ? THEN ? ELSE owner END"
        " WHERE id NOT IN (SELECT id FROM leaving) AND id IN (SELECT submission FROM member WHERE student = ?)",
        (student, f"{GROUP}?", student),
    )
    members = _delete(file, "member WHERE student = ?", student)
    file.write(f"DELETE FROM document WHERE attempt IN (SELECT id FROM attempt WHERE {OF_LEAVING})")
    attempts = _delete(file, f"attempt WHERE {OF_LEAVING}")
    submissions = _delete(file, "submission WHERE id IN (SELECT id FROM leaving)")
    sources = _delete(file, f"source WHERE sha256 IN (SELECT sha256 FROM leaving) AND {UNUSED}")
    same_file = file.rows("SELECT count(*) FROM source WHERE sha256 IN (SELECT sha256 FROM leaving)")[0][0]
    file.write("DELETE FROM undone WHERE adjustment IN (SELECT id FROM adjustment WHERE student = ?)", (student,))
    adjustments = _delete(file, "adjustment WHERE student = ?", student)
    file.write("DELETE FROM leaving")
    return Forgotten(
        student=student,
        submissions=submissions,
        attempts=attempts,
        adjustments=adjustments,
        sources=sources,
        shared=members - submissions,
        same_file=same_file,
    )


def _delete(file: File, which: str, *values: object) -> int:
    return file.write(f"DELETE FROM {which}", values).rowcount


def _sweep(file: File) -> None:
    """Rewrite the file, so that not even its free pages hold what was deleted, and empty the journal beside it."""
    file.write("VACUUM")
    busy, *_ = file.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
    if busy:
        raise BrokenGradebook(
            f"It is erased, but another program reads {file.name}, so its journal still holds what was erased.",
            hint="End that program, then run the same command again.",
        )
