"""What an instructor decides about a course, as frozen values: katas, deadlines, lateness, extensions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.model import Level, Verdict

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


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What lateness costs, in percent of the points earned.

    `percent` for each begun day of 24 hours; `steps` are (hours, percent), each from when more than so many hours have
    gone by; `most` bounds both. What comes more than `cut_off_hours` late earns nothing, and only counts where nothing
    else does. All is measured from the deadline, and up to `grace_minutes` after it nothing is late.
    """

    kind: LateKind = LateKind.NONE
    percent: Decimal = Decimal(0)
    steps: tuple[tuple[int, Decimal], ...] = ()
    grace_minutes: int = 0
    most: Decimal | None = None
    cut_off_hours: int | None = None


@dataclass(frozen=True, slots=True)
class KataPlan:
    """What the course asks of one kata. `lms` holds its heading or id by export format, such as canvas."""

    kata: str
    deadline: datetime | None = None
    late: LatePolicy = LatePolicy()
    counting: Counting = Counting.LAST
    lms: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission of one kata. `submitted` None is unknown: in time, or one second late where marked late."""

    submission: int
    submitted: datetime | None
    late_mark: bool
    sha256: str
    not_started: bool = False


@dataclass(frozen=True, slots=True)
class Attempted:
    """One marking of one submission; a larger `attempt` is a newer one."""

    attempt: int
    submission: int
    verdict: Verdict
    points: int
    max: int
    pending: int = 0
    level: Level | None = None
    accepted_unconfined: bool = False
    misconceptions: tuple[str, ...] = ()
