"""What counts: lateness, which submission, extensions, excuses, overrides."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from grader.classroom.plan import Adjustment, Counting, HandedIn, KataPlan, LateKind, LatePolicy
from grader.classroom.plan.values import StudentWork, moment
from grader.classroom.scores.model import Score, Standing
from grader.classroom.scores.policy import score_of
from grader.model import Verdict
from tests.plan.courses import DUE, NOW, attempted, excuse, extension, handed_in, override

TEN_A_DAY = LatePolicy(LateKind.PERCENT_PER_DAY, Decimal(10))
STEPS = LatePolicy(LateKind.STEPS, steps=((0, Decimal(10)), (48, Decimal(50))))
CUT_OFF = LatePolicy(LateKind.CUT_OFF)


def one(hours: float | None, late: LatePolicy, *, points: int = 7, late_mark: bool = False) -> Score:
    """The score of a single submission so many hours after the deadline."""
    plan = KataPlan("kata01", DUE, late)
    return score_of(plan, 10, StudentWork([handed_in(1, hours, late_mark=late_mark)], [attempted(1, points)]), [], NOW)


@pytest.mark.parametrize(
    ("late", "hours", "points"),
    [
        (LatePolicy(), 99, "7"),
        (TEN_A_DAY, 0, "7"),
        (TEN_A_DAY, 1, "6.30"),
        (TEN_A_DAY, 24, "6.30"),
        (TEN_A_DAY, 24.5, "5.60"),
        (TEN_A_DAY, 999, "0.00"),
        (LatePolicy(LateKind.PERCENT_PER_DAY, Decimal(10), most=Decimal(30)), 999, "4.90"),
        (LatePolicy(LateKind.PERCENT_PER_DAY, Decimal(10), most=Decimal(30), cut_off_hours=48), 49, "0.00"),
        (LatePolicy(LateKind.PERCENT_PER_DAY, Decimal(10), grace_minutes=60), 1, "7"),
        (LatePolicy(LateKind.PERCENT_PER_DAY, Decimal(10), grace_minutes=60), 24.5, "5.60"),
        (STEPS, 48, "6.30"),
        (STEPS, 48.5, "3.50"),
        (CUT_OFF, 0, "7"),
        (CUT_OFF, 0.001, "0.00"),
        (LatePolicy(LateKind.CUT_OFF, cut_off_hours=12), 12, "7"),
        (LatePolicy(LateKind.CUT_OFF, cut_off_hours=12), 13, "0.00"),
    ],
)
def test_lateness_costs_what_the_policy_says(late: LatePolicy, hours: float, points: str) -> None:
    """Days begin, steps and cut-offs are passed, and grace ends, exactly where they should."""
    score = one(hours, late)

    assert (Decimal(points), 7, Decimal(7) - Decimal(points)) == (score.points, score.earned, score.deduction)


def test_points_are_rounded_half_up_once() -> None:
    """Three points less 12.5 percent are 2.625, which is told as 2.63."""
    score = one(1, LatePolicy(LateKind.PERCENT_PER_DAY, Decimal("12.5")), points=3)

    assert Decimal("2.63") == score.points


def test_late_seconds_are_real_ones() -> None:
    """Over the night in which the clocks are put back, an hour on the wall is two hours late."""
    zone = ZoneInfo("Europe/Berlin")
    plan = KataPlan("kata01", datetime(2026, 10, 25, 1, 59, tzinfo=zone))
    submission = HandedIn(1, datetime(2026, 10, 25, 2, 59, tzinfo=zone, fold=1), late_mark=False, sha256="a")

    score = score_of(plan, 10, StudentWork([submission], [attempted(1, 7)]), [], NOW)

    assert score.late_s == 2 * 3600


def test_a_part_of_a_second_is_late() -> None:
    """Whoever is late at all is late by a second at least."""
    assert one(0.0001, LatePolicy()).late_s == 1


def test_an_unknown_time_counts_as_in_time() -> None:
    """Nobody is late by what we do not know."""
    score = one(None, TEN_A_DAY)

    assert (Decimal(7), 0, None) == (score.points, score.late_s, score.submitted)


def test_a_late_mark_without_a_time_is_one_second() -> None:
    """It is late, by as little as can be."""
    score = one(None, TEN_A_DAY, late_mark=True)

    assert (Decimal("6.30"), 1) == (score.points, score.late_s)


def test_without_a_deadline_nothing_is_late() -> None:
    """A kata without a deadline takes everything, marked late or not, and is never missing."""
    plan = KataPlan("kata01", None, CUT_OFF)

    late = score_of(plan, 10, StudentWork([handed_in(1, None, late_mark=True)], [attempted(1, 7)]), [extension(9)], NOW)
    nothing = score_of(plan, 10, StudentWork(), [], NOW)

    assert (Decimal(7), 0, Standing.OPEN) == (late.points, late.late_s, nothing.standing)


@pytest.mark.parametrize(
    ("counting", "late", "attempt"),
    [
        (Counting.LAST, LatePolicy(), 3),
        (Counting.BEST, LatePolicy(), 1),
        (Counting.LAST_IN_TIME, LatePolicy(), 2),
        (Counting.LAST, CUT_OFF, 2),
    ],
)
def test_which_submission_counts(counting: Counting, late: LatePolicy, attempt: int) -> None:
    """Last, best and last in time differ; what came after a cut-off takes nothing away."""
    submissions = [handed_in(1, -3), handed_in(2, -1), handed_in(3, 1)]
    made = [attempted(1, 9), attempted(2, 4), attempted(3, 6)]

    score = score_of(KataPlan("kata01", DUE, late, counting), 10, StudentWork(submissions, made), [], NOW)

    assert attempt == score.attempt


def test_all_too_late_counts_the_last() -> None:
    """Where nothing came before the deadline the last counts, under the late policy."""
    plan = KataPlan("kata01", DUE, TEN_A_DAY, Counting.LAST_IN_TIME)

    score = score_of(
        plan, 10, StudentWork([handed_in(1, 1), handed_in(2, 2)], [attempted(1, 9), attempted(2, 4)]), [], NOW
    )

    assert (2, Decimal("3.60")) == (score.attempt, score.points)


def test_of_equal_points_the_less_late_counts() -> None:
    """The best of equals is the first, which was in time."""
    plan = KataPlan("kata01", DUE, LatePolicy(), Counting.BEST)

    score = score_of(
        plan, 10, StudentWork([handed_in(1, -1), handed_in(2, 2)], [attempted(1, 9), attempted(2, 9)]), [], NOW
    )

    assert (score.attempt, score.late) == (1, False)


def test_where_a_time_is_unknown_collecting_order_decides() -> None:
    """What was collected last is the last, if not all times are known."""
    plan = KataPlan("kata01", DUE)

    score = score_of(
        plan, 10, StudentWork([handed_in(1, None), handed_in(2, -5)], [attempted(1, 9), attempted(2, 4)]), [], NOW
    )

    assert score.attempt == 2


def test_the_newest_attempt_counts_unless_we_failed() -> None:
    """A regrade replaces an attempt, and one that we could not make does not."""
    made = [
        attempted(1, 3, attempt=1),
        attempted(1, 8, attempt=2),
        attempted(1, 0, attempt=3, verdict=Verdict.UNABLE_TO_GRADE),
    ]

    score = score_of(KataPlan("kata01", DUE), 10, StudentWork([handed_in(1)], made), [], NOW)

    assert (2, Decimal(8)) == (score.attempt, score.points)


def test_unable_to_grade_waits() -> None:
    """Our own failure is never a zero."""
    made = [attempted(1, 0, verdict=Verdict.UNABLE_TO_GRADE)]

    score = score_of(KataPlan("kata01", DUE), 10, StudentWork([handed_in(1)], made), [], NOW)

    assert (Standing.WAITING, None, handed_in(1).sha256) == (score.standing, score.points, score.sha256)


@pytest.mark.parametrize(("earned", "standing"), [(9, Standing.WAITING), (10, Standing.SCORED)])
def test_the_best_waits_for_what_could_be_better(earned: int, standing: Standing) -> None:
    """With another submission not graded yet, only full points are the best for certain."""
    plan = KataPlan("kata01", DUE, LatePolicy(), Counting.BEST)

    score = score_of(plan, 10, StudentWork([handed_in(1), handed_in(2)], [attempted(1, earned)]), [], NOW)

    assert standing is score.standing


@pytest.mark.parametrize(
    ("counting", "attempt", "points"), [(Counting.BEST, 1, 4), (Counting.LAST, 2, 0), (Counting.LAST_IN_TIME, 2, 0)]
)
def test_a_file_that_breaks_the_marking_blanks_no_mark(counting: Counting, attempt: int, points: int) -> None:
    """A mark that stands stays or is replaced by zero, as the course counts: it never becomes one that waits."""
    made = [attempted(1, 4), attempted(2, 0, verdict=Verdict.NOT_GRADABLE)]

    score = score_of(
        KataPlan("kata01", DUE, LatePolicy(), counting),
        10,
        StudentWork([handed_in(1, -3), handed_in(2, -1)], made),
        [],
        NOW,
    )

    assert (Standing.SCORED, attempt, Decimal(points)) == (score.standing, score.attempt, score.points)


def test_not_gradable_is_zero() -> None:
    """A file that cannot be graded was handed in and earned nothing."""
    made = [attempted(1, 0, verdict=Verdict.NOT_GRADABLE)]

    score = score_of(KataPlan("kata01", DUE), 10, StudentWork([handed_in(1)], made), [], NOW)

    assert (Standing.SCORED, Decimal(0)) == (score.standing, score.points)


def test_a_stub_is_not_started_until_more_comes() -> None:
    """The stub alone is no attempt; beside a real submission it does not count at all."""
    plan = KataPlan("kata01", DUE)

    alone = score_of(plan, 10, StudentWork([handed_in(1, stub=True)], []), [], NOW)
    beside = score_of(plan, 10, StudentWork([handed_in(1, -2), handed_in(2, stub=True)], [attempted(1, 7)]), [], NOW)

    assert (alone.standing, alone.points) == (Standing.NOT_STARTED, None)
    assert (beside.standing, beside.attempt) == (Standing.SCORED, 1)


@pytest.mark.parametrize(("now", "absent"), [(DUE - timedelta(hours=1), False), (NOW, True)])
def test_a_stub_is_no_more_than_nothing(now: datetime, absent: bool) -> None:
    """Once the deadline is over there is nothing to mark; while there is time, it is open as without a file."""
    score = score_of(KataPlan("kata01", DUE), 10, StudentWork([handed_in(1, -2, stub=True)], []), [], now)

    assert absent is score.absent


def test_nothing_is_missing_in_the_minutes_of_grace() -> None:
    """What would still be in time is not missing yet."""
    plan = KataPlan("kata01", DUE, LatePolicy(grace_minutes=10))

    standings = [score_of(plan, 10, StudentWork(), [], DUE + timedelta(minutes=after)).standing for after in (10, 11)]

    assert standings == [Standing.OPEN, Standing.MISSING]


@pytest.mark.parametrize(
    ("now", "extended", "standing"),
    [(0, False, Standing.OPEN), (1, False, Standing.MISSING), (1, True, Standing.OPEN), (3, True, Standing.MISSING)],
)
def test_nothing_is_missing_before_its_deadline(now: int, extended: bool, standing: Standing) -> None:
    """Blank is open until the student's own deadline is over."""
    given = [extension(2)] if extended else []

    score = score_of(KataPlan("kata01", DUE), 10, StudentWork(), given, DUE + timedelta(hours=now))

    assert (standing, None) == (score.standing, score.points)


