"""The form of the gradebook's file: made new, or led from an older version to the newest."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from grader.errors import GraderError, UsageError

APPLICATION = int.from_bytes(b"kate", "big")
PACKAGE = "grader.course.gradebook"
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
    """The schema of this grader."""
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
