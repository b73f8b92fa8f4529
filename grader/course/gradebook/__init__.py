"""The gradebook of a course: what was handed in, every attempt at it, and every exception made, in one SQLite file."""

from __future__ import annotations

from grader.course.gradebook.book import FILE_NAME, Gradebook
from grader.course.gradebook.rows import GROUP, Added, Attempt, AttemptKind, CheckRow, Forgotten, Kept, Logged

__all__ = [
    "FILE_NAME",
    "GROUP",
    "Added",
    "Attempt",
    "AttemptKind",
    "CheckRow",
    "Forgotten",
    "Gradebook",
    "Kept",
    "Logged",
]
