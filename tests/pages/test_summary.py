"""What scores and checks come to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from grader.classroom.scores.model import ArrivalBar, Standing
from grader.classroom.scores.summary import arrivals, checks_of, few_pass, nobody_passes, summarise
from grader.model import Level, Outcome
from tests.pages.conftest import Judged, absent, large, person, scored, table

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_misconception_counts_students() -> None:
    """Seen twice in one student it is one student; a slip is none; the most frequent comes first."""
    made = table(
        (person("ada"), (scored("1", attempt=1, misconceptions=("M02", "M00")), scored("1", attempt=2))),
        (
            person("ben"),
            (scored("1", attempt=3, misconceptions=("M02",)), scored("1", attempt=4, misconceptions=("M02", "M07"))),
        ),
        (person("cyd"), (scored("1", attempt=5), absent(Standing.MISSING))),
        (person("dov"), (absent(Standing.MISSING), absent(Standing.MISSING))),
    )

    first, second = summarise(made).misunderstood

    assert (first.code, first.students, first.of, first.percent, first.katas) == ("M02", 2, 3, 67, ("kata01", "kata02"))
    assert (second.code, second.students, second.percent) == ("M07", 1, 33)
    assert first.sentence == "Independent waits were done one after the other."


def test_a_kata_has_average_median_and_tenths() -> None:
    """Blank scores are in none of them, late ones in all, and full marks stand in the last tenth."""
    points = ("10", "9.5", "0", "4.25")
    made = table(
        *((person(f"s{number}"), (scored(one, late_s=number),)) for number, one in enumerate(points)),
        (person("cyd"), (absent(Standing.EXCUSED),)),
        columns=table().columns[:1],
    )

    (kata,) = summarise(made).katas

    assert (Decimal("5.94"), Decimal("6.88")) == (kata.average, kata.median)
    assert kata.bins == (1, 0, 0, 0, 1, 0, 0, 0, 0, 2)
    assert (kata.graded, kata.full, kata.late) == (4, 1, 3)


def test_who_is_missing_is_told_from_who_has_time() -> None:
    """The stub counts as missing; time left, an excuse and a wait do not."""
    made = table(
        (person("ada"), (absent(Standing.MISSING), absent(Standing.NOT_STARTED))),
        (person("ben"), (absent(Standing.MISSING), absent(Standing.EXCUSED))),
        (person("cyd"), (absent(Standing.OPEN), absent(Standing.OPEN))),
        (person("dov"), (absent(Standing.MISSING), absent(Standing.WAITING))),
    )

    summary = summarise(made)

    assert [student.id for student in summary.absent] == ["ada"]
    assert [student.id for student in summary.katas[0].missing] == ["ada", "ben", "dov"]
    assert [student.id for student in summary.katas[1].not_started] == ["ada"]


def test_an_attempt_of_a_group_counts_once() -> None:
    """Two who share an attempt are two students and one attempt."""
    shared = scored("3", attempt=7, level=Level.PARTIAL, accepted_unconfined=True)
    made = table((person("ada"), (shared,)), (person("ben"), (shared,)), columns=table().columns[:1])

    summary = summarise(made)

    assert (summary.attempts, summary.levels, summary.unconfined, summary.graded) == (1, {Level.PARTIAL: 1}, 1, 2)


def test_points_in_all_are_out_of_what_was_due() -> None:
    """What has time left does not make half of the class look half as good; what is missing does."""
    made = table(
        (person("ada"), (scored("10"), absent(Standing.OPEN, of=25))),
        (person("ben"), (scored("10"), absent(Standing.MISSING, of=10))),
    )

    bins = summarise(made).bins

    assert bins == (0, 0, 0, 0, 0, 1, 0, 0, 0, 1)


def test_checks_nobody_passes() -> None:
    """A check that was not run judged nobody; one that one of five passes is hard and not impossible."""
    rows = [Judged("kata01", "test_a", Outcome.FAILED)] * 3
    rows += [Judged("kata01", "test_b", Outcome.NOT_RUN)] * 3
    rows += [Judged("kata01", "test_c", Outcome.TIMED_OUT)] * 4 + [Judged("kata01", "test_c", Outcome.PASSED)]
    rows += [Judged("kata01", "test_d", Outcome.FAILED)] * 3 + [Judged("kata01", "test_d", Outcome.PASSED)]

    checks = checks_of(rows)

    assert [check.check for check in checks] == ["test_a", "test_c", "test_d"]
    assert [(check.check, check.judged) for check in nobody_passes(checks)] == [("test_a", 3)]
    assert [check.check for check in few_pass(checks)] == ["test_c"]


def test_arrivals_stand_in_days_of_the_course() -> None:
    """Midnight is the course's own, days without any are there, unknown times are counted apart."""
    times = [datetime(2026, 11, 1, 23, 30, tzinfo=UTC), datetime(2026, 11, 4, 12, tzinfo=UTC), None]

    found = arrivals(times, BERLIN)

    days = [ArrivalBar(date(2026, 11, 2), 1), ArrivalBar(date(2026, 11, 3), 0), ArrivalBar(date(2026, 11, 4), 1)]
    assert (days, 1, 2, 1) == (list(found.bars), found.days, found.known, found.unknown)


def test_a_time_from_another_age_makes_no_thousand_bars() -> None:
    """Whatever times a source claims, the bars are few, and nothing is lost."""
    times = [datetime.min.replace(tzinfo=UTC), datetime(2026, 11, 4, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]

    found = arrivals(times, BERLIN)

    assert len(found.bars) <= 70
    assert sum(bar.count for bar in found.bars) == 3


def test_a_large_class_shares_its_cells() -> None:
    """Six thousand scores are a few dozen different cells in memory."""
    summary = summarise(large(100, 60))

    cells = {id(cell) for line in summary.lines for cell in line.cells}
    assert sum(len(line.cells) for line in summary.lines) == 6_000
    assert len(cells) < 60
