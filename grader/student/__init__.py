"""What a student's own clone remembers, in `.grade/` beside `katas/`: attempts, stubs, hints shown.

`checks/` and `facts/` in there belong to grader.engine.examiner.checks and grader.curriculum.yaml_facts: they only save
time.

Nothing here is worth a point, so it is plain text in the student's hands; a course keeps its own book.
"""

from __future__ import annotations

from pathlib import Path

from grader.student.history import (
    Attempt,
    KataProgress,
    attempts,
    hints_shown,
    is_untouched,
    known_stub,
    pristine_stub,
    progress,
    remember,
    remember_hints,
)

__all__ = [
    "Attempt",
    "KataProgress",
    "attempts",
    "hints_shown",
    "is_untouched",
    "known_stub",
    "memory",
    "pristine_stub",
    "progress",
    "remember",
    "remember_hints",
]


def memory(course: Path) -> Path:
    """Return the folder of a clone that holds attempts, hints and stubs."""
    return course / ".grade"
