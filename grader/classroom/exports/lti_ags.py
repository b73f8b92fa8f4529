"""LTI 1.3 Assignment and Grade Services 2.0: one JSON array of score messages, as `grade class push lti` sends them.

A score without `scoreGiven` clears what the platform holds, so nothing is written where there are no points. Lateness
and excuses have no field: lateness stands in the comment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from grader.classroom.exports.attempts import number
from grader.classroom.exports.columns import Notes
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.table import IN_WORDS, comment_text, key_of, who
from grader.classroom.scores.model import Column, Score, ScoreTable, Standing, Student

# The platform's own id of a person, which a launch calls `sub`.
USER_ID = "lti_user_id"
# A score message says nothing of its line item. Extensions are allowed under names that are URLs; nobody owns this one.
KATA = "https://asyncio-katas.invalid/kata"
NO_USER_ID = f"the roster has no {USER_ID} for them"


@dataclass(frozen=True, slots=True)
class Message:
    """One score as a platform is told it, but for its time; `points` None clears what was sent before."""

    student: Student
    kata: str
    user: str
    points: Decimal | None
    max: int
    comment: str
    submitted: datetime | None

    def body(self, at: datetime) -> dict[str, Any]:
        """The score message of this moment; a platform refuses one that is not later than the one before."""
        graded = self.points is not None
        said: dict[str, Any] = {
            "userId": self.user,
            "timestamp": timestamp(at),
            "activityProgress": "Completed" if graded else "Initialized",
            "gradingProgress": "FullyGraded" if graded else "NotReady",
        }
        if self.points is not None:
            said |= {"scoreGiven": number(self.points), "scoreMaximum": self.max}
        if self.comment:
            said["comment"] = self.comment
        if self.submitted is not None:
            said["submission"] = {"submittedAt": timestamp(self.submitted)}
        return said


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """The array, a message on a line."""
    between = "[\n"
    for message in messages(table, options, notes):
        if message.points is not None:
            said = {**message.body(table.made), KATA: message.kata}
            yield between + json.dumps(said, ensure_ascii=True, allow_nan=False)
            between = ",\n"
    yield "\n]\n" if between == ",\n" else "[]\n"


def messages(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Message]:
    """Every score that has points, and as one without points every score that may be taken back, by student.

    Nothing for what waits to be marked: what the platform holds stays until we know better. Students without the
    platform's id are left out, and named in the notes.
    """
    zero = options.missing is Missing.ZERO
    for row in table.rows():
        user = key_of(row.student, USER_ID)
        if not user:
            notes.leave_out(who(row.student), NO_USER_ID)
            continue
        for column, score in zip(table.columns, row.scores, strict=True):
            if score.standing is not Standing.WAITING:
                yield _message(row.student, column, score, user, zero=zero, comments=options.comments)


def timestamp(at: datetime) -> str:
    """ISO 8601 with a zone and milliseconds, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _message(student: Student, column: Column, score: Score, user: str, *, zero: bool, comments: bool) -> Message:
    points = Decimal(0) if zero and score.absent else score.points
    if points is None or score.standing is Standing.EXCUSED:
        return Message(student, column.kata, user, None, column.max, "", None)
    comment = comment_text(score) if comments else ""
    # A score may be above the maximum, and may not be below zero.
    return Message(student, column.kata, user, max(points, Decimal(0)), column.max, comment, score.submitted)


FORMAT = ExportFormat(
    name="lti-ags",
    title="LTI score messages, as `grade class push lti` sends them",
    holds=frozenset({Holds.COMMENT, Holds.LEVEL, Holds.LATE}),
    in_words=IN_WORDS,
    suffix=".json",
    table=export,
)
