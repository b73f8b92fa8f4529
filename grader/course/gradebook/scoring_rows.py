"""What students handed in and got for it, in the shape the course's policy reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.course.gradebook.file import File, moment
from grader.course.plan.values import Attempted, HandedIn
from grader.model import Level, Verdict

# Looked up: an enumeration's call costs as much as the rest of a row.
VERDICTS = {str(verdict): verdict for verdict in Verdict}
LEVELS = {str(level): level for level in Level}
COLUMNS = """m.student, s.kata, s.id, s.submitted, s.late_mark, s.sha256, s.not_started,
    a.id, a.verdict, a.points, a.max, a.pending, a.level, a.accepted_unconfined, a.misconceptions"""


@dataclass(frozen=True, slots=True)
class Made:
    """One student's submissions of one kata, and the attempts at them, both in the order they came."""

    submissions: Sequence[HandedIn]
    attempts: Sequence[Attempted]


def made_by(file: File, students: Sequence[str]) -> dict[str, dict[str, Made]]:
    """By student and kata, for everybody who is named."""
    places = ", ".join("?" * len(students))
    sql = f"""SELECT {COLUMNS} FROM member m JOIN submission s ON s.id = m.submission
        LEFT JOIN attempt a ON a.submission = s.id WHERE m.student IN ({places}) ORDER BY s.id, a.id"""
    submissions: dict[str, dict[str, list[HandedIn]]] = {student: {} for student in students}
    attempts: dict[tuple[str, str], list[Attempted]] = {}
    for student, kata, number, submitted, marked_late, digest, not_started, *attempt in file.rows(sql, students):
        here = submissions[student].setdefault(kata, [])
        if not here or here[-1].submission != number:
            here.append(HandedIn(number, moment(submitted), bool(marked_late), digest, bool(not_started)))
        if attempt[0] is not None:
            attempts.setdefault((student, kata), []).append(_attempted(number, attempt))
    return {
        student: {kata: Made(handed_in, attempts.get((student, kata), ())) for kata, handed_in in by_kata.items()}
        for student, by_kata in submissions.items()
    }


def _attempted(submission: int, row: Sequence[Any]) -> Attempted:
    number, verdict, points, most, pending, level, accepted, misconceptions = row
    told = tuple(misconceptions.split())
    return Attempted(number, submission, VERDICTS[verdict], points, most, pending, LEVELS[level], bool(accepted), told)
