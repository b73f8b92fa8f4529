"""The gradebook of a course: what was handed in, every attempt at it, and every exception made, in one SQLite file."""

from __future__ import annotations

from grader.classroom.gradebook.book import FILE_NAME, Gradebook
from grader.classroom.gradebook.rows import (
    GROUP,
    Added,
    AttemptKind,
    CheckRow,
    Forgotten,
    Logged,
    NewSubmission,
    RecordedAttempt,
    Retimed,
    StoredSubmission,
)

__all__ = [
    "FILE_NAME",
    "GROUP",
    "Added",
    "RecordedAttempt",
    "AttemptKind",
    "CheckRow",
    "Forgotten",
    "Gradebook",
    "StoredSubmission",
    "Logged",
    "NewSubmission",
    "Retimed",
]
