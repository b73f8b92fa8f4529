"""Put submissions and attempts into a gradebook."""

from __future__ import annotations

from typing import Any

from grader.classroom.gradebook import Added, Gradebook, NewSubmission
from grader.model import Report
from tests.support.commands import NOW


def hand_in(book: Gradebook, owner: str, source: bytes, kata: str = "kata01", **facts: Any) -> Added:
    """Store one submission, of its owner alone, handed in NOW and in time unless these facts say otherwise."""
    usual: dict[str, Any] = {
        "members": (owner,),
        "file_name": "alpha.py",
        "submitted": NOW,
        "origin": "somewhere",
        "collected_at": facts.pop("now", NOW),
    }
    return book.add_submission(NewSubmission(kata=kata, owner=owner, source=source, **(usual | facts)))


def hand_in_graded(book: Gradebook, owner: str, source: bytes, report: Report, **facts: Any) -> None:
    """Store one submission, and an attempt at it that ended in this report."""
    hand_in(book, owner, source, report.kata, **facts)
    number = max(stored.id for stored in book.submissions())
    book.record(number, report, kind="run", now=facts.get("now", NOW), accepted_unconfined=False)
