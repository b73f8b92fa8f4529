"""Times as sources write them. What is unclear stays unknown. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from grader.classroom.collect.identity import KataNames, NoOwner, Owner, RosterQuestions, owner_of
from grader.classroom.collect.local_dates import local_date
from grader.classroom.collect.values import Parts, Who
from grader.classroom.gradebook import GROUP
from grader.classroom.plan import Adjustment, AdjustmentKind, CoursePlan

LONGEST = 80
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DASHED = re.compile(r"(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)", re.ASCII)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})", re.ASCII)
# Brightspace leaves the colon out, since no file name may hold one: 915 AM.
_BRIGHTSPACE = re.compile(r"([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}) (\d{1,2}):?(\d\d) ([AP]M)", re.ASCII)
# Moodle's long form in English: "Friday, 3 October 2025, 10:15 PM" or "…, 22:15".
_MOODLE = re.compile(
    r"(?:[A-Za-z]+, )?(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4}),? (\d{1,2}):(\d\d)(?::\d\d)?(?: ([AaPp][Mm]))?", re.ASCII
)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))? ?"
    r"(Z|UTC|GMT|[+-]\d\d:?\d\d(?::\d\d)?|[A-Za-z]+/\w+)?",
    re.ASCII,
)


def dashed(said: str, zone: tzinfo) -> datetime | None:
    """Blackboard's 2025-10-03-22-15-00, in the course's zone."""
    found = _DASHED.fullmatch(said)
    return _moment([int(group) for group in found.groups()], zone) if found else None


def brightspace(said: str, zone: tzinfo) -> datetime | None:
    """Brightspace's "Oct 3, 2025 1015 PM", in the course's zone."""
    found = _BRIGHTSPACE.fullmatch(" ".join(said.split()))
    if found is None:
        return None
    month, day, year, hour, minute, half = found.groups()
    return _twelve(year, month, day, hour, minute, half, zone)


def moodle(said: str, zone: tzinfo) -> datetime | None:
    """Moodle's "Friday, 3 October 2025, 10:15 PM", in the course's zone, in the language of its site."""
    found = _MOODLE.fullmatch(" ".join(said.split())) if len(said) <= LONGEST else None
    if found is None:
        read = local_date(said)
        return None if read is None else _moment([*read], zone)
    day, month, year, hour, minute, half = found.groups()
    return _twelve(year, month, day, hour, minute, half or "", zone)


def iso(said: str, zone: tzinfo) -> datetime | None:
    """ISO 8601 with or without a zone, also as Gradescope and nbgrader write it: "2025-10-03 22:15:00.25 UTC"."""
    found = _ISO.fullmatch(said.strip()) if len(said) <= LONGEST else None
    if found is None:
        return None
    day, clock, fraction, offset = found.groups()
    where = _zone(offset) if offset else zone
    if where is None or clock.startswith("24"):  # as before 3.14, which reads it as the next day
        return None
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}")
        read = _aware(moment + timedelta(microseconds=int((fraction or "0").ljust(6, "0")[:6])), where)
        return read.astimezone(UTC) if offset else read
    except (ValueError, OverflowError):
        return None


def sakai(said: str) -> datetime | None:
    """Sakai's "2026-01-31T17:00:00Z", in older versions "20260131170000000": UTC."""
    digits = _DIGITS.fullmatch(said.strip())
    if digits is None:
        return iso(said, UTC)
    moment = _moment([int(group) for group in digits.groups()[:6]], UTC)
    return moment + timedelta(milliseconds=int(digits[7])) if moment else None


def _twelve(year: str, month: str, day: str, hour: str, minute: str, half: str, zone: tzinfo) -> datetime | None:
    if month.lower() not in MONTHS:
        return None
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + 12 * (half.upper() == "PM")
    return _moment([int(year), MONTHS.index(month.lower()) + 1, int(day), number, int(minute)], zone)


def _moment(fields: list[int], zone: tzinfo) -> datetime | None:
    year, month, day, hour, minute, second = (*fields, 0)[:6]
    try:
        return _aware(datetime(year, month, day, hour, minute, second), zone)
    except (ValueError, OverflowError):
        return None


def _aware(moment: datetime, zone: tzinfo) -> datetime:
    """Return the moment in the zone that it was read in. Raises OverflowError at the ends of time."""
    aware = moment.replace(tzinfo=zone)
    aware.astimezone(UTC)
    return aware


def _zone(offset: str) -> tzinfo | None:
    if offset in ("Z", "UTC", "GMT"):
        return UTC
    if offset[0] in "+-":
        digits = offset[1:].replace(":", "").ljust(6, "0")
        hours, minutes, seconds = (int(digits[place : place + 2]) for place in (0, 2, 4))
        away = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if hours > 23 or minutes > 59 or seconds > 59:
            return None
        return timezone(-away if offset[0] == "-" else away)
    try:
        return ZoneInfo(offset)
    except (ValueError, OSError, LookupError):
        return None


def moments_of(
    plan: CoursePlan, adjustments: Sequence[Adjustment], katas: KataNames, people: RosterQuestions, only: str = ""
) -> Callable[[Sequence[Who], Parts], Sequence[datetime]]:
    """For a file of these people: the deadline of its kata with its grace, and the ends of their extensions.

    Its kata is `only`, where that is given, whatever the file is called.
    """
    by_kata = {one.kata: one for one in plan.katas}
    extensions = [one for one in adjustments if one.kind is AdjustmentKind.EXTENSION and one.until is not None]

    def moments(who: Sequence[Who], parts: Parts) -> Sequence[datetime]:
        one = by_kata.get(only or katas.of(parts[-1]).kata)
        if one is None or one.deadline is None:
            return ()
        try:
            owner = owner_of(people, who)
        except NoOwner:
            return ()
        names = _names(people, owner)
        until = (
            extension.until
            for extension in extensions
            if extension.student in names and extension.kata in ("", one.kata) and extension.until is not None
        )
        grace = timedelta(minutes=one.late.grace_minutes)
        return sorted({moment + grace for moment in (one.deadline, *until)})

    return moments


def _names(people: RosterQuestions, owner: Owner) -> frozenset[str]:
    """Everything an extension may call them by."""
    groups = (group for group, members in people.groups.items() if set(members) & set(owner.members))
    return frozenset((owner.id.removeprefix(GROUP), *owner.members, *groups))
