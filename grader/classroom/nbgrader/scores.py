"""nbgrader's gradebook as a table of scores, for every export; what is missing has no points."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student
from grader.model import Check, CheckResult, Mode, Outcome, Report, Verdict
from grader.report.json import report_document
from grader.report.scoring import View

CENT = Decimal("0.01")
HIDDEN = "h"

# Whether a student handed in this notebook of this assignment; None where nobody can tell.
HandedIn = Callable[[str, str, str], bool | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One notebook of one assignment: a column. `kata` is its name, with the assignment's where two are alike."""

    kata: str
    assignment: Any
    notebook: Any


@dataclass(frozen=True, slots=True)
class NbgraderChoice:
    """These students and assignments, or all where none is named."""

    students: Collection[str] = ()
    assignments: Collection[str] = ()


def table_of(
    gradebook: Any,
    course: str,
    made: datetime,
    chosen: NbgraderChoice,
    handed_in: HandedIn = lambda student, assignment, notebook: None,
) -> ScoreTable:
    """Yield the scores in an nbgrader.api.Gradebook, a column for each notebook.

    `made` is the moment they are from, by which a deadline is over or not.
    """
    asked = tuple(_asked(gradebook, chosen.assignments))
    columns = tuple(Column(one.kata, one.kata, _whole(one.notebook.max_score), _due(one.assignment)) for one in asked)
    documents: list[Callable[[], Mapping[str, Any]]] = []

    def rows() -> Iterable[ScoreRow]:
        documents.clear()
        for student in gradebook.students:
            if not chosen.students or student.id in chosen.students:
                yield ScoreRow(_student(student), tuple(_scores(student, asked, handed_in, made, documents)))

    return ScoreTable(course, made, columns, rows, lambda number: documents[number - 1]())


def points_of(grades: Iterable[Any]) -> Decimal:
    """Return what these graded cells of nbgrader's earned together: by hand where somebody gave points by hand."""
    return sum(map(_given, grades), Decimal(0))


def counted(notebook: Any) -> Decimal:
    """Return what nbgrader itself counts of a submitted notebook: never below zero."""
    return max(Decimal(0), points_of(notebook.grades) - _points(notebook.late_submission_penalty))


def by_hand(notebook: Any) -> bool:
    """Return whether somebody gave points by hand in this submitted notebook, or extra credit."""
    return any(grade.manual_score is not None or grade.extra_credit for grade in notebook.grades)


def _asked(gradebook: Any, assignments: Collection[str]) -> Iterator[Asked]:
    chosen = [one for one in gradebook.assignments if not assignments or one.name in assignments]
    names = [notebook.name for assignment in chosen for notebook in assignment.notebooks]
    for assignment in chosen:
        for notebook in sorted(assignment.notebooks, key=lambda one: str(one.name)):
            name = notebook.name if names.count(notebook.name) == 1 else f"{assignment.name} {notebook.name}"
            yield Asked(name, assignment, notebook)


def _scores(
    student: Any,
    asked: Sequence[Asked],
    handed_in: HandedIn,
    now: datetime,
    documents: list[Callable[[], Mapping[str, Any]]],
) -> Iterator[Score]:
    submissions = {one.assignment_id: one for one in student.submissions}
    for one in asked:
        there = handed_in(student.id, one.assignment.name, one.notebook.name)
        submission = submissions.get(one.assignment.id)
        found = [book for book in submission.notebooks if book.notebook_id == one.notebook.id] if submission else []
        # nbgrader gives 0 to a notebook that is missing among others (converters/autograde.py): that is no score.
        if not found or there is False:
            yield _none(one, now, waits=bool(there))
        else:
            documents.append(lambda one=one, book=found[0]: _document(one, book))  # type: ignore[misc]
            yield _score(one, submission, found[0], len(documents))


def _none(one: Asked, now: datetime, *, waits: bool) -> Score:
    due = _due(one.assignment)
    over = due is not None and due < now
    standing = Standing.WAITING if waits else Standing.MISSING if over else Standing.OPEN
    return Score(standing, _whole(one.notebook.max_score))


def _score(one: Asked, submission: Any, notebook: Any, number: int) -> Score:
    submitted = submission.timestamp.replace(tzinfo=UTC) if submission.timestamp else None
    most = _whole(one.notebook.max_score)
    if any(grade.auto_score is None and grade.manual_score is None for grade in notebook.grades):
        return Score(Standing.WAITING, most, submitted=submitted)
    raw, points = points_of(notebook.grades), counted(notebook)
    given = any(grade.manual_score is not None for grade in notebook.grades)
    return Score(
        Standing.OVERRIDDEN if given else Standing.SCORED,
        most,
        points=points,
        earned=int(raw) if raw == int(raw) else None,
        late_s=int(submission.total_seconds_late),
        deduction=raw - points,
        submitted=submitted,
        attempt=number,
        verdict=Verdict.ACCEPTED if raw >= most else Verdict.REJECTED,
    )


def _document(one: Asked, notebook: Any) -> Mapping[str, Any]:
    """As much of a report as nbgrader knows: its cells as checks, which passed where they earned all."""
    sources = {cell.name: cell.source or "" for cell in one.notebook.source_cells}
    results = tuple(_result(one, grade, sources.get(grade.name, "")) for grade in notebook.grades)
    passed = all(result.outcome is Outcome.PASSED for result in results)
    report = Report(
        kata=one.kata,
        kata_title=one.kata,
        kata_version="",
        submit=f"{one.notebook.name}.ipynb",
        verdict=Verdict.ACCEPTED if passed else Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="",
        sha256="",
        results=results,
    )
    return report_document(report, View.INSTRUCTOR)


def _result(one: Asked, grade: Any, source: str) -> CheckResult:
    name = str(grade.name).removeprefix(f"{one.notebook.name}-")
    sentence = source.partition("\n")[0].partition(":")[2].strip() if source.startswith("# ") else ""
    hidden = name.startswith(HIDDEN) and name[1:].isdecimal()
    check = Check(name, sentence or name, _whole(grade.max_score), hidden)
    full = _points(grade.score) >= _points(grade.max_score)
    return CheckResult(check, Outcome.PASSED if full else Outcome.FAILED)


def _student(student: Any) -> Student:
    lms = student.lms_user_id or ""
    # nbgrader has one id of a platform's, and does not know which platform: each format looks for its own.
    ids = dict.fromkeys(("lms_user_id", "canvas_id", "lti_user_id"), lms) if lms else {}
    return Student(student.id, student.first_name or "", student.last_name or "", student.email or "", ids=ids)


def _due(assignment: Any) -> datetime | None:
    """nbgrader keeps UTC without saying so."""
    due: datetime | None = assignment.duedate
    return due.replace(tzinfo=UTC) if due is not None else None


def _given(grade: Any) -> Decimal:
    given = grade.auto_score if grade.manual_score is None else grade.manual_score
    return _points(given) + _points(grade.extra_credit)


def _points(number: float | None) -> Decimal:
    return Decimal(str(number or 0)).quantize(CENT)


def _whole(number: float) -> int:
    return round(number)
