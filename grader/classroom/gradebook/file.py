"""The gradebook's file: made new or led from an older version, opened for one process, SQLite's errors in words."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError

APPLICATION = int.from_bytes(b"kate", "big")
PACKAGE = "grader.classroom.gradebook"
STEP = re.compile(r"(\d+)_to_\d+\.sql")


class NotAGradebook(UsageError):
    """The file is a database of something else."""


class NewerGradebook(UsageError):
    """The file was made by a newer grader, which may mean other things by it."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The newest version, the script that makes it, and the script that leads on from each older version."""

    version: int
    script: str
    steps: Mapping[int, str] = field(default_factory=dict)


def shipped() -> Schema:
    """Return the schema of this grader."""
    folder = files(PACKAGE)
    script = (folder / "schema.sql").read_text(encoding="utf-8")
    said = re.search(r"^PRAGMA user_version = (\d+);$", script, re.MULTILINE)
    if said is None:
        raise GraderError("schema.sql does not say its version.")
    steps = {
        int(found[1]): step.read_text(encoding="utf-8")
        for step in (folder / "migrations").iterdir()
        if (found := STEP.fullmatch(step.name))
    }
    return Schema(int(said[1]), script, steps)


def bring_up_to_date(connection: sqlite3.Connection, schema: Schema, name: str) -> None:
    """Make the file what the schema says, in one transaction: all of it or nothing.

    Raises NewerGradebook or NotAGradebook, naming the file, and sqlite3.Error.
    """
    if _number(connection, "user_version") == schema.version and _number(connection, "application_id") == APPLICATION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        _change(connection, schema, name)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _change(connection: sqlite3.Connection, schema: Schema, name: str) -> None:
    version = _number(connection, "user_version")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _execute(connection, schema.script)
        return
    if _number(connection, "application_id") != APPLICATION:
        raise NotAGradebook(f"{name} is not a gradebook.", hint="Move it away, or name another folder: --course FOLDER")
    if version > schema.version:
        raise NewerGradebook(
            f"{name} was made by a newer grader (form {version}; this one knows {schema.version}).",
            hint="Update the grader in this environment, then run the same command again.",
        )
    missing = [older for older in range(version, schema.version) if older not in schema.steps]
    if missing:
        raise NotAGradebook(f"{name} has a form that never was ({version}).", hint="Put back a copy of it.")
    for older in range(version, schema.version):
        _execute(connection, schema.steps[older])
    connection.execute(f"PRAGMA user_version = {schema.version}")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _execute(connection: sqlite3.Connection, script: str) -> None:
    """Each statement on its own: `executescript` would commit the transaction first."""
    for statement in _statements(script):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    begun = ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""


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


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=BUSY_S)


def _is_read_only(path: Path) -> bool:
    """Return whether neither the file nor what SQLite keeps beside it may be written."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _looked_at(path: Path, version: int) -> sqlite3.Connection:
    """Return the file as it lies there.

    Raises BrokenGradebook where what was written last lies beside it in the journal.
    """
    journal = path.with_name(f"{path.name}-wal")
    if journal.is_file() and journal.stat().st_size:
        raise BrokenGradebook(
            f"{path.name} may not be written here, and what was recorded last is still in {journal.name}.",
            hint="Copy the course's folder to a disk that can be written, and look at it there.",
        )
    found = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    if _number(found, "application_id") != APPLICATION or _number(found, "user_version") >= version:
        return found
    # An older form is led on in memory; what would be written there is refused all the same.
    copied = sqlite3.connect(":memory:", isolation_level=None)
    found.backup(copied)
    found.close()
    return copied


class NoGradebook(UsageError):
    """There is no gradebook yet."""


class GradebookFile:
    """One connection. Its methods raise BrokenGradebook for whatever goes wrong with the file.

    Where the disk is read-only it can be looked at, and nothing can be written.
    """

    def __init__(self, path: Path, *, schema: Schema | None = None, read_only: bool | None = None) -> None:
        self.name = path.name
        self.read_only = _is_read_only(path) if read_only is None else read_only
        with self._told():
            schema = schema or shipped()
            self._connection = _looked_at(path, schema.version) if self.read_only else _connected(path)
            try:
                # First: one of these changes the file, which may be somebody else's.
                bring_up_to_date(self._connection, schema, self.name)
                for pragma in ("query_only = ON",) if self.read_only else PRAGMAS:
                    self._connection.execute(f"PRAGMA {pragma}")
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        with self._told():
            self._connection.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return every row at once: for few."""
        with self._told():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def write(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement; its cursor tells the new id and how many rows it changed."""
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
    """Return a moment as the file holds it. Raises ValueError for one without a time zone."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat()


def moment(text: str | None) -> datetime | None:
    """Return a moment as it was before it was stored, in UTC."""
    return None if text is None else datetime.fromisoformat(text)


def moment_of(text: str) -> datetime:
    """Return a moment that is always known."""
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
