"""What an instructor decides about a course, as frozen values: katas, deadlines, lateness, extensions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timezone, tzinfo
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.scores.model import points_text
from grader.curriculum.yaml_file import FileProblem, told
from grader.errors import ExitCode, GraderError, UsageError
from grader.model import Level, Verdict

_FORM = re.compile(r"2[01]\d\d-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?( ?(Z|[+-]\d\d:\d\d))?", re.ASCII)

MOST_TOLD = 8


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


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with a fixed offset; `note` says what to know of it where the clocks are changed just then."""

    at: datetime
    note: str = ""


def moment(text: str, zone: tzinfo) -> Moment:
    """Return the moment of "2026-10-12 23:59", in this zone where it names no offset of its own such as +02:00 or Z.

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


PLAN = "course.yaml"


class LateKind(StrEnum):
    """What handing in late costs."""

    NONE = "none"
    PERCENT_PER_DAY = "percent per day"
    STEPS = "steps"
    CUT_OFF = "cut-off"


class Counting(StrEnum):
    """Which of a student's submissions of one kata counts."""

    LAST = "last"
    BEST = "best"
    LAST_IN_TIME = "last before the deadline"
    """Where none came in time it is the last one, under the late policy."""


class AdjustmentKind(StrEnum):
    """What an instructor can decide for one student or group."""

    EXTENSION = "extension"
    EXCUSE = "excuse"
    OVERRIDE = "override"
    COMMENT = "comment"
    """Its words, which the student reads, stand as the reason."""
    BONUS = "bonus"
    """Points beside those of an attempt."""


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What lateness costs, in percent of the points earned.

    `percent` for each begun day, which ends at the deadline's time of the clock; `steps` are (hours, percent), each
    from when more than so many hours have gone by; `most` bounds both. What comes more than `cut_off_hours` late earns
    nothing, and only counts where nothing else does. All is measured from the deadline, and up to `grace_minutes` after
    it nothing is late.
    """

    kind: LateKind = LateKind.NONE
    percent: Decimal = Decimal(0)
    steps: tuple[tuple[int, Decimal], ...] = ()
    grace_minutes: int = 0
    most: Decimal | None = None
    cut_off_hours: int | None = None


@dataclass(frozen=True, slots=True)
class KataPlan:
    """What the course asks of one kata. `lms` holds its heading or id by export format, such as canvas.

    `weight` is what its points count in the total; `zone` is where its late days are counted by the calendar, and
    without one a day is 24 hours.
    """

    kata: str
    deadline: datetime | None = None
    late: LatePolicy = LatePolicy()
    counting: Counting = Counting.LAST
    lms: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A decision for one student, or a group by its name. `kata` empty means all of them.

    `at` is when it was decided, None for those in course.yaml, which count as the earliest.
    """

    student: str
    kata: str
    kind: AdjustmentKind
    until: datetime | None = None
    points: Decimal | None = None
    reason: str = ""
    at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """A course.yaml. Times are aware and have a fixed offset, so that they can be compared and subtracted.

    `notes` are sentences an instructor should read, such as on a deadline in an hour that the clocks leave out.
    """

    folder: Path
    name: str
    zone: ZoneInfo
    katas: tuple[KataPlan, ...]
    roster: Path
    adjustments: tuple[Adjustment, ...] = ()
    katas_from: Path | None = None
    lms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    total: TotalRule = field(default_factory=TotalRule)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission of one kata. `submitted` None is unknown: in time, or one second late where marked late."""

    submission: int
    submitted: datetime | None
    late_mark: bool
    sha256: str
    not_started: bool = False


@dataclass(frozen=True, slots=True)
class GradedAttempt:
    """One grading of one submission; a larger `attempt` is a newer one."""

    attempt: int
    submission: int
    verdict: Verdict
    points: int
    max: int
    pending: int = 0
    level: Level | None = None
    accepted_unconfined: bool = False
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudentWork:
    """One student's submissions of one kata, and the attempts at them, each in the order they came."""

    submissions: Sequence[HandedIn] = ()
    attempts: Sequence[GradedAttempt] = ()


class BrokenCourse(GraderError):
    """course.yaml or the roster is wrong; the message holds every problem, each on a line with file and line number."""

    code = ExitCode.USAGE


def broken(file: str, problems: Iterable[FileProblem]) -> BrokenCourse:
    """Return the error that tells all of them, in the file's order and each once."""
    lines = [f"{file}:{problem.line}: {problem.said}" for problem in sorted(set(problems))]
    count = "It is one problem" if len(lines) == 1 else f"They are {len(lines)} problems"
    return BrokenCourse("\n".join(lines), hint=f"{count}: mend {file} and try again.")
