"""What a gradebook gives back, as frozen values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from grader.classroom.plan.values import Adjustment
from grader.model import Level, Outcome, Verdict

GROUP = "group:"


class Added(StrEnum):
    """What became of a file that was collected."""

    NEW = "new"
    """The first of this owner in this kata."""
    CHANGED = "changed"
    """Kept as one more: this owner had handed in another one, or the same at another time."""
    SAME = "same"
    """It is there already. A time or a late mark that was not known before is now."""
    RETIMED = "retimed"
    """It is there already, and the time at which it came is put right."""


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A file as it is handed in. `owner` is a student's id or "group:NAME", `members` the students' ids it counts for.

    Of its time, `zone` is the course's time zone where the source wrote none beside it; `others` are the times of all
    attempts in the same source; `corrects` says that it goes before the one that is kept, be it later.
    """

    kata: str
    owner: str
    source: bytes
    submitted: datetime | None
    collected_at: datetime
    origin: str
    file_name: str
    members: tuple[str, ...] = ()
    late_mark: bool = False
    zone: str = ""
    others: Collection[datetime] = ()
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Retimed:
    """One line of the log: when a submission was said to have come, before (if it was known) and now, and by what."""

    submission: int
    owner: str
    kata: str
    before: datetime | None
    after: datetime
    origin: str
    made: datetime


class AttemptKind(StrEnum):
    """Why an attempt was made."""

    RUN = "run"
    FORCED = "forced"
    REGRADE = "regrade"


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """One submission. `owner` is a student's id or "group:NAME", `members` the students' ids it counts for.

    `submitted` is aware, in UTC, and None where nobody knows. `not_started` is decided when the class is graded.
    """

    id: int
    kata: str
    owner: str
    members: tuple[str, ...]
    sha256: str
    file_name: str
    submitted: datetime | None
    late_mark: bool
    collected_at: datetime
    origin: str
    not_started: bool = False


@dataclass(frozen=True, slots=True)
class RecordedAttempt:
    """One grading of one submission, as it was recorded; its report is `Gradebook.document(id)`."""

    id: int
    submission: int
    kata: str
    owner: str
    sha256: str
    kind: AttemptKind
    made: datetime
    kata_version: str
    versions: tuple[tuple[str, str], ...]
    seed: str
    verdict: Verdict
    points: int
    max: int
    pending: int
    level: Level
    accepted_unconfined: bool
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How one check ended for one student, in one attempt."""

    student: str
    kata: str
    attempt: int
    check: str
    hidden: bool
    sentence: str
    outcome: Outcome
    points: int
    max: int
    misconception: str


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log: an adjustment, who made it, and who has taken it back and why, if anybody."""

    adjustment: Adjustment
    by: str
    made: datetime
    undone_by: str = ""
    undone_at: datetime | None = None
    undone_reason: str = ""

    @property
    def stands(self) -> bool:
        """Does it still count?"""
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased of one person, by number.

    `shared` submissions were handed in with others and stay theirs; `same_file` sources stay because somebody else
    handed in the very same bytes.
    """

    student: str
    submissions: int = 0
    attempts: int = 0
    adjustments: int = 0
    sources: int = 0
    shared: int = 0
    same_file: int = 0

    @property
    def nothing(self) -> bool:
        """Was there no trace of them?"""
        return not (self.submissions or self.shared or self.adjustments)
