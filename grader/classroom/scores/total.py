"""What a student has in all, where course.yaml weighs katas, drops the lowest, or counts by category. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from grader.classroom.scores.model import Column, Score, Standing, Total, points_text

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
MOST_TOLD = 8
NOT_YET = (Standing.EXCUSED, Standing.OPEN, Standing.WAITING)


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """How much the katas of one category count beside the others, and how many of the lowest of them do not.

    `katas` are those that are in it; empty where they are those of the track that it is called after.
    """

    weight: Decimal
    drop_lowest: int = 0
    katas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalRule:
    """How scores come together: without categories points are added; with them each one's share, in percent.

    `weights` are those of the katas whose points count more or less than once.
    """

    drop_lowest: int = 0
    categories: Mapping[str, CategoryRule] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Are all points simply added?"""
        return not (self.drop_lowest or self.categories or self.weights)

    def category_of(self, kata: str, track: str) -> str:
        """In which category a kata of this track is: the one that names it, else its track."""
        return next((name for name, one in self.categories.items() if kata in one.katas), track)

    @property
    def told(self) -> str:
        """A sentence on how the total is made; "" where points are added."""
        parts = [_dropping(self.drop_lowest)] if self.drop_lowest else []
        parts += [f"with the weights {_weights(self.weights)}"] if self.weights else []
        for name, category in self.categories.items():
            dropped = f" ({_dropping(category.drop_lowest)})" if category.drop_lowest else ""
            parts.append(f"{name} {points_text(category.weight)}{dropped}")
        kind = "is in percent" if self.categories else "is weighed" if self.weights else "leaves some out"
        return f"The total {kind}: {', '.join(parts)}." if parts else ""


def _weights(weights: Mapping[str, Decimal]) -> str:
    said = [f"{kata} {points_text(weight)}" for kata, weight in [*weights.items()][:MOST_TOLD]]
    return ", ".join([*said, *([f"and {more} more"] if (more := len(weights) - MOST_TOLD) > 0 else [])])


def _dropping(number: int) -> str:
    return "without the lowest" if number == 1 else f"without the {number} lowest"


def total_of(rule: TotalRule, columns: Sequence[Column], scores: Sequence[Score]) -> Total:
    """What these scores come to. What is excused, open or waits is left aside; what is missing counts as nothing.

    Of what is left the lowest by their share of the maximum are dropped, never all of it. A category without anything
    to count leaves its weight to the others.
    """
    due = [place for place, score in enumerate(scores) if score.standing not in NOT_YET]
    if not rule.categories:
        kept = _kept(due, scores, rule.drop_lowest)
        points, possible = _added(kept, columns, scores)
        return Total(_rounded(points), _rounded(possible), frozenset(due) - frozenset(kept))
    earned = weights = Decimal(0)
    dropped: set[int] = set()
    for name, category in rule.categories.items():
        own = [place for place in due if columns[place].category == name]
        kept = _kept(own, scores, category.drop_lowest + rule.drop_lowest)
        dropped |= {*own} - {*kept}
        points, possible = _added(kept, columns, scores)
        if possible:
            earned += category.weight * points / possible
            weights += category.weight
    return Total(
        _rounded(HUNDRED * earned / weights) if weights else Decimal(0),
        HUNDRED if weights else Decimal(0),
        frozenset(dropped),
        percent=True,
    )


def _kept(due: Sequence[int], scores: Sequence[Score], drop: int) -> list[int]:
    """The places without the lowest; of equal ones the later is dropped."""
    drop = min(drop, len(due) - 1)
    if drop <= 0:
        return list(due)
    lowest = sorted(due, key=lambda place: (_points(scores[place]) / (scores[place].max or 1), -place))
    return sorted(lowest[drop:])


def _added(kept: Sequence[int], columns: Sequence[Column], scores: Sequence[Score]) -> tuple[Decimal, Decimal]:
    points = sum((columns[place].weight * _points(scores[place]) for place in kept), Decimal(0))
    return points, sum((columns[place].weight * scores[place].max for place in kept), Decimal(0))


def _points(score: Score) -> Decimal:
    return Decimal(0) if score.points is None else score.points


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(CENT, ROUND_HALF_UP)
