"""A class of awkward people, three katas, sources made by hand, and a gradebook that only remembers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.collect import (
    NO_TIMES,
    Choosing,
    Gathered,
    Gathering,
    KataNames,
    SourceFormat,
    SubmissionSource,
    Times,
    Wanted,
    Why,
    detect,
    knows,
    open_source,
)
from grader.classroom.gradebook import Added, NewSubmission, StoredSubmission
from grader.classroom.plan import Roster
from grader.classroom.scores.model import Student
from grader.model import Kata, KataKind

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CODE = b"async def gather(*jobs):\n    return []\n"


def kata(number: int, submit: str) -> Kata:
    """A kata that only has a name."""
    slug = f"kata{number:02d}_{Path(submit).stem}"
    return Kata(f"kata{number:02d}", slug, Path(slug), submit, "tasks", KataKind.BUILD, 1, submit)


KATAS = (kata(1, "gather.py"), kata(2, "retry.py"), kata(3, "part_2.py"))
ROSTER = Roster(
    (
        Student("ada", "Ada", "Lovelace", "ada@x.edu", ids={"canvas_id": "6", "github": "ada-l", "username": "alove"}),
        Student("ben", "Ben", "Núñez", "Ben@X.edu", ids={"canvas_id": "7", "github": "ben", "username": "b_nunez"}),
        Student("cyd", "Cyd", "Kim", "", "team 1", ids={"canvas_id": "8", "username": "nunez"}),
        Student("dan", "Dan", "Kim", "dan@x.edu", "team 1", ids={"canvas_id": "9"}),
        Student("0042", "Кира", "Ли", "kira@x.edu"),
        Student("kim1", "Sam", "Kim", "sam1@x.edu"),
        Student("kim2", "Sam", "Kim", "sam2@x.edu"),
    )
)


@dataclass
class FakeBook:
    """Remembers what it was given; what a failed batch held is forgotten."""

    kept: list[NewSubmission] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    stop_at: int = 0

    @contextmanager
    def batch(self) -> Iterator[None]:
        """All or nothing."""
        before = len(self.kept)
        try:
            yield
        except BaseException:
            del self.kept[before:]
            raise
        self.batches.append(len(self.kept) - before)

    def add_submission(self, new: NewSubmission) -> Added:
        """Keep it, once."""
        if self.stop_at and len(self.kept) >= self.stop_at:
            raise KeyboardInterrupt
        of_owner = [one for one in self.kept if (one.kata, one.owner) == (new.kata, new.owner)]
        if any((one.source, one.submitted) == (new.source, new.submitted) for one in of_owner):
            return Added.SAME
        self.kept.append(new)
        return Added.CHANGED if of_owner else Added.NEW

    def submissions(self, *, kata: str | None = None) -> Iterator[StoredSubmission]:
        """What is kept for a kata."""
        for number, one in enumerate(self.kept):
            if one.kata == kata:
                hashed = sha256(one.source).hexdigest()
                yield StoredSubmission(number, kata, one.owner, one.members, hashed, "", None, False, NOW, "")

    def taken(self) -> set[tuple[str, str]]:
        """Whose submissions of which kata there are."""
        return {(one.owner, one.kata) for one in self.kept}

    def times(self) -> dict[tuple[str, str], datetime | None]:
        """When each came."""
        return {(one.owner, one.kata): one.submitted for one in self.kept}


@dataclass
class Counted:
    """How far collecting was said to be."""

    looks: int = 0
    keeps: list[tuple[int, int]] = field(default_factory=list)

    def looked(self) -> None:
        """One more file."""
        self.looks += 1

    def kept(self, done: int, total: int) -> None:
        """So many of all."""
        self.keeps.append((done, total))


def opened(
    path: Path, kind: SourceFormat | None = None, *, scratch: Path | None = None, **wanted: object
) -> SubmissionSource:
    """A source as the command opens it."""
    fixed: dict[str, object] = {
        "path": path,
        "kind": kind or detect(path, knows(ROSTER)),
        "zone": BERLIN,
        "people": ROSTER,
        "moments": lambda who, parts: (),
        "scratch": scratch or path,
        "here": path.parent,
    }
    return open_source(Wanted(**(fixed | wanted)))  # type: ignore[arg-type]


def collect(
    path: Path,
    kind: SourceFormat | None = None,
    *,
    book: FakeBook | None = None,
    times: Times = NO_TIMES,
    dry: bool = False,
    progress: Counted | None = None,
    at_once: int = 250,
    only: str = "",
    **wanted: object,
) -> tuple[FakeBook, Gathered]:
    """Collect a source into a fake gradebook, with the whole class and all katas."""
    book = FakeBook() if book is None else book
    people = wanted.get("people", ROSTER)
    choosing = Choosing(KataNames(KATAS), people, times, only)  # type: ignore[arg-type]
    gathering = Gathering(book, "test", NOW, progress or Counted(), dry=dry, at_once=at_once)
    return book, gathering.all(opened(path, kind, **wanted), choosing)


def said(gathered: Gathered, *why: Why) -> list[str]:
    """The lines of these kinds, or of all but those on unknown times."""
    wanted = why or tuple(one for one in Why if one is not Why.NO_TIME)
    return [f"{one.where}: {one.said}" for one in gathered.problems if one.why in wanted]


def whys(gathered: Gathered) -> Counter[Why]:
    """How many lines of each kind there are."""
    return Counter(one.why for one in gathered.problems)
