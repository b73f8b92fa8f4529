"""The gradebook's file: opened for one process, transactions, and SQLite's errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.course.gradebook.schema import Schema, bring_up_to_date, shipped
from grader.errors import GraderError, UsageError

BUSY_S = 10.0
# Rows are read in pages, and no statement stays open between them: one that did would keep a transaction open, and the
# next one to write would be refused as soon as another process had written.
PAGE = 256
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
BARRED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
SAFE = "What was recorded before is safe"


class BrokenGradebook(GraderError):
    """The gradebook's file cannot be read or written."""


class NoGradebook(UsageError):
    """There is no gradebook yet."""


class File:
    """One connection. Its methods raise BrokenGradebook for whatever goes wrong with the file."""

    def __init__(self, path: Path, *, schema: Schema | None = None) -> None:
        self.name = path.name
        with self._told():
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S)
            try:
                # First: one of these changes the file, which may be somebody else's.
                bring_up_to_date(self._connection, schema or shipped(), self.name)
                for pragma in PRAGMAS:
                    self._connection.execute(f"PRAGMA {pragma}")
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        with self._told():
            self._connection.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Every row at once: for few."""
        with self._told():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def write(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """One statement; its cursor tells the new id and how many rows it changed."""
        with self._told():
            return self._connection.execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing after an error; on disk when it ends. One within another joins it."""
        if self._connection.in_transaction:
            yield
            return
        self.write("BEGIN IMMEDIATE")
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._connection.in_transaction:
                self.write("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise _in_words(self.name, error) from error


def stored(moment: datetime | None) -> str | None:
    """A moment as the file holds it. Raises ValueError for one without a time zone."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat()


def moment(text: str | None) -> datetime | None:
    """A moment as it was before it was stored, in UTC."""
    return None if text is None else datetime.fromisoformat(text)


def moment_of(text: str) -> datetime:
    """A moment that is always known."""
    return datetime.fromisoformat(text)


def _in_words(name: str, error: sqlite3.Error) -> BrokenGradebook:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in FULL:
        return BrokenGradebook(
            f"{name} cannot be written: the disk is full or fails.",
            hint=f"{SAFE}. Make room on the disk, then run the same command again.",
        )
    if code in BUSY:
        return BrokenGradebook(
            f"{name} is being written by another program.",
            hint=f"{SAFE}. Run the same command again.",
        )
    if code in DAMAGED:
        return BrokenGradebook(
            f"{name} is damaged.",
            hint="Put back your newest copy of it; what can still be read from this one: sqlite3 FILE .recover",
        )
    if code in BARRED:
        return BrokenGradebook(f"{name} may not be opened or written here.", hint="See who owns it and its folder.")
    return BrokenGradebook(f"{name} cannot be used ({error}).", hint=f"{SAFE}. Try: grade doctor")