def test_an_extension_moves_the_deadline() -> None:
    """What came within it is not late, and an extension of another kata does nothing."""
    plan = KataPlan("kata01", DUE, TEN_A_DAY)
    made, submissions = [attempted(1, 7)], [handed_in(1, 30)]

    within = score_of(plan, 10, StudentWork(submissions, made), [extension(48, "kata01")], NOW)
    other = score_of(plan, 10, StudentWork(submissions, made), [extension(48, "kata02")], NOW)

    assert (Decimal(7), 0) == (within.points, within.late_s)
    assert (Decimal("5.60"), 30 * 3600) == (other.points, other.late_s)


def test_an_extension_takes_lateness_away_that_costs_nothing() -> None:
    """Where late costs nothing, nobody is called late within an extension either."""
    score = score_of(
        KataPlan("kata01", DUE), 10, StudentWork([handed_in(1, 30)], [attempted(1, 7)]), [extension(48)], NOW
    )

    assert (Decimal(7), False) == (score.points, score.late)


def test_an_extension_takes_nothing_away() -> None:
    """A worse submission that it lets in does not replace the better one that counted before."""
    plan = KataPlan("kata01", DUE, LatePolicy(), Counting.LAST_IN_TIME)
    made, submissions = [attempted(1, 9), attempted(2, 2)], [handed_in(1, -1), handed_in(2, 1)]

    assert Decimal(9) == score_of(plan, 10, StudentWork(submissions, made), [extension(48)], NOW).points


