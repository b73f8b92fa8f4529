"""What a student has in a kata, from what was handed in, graded and decided, and what all katas come to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from grader.classroom.plan.values import (
    Adjustment,
    AdjustmentKind,
    Counting,
    GradedAttempt,
    HandedIn,
    KataPlan,
    LateKind,
    LatePolicy,
    StudentWork,
    TotalRule,
)
from grader.classroom.scores.model import Column, Score, Standing, Total
from grader.model import Level, Verdict

CENT = Decimal("0.01")
ALL = Decimal(100)
SECOND = timedelta(seconds=1)
HOUR_S, DAY_S = 3600, 86400
# Beyond so many one more or less is no matter, and the calendar may end.
MOST_DAYS = 3650
EARLIEST = datetime.min.replace(tzinfo=UTC)


def score_of(plan: KataPlan, max: int, work: StudentWork, adjustments: Sequence[Adjustment], now: datetime) -> Score:
    """Return what counts for one student in one kata, whatever the order of what is given.

    `max` is the kata's points; `work` is the student's and their group's at this kata; `adjustments` are those made
    for the student or their group, of which those for other katas are left aside. An extension never costs: of the
    deadlines a student was given, the one that makes the most of what was handed in is theirs. `points` are rounded
    half up to 0.01; `deduction` is what lateness took of `earned`, in points.
    """
    here = [one for one in adjustments if one.kata in ("", plan.kata)]
    score = _earned(plan, max, work, here, now)
    return _decided(score, here) if here else score


def _decided(score: Score, adjustments: Sequence[Adjustment]) -> Score:
    """Return the score with its bonus, unless the instructor excused or overrode it; and the comments on it."""
    comments = tuple(one.reason for one in sorted(adjustments, key=_order) if one.kind == AdjustmentKind.COMMENT)
    score = replace(_with_bonus(score, adjustments), comments=comments)
    override = _newest(adjustments, AdjustmentKind.OVERRIDE)
    excuse = _newest(adjustments, AdjustmentKind.EXCUSE)
    if excuse is not None and (override is None or _order(override)[:2] <= _order(excuse)[:2]):
        return Score(Standing.EXCUSED, score.max, reason=excuse.reason, comments=comments)
    if override is None:
        return score
    return replace(
        score,
        standing=Standing.OVERRIDDEN,
        points=override.points,
        deduction=Decimal(0),
        bonus=Decimal(0),
        reason=override.reason,
    )


def _with_bonus(score: Score, adjustments: Sequence[Adjustment]) -> Score:
    """Return an attempt's points and what was given beside them, which may be more than the kata's."""
    given = (one.points for one in adjustments if one.kind == AdjustmentKind.BONUS and one.points is not None)
    bonus = sum(given, Decimal(0))
    if score.points is None or not bonus:
        return score
    return replace(score, points=score.points + bonus, bonus=bonus)


def deduction_percent(policy: LatePolicy, late_s: int, days: int) -> Decimal:
    """Return how many percent of the points so many seconds, in so many begun days, after the deadline cost; 0 to
    100.
    """
    if not late_s:
        return Decimal(0)
    if _is_cut_off(policy, late_s):
        return ALL
    percent = Decimal(0)
    if policy.kind is LateKind.PERCENT_PER_DAY:
        percent = policy.percent * days
    elif policy.kind is LateKind.STEPS:
        percent = max((step for hours, step in policy.steps if late_s > hours * HOUR_S), default=Decimal(0))
    return min(percent, ALL if policy.most is None else policy.most, ALL)


def late_days(due: datetime, late_s: int, zone: tzinfo | None) -> int:
    """Return how many days were begun: each ends at the deadline's time of the clock, also where the clocks were
    changed.
    """
    days = -(-late_s // DAY_S)
    if zone is None or not late_s or days > MOST_DAYS:
        return days
    # A change of the clocks moves the end of a day by less than a day.
    reached = _utc(due) + SECOND * late_s
    return next(day for day in range(max(1, days - 1), days + 2) if reached <= _same_time(due, day, zone))


def _same_time(due: datetime, days: int, zone: tzinfo) -> datetime:
    """Return so many days later by the calendar, in UTC; of an hour that comes twice, or is left out, the later
    reading.
    """
    clock = due.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return max(clock.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A submission under one deadline. `points` after lateness; what is not graded yet stands with all it could get."""

    points: Decimal
    graded: bool
    late_s: int
    submission: HandedIn
    attempt: GradedAttempt | None


def _earned(
    plan: KataPlan, max_points: int, work: StudentWork, adjustments: Sequence[Adjustment], now: datetime
) -> Score:
    begun = _in_order([one for one in work.submissions if not one.not_started])
    deadlines = _deadlines(plan, adjustments)
    if not begun:
        return _nothing(plan, max_points, work.submissions, deadlines[-1], now)
    graded = _counting_attempts(work.attempts)
    under_each = [
        _counting(plan, [_candidate(plan, one, graded.get(one.submission), max_points, due) for one in begun])
        for due in deadlines
    ]
    return _score(under_each[0] if len(under_each) == 1 else max(under_each, key=_worth), max_points)


def _in_order(handed_in: Sequence[HandedIn]) -> list[HandedIn]:
    """By time; where a time is unknown, all in the order they were collected."""
    if len(handed_in) < 2:  # as nearly all of a large class
        return list(handed_in)
    known = all(one.submitted is not None for one in handed_in)
    return sorted(handed_in, key=lambda one: (_utc(one.submitted) if known else EARLIEST, one.submission))


def _utc(moment: datetime | None) -> datetime:
    # Two times of one zone are compared by their clocks, which is wrong in the hour that comes twice.
    return EARLIEST if moment is None else moment.astimezone(UTC)


