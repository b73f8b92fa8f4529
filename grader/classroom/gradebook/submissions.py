"""What was handed in: kept once, found again in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.classroom.gradebook.file import PAGE, GradebookFile, moment, moment_of, stored
from grader.classroom.gradebook.rows import NO_TIMING, Added, Retimed, StoredSubmission, Timing
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
    timing: Timing = NO_TIMING,
) -> Added:
    """Keep one file, unless it is there; tells which."""
    arrived = _Arrived(kata, owner, sha256(source).hexdigest(), stored(submitted), origin, stored(now) or "")
    with file.transaction():
        before = [
            _Kept(*row)
            for row in file.rows(
                "SELECT id, sha256, submitted, late_mark, zone FROM submission"
                " WHERE kata = ? AND owner = ? ORDER BY id",
                (kata, owner),
            )
        ]
        alike = [kept for kept in before if kept.sha256 == arrived.sha256]
        same = _same(alike, submitted, timing) or _mistimed(alike, submitted, timing)
        if same is None:
            file.write("INSERT OR IGNORE INTO source (sha256, content) VALUES (?, ?)", (arrived.sha256, source))
            number = file.write(
                "INSERT INTO submission"
                " (kata, owner, sha256, file_name, submitted, late_mark, origin, collected, zone)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*arrived[:3], file_name, arrived.submitted, int(late_mark), *arrived[4:], timing.zone),
            ).lastrowid
            became = Added.CHANGED if before else Added.NEW
        else:
            number = same.id
            became = _know_better(file, same, arrived, late_mark=late_mark, zone=timing.zone)
        for student in members or (owner,):
            file.write("INSERT OR IGNORE INTO member (student, submission) VALUES (?, ?)", (student, number))
    return became


class _Arrived(NamedTuple):
    """A file as it comes in."""

    kata: str
    owner: str
    sha256: str
    submitted: str | None
    origin: str
    now: str


class _Kept(NamedTuple):
    """A file that is there."""

    id: int
    sha256: str
    submitted: str | None
    late_mark: int
    zone: str


def _know_better(file: GradebookFile, same: _Kept, arrived: _Arrived, *, late_mark: bool, zone: str) -> Added:
    """Fill in what was not known, and put right a time that was another, which stays in the log."""
    when = arrived.submitted
    if when is not None or (late_mark and not same.late_mark):
        file.write(
            "UPDATE submission SET submitted = coalesce(?, submitted), late_mark = ?, zone = ? WHERE id = ?",
            (when, int(late_mark or same.late_mark), same.zone if when is None else zone, same.id),
        )
    if when is None or same.submitted is None or when == same.submitted:
        return Added.SAME
    file.write(
        "INSERT INTO retimed (submission, before, after, origin, made) VALUES (?, ?, ?, ?, ?)",
        (same.id, same.submitted, when, arrived.origin, arrived.now),
    )
    return Added.RETIMED


def _same(alike: Sequence[_Kept], submitted: datetime | None, timing: Timing) -> _Kept | None:
    """The same bytes at the same time; a time that is not known is no other time.

    The same time on the clock, read in another time zone, is the same time too, and goes before all else.
    """
    when = stored(submitted)
    on_the_clock = [kept for kept in alike if _was_read_elsewhere(kept, submitted, timing.zone)]
    exactly = [kept for kept in alike if kept.submitted == when]
    vaguely = [kept for kept in alike if kept.submitted is None or when is None]
    return next(iter((*on_the_clock, *exactly, *vaguely)), None)


def _was_read_elsewhere(kept: _Kept, submitted: datetime | None, zone: str) -> bool:
    before = moment(kept.submitted)
    if submitted is None or before is None or not zone or not kept.zone or zone == kept.zone:
        return False
    return _clock(before, kept.zone) == _clock(submitted, zone)


def _clock(at: datetime, zone: str) -> datetime | None:
    try:
        return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None


def _mistimed(alike: Sequence[_Kept], submitted: datetime | None, timing: Timing) -> _Kept | None:
    """The same bytes at a later time: they were there by now, so that time was wrong.

    None of them is the one that came later, where the source holds that as well.
    """
    others = {stored(other) for other in timing.others}
    wrong = [
        (at, kept)
        for kept in alike
        if kept.submitted not in others and (at := moment(kept.submitted)) is not None and submitted is not None
    ]
    later = [(at, kept) for at, kept in wrong if submitted is not None and at > submitted]
    if later:
        return min(later, key=lambda one: one[0])[1]
    return max(wrong, key=lambda one: one[0])[1] if wrong and timing.corrects else None


def retimed(file: GradebookFile) -> tuple[Retimed, ...]:
    """Every time that was put right, oldest first."""
    return tuple(
        Retimed(number, owner, kata, moment_of(before), moment_of(after), origin, moment_of(made))
        for number, owner, kata, before, after, origin, made in file.rows(
            "SELECT s.id, s.owner, s.kata, r.before, r.after, r.origin, r.made"
            " FROM retimed r JOIN submission s ON s.id = r.submission ORDER BY r.id"
        )
    )


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
