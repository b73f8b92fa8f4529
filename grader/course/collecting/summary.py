"""What was gathered, told with who is still missing."""

from __future__ import annotations

from collections.abc import Mapping

from grader.course.collecting.gathering import Book, Gathered
from grader.course.collecting.owners import People
from grader.course.collecting.values import Kind, Why
from grader.course.gradebook import Added
from grader.render.collected import Collected, KataCollected, Remark

ORDER = {why: place for place, why in enumerate(Why)}


def summary_of(gathered: Gathered, book: Book, people: People, *, name: str, kind: Kind, kept: bool) -> Collected:
    """The summary: by kata in their order, then what to look at, the gravest first."""
    katas = tuple(
        KataCollected(
            kata,
            counts[Added.NEW],
            counts[Added.CHANGED],
            counts[Added.SAME],
            _missing(kata, gathered.members, book, people),
        )
        for kata, counts in sorted(gathered.added.items())
    )
    # A file that was looked at more than once, as at two deadlines, is told once.
    problems = sorted(dict.fromkeys(gathered.problems), key=lambda one: ORDER[one.why])
    remarks = tuple(Remark(one.why.name.lower(), one.why.value, one.where, one.said) for one in problems)
    students = len(people.students)
    return Collected(name, kind.value, katas, remarks, gathered.passed, students, kept, gathered.stopped)


def _missing(kata: str, now: Mapping[str, set[str]], book: Book, people: People) -> tuple[str, ...]:
    """Everybody of the roster who has handed in nothing, neither in this source nor before."""
    have = {member for one in book.submissions(kata=kata) for member in one.members} | now.get(kata, set())
    return tuple(student.id for student in people.students if student.id not in have)
