"""One pass over a class's scores. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from grader.model import Level
from grader.scores import Column, Row, Score, ScoreTable, Standing, Student
from grader.summary.values import GRADED, Arrivals, Cell, ClassSummary, KataSummary, Line, Misunderstood
from grader.testing.misconceptions import BY_CODE

SLIP = "M00"  # A slip of one kata only, which says nothing about a class.
NOTHING: Mapping[str, str] = {}
BINS = 10
CENT = Decimal("0.01")
NOT_YET = (Standing.EXCUSED, Standing.OPEN, Standing.WAITING)


def summarise(table: ScoreTable, own: Mapping[str, str] = NOTHING) -> ClassSummary:
    """What the scores say; `checks` and `arrivals`, which only the gradebook knows, stay empty.

    `own` are the sentences of the misconceptions that the set of katas defines, by their codes.
    """
    collected = _Collected(table.columns, own)
    for row in table.rows():
        collected.take(row)
    return collected.summary(table)


class _Collected:
    """What a pass over the rows adds up."""

    def __init__(self, columns: Sequence[Column], own: Mapping[str, str]) -> None:
        self._columns = columns
        self._own = own
        self._cells: dict[Cell, Cell] = {}
        self._lines: list[Line] = []
        self._by_kata = [_Kata(column) for column in columns]
        self._totals: Counter[int] = Counter()
        self._seen: dict[str, dict[str, None]] = defaultdict(dict)
        self._students: Counter[str] = Counter()
        self._levels: Counter[Level] = Counter()
        self._unconfined = 0
        self._attempts: set[int] = set()
        self._judged = 0

    def take(self, row: Row) -> None:
        """Add one student."""
        cells = tuple(map(self._cell, row.scores))
        self._lines.append(Line(row.student, cells, row.total))
        for kata, score in zip(self._by_kata, row.scores, strict=True):
            kata.take(row.student, score)
        possible = sum(score.max for score in row.scores if score.standing not in NOT_YET)
        if possible:
            self._totals[_bin(row.total, possible)] += 1
        self._attempts_of(row)

    def summary(self, table: ScoreTable) -> ClassSummary:
        """All of it."""
        return ClassSummary(
            course=table.course,
            made=table.made,
            lines=tuple(sorted(self._lines, key=lambda line: (line.student.sortable_name.casefold(), line.student.id))),
            katas=tuple(kata.summary() for kata in self._by_kata),
            bins=_bins(self._totals),
            misunderstood=tuple(self._misunderstood()),
            checks=(),
            arrivals=Arrivals(),
            attempts=len(self._attempts),
            levels=dict(self._levels),
            unconfined=self._unconfined,
            counting=frozenset(self._attempts),
        )

    def _attempts_of(self, row: Row) -> None:
        codes: dict[str, None] = {}
        marked = False
        for score, column in zip(row.scores, self._columns, strict=True):
            if score.attempt is None:
                continue
            marked = True
            self._count(score, score.attempt)
            for code in score.misconceptions:
                codes[code] = None
                self._seen[code][column.kata] = None
        self._judged += marked
        self._students.update(codes.keys())

    def _count(self, score: Score, attempt: int) -> None:
        # Those of a group share an attempt, which counts once here.
        if attempt not in self._attempts:
            self._attempts.add(attempt)
            if score.level is not None:
                self._levels[score.level] += 1
            self._unconfined += score.accepted_unconfined

    def _cell(self, score: Score) -> Cell:
        # Sixty thousand cells are only a few hundred different ones.
        cell = Cell(score.standing, score.points, score.max, score.late, score.unconfined)
        return self._cells.setdefault(cell, cell)

    def _misunderstood(self) -> Iterator[Misunderstood]:
        for code, students in sorted(self._students.items(), key=lambda one: (-one[1], one[0])):
            if code != SLIP:
                sentence = BY_CODE[code].sentence if code in BY_CODE else self._own.get(code, "")
                yield Misunderstood(code, sentence, students, self._judged, tuple(sorted(self._seen[code])))


class _Kata:
    """What a pass over the rows adds up for one kata."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._counts: Counter[Standing] = Counter()
        self._points: Counter[Decimal] = Counter()
        self._late = 0
        self._absent: dict[Standing, list[Student]] = {Standing.MISSING: [], Standing.NOT_STARTED: []}

    def take(self, student: Student, score: Score) -> None:
        self._counts[score.standing] += 1
        self._late += score.late
        if score.standing in self._absent:
            self._absent[score.standing].append(student)
        if score.standing in GRADED and score.points is not None:
            self._points[score.points] += 1

    def summary(self) -> KataSummary:
        most = self._column.max
        bins: Counter[int] = Counter()
        for points, count in self._points.items():
            bins[_bin(points, most)] += count
        return KataSummary(
            column=self._column,
            counts=dict(self._counts),
            late=self._late,
            full=sum(count for points, count in self._points.items() if points >= most),
            average=_average(self._points),
            median=_median(self._points),
            bins=_bins(bins),
            missing=tuple(self._absent[Standing.MISSING]),
            not_started=tuple(self._absent[Standing.NOT_STARTED]),
        )


def _bin(points: Decimal, most: int) -> int:
    return min(BINS - 1, max(0, int(points * BINS / most))) if most else 0


def _bins(counts: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(counts.get(number, 0) for number in range(BINS))


def _average(points: Counter[Decimal]) -> Decimal | None:
    if not points:
        return None
    whole = sum((one * count for one, count in points.items()), Decimal(0))
    return (whole / points.total()).quantize(CENT, ROUND_HALF_UP)


def _median(points: Counter[Decimal]) -> Decimal | None:
    """The middle one, or the mean of the two in the middle."""
    if not points:
        return None
    size = points.total()
    below, above = _nth(points, (size - 1) // 2), _nth(points, size // 2)
    return ((below + above) / 2).quantize(CENT, ROUND_HALF_UP)


def _nth(points: Counter[Decimal], number: int) -> Decimal:
    for one in sorted(points):
        number -= points[one]
        if number < 0:
            return one
    raise AssertionError("there are not so many points")
