"""What was handed in: kept once, found again in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from grader.classroom.gradebook.file import PAGE, GradebookFile, moment, moment_of, stored
from grader.classroom.gradebook.rows import Added, StoredSubmission
from grader.errors import UsageError

COLUMNS = "s.id, s.kata, s.owner, s.sha256, s.file_name, s.submitted, s.late_mark, s.collected, s.origin, s.not_started"
# Waiting: not the stub, and no attempt was able to grade it.
WAITS = """NOT s.not_started AND NOT EXISTS (
    SELECT 1 FROM attempt a WHERE a.submission = s.id AND a.verdict <> 'unable to grade')"""


def add(
    file: GradebookFile,
    *,
    kata: str,
    owner: str,
    members: Sequence[str],
    file_name: str,
    source: bytes,
    submitted: datetime | None,
    late_mark: bool,
    origin: str,
    now: datetime,
) -> Added:
    """Keep one file, unless it is there; tells which."""
    digest, when = sha256(source).hexdigest(), stored(submitted)
    with file.transaction():
        before = file.rows(
            "SELECT id, sha256, submitted, late_mark FROM submission WHERE kata = ? AND owner = ? ORDER BY id",
            (kata, owner),
        )
        same = _same(before, digest, when)
        if same is not None:
            number, _, _, marked = same
            if when is not None or (late_mark and not marked):
                known = "UPDATE submission SET submitted = coalesce(?, submitted), late_mark = ? WHERE id = ?"
                file.write(known, (when, int(late_mark or marked), number))
        else:
            file.write("INSERT OR IGNORE INTO source (sha256, content) VALUES (?, ?)", (digest, source))
            number = file.write(
                "INSERT INTO submission (kata, owner, sha256, file_name, submitted, late_mark, origin, collected)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (kata, owner, digest, file_name, when, int(late_mark), origin, stored(now)),
            ).lastrowid
        for student in members or (owner,):
            file.write("INSERT OR IGNORE INTO member (student, submission) VALUES (?, ?)", (student, number))
    if same is not None:
        return Added.SAME
    return Added.CHANGED if before else Added.NEW


def _same(before: Sequence[tuple[Any, ...]], digest: str, when: str | None) -> tuple[Any, ...] | None:
    """The same bytes at the same time; a time that is not known is no other time."""
    alike = [row for row in before if row[1] == digest]
    exactly = [row for row in alike if row[2] == when]
    vaguely = [row for row in alike if row[2] is None or when is None]
    return next(iter((*exactly, *vaguely)), None)


def find(
    file: GradebookFile, *, kata: str | None = None, student: str | None = None, waiting_only: bool = False
) -> Iterator[StoredSubmission]:
    """Submissions by kata and arrival, a page at a time; what is written meanwhile is no trouble."""
    wanted, values = ["s.kata = ?", "s.id > ?"], [student] if student is not None else []
    if student is not None:
        wanted.append("s.id IN (SELECT submission FROM member WHERE student = ?)")
    if waiting_only:
        wanted.append(WAITS)
    sql = f"SELECT {COLUMNS} FROM submission s WHERE {' AND '.join(wanted)} ORDER BY s.id LIMIT {PAGE}"
    katas = [(kata,)] if kata is not None else file.rows("SELECT DISTINCT kata FROM submission ORDER BY kata")
    for (name,) in katas:
        last = 0
        while page := file.rows(sql, (name, last, *values)):
            yield from _kept(file, page)
            last = page[-1][0]


def one(file: GradebookFile, number: int) -> StoredSubmission:
    """The submission of this id. Raises UsageError when there is none."""
    found = file.rows(f"SELECT {COLUMNS} FROM submission s WHERE s.id = ?", (number,))
    if not found:
        raise UsageError(f"There is no submission {number} in {file.name}.", hint="Run: grade class status")
    return _kept(file, found)[0]


def source(file: GradebookFile, digest: str) -> bytes:
    """The bytes of this hash. Raises UsageError when there are none."""
    found = file.row("SELECT content FROM source WHERE sha256 = ?", (digest,))
    if found is None:
        raise UsageError(f"{file.name} holds no file with the hash {digest}.", hint="Run: grade class status")
    return bytes(found[0])


def _kept(file: GradebookFile, page: Sequence[tuple[Any, ...]]) -> list[StoredSubmission]:
    numbers = [row[0] for row in page]
    places = ", ".join("?" * len(numbers))
    members: dict[int, list[str]] = {number: [] for number in numbers}
    for number, student in file.rows(
        f"SELECT submission, student FROM member WHERE submission IN ({places}) ORDER BY student", numbers
    ):
        members[number].append(student)
    return [
        StoredSubmission(
            id=row[0],
            kata=row[1],
            owner=row[2],
            members=tuple(members[row[0]]),
            sha256=row[3],
            file_name=row[4],
            submitted=moment(row[5]),
            late_mark=bool(row[6]),
            collected_at=moment_of(row[7]),
            origin=row[8],
            not_started=bool(row[9]),
        )
        for row in page
    ]