@pytest.mark.parametrize(
    ("adjustments", "standing"),
    [
        ([excuse()], Standing.EXCUSED),
        ([override("3")], Standing.OVERRIDDEN),
        ([excuse(), override("3")], Standing.EXCUSED),
        ([excuse(at=DUE, number=1), override("3", at=NOW, number=2)], Standing.OVERRIDDEN),
        ([excuse(at=NOW, number=2), override("3", at=DUE, number=1)], Standing.EXCUSED),
        ([excuse(at=DUE, number=1), override("3", at=DUE, number=2)], Standing.OVERRIDDEN),
    ],
)
def test_an_excuse_wins_but_over_a_later_override(adjustments: list[Adjustment], standing: Standing) -> None:
    """Of an excuse and an override the later decision stands; given at once, the excuse."""
    score = score_of(KataPlan("kata01", DUE), 10, StudentWork([handed_in(1)], [attempted(1, 7)]), adjustments, NOW)

    expected = {Standing.EXCUSED: (None, "moved"), Standing.OVERRIDDEN: (Decimal(3), "shown in person")}
    assert (standing, expected[standing]) == (score.standing, (score.points, score.reason))


def test_the_newest_override_counts() -> None:
    """Who overrides again means the last one."""
    adjustments = [override("5", at=NOW, number=2), override("3", at=DUE, number=1)]

    assert Decimal(5) == score_of(KataPlan("kata01", DUE), 10, StudentWork(), adjustments, NOW).points


