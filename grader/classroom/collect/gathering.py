"""Collect one source into the gradebook, and tell what came and who is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple, Protocol

from grader.classroom.collect.choosing import Choice, Choosing, choose
from grader.classroom.collect.identity import RosterQuestions
from grader.classroom.collect.sources import SubmissionSource
from grader.classroom.collect.values import SOURCE_BYTES, CollectProblem, Place, SourceFormat, Why
from grader.classroom.gradebook import Added, NewSubmission, StoredSubmission
from grader.classroom.pages.collected import Collected, KataCollected, Remark
from grader.engine.submission import shown, submission_of
from grader.errors import NotGradable

BATCH = 250
BATCH_BYTES = 16 << 20


class Book(Protocol):
    """What is asked of a gradebook."""

    def batch(self) -> AbstractContextManager[None]: ...

    def add_submission(self, new: NewSubmission) -> Added: ...

    def submissions(self, *, kata: str | None = None) -> Iterator[StoredSubmission]: ...


class CollectProgress(Protocol):
    """Told of how far collecting is; the second walk knows how many there are."""

    def looked(self) -> None: ...

    def kept(self, done: int, total: int) -> None: ...


@dataclass(slots=True)
class Gathered:
    """What became of a source: counts and whose, by kata; `stopped` when somebody pressed Ctrl-C before its end."""

    added: dict[str, Counter[Added]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    problems: list[CollectProblem] = field(default_factory=list)
    passed: int = 0
    stopped: bool = False

    @property
    def count(self) -> int:
        """How many submissions are in the gradebook now that this source holds, were they new or not."""
        return sum(sum(counts.values()) for counts in self.added.values())


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where to and under which name a source is collected, `at_once` submissions to a transaction.

    `dry` keeps nothing and tells all the same; `corrects` takes its times for right, also where they are later than
    what is kept; `zone` is the one that times are told in.
    """

    book: Book
    origin: str
    now: datetime
    progress: CollectProgress
    dry: bool = False
    at_once: int = BATCH
    corrects: bool = False
    zone: tzinfo = UTC

    def all(self, source: SubmissionSource, choosing: Choosing) -> Gathered:
        """Return the whole source. Ctrl-C ends it early; what is in the gradebook by then stays."""
        gathered = Gathered(problems=choosing.problems)
        try:
            chosen = choose(choosing, source.listing(), self.progress.looked)
            gathered.passed = choosing.passed
            if self.dry:
                self._try(source, chosen, gathered)
            else:
                self._keep(source, chosen, gathered)
        except KeyboardInterrupt:
            gathered.stopped = True
        return gathered

    def _keep(self, source: SubmissionSource, chosen: Mapping[Place, Choice], gathered: Gathered) -> None:
        for some in _batches(self._found(source, chosen, gathered), self.at_once):
            with self.book.batch():
                became = [(found, self.book.add_submission(found.new)) for found in some]
            self._count(gathered, became, len(chosen))

    def _try(self, source: SubmissionSource, chosen: Mapping[Place, Choice], gathered: Gathered) -> None:
        """As it would be, in a transaction that is taken back."""
        try:
            with self.book.batch():
                for found in self._found(source, chosen, gathered):
                    self._count(gathered, [(found, self.book.add_submission(found.new))], len(chosen))
                raise _TakenBack
        except _TakenBack:
            pass

    def _count(self, gathered: Gathered, became: Iterable[tuple[_Taken, Added]], total: int) -> None:
        for found, added in became:
            new = found.new
            gathered.added.setdefault(new.kata, Counter())[added] += 1
            gathered.members.setdefault(new.kata, set()).update(new.members)
            if new.submitted is None:
                said = "marked late, so it counts as one second late" if new.late_mark else ""
                gathered.problems.append(CollectProblem(Why.NO_TIME, found.where, said))
            elif added is Added.RETIMED:
                on_clock = f"now {new.submitted.astimezone(self.zone):%Y-%m-%d %H:%M:%S %z}"
                gathered.problems.append(CollectProblem(Why.RETIMED, found.where, on_clock))
        self.progress.kept(gathered.count, total)

    def _found(self, source: SubmissionSource, chosen: Mapping[Place, Choice], gathered: Gathered) -> Iterator[_Taken]:
        """Yield each chosen file with its bytes; what cannot be read becomes a problem, and none is lost without a
        word.
        """
        left, others = dict.fromkeys(chosen), _times_of(chosen.values())
        told: set[str] = set()
        for one in source.contents({place: choice.listed for place, choice in chosen.items()}):
            if isinstance(one, CollectProblem):
                told.add(one.where)
                gathered.problems.append(one)
                continue
            listed, content = one
            left.pop(listed.place, None)
            if len(content) > SOURCE_BYTES:
                gathered.problems.append(CollectProblem(Why.REFUSED, listed.where, "is larger than 256 KiB"))
                continue
            choice = chosen[listed.place]
            _note_not_gradable(choice, content, gathered.problems)
            yield _Taken(choice.listed.where, self._new(choice, content, others[choice.owner.id, choice.kata]))
        for place in left:
            if chosen[place].listed.where not in told:
                gathered.problems.append(CollectProblem(Why.REFUSED, chosen[place].listed.where, "could not be read"))

    def _new(self, choice: Choice, content: bytes, others: Collection[datetime]) -> NewSubmission:
        label = choice.listed.label
        return NewSubmission(
            kata=choice.kata,
            owner=choice.owner.id,
            source=content,
            submitted=label.submitted,
            collected_at=self.now,
            origin=self.origin,
            file_name=shown(label.file_name),
            members=choice.owner.members,
            late_mark=label.late_mark,
            zone=label.zone,
            others=others,
            corrects=self.corrects,
        )


