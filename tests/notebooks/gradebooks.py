"""A small gradebook of nbgrader's, made through its own API and without any kernel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

POINTS = {"kata00": {"test_alone": 4.0, "h1": 6.0}, "kata11": {"test_first": 10.0, "h1": 15.0}}
DUE = datetime(2026, 2, 1, 12, 0)
CAME = datetime(2026, 2, 1, 10, 0)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The gradebook in this file."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{path}") as book:
        yield book


def made(path: Path, scores: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> None:
    """An assignment week1 of two notebooks, and what each student's cells earned by kata and check.

    A kata that a student has no scores for was not handed in, which nbgrader writes down as zeros.
    """
    _tables(path)
    with opened(path) as book:
        book.add_assignment("week1", duedate=DUE)
        for kata, checks in POINTS.items():
            book.add_notebook(kata, "week1")
            for check, points in checks.items():
                cell = {"max_score": points, "cell_type": "code", "notebook": kata, "assignment": "week1"}
                book.add_grade_cell(f"{kata}-{check}", **cell)
        for number, (student, earned) in enumerate(scores.items(), start=70):
            book.add_student(student, first_name=student.title(), last_name="Kim, Jr", lms_user_id=str(number))
            if earned:
                # SQLAlchemy warns of the order in which nbgrader fills a submission.
                with book.db.no_autoflush:
                    book.add_submission("week1", student, timestamp=CAME)
            for kata in POINTS if earned else ():
                for grade in book.find_submission_notebook(kata, "week1", student).grades:
                    grade.auto_score = earned.get(kata, {}).get(grade.name.removeprefix(f"{kata}-"), 0.0)
                    grade.needs_manual_grade = False
        book.db.commit()


def _tables(path: Path) -> None:
    """An empty gradebook; nbgrader would ask alembic's command, which need not be on the path, for a version."""
    from nbgrader.api import Base
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(bind=engine)
    engine.dispose()


def by_hand(path: Path, student: str, cell: str, points: float | None) -> None:
    """What an instructor does in the formgrader."""
    with opened(path) as book:
        book.find_grade(cell, cell.partition("-")[0], "week1", student).manual_score = points
        book.db.commit()


def counts(path: Path, student: str, kata: str) -> float:
    """What nbgrader counts for this notebook, after its penalty."""
    with opened(path) as book:
        notebook = book.find_submission_notebook(kata, "week1", student)
        return float(max(0, notebook.score - (notebook.late_submission_penalty or 0)))
