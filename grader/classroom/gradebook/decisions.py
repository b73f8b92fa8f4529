"""The log of decisions, erasing a person, and what the policy reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from grader.classroom.gradebook.file import BrokenGradebook, GradebookFile, moment, moment_of, stored
from grader.classroom.gradebook.rows import GROUP, Forgotten, Logged
from grader.classroom.plan.values import Adjustment, AdjustmentKind, GradedAttempt, HandedIn, StudentWork
from grader.errors import UsageError
from grader.model import Level, Verdict

ALL = """SELECT a.id, a.student, a.kata, a.kind, a.until, a.points, a.reason, a.made, a.made_by,
    u.made_by, u.made, u.reason FROM adjustment a LEFT JOIN undone u ON u.adjustment = a.id"""


class DecisionLog:
    """Every exception made, and who is forgotten."""

    file: GradebookFile

    def adjust(self, adjustment: Adjustment, by: str, now: datetime) -> int:
        """Add to the log an extension, an excuse or an override; gives its id."""
        points = None if adjustment.points is None else str(adjustment.points)
        with self.file.transaction():
            number = self.file.write(
                "INSERT INTO adjustment (student, kata, kind, until, points, reason, made_by, made)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    adjustment.student,
                    adjustment.kata,
                    str(adjustment.kind),
                    stored(adjustment.until),
                    points,
                    adjustment.reason,
                    by,
                    stored(now),
                ),
            ).lastrowid
        assert number is not None
        return number

    def log(self) -> tuple[Logged, ...]:
        """Return every adjustment ever made, oldest first."""
        return tuple(
            Logged(
                adjustment=Adjustment(
                    student=student,
                    kata=kata,
                    kind=AdjustmentKind(kind),
                    until=moment(until),
                    points=None if points is None else Decimal(points),
                    reason=reason,
                    at=moment_of(made),
                    id=number,
                ),
                by=by,
                made=moment_of(made),
                undone_by=undone_by or "",
                undone_at=moment(undone_at),
                undone_reason=undone_reason or "",
            )
            for (
                *(number, student, kata, kind, until, points, reason, made, by),
                undone_by,
                undone_at,
                undone_reason,
            ) in self.file.rows(f"{ALL} ORDER BY a.id")
        )

    def undo_adjustment(self, number: int, *, by: str, reason: str, now: datetime) -> Logged:
        """Take one back; both stay in the log. Raises UsageError when there is none, or it is taken back already."""
        with self.file.transaction():
            found = next((logged for logged in self.log() if logged.adjustment.id == number), None)
            if found is None:
                raise UsageError(f"There is no adjustment {number} in {self.file.name}.", hint="Run: grade class log")
            if not found.stands:
                raise UsageError(f"Adjustment {number} is taken back already.", hint="Run: grade class log")
            self.file.write(
                "INSERT INTO undone (adjustment, reason, made_by, made) VALUES (?, ?, ?, ?)",
                (number, reason, by, stored(now)),
            )
        return found

    def forget(self, student: str) -> Forgotten:
        """Erase a person from the file, down to its free pages; what they handed in with others stays the others'."""
        with self.file.transaction():
            self.file.write("INSERT INTO forgetting (student) VALUES (?)", (student,))
            told = _erase(self.file, student)
            self.file.write("DELETE FROM forgetting")
        _sweep(self.file)
        return told

    def work_of(self, students: Sequence[str]) -> dict[str, dict[str, StudentWork]]:
        """Return what each of these students handed in, by student and kata."""
        places = ", ".join("?" * len(students))
        sql = f"""SELECT {COLUMNS} FROM member m JOIN submission s ON s.id = m.submission
            LEFT JOIN attempt a ON a.submission = s.id WHERE m.student IN ({places}) ORDER BY s.id, a.id"""
        submissions: dict[str, dict[str, list[HandedIn]]] = {student: {} for student in students}
        attempts: dict[tuple[str, str], list[GradedAttempt]] = {}
        for student, kata, number, submitted, marked_late, digest, not_started, *rest in self.file.rows(sql, students):
            here = submissions[student].setdefault(kata, [])
            if not here or here[-1].submission != number:
                here.append(HandedIn(number, moment(submitted), bool(marked_late), digest, bool(not_started)))
            if rest[0] is not None:
                attempts.setdefault((student, kata), []).append(_attempted(number, rest))
        return {
            student: {
                kata: StudentWork(handed_in, attempts.get((student, kata), ())) for kata, handed_in in by_kata.items()
            }
            for student, by_kata in submissions.items()
        }

    def adjustments(self) -> tuple[Adjustment, ...]:
        """Return those that stand, oldest first."""
        return tuple(logged.adjustment for logged in self.log() if logged.stands)


OF_LEAVING = "submission IN (SELECT id FROM leaving)"
UNUSED = "NOT EXISTS (SELECT 1 FROM submission s WHERE s.sha256 = source.sha256)"


def _erase(file: GradebookFile, student: str) -> Forgotten:
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
    file.write(f"DELETE FROM retimed WHERE {OF_LEAVING}")
    file.write(
        "UPDATE retimed SET origin = '' WHERE submission IN (SELECT submission FROM member WHERE student = ?)",
        (student,),
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


def _delete(file: GradebookFile, which: str, *values: object) -> int:
    return file.write(f"DELETE FROM {which}", values).rowcount


def _sweep(file: GradebookFile) -> None:
    """Rewrite the file, so that not even its free pages hold what was deleted, and empty the journal beside it."""
    file.write("VACUUM")
    busy, *_ = file.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
    if busy:
        raise BrokenGradebook(
            f"It is erased, but another program reads {file.name}, so its journal still holds what was erased.",
            hint="End that program, then run the same command again.",
        )


# Looked up: an enumeration's call costs as much as the rest of a row.
VERDICTS = {str(verdict): verdict for verdict in Verdict}
LEVELS = {str(level): level for level in Level}
COLUMNS = """m.student, s.kata, s.id, s.submitted, s.late_mark, s.sha256, s.not_started,
    a.id, a.verdict, a.points, a.max, a.pending, a.level, a.accepted_unconfined, a.misconceptions"""


def _attempted(submission: int, row: Sequence[Any]) -> GradedAttempt:
    number, verdict, points, most, pending, level, accepted, misconceptions = row
    told = tuple(misconceptions.split())
    return GradedAttempt(
        number, submission, VERDICTS[verdict], points, most, pending, LEVELS[level], bool(accepted), told
    )