def _deadlines(plan: KataPlan, adjustments: Sequence[Adjustment]) -> list[datetime | None]:
    """Return the kata's deadline and those of the extensions beyond it, in order."""
    if plan.deadline is None or not adjustments:
        return [plan.deadline]
    first = _utc(plan.deadline)
    given = {_utc(one.until) for one in adjustments if one.kind == AdjustmentKind.EXTENSION and one.until is not None}
    return [first, *sorted(until for until in given if until > first)]


def _counting_attempts(made: Sequence[GradedAttempt]) -> dict[int, GradedAttempt]:
    """Return the attempt that counts for each submission: the newest that could be graded."""
    graded = [one for one in made if one.verdict is not Verdict.UNABLE_TO_GRADE]
    if len(graded) > 1:
        graded.sort(key=lambda one: one.attempt)
    return {one.submission: one for one in graded}


def _candidate(
    plan: KataPlan, submission: HandedIn, attempt: GradedAttempt | None, max_points: int, due: datetime | None
) -> _Candidate:
    late_s = _late_s(plan, submission, due)
    earned = max_points if attempt is None else attempt.points
    points = Decimal(earned)
    if late_s and due is not None:
        percent = deduction_percent(plan.late, late_s, late_days(due, late_s, plan.zone))
        points = (points * (ALL - percent) / ALL).quantize(CENT, ROUND_HALF_UP)
    return _Candidate(points, attempt is not None, late_s, submission, attempt)


def _late_s(plan: KataPlan, submission: HandedIn, due: datetime | None) -> int:
    if due is None or plan.deadline is None:
        return 0
    if submission.submitted is not None:
        submitted = _utc(submission.submitted)
    else:
        submitted = _utc(plan.deadline) + SECOND * submission.late_mark
    late_s = -((_utc(due) - submitted) // SECOND)
    return late_s if late_s > plan.late.grace_minutes * 60 else 0


def _counting(plan: KataPlan, candidates: Sequence[_Candidate]) -> _Candidate:
    if len(candidates) == 1:
        return candidates[0]
    if plan.counting is Counting.BEST:
        return max(candidates, key=_worth)
    in_time = [one for one in candidates if not one.late_s] if plan.counting is Counting.LAST_IN_TIME else []
    open_ = [one for one in candidates if not _is_cut_off(plan.late, one.late_s)]
    return (in_time or open_ or candidates)[-1]


def _worth(candidate: _Candidate) -> tuple[Decimal, bool, int]:
    return candidate.points, candidate.graded, -candidate.late_s


def _is_cut_off(policy: LatePolicy, late_s: int) -> bool:
    hours = policy.cut_off_hours
    if hours is None and policy.kind is LateKind.CUT_OFF:
        hours = 0
    return hours is not None and late_s > hours * HOUR_S


def _score(counted: _Candidate, max_points: int) -> Score:
    submission, attempt, late_s = counted.submission, counted.attempt, counted.late_s
    if attempt is None:
        return Score(
            Standing.WAITING, max_points, late_s=late_s, submitted=submission.submitted, sha256=submission.sha256
        )
    return Score(
        Standing.SCORED,
        max_points,
        points=counted.points,
        earned=attempt.points,
        pending=attempt.pending,
        late_s=late_s,
        deduction=attempt.points - counted.points,
        submitted=submission.submitted,
        attempt=attempt.attempt,
        sha256=submission.sha256,
        verdict=attempt.verdict,
        level=_level(attempt),
        accepted_unconfined=attempt.accepted_unconfined,
        misconceptions=attempt.misconceptions,
    )


def _level(attempt: GradedAttempt) -> Level | None:
    """Return how well the file was confined; a file that could not even be read, or began nowhere, is in need of
    nothing.
    """
    unread = attempt.verdict is Verdict.NOT_GRADABLE and attempt.level is Level.NONE
    return None if unread else attempt.level


def _nothing(
    plan: KataPlan, max_points: int, handed_in: Sequence[HandedIn], due: datetime | None, now: datetime
) -> Score:
    """Return the score of somebody who handed in nothing, or the stub as it was."""
    over = due is not None and _utc(now) > _utc(due) + timedelta(minutes=plan.late.grace_minutes)
    if handed_in:
        stub = _in_order(handed_in)[-1]
        return Score(Standing.NOT_STARTED, max_points, submitted=stub.submitted, sha256=stub.sha256, over=over)
    return Score(Standing.MISSING if over else Standing.OPEN, max_points)


def _newest(adjustments: Sequence[Adjustment], kind: AdjustmentKind) -> Adjustment | None:
    return max((one for one in adjustments if one.kind == kind), key=_order, default=None)


def _order(adjustment: Adjustment) -> tuple[datetime, int, Decimal, str]:
    """Return which came later; between those of one moment, something that does not depend on their order."""
    return _utc(adjustment.at), adjustment.id, adjustment.points or Decimal(0), adjustment.reason


NOT_YET = (Standing.EXCUSED, Standing.OPEN, Standing.WAITING)


def total_of(rule: TotalRule, columns: Sequence[Column], scores: Sequence[Score]) -> Total:
    """Return what these scores come to.

    What is excused, open or waits is left aside; what is missing counts as nothing.

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
        _rounded(ALL * earned / weights) if weights else Decimal(0),
        ALL if weights else Decimal(0),
        frozenset(dropped),
        percent=True,
    )


def _kept(due: Sequence[int], scores: Sequence[Score], drop: int) -> list[int]:
    """Return the places without the lowest; of equal ones the later is dropped."""
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
