"""When a class handed in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from grader.summary.values import Arrivals, Bar

MOST_BARS = 70


def arrivals(times: Iterable[datetime | None], zone: tzinfo) -> Arrivals:
    """What was handed in when, by the days of this time zone, in at most MOST_BARS bars without a gap."""
    days: Counter[date] = Counter()
    unknown = 0
    for time in times:
        if time is None:
            unknown += 1
        else:
            days[_day(time, zone)] += 1
    if not days:
        return Arrivals(unknown=unknown)
    first, last = min(days), max(days)
    step = _step((last - first).days + 1)
    counts: Counter[int] = Counter()
    for day, count in days.items():
        counts[(day - first).days // step] += count
    bars = tuple(
        Bar(first + timedelta(days=number * step), counts[number]) for number in range((last - first).days // step + 1)
    )
    return Arrivals(bars, step, days.total(), unknown)


def _day(time: datetime, zone: tzinfo) -> date:
    try:
        return time.astimezone(zone).date()
    except OverflowError:
        # The last hours of the calendar, which somebody's file may claim.
        return time.date()


def _step(days: int) -> int:
    """One day, or whole weeks."""
    return 1 if days <= MOST_BARS else 7 * -(-days // (7 * MOST_BARS))
