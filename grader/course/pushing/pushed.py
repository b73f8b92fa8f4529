"""What a platform was sent, remembered beside the gradebook: unchanged scores are not sent again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.errors import GraderError, UsageError

FILE_NAME = "pushed.sqlite3"
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
        """What this student was last sent in this kata."""
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
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return UsageError("Scores of this course are being sent just now.", hint="Wait until that has ended.")
    return BrokenMemory(
        f"{FILE_NAME} cannot be used ({error}).",
        hint="Move it away: every score is then sent once more, which changes nothing there.",
    )