def test_overrides_of_one_moment_count_in_no_order() -> None:
    """With nothing to say which came later, the same one counts however they are listed."""
    both = [override("5", at=NOW), override("3", at=NOW)]

    scores = [score_of(KataPlan("kata01", DUE), 10, StudentWork(), given, NOW) for given in (both, both[::-1])]

    assert [Decimal(5)] * 2 == [score.points for score in scores]


@pytest.mark.parametrize(
    ("due", "came", "points"),
    [
        ("2026-10-24 23:59", "2026-10-25 23:59", "9"),  # a day of 25 hours
        ("2026-10-24 23:59", "2026-10-26 00:00", "8"),
        ("2026-03-28 23:59", "2026-03-29 23:59", "9"),  # a day of 23 hours
        ("2026-03-28 23:59", "2026-03-30 00:00", "8"),
        ("2026-10-24 02:30", "2026-10-25 02:30", "9"),  # at a time that comes twice: up to the second
        ("2026-03-28 02:30", "2026-03-29 03:30", "9"),  # at a time that is left out: up to as much later
        ("2026-06-01 23:59", "2026-06-09 23:59", "2"),
    ],
)
def test_late_days_are_those_of_the_calendar(due: str, came: str, points: str) -> None:
    """A day ends at the deadline's time of the clock in the course's zone, however long it was."""
    berlin = ZoneInfo("Europe/Berlin")
    plan = KataPlan("kata01", moment(due, berlin).at, TEN_A_DAY, zone=berlin)

    score = score_of(
        plan, 10, StudentWork([HandedIn(1, moment(came, berlin).at, False, "ab")], [attempted(1, 10)]), [], NOW
    )

    assert Decimal(points) == score.points