class _Taken(NamedTuple):
    """One submission as it leaves its source, and where it lay there."""

    where: str
    new: NewSubmission


class _TakenBack(Exception):
    """Ends a trial."""


def _times_of(choices: Iterable[Choice]) -> Mapping[tuple[str, str], frozenset[datetime]]:
    """Return when everything of one owner and kata came that will be taken."""
    times: dict[tuple[str, str], set[datetime]] = {}
    for choice in choices:
        here = times.setdefault((choice.owner.id, choice.kata), set())
        if choice.listed.label.submitted is not None:
            here.add(choice.listed.label.submitted)
    return {key: frozenset(those) for key, those in times.items()}


def _note_not_gradable(choice: Choice, content: bytes, problems: list[CollectProblem]) -> None:
    try:
        submission_of(shown(choice.listed.label.file_name), content)
    except NotGradable as error:
        said = f"is kept and not gradable: {error.message.rstrip('.')}"
        problems.append(CollectProblem(Why.NOTE, choice.listed.where, said))


def _batches(found: Iterable[_Taken], at_once: int) -> Iterator[list[_Taken]]:
    """Yield a few hundred at a time, and fewer where they are large."""
    some: list[_Taken] = []
    size = 0
    for one in found:
        some.append(one)
        size += len(one.new.source)
        if len(some) >= at_once or size >= BATCH_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


ORDER = {why: place for place, why in enumerate(Why)}


def summary_of(
    gathered: Gathered, gathering: Gathering, people: RosterQuestions, *, name: str, kind: SourceFormat
) -> Collected:
    """Return the summary: by kata in their order, then what to look at, the gravest first."""
    katas = tuple(
        KataCollected(
            kata,
            counts[Added.NEW],
            counts[Added.CHANGED],
            counts[Added.SAME] + counts[Added.RETIMED],
            _missing(kata, gathered.members, gathering.book, people),
        )
        for kata, counts in sorted(gathered.added.items())
    )
    # A file that was looked at more than once, as at two deadlines, is told once.
    problems = sorted(dict.fromkeys(gathered.problems), key=lambda one: ORDER[one.why])
    remarks = tuple(Remark(one.why.name.lower(), one.why.value, one.where, one.said) for one in problems)
    students, kept = len(people.students), not gathering.dry
    return Collected(name, kind.value, katas, remarks, gathered.passed, students, kept, gathered.stopped)


def _missing(kata: str, now: Mapping[str, set[str]], book: Book, people: RosterQuestions) -> tuple[str, ...]:
    """Everybody of the roster who has handed in nothing, neither in this source nor before."""
    have = {member for one in book.submissions(kata=kata) for member in one.members} | now.get(kata, set())
    return tuple(student.id for student in people.students if student.id not in have)
