"""The misconceptions explained: for each a program of ten lines that has it, and what goes wrong in it.

Nothing here tells how a program ran: `grade explain` runs it and draws what happened.
"""

from __future__ import annotations

from grader.student.lessons.lesson import Lesson


def lesson(code: str) -> Lesson | None:
    """The lesson on this misconception, if there is one."""
    return lessons().get(code)


def lessons() -> dict[str, Lesson]:
    """Every lesson by its code, in order; each has a program of its own."""
    from grader.student.lessons import awaiting, cancelling, sharing, streaming

    found = {**awaiting.LESSONS, **cancelling.LESSONS, **sharing.LESSONS, **streaming.LESSONS}
    return dict(sorted(found.items()))


__all__ = ["Lesson", "lesson", "lessons"]
