"""Dates and times as an instructor writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.classroom.plan import moment
from grader.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")
# How many half hours come twice there in 2026.
REPEATED = {
    "UTC": 0,
    "Europe/Berlin": 2,
    "America/St_Johns": 2,
    "Australia/Lord_Howe": 1,
    "Asia/Kathmandu": 0,
    "Pacific/Apia": 0,
}
ZONES = list(REPEATED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-12 23:59", "2026-10-12T23:59:00+02:00"),
        ("2026-10-12T23:59:30", "2026-10-12T23:59:30+02:00"),
        ("2026-12-12 23:59", "2026-12-12T23:59:00+01:00"),
        ("2026-10-12 23:59Z", "2026-10-12T23:59:00+00:00"),
        ("2026-10-12 23:59 -05:00", "2026-10-12T23:59:00-05:00"),
        ("2026-03-29 02:30", "2026-03-29T03:30:00+02:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_a_time_is_in_the_courses_zone(text: str, expected: str) -> None:
    """Unless it names an offset of its own."""
    assert expected == moment(text, BERLIN).at.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-10-12",
        "12.10.2026 23:59",
        "2026-13-12 23:59",
        "2026-02-30 10:00",
        "2026-10-12 24:00",
        "2026-10-12T24:00:00Z",
        "1926-10-12 10:00",
    ],
)
def test_what_is_no_time_is_told(text: str) -> None:
    """With how to write one."""
    with pytest.raises(UsageError) as caught:
        moment(text, BERLIN)

    assert "2026-10-12 23:59" in caught.value.hint


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.datetimes(datetime(2005, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES))
def test_a_time_is_read_as_written_or_said(written: datetime, zone: str) -> None:
    """The zone's clocks show what was written, and the second time they do, or a note says so."""
    written = written.replace(second=0, microsecond=0)

    read = moment(f"{written:%Y-%m-%d %H:%M}", ZoneInfo(zone))

    shown = read.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == written or ("there is no" in read.note and timedelta(0) < shown - written)
    assert not read.note or zone in read.note


@pytest.mark.parametrize(("zone", "half_hours"), REPEATED.items())
def test_no_hour_of_a_change_is_read_without_a_note(zone: str, half_hours: int) -> None:
    """In any year's hours that clocks skip or repeat, the later moment is meant, and it is said."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [(start + timedelta(minutes=30 * n)).astimezone(ZoneInfo(zone)) for n in range(365 * 48)]
    repeated = [one for one in moments if one.fold]

    assert len(repeated) == half_hours
    for one in repeated:
        read = moment(f"{one:%Y-%m-%d %H:%M}", ZoneInfo(zone))
        assert (one.timestamp(), True) == (read.at.timestamp(), "comes twice" in read.note)
