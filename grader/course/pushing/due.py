"""Which scores a platform should be told: those it was never sent, and those that have changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from grader.course.pushing.pushed import Pushed, Sent
from grader.exports import Notes, Options
from grader.exports.lti_ags import Message, messages, timestamp
from grader.scores import Column, ScoreTable, points_text


class Change(StrEnum):
    """How a score differs from what the platform was last sent."""

    NEW = "new"
    CHANGED = "changed"
    CLEARED = "taken back"
    SAME = "unchanged"


@dataclass(frozen=True, slots=True)
class Due:
    """One score, what it is to the platform, and when the one before was sent."""

    message: Message
    column: Column
    change: Change
    last: datetime | None

    @property
    def what(self) -> str:
        """All of the score but its time, to tell later whether it has changed."""
        message = self.message
        submitted = timestamp(message.submitted) if message.submitted else ""
        return json.dumps([message.user, points_text(message.points), message.max, message.comment, submitted])


def due_scores(table: ScoreTable, options: Options, notes: Notes, pushed: Pushed, platform: str) -> Iterator[Due]:
    """Every score there is something to say of, by student, also the unchanged ones; `table` streams.

    A score without points is only told where points were sent before.
    """
    columns = {column.kata: column for column in table.columns}
    for message in messages(table, options, notes):
        last = pushed.last(platform, message.kata, message.student.id)
        if message.points is None and last is None:
            continue
        fresh = Due(message, columns[message.kata], Change.NEW, last.at if last else None)
        yield fresh if last is None else Due(message, fresh.column, _change(fresh, last), last.at)


def _change(due: Due, last: Sent) -> Change:
    if due.what == last.what:
        return Change.SAME
    return Change.CHANGED if due.message.points is not None else Change.CLEARED
