"""The whole class as a table of scores: what the roster, the gradebook and the course's policy come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from grader.classroom.gradebook import Gradebook
from grader.classroom.plan import Adjustment, CoursePlan, KataPlan, Roster
from grader.classroom.plan.values import StudentWork
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Student
from grader.classroom.scores.policy import score_of, total_of
from grader.errors import UsageError
from grader.model import Kata
from grader.text import one_line

# Students looked up at once: enough to spare a query for each, few enough to hold all they have.
AT_ONCE = 64
NOTHING = StudentWork()


def score_table(plan: CoursePlan, roster: Roster, katas: Sequence[Kata], book: Gradebook, now: datetime) -> ScoreTable:
    """Yield every student's scores in every kata of the plan, at this moment; rows stream in the roster's order.

    Raises UsageError when the plan names a kata that is not among `katas`.
    """
    known = {kata.id: kata for kata in katas}
    missing = [asked.kata for asked in plan.katas if asked.kata not in known]
    if missing:
        raise UsageError(
            f"course.yaml asks for {', '.join(missing)}, which the course does not have.",
            hint="Correct course.yaml, or name a clone that has it under katas_from:.",
        )
    columns = tuple(_column(plan, asked, known[asked.kata]) for asked in plan.katas)
    _refuse_strangers(plan, columns)

    def rows() -> Iterator[ScoreRow]:
        rules = _Rules(plan, columns, _by_name((*plan.adjustments, *book.adjustments())), now)
        students = iter(roster.students)
        while some := list(islice(students, AT_ONCE)):
            made = book.work_of([student.id for student in some])
            for student in some:
                yield rules.row(student, made[student.id])

    return ScoreTable(plan.name, now, columns, rows, book.document, plan.total.told)


def _refuse_strangers(plan: CoursePlan, columns: Sequence[Column]) -> None:
    """Raises UsageError where no kata is in a category, and where a kata is in none."""
    categories, found = plan.total.categories, list(dict.fromkeys(column.category for column in columns))
    tracks = [name for name in found if name not in categories or not categories[name].katas]
    strange = [name for name in categories if name not in found]
    left = [
        f"{column.kata} ({column.category})" for column in columns if categories and column.category not in categories
    ]
    if strange or left:
        what = f"no kata is of the track {one_line(strange[0])}" if strange else f"{left[0]} is in none of them"
        raise UsageError(
            f"The categories under total: in course.yaml do not fit: {what}.",
            hint=f"The tracks: {', '.join(tracks)}. A category of another name says its katas: [...]",
        )


class _Rules:
    """What all rows have in common."""

    def __init__(
        self,
        plan: CoursePlan,
        columns: Sequence[Column],
        adjustments: Mapping[str, Sequence[Adjustment]],
        now: datetime,
    ) -> None:
        self._columns = tuple(zip(plan.katas, columns, strict=True))
        self._adjustments = adjustments
        self._now = now
        self._total = plan.total
        self._asked = columns
        # Most cells of a large class are alike: nothing handed in, no exception.
        self._empty = tuple(score_of(asked, column.max, NOTHING, (), now) for asked, column in self._columns)

    def row(self, student: Student, made: Mapping[str, StudentWork]) -> ScoreRow:
        names = {student.id, student.group} - {""}
        own = [adjustment for name in names for adjustment in self._adjustments.get(name, ())]
        scores = tuple(self._scores(made, own))
        whole = None if self._total.plain else total_of(self._total, self._asked, scores)
        return ScoreRow(student, scores, whole)

    def _scores(self, made: Mapping[str, StudentWork], own: Sequence[Adjustment]) -> Iterator[Score]:
        for (asked, column), empty in zip(self._columns, self._empty, strict=True):
            here = made.get(asked.kata, NOTHING)
            if here is NOTHING and not own:
                yield empty
            else:
                yield score_of(asked, column.max, here, own, self._now)


def _column(plan: CoursePlan, asked: KataPlan, kata: Kata) -> Column:
    category = plan.total.category_of(kata.id, kata.track)
    return Column(kata.id, kata.title, kata.points, asked.deadline, asked.lms, asked.weight, category)


def _by_name(adjustments: Iterable[Adjustment]) -> dict[str, list[Adjustment]]:
    found: dict[str, list[Adjustment]] = {}
    for adjustment in adjustments:
        found.setdefault(adjustment.student, []).append(adjustment)
    return found
