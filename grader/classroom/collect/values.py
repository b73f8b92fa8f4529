"""What a source of submissions comes to: files with whose they are, and lines about what was not taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from grader.errors import UsageError

Parts = tuple[str, ...]

SOURCE_BYTES = 256 * 1024
PACK_BYTES = 4 << 20


class SourceFormat(StrEnum):
    """What a source is, told by the names in it; the value is what `--from` takes."""

    FOLDERS = "folders"
    CANVAS = "canvas"
    MOODLE = "moodle"
    BLACKBOARD = "blackboard"
    BRIGHTSPACE = "brightspace"
    GRADESCOPE = "gradescope"
    SAKAI = "sakai"
    GIT = "git"
    NBGRADER = "nbgrader"
    PACK = "pack"
    PATTERN = "pattern"


class Why(StrEnum):
    """Why a line stands in the list of what an instructor should look at."""

    UNKNOWN_STUDENT = "whose it is cannot be told: collect it by itself with --student"
    UNKNOWN_KATA = "which kata it is cannot be told: collect it with --kata"
    AMBIGUOUS = "several for one student and kata, none taken: collect one with --student"
    OLDER = "a newer one of the same student was taken"
    UNMATCHED = "a row of --times that means nobody in the roster, not used"
    REFUSED = "not taken"
    RENAMED = "taken under a name that is not the kata's"
    RETIMED = "was there already, and its time is put right or known now: see grade class log"
    NOTE = "to know"
    NO_TIME = "when it came is unknown: in time, or if it is marked late, a second late"


@dataclass(frozen=True, slots=True)
class CollectProblem:
    """One line for the instructor: `where` is cleaned, `said` a clause without its full stop."""

    why: Why
    where: str
    said: str = ""


class NoSource(UsageError):
    """This is nothing that submissions can be collected from."""


@dataclass(frozen=True, slots=True)
class SourceIdentity:
    """One way a source says who somebody is: under `kind`, such as canvas_id or email, any of `values`.

    `said` is False where the source does not say that it is of this kind: a word that is tried.
    """

    kind: str
    values: tuple[str, ...]
    said: bool = True


Who = tuple[SourceIdentity, ...]
"""One person, or one group: the ways in which a source names them, the surest first."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the name of a file says about it. `who` holds one entry, or several where several handed it in together."""

    who: tuple[Who, ...]
    file_name: str
    submitted: datetime | None = None
    late_mark: bool = False
    kata: str = ""
    packed: bool = True
    """Whether a zip under this name is opened."""
    at_top: bool = True
    """Whether it lies where the platform itself puts files, and in no folder of a student's."""
    zone: str = ""
    """The time zone in which a time without one was read; empty where it came with its own."""


def in_utc(label: Label) -> Label:
    """Return the same, its time in UTC and the zone of that time told beside it."""
    if label.submitted is None or label.submitted.tzinfo is UTC:
        return label
    return replace(label, submitted=label.submitted.astimezone(UTC), zone=zone_of(label.submitted))


def zone_of(moment: datetime) -> str:
    """Return the name of the zone that a time was read in; empty where it has an offset of its own."""
    return moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""


class Passed(StrEnum):
    """A file that is nobody's: `companion` is the source's own, and nobody needs to hear of it.

    `ambiguous` is one whose name can be read as two people's or as of two times: a student chooses part of it;
    `typed` holds what somebody wrote into a form of the platform.
    """

    COMPANION = "companion"
    UNNAMED = "unnamed"
    AMBIGUOUS = "ambiguous"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies: its path in the source and, inside a pack, its path in there, or which version it is of."""

    parts: Parts
    inner: Parts = ()


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a student's that has a name and no bytes yet; `where` is its path, cleaned.

    A history holds a file more than once: `slot` 0 is the newest, each other one a moment to look back to.
    `history` says that its time is that of a commit.
    """

    place: Place
    label: Label
    where: str
    slot: int = 0
    history: bool = False


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A file of a tree, and its bytes where they were asked for."""

    parts: Parts
    content: bytes | None


@dataclass(frozen=True, slots=True)
class GivenTime:
    """A time that an instructor gives, in UTC; `zone` is the course's where none stands beside it."""

    at: datetime
    zone: str = ""


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A row of a file of times: on which line, what it calls a student or a group, and when their file came.

    `who` is how a platform names them, empty where `key` is an id or a group's name; `kata` is empty for any.
    """

    line: int
    key: str
    kata: str
    given: GivenTime
    who: Who = ()


def given(moment: datetime) -> GivenTime:
    """Return a time that was read, as an instructor gives it."""
    return GivenTime(moment.astimezone(UTC), zone_of(moment))
