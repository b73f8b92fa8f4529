"""What holds for the policy whatever is handed in, graded and decided."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.classroom.plan import Adjustment, Counting, GradedAttempt, HandedIn, KataPlan, LateKind, LatePolicy
from grader.classroom.plan.values import StudentWork
from grader.classroom.scores.model import Score, Standing
from grader.classroom.scores.policy import score_of
from grader.model import Verdict
from tests.plan.courses import DUE, NOW, attempted, excuse, extension, handed_in, override

STEADY = settings(max_examples=100, deadline=None, derandomize=True)
MAX = 10

percents = st.decimals(0, 100, places=2)
hours = st.floats(-100, 400, allow_nan=False).map(lambda value: round(value, 4))
grace = st.integers(0, 3000)


@st.composite
def steps(draw: st.DrawFn) -> tuple[tuple[int, Decimal], ...]:
    """Steps as course.yaml may have them: later ones cost no less."""
    after = sorted(draw(st.sets(st.integers(0, 300), min_size=1, max_size=4)))
    costs = sorted(draw(st.lists(percents, min_size=len(after), max_size=len(after))))
    return tuple(zip(after, costs, strict=True))


cut_offs = st.none() | st.integers(0, 300)
policies = st.one_of(
    st.builds(LatePolicy, grace_minutes=grace),
    st.builds(
        LatePolicy,
        st.just(LateKind.PERCENT_PER_DAY),
        percents,
        grace_minutes=grace,
        most=st.none() | percents,
        cut_off_hours=cut_offs,
    ),
    st.builds(
        LatePolicy,
        st.just(LateKind.STEPS),
        steps=steps(),
        grace_minutes=grace,
        most=st.none() | percents,
        cut_off_hours=cut_offs,
    ),
    st.builds(LatePolicy, st.just(LateKind.CUT_OFF), grace_minutes=grace, cut_off_hours=cut_offs),
)
plans = st.builds(KataPlan, st.just("kata01"), st.just(DUE), policies, st.sampled_from(list(Counting)))
histories = st.lists(
    st.tuples(st.none() | hours, st.booleans(), st.booleans(), st.none() | st.integers(0, MAX)), max_size=5
)
extensions = st.lists(st.builds(extension, hours, st.sampled_from(["", "kata01", "kata02"])), max_size=3)
moments = st.integers(0, 5).map(lambda days: DUE + timedelta(days=days))
decisions = st.lists(
    st.one_of(
        st.builds(lambda at, number: excuse(at=at, number=number), st.none() | moments, st.integers(0, 4)),
        st.builds(
            lambda points, at, number: override(str(points), at=at, number=number),
            st.integers(0, MAX),
            st.none() | moments,
            st.integers(0, 4),
        ),
    ),
    max_size=4,
)
History = list[tuple[float | None, bool, bool, int | None]]


def told(history: History) -> tuple[list[HandedIn], list[GradedAttempt]]:
    """Submissions and their attempts; points None are not graded yet."""
    submissions = [
        handed_in(number, after, late_mark=mark, stub=stub) for number, (after, mark, stub, _) in enumerate(history)
    ]
    made = [attempted(number, points) for number, (*_, points) in enumerate(history) if points is not None]
    return submissions, made


def worth(score: Score) -> Decimal:
    """Its points; what waits is worth nothing that can be compared."""
    assume(score.standing is not Standing.WAITING)
    return score.points or Decimal(0)


@STEADY
@given(plans, hours, st.floats(0, 300), st.integers(0, MAX), extensions)
def test_later_never_scores_more(
    plan: KataPlan, after: float, delay: float, points: int, adjustments: list[Adjustment]
) -> None:
    """The same file handed in later has no more points than handed in earlier."""
    early, late = (
        score_of(plan, MAX, StudentWork([handed_in(1, moment)], [attempted(1, points)]), adjustments, NOW)
        for moment in (after, after + delay)
    )

    assert worth(late) <= worth(early)
    assert late.late_s >= early.late_s


@STEADY
@given(plans, histories, extensions, hours)
def test_an_extension_never_scores_less(
    plan: KataPlan, history: History, adjustments: list[Adjustment], until: float
) -> None:
    """Whatever a student has handed in, one more extension costs nothing."""
    submissions, made = told(history)

    without = score_of(plan, MAX, StudentWork(submissions, made), adjustments, NOW)
    with_it = score_of(plan, MAX, StudentWork(submissions, made), [*adjustments, extension(until, "kata01")], NOW)

    assert worth(with_it) >= worth(without)


@STEADY
@given(plans, histories, extensions, decisions, st.integers(0, MAX))
def test_a_later_override_wins(
    plan: KataPlan, history: History, adjustments: list[Adjustment], decided: list[Adjustment], points: int
) -> None:
    """Whatever was handed in, graded, extended and excused, the override given last is what counts."""
    submissions, made = told(history)
    last = override(str(points), at=NOW, number=99)

    score = score_of(plan, MAX, StudentWork(submissions, made), [*adjustments, last, *decided], NOW)

    assert (Standing.OVERRIDDEN, Decimal(points), Decimal(0)) == (score.standing, score.points, score.deduction)


@STEADY
@given(plans, histories, extensions, decisions, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(
    plan: KataPlan, history: History, adjustments: list[Adjustment], decided: list[Adjustment], chance: random.Random
) -> None:
    """Shuffled, the same facts give the same score, down to its reason."""
    submissions, made = told(history)
    everything = [*adjustments, *decided]
    mixed = [chance.sample(each, len(each)) for each in (made, submissions, everything)]

    straight = score_of(plan, MAX, StudentWork(submissions, made), everything, NOW)
    shuffled = score_of(plan, MAX, StudentWork(mixed[1], mixed[0]), mixed[2], NOW)

    assert straight == shuffled


@STEADY
@given(plans, histories, extensions)
def test_points_add_up(plan: KataPlan, history: History, adjustments: list[Adjustment]) -> None:
    """Points and deduction are what was earned; points are never below zero nor above it, and have two decimals."""
    submissions, made = told(history)

    score = score_of(plan, MAX, StudentWork(submissions, made), adjustments, NOW)

    assume(score.points is not None and score.earned is not None)
    assert score.points is not None and score.earned is not None
    assert score.points + score.deduction == score.earned
    assert 0 <= score.points <= score.earned
    assert score.points == round(score.points, 2)


@STEADY
@given(plans, histories, st.integers(0, 4))
def test_our_own_failure_never_costs(plan: KataPlan, history: History, which: int) -> None:
    """An attempt that we could not make, whenever it was made, changes no score."""
    submissions, made = told(history)
    failed = replace(attempted(which, 0, verdict=Verdict.UNABLE_TO_GRADE), attempt=99)

    assert score_of(plan, MAX, StudentWork(submissions, made), [], NOW) == score_of(
        plan, MAX, StudentWork(submissions, [*made, failed]), [], NOW
    )
