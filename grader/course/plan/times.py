"""A date and time as an instructor writes it, made into a moment. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timezone, tzinfo

from grader.course.plan.problems import told
from grader.errors import UsageError

_FORM = re.compile(r"2[01]\d\d-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?( ?(Z|[+-]\d\d:\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with a fixed offset; `note` says what to know of it where the clocks are changed just then."""

    at: datetime
    note: str = ""


def moment(text: str, zone: tzinfo) -> Moment:
    """The moment of "2026-10-12 23:59", in this zone where it names no offset of its own such as +02:00 or Z.

    A time that the zone's clocks show twice is the later one; one that they leave out is as much later as they skip.
    Both are said in the note. Raises UsageError.
    """
    if not _FORM.fullmatch(text):
        raise UsageError(f"{told(text)} is not a date and time", hint=WRITE)
    try:
        written = datetime.fromisoformat(text.replace(" Z", "Z").replace(" +", "+").replace(" -", "-"))
    except ValueError:
        written = None
    # From 3.14 on 24:00 is read as the next day: whether that or this day is meant, nobody knows.
    if written is None or text[11:13] == "24":
        raise UsageError(f"{told(text)} is no day of the calendar, or no time of the clock", hint=WRITE)
    if written.tzinfo is not None:
        return Moment(written)
    readings = [written.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    # The later one: nobody is late by a change of the clocks.
    at = max(reading.astimezone(UTC) for reading in readings).astimezone(zone)
    offset = at.utcoffset()
    assert offset is not None
    return Moment(at.astimezone(timezone(offset)), _note(readings, at, zone))


def _note(readings: list[datetime], at: datetime, zone: tzinfo) -> str:
    first, second = readings[0].utcoffset(), readings[1].utcoffset()
    assert first is not None and second is not None
    if first == second:
        return ""
    written = f"{readings[0]:%Y-%m-%d %H:%M} in {zone}"
    if first < second:
        return f"there is no {written}, as the clocks are put forward: it is read as {at:%H:%M} ({_offset(at)})."
    return f"{written} comes twice, as the clocks are put back: the later one counts ({_offset(at)})."


def _offset(at: datetime) -> str:
    return at.isoformat()[19:]


EXAMPLE = "2026-10-12 23:59"
WRITE = f"Write it as {EXAMPLE}, or with its offset: {EXAMPLE} +02:00"
