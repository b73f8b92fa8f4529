"""Which scores a platform should be told, and what it was told before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.classroom.exports import Notes, Options
from grader.classroom.exports.columns import apart
from grader.classroom.exports.lti_ags import PERSON, Message, messages, timestamp
from grader.classroom.scores.model import Column, ScoreTable, points_text
from grader.errors import GraderError, UsageError


class ScoreChange(StrEnum):
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
    change: ScoreChange
    last: datetime | None

    @property
    def what(self) -> str:
        """All of the score but its time, to tell later whether it has changed."""
        message = self.message
        submitted = timestamp(message.submitted) if message.submitted else ""
        return json.dumps([message.user, points_text(message.points), message.max, message.comment, submitted])


def due_scores(table: ScoreTable, options: Options, notes: Notes, pushed: Pushed, platform: str) -> Iterator[Due]:
    """Yield every score there is something to say of, by student, also the unchanged ones; `table` streams.

    A score without points is only told where points were sent before.
    """
    columns = {column.kata: column for column in table.columns}
    for message in messages(apart(table, PERSON, notes), options, notes):
        last = pushed.last(platform, message.kata, message.student.id)
        if message.points is None and last is None:
            continue
        fresh = Due(message, columns[message.kata], ScoreChange.NEW, last.at if last else None)
        yield fresh if last is None else Due(message, fresh.column, _change(fresh, last), last.at)


def _change(due: Due, last: Sent) -> ScoreChange:
    if due.what == last.what:
        return ScoreChange.SAME
    return ScoreChange.CHANGED if due.message.points is not None else ScoreChange.CLEARED


FILE_NAME = "pushed.sqlite3"
# Extended codes of SQLite hold the plain one in their lowest byte.
IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
SCHEMA = """CREATE TABLE IF NOT EXISTS sent (
    platform TEXT NOT NULL, kata TEXT NOT NULL, student TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL,
    PRIMARY KEY (student, kata, platform)) WITHOUT ROWID"""


class BrokenMemory(GraderError):
    """What was sent before cannot be read, or not be written."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest score of a student in a kata that a platform took: its time, and all of it but the time."""

    at: datetime
    what: str


class Pushed:
    """The scores sent so far, open until its `with` ends. `platform` is the address of a course's line items there."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        """Open it, and alone when it is for writing. Raises UsageError when somebody else is sending just now."""
        self._path = folder / FILE_NAME
        there = write or self._path.exists()
        self._book = sqlite3.connect(self._path if there else ":memory:", isolation_level=None, timeout=0.1)
        try:
            if write:
                # Held until it is closed: a crash lets go of it as well.
                self._book.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._book.execute("BEGIN EXCLUSIVE")
                self._book.execute(SCHEMA)
                self._book.execute("COMMIT")
            elif not there:
                self._book.execute(SCHEMA)
        except sqlite3.Error as error:
            self._book.close()
            raise _told(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    def last(self, platform: str, kata: str, student: str) -> Sent | None:
        """Return what this student was last sent in this kata."""
        try:
            found = self._book.execute(
                "SELECT at, what FROM sent WHERE platform = ? AND kata = ? AND student = ?", (platform, kata, student)
            ).fetchone()
            return None if found is None else Sent(datetime.fromisoformat(found[0]), str(found[1]))
        except (sqlite3.Error, ValueError) as error:
            raise _told(error) from None

    def remember(self, platform: str, kata: str, student: str, sent: Sent) -> None:
        """That the platform has taken this; on disk when it returns."""
        try:
            self._book.execute(
                "INSERT OR REPLACE INTO sent (platform, kata, student, at, what) VALUES (?, ?, ?, ?, ?)",
                (platform, kata, student, sent.at.isoformat(), sent.what),
            )
        except sqlite3.Error as error:
            raise _told(error) from None

    def forget(self, student: str) -> int:
        """Erase what is remembered of a student, down to the file's free pages; how many scores that were."""
        try:
            self._book.execute("PRAGMA secure_delete = ON")
            erased = self._book.execute("DELETE FROM sent WHERE student = ?", (student,)).rowcount
            self._book.execute("VACUUM")
            return erased
        except sqlite3.Error as error:
            raise _told(error) from None


def forget_pushed(folder: Path, student: str) -> int:
    """Erase what is remembered of a student, down to the file's free pages; how many scores that were."""
    if not (folder / FILE_NAME).exists():
        return 0
    with Pushed(folder, write=True) as pushed:
        return pushed.forget(student)


def _told(error: Exception) -> GraderError:
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in IN_USE:
        return UsageError("Scores of this course are being sent just now.", hint="Wait until that has ended.")
    return BrokenMemory(
        f"{FILE_NAME} cannot be used ({error}).",
        hint="Move it away: every score is then sent once more, which changes nothing there.",
    )
