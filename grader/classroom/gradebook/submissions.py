"""What was handed in: kept once, found again in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.classroom.gradebook.file import PAGE, GradebookFile, moment, moment_of, stored
from grader.classroom.gradebook.rows import Added, NewSubmission, Retimed, StoredSubmission
from grader.errors import UsageError

COLUMNS = "s.id, s.kata, s.owner, s.sha256, s.file_name, s.submitted, s.late_mark, s.collected, s.origin, s.not_started"
# Waiting: not the stub, and no attempt was able to grade it.
# What the log has in place of a time that nobody knew.
UNKNOWN = ""
WAITS = """NOT s.not_started AND NOT EXISTS (
    SELECT 1 FROM attempt a WHERE a.submission = s.id AND a.verdict <> 'unable to grade')"""


class SubmissionTable:
    """What was handed in."""

    file: GradebookFile

    def add_submission(self, new: NewSubmission) -> Added:
        """Keep what was handed in, once, however often it is collected.

        Collected again with a time or a late mark that was not known before, it is the same submission, better known.
        The same bytes at an earlier time, or at the same time on the clocks of another zone, put its time right, and
        the log keeps both; at a later time they are one more submission, unless it `corrects`.
        """
        digest = sha256(new.source).hexdigest()
        with self.file.transaction():
            before = [
                _Kept(*row)
                for row in self.file.rows(
                    "SELECT id, sha256, submitted, late_mark, zone FROM submission"
                    " WHERE kata = ? AND owner = ? ORDER BY id",
                    (new.kata, new.owner),
                )
            ]
            alike = [kept for kept in before if kept.sha256 == digest]
            same = _same(alike, new) or _mistimed(alike, new)
            if same is None:
                number = _insert(self.file, new, digest)
                became = Added.CHANGED if before else Added.NEW
            else:
                number = same.id
                became = _know_better(self.file, same, new)
            for student in new.members or (new.owner,):
                self.file.write("INSERT OR IGNORE INTO member (student, submission) VALUES (?, ?)", (student, number))
        return became

    def retimed(self) -> tuple[Retimed, ...]:
        """Return every time of a submission that was put right or became known, oldest first."""
        return tuple(
            Retimed(number, owner, kata, moment(before or None), moment_of(after), origin, moment_of(made))
            for number, owner, kata, before, after, origin, made in self.file.rows(
                "SELECT s.id, s.owner, s.kata, r.before, r.after, r.origin, r.made"
                " FROM retimed r JOIN submission s ON s.id = r.submission ORDER BY r.id"
            )
        )

    def submissions(
        self, *, kata: str | None = None, student: str | None = None, waiting_only: bool = False
    ) -> Iterator[StoredSubmission]:
        """Submissions in the order of kata and arrival; waiting are those that no attempt was able to grade yet."""
        wanted, values = ["s.kata = ?", "s.id > ?"], [student] if student is not None else []
        if student is not None:
            wanted.append("s.id IN (SELECT submission FROM member WHERE student = ?)")
        if waiting_only:
            wanted.append(WAITS)
        sql = f"SELECT {COLUMNS} FROM submission s WHERE {' AND '.join(wanted)} ORDER BY s.id LIMIT {PAGE}"
        katas = [(kata,)] if kata is not None else self.file.rows("SELECT DISTINCT kata FROM submission ORDER BY kata")
        for (name,) in katas:
            last = 0
            while page := self.file.rows(sql, (name, last, *values)):
                yield from _kept(self.file, page)
                last = page[-1][0]

    def submission(self, number: int) -> StoredSubmission:
        """Return one submission by its id. Raises UsageError when there is none."""
        found = self.file.rows(f"SELECT {COLUMNS} FROM submission s WHERE s.id = ?", (number,))
        if not found:
            raise UsageError(f"There is no submission {number} in {self.file.name}.", hint="Run: grade class status")
        return _kept(self.file, found)[0]

    def source(self, sha256: str) -> bytes:
        """Return the bytes that were handed in. Raises UsageError when there are none of this hash."""
        found = self.file.row("SELECT content FROM source WHERE sha256 = ?", (sha256,))
        if found is None:
            raise UsageError(f"{self.file.name} holds no file with the hash {sha256}.", hint="Run: grade class status")
        return bytes(found[0])

    def students(self) -> Iterator[str]:
        """Yield the id of everybody who has handed in anything, each once."""
        last = ""
        sql = f"SELECT DISTINCT student FROM member WHERE student > ? ORDER BY student LIMIT {PAGE}"
        while page := self.file.rows(sql, (last,)):
            last = page[-1][0]
            yield from (row[0] for row in page)

    def set_not_started(self, submission: int, not_started: bool) -> None:
        """Say whether a submission is the stub itself, as the student got it."""
        with self.file.transaction():
            self.file.write("UPDATE submission SET not_started = ? WHERE id = ?", (int(not_started), submission))


def _insert(file: GradebookFile, new: NewSubmission, digest: str) -> int | None:
    file.write("INSERT OR IGNORE INTO source (sha256, content) VALUES (?, ?)", (digest, new.source))
    when, collected = stored(new.submitted), stored(new.collected_at)
    return file.write(
        "INSERT INTO submission (kata, owner, sha256, file_name, submitted, late_mark, origin, collected, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new.kata, new.owner, digest, new.file_name, when, int(new.late_mark), new.origin, collected, new.zone),
    ).lastrowid


class _Kept(NamedTuple):
    """A file that is there."""

    id: int
    sha256: str
    submitted: str | None
    late_mark: int
    zone: str


def _know_better(file: GradebookFile, same: _Kept, new: NewSubmission) -> Added:
    """Fill in what was not known, and put right a time that was another; the log keeps what was known before."""
    when = stored(new.submitted)
    if when is not None or (new.late_mark and not same.late_mark):
        file.write(
            "UPDATE submission SET submitted = coalesce(?, submitted), late_mark = ?, zone = ? WHERE id = ?",
            (when, int(new.late_mark or same.late_mark), same.zone if when is None else new.zone, same.id),
        )
    if when is None or when == same.submitted:
        return Added.SAME
    file.write(
        "INSERT INTO retimed (submission, before, after, origin, made) VALUES (?, ?, ?, ?, ?)",
        (same.id, same.submitted or UNKNOWN, when, new.origin, stored(new.collected_at)),
    )
    return Added.RETIMED


def _same(alike: Sequence[_Kept], new: NewSubmission) -> _Kept | None:
    """Return the same bytes at the same time; a time that is not known is no other time.

    The same time on the clock, read in another time zone, is the same time too, and goes before all else.
    """
    when = stored(new.submitted)
    on_the_clock = [kept for kept in alike if _was_read_elsewhere(kept, new.submitted, new.zone)]
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


def _mistimed(alike: Sequence[_Kept], new: NewSubmission) -> _Kept | None:
    """Return the same bytes at a later time: they were there by now, so that time was wrong.

    None of them is the one that came later, where the source holds that as well.
    """
    submitted, others = new.submitted, {stored(other) for other in new.others}
    if submitted is None:
        return None
    wrong = {moment_of(kept.submitted): kept for kept in alike if kept.submitted and kept.submitted not in others}
    later = [at for at in wrong if at > submitted]
    if later:
        return wrong[min(later)]
    return wrong[max(wrong)] if wrong and new.corrects else None


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
