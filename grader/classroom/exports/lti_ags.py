"""LTI 1.3 Assignment and Grade Services 2.0: score messages, as `grade class push lti` sends them.

Either one JSON array, in which each message says its line item, or a folder with an array for each kata, whose
messages are as they are sent.

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
from grader.classroom.exports.columns import Notes, NothingToSend, somebody
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.table import IN_WORDS, PersonKey, comment_text, lms_name, refuse_shared, who
from grader.classroom.scores.model import Column, Score, ScoreTable, Standing, Student

# The platform's own id of a person, which a launch calls `sub`.
USER_ID = "lti_user_id"
PERSON = PersonKey(USER_ID, (USER_ID,), hint="A launch of theirs calls it sub.")
LINE_ITEM = "lineItem"
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
        """Return the score message of this moment; a platform refuses one that is not later than the one before."""
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
    """Yield the array, a message on a line; its line item is the address in course.yaml, else the kata, as `push` tags
    it.
    """
    items = {column.kata: line_item(column) or column.kata for column in table.columns}
    between = "[\n"
    for message in messages(table, options, notes):
        if message.points is not None:
            said = {**message.body(table.made), LINE_ITEM: items[message.kata], KATA: message.kata}
            yield between + _line(said)
            between = ",\n"
    if between == "[\n":
        somebody(notes, PERSON)
        raise _no_score()
    yield "\n]\n"


def export_katas(table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each kata that somebody has points in: the array of what is sent to its line item."""
    lines: dict[str, list[str]] = {column.kata: [] for column in table.columns}
    for message in messages(table, options, notes):
        if message.points is not None:
            lines[message.kata].append(_line(message.body(table.made)))
    somebody(notes, PERSON)
    if not any(lines.values()):
        raise _no_score()
    for column in table.columns:
        if lines[column.kata]:
            where = line_item(column) or f"the line item tagged {column.kata}"
            notes.tell(f"{column.kata}.json goes to {where}")
            yield f"{column.kata}.json", ("[\n" + ",\n".join(lines[column.kata]) + "\n]\n").encode("ascii")


def line_item(column: Column) -> str:
    """Return the address of a kata's line item in course.yaml; "" where it has none."""
    return lms_name(column, "lti", "lti-ags")


def _line(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=True, allow_nan=False)


def _no_score() -> NothingToSend:
    return NothingToSend("There is no score to send yet.", hint="Grade what was collected: grade class run")


def messages(table: ScoreTable, options: Options, notes: Notes) -> Iterator[Message]:
    """Yield every score that has points, and as one without points every score that may be taken back, by student.

    Nothing for what waits to be graded: what the platform holds stays until we know better. Students without the
    platform's id are left out, and named in the notes. Raises UsageError when two katas have one
    line item: of two scores of a person at one moment a platform takes the first alone.
    """
    refuse_shared(table.columns, map(line_item, table.columns), "line item")
    for row in table.rows():
        user = PERSON.of(row.student)
        if not user:
            notes.leave_out(who(row.student), NO_USER_ID)
            continue
        for column, score in zip(table.columns, row.scores, strict=True):
            if score.standing is not Standing.WAITING:
                yield _message(row.student, column, score, user, options)


def timestamp(at: datetime) -> str:
    """ISO 8601 with a zone and milliseconds, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _message(student: Student, column: Column, score: Score, user: str, options: Options) -> Message:
    points = Decimal(0) if options.missing is Missing.ZERO and score.absent else score.points
    if points is None or score.standing is Standing.EXCUSED:
        return Message(student, column.kata, user, None, column.max, "", None)
    comment = comment_text(score) if options.comments else ""
    # A score may be above the maximum, and may not be below zero.
    return Message(student, column.kata, user, max(points, Decimal(0)), column.max, comment, score.submitted)


FORMAT = ExportFormat(
    name="lti-ags",
    title="LTI score messages, as `grade class push lti` sends them",
    holds=frozenset({Holds.COMMENT, Holds.LEVEL, Holds.LATE}),
    in_words=IN_WORDS,
    suffix=".json",
    table=export,
    parts=export_katas,
    person=lambda options: PERSON,
)
