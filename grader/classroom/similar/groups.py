"""Submissions wrong in the identical way, and those that look like nothing known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.gradebook import Gradebook, RecordedAttempt, StoredSubmission
from grader.classroom.pages.similar import Alike, Held, News, Novel
from grader.classroom.similar.fingerprints import Fingerprint, FingerprintReader, digests
from grader.curriculum.kata_files import solutions_of
from grader.model import Kata, Outcome, Verdict

Sent = tuple[StoredSubmission, RecordedAttempt]

WRONG = (Verdict.REJECTED, Verdict.NOT_GRADABLE)
WRONG_SOLUTIONS = "wrong"
# A program smaller than this, in nodes of its tree, is the same as another by chance.
FEWEST_NODES = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to: the groups, the rarest first, and how many files were read or could not be."""

    groups: tuple[Alike, ...]
    read: int
    unreadable: int


def find_similar(
    book: Gradebook,
    katas: Sequence[Kata],
    course: Path,
    reader: FingerprintReader,
    on_step: Callable[[], None] = lambda: None,
) -> Compared:
    """Compare everything wrong that was handed in, within each kata; `course` is the folder that holds katas/.

    Somebody's own submissions, and those of a group they are in, are not compared with each other.
    """
    groups: list[Alike] = []
    shapes = _Shapes(book, reader, on_step)
    for kata in katas:
        known = known_digests(course, kata)
        for found, some in shapes.of(_newest(book, kata, WRONG)).items():
            if found.digest not in known and found.nodes >= FEWEST_NODES:
                alike = _alike(kata, found, some)
                groups += [alike] if len(alike.parties) > 1 else []
    return Compared(tuple(sorted(groups, key=_rarest_first)), shapes.read, shapes.unreadable)


class _Shapes:
    """What submissions look like, each file read once; it counts those that were read, and those that could not be."""

    def __init__(self, book: Gradebook, reader: FingerprintReader, on_step: Callable[[], None]) -> None:
        self.read = self.unreadable = 0
        self._book = book
        self._reader = reader
        self._on_step = on_step

    def of(self, sent: Iterable[Sent]) -> dict[Fingerprint, list[Sent]]:
        """Return the submissions by their fingerprint, in the order they come."""
        prints: dict[str, Fingerprint | None] = {}
        found: dict[Fingerprint, list[Sent]] = {}
        for kept, attempt in sent:
            if kept.sha256 not in prints:
                prints[kept.sha256] = self._reader.read(self._book.source(kept.sha256))
                self._on_step()
            seen = prints[kept.sha256]
            if seen is not None:
                found.setdefault(seen, []).append((kept, attempt))
        self.read += len(prints)
        self.unreadable += sum(seen is None for seen in prints.values())
        return found


def known_digests(course: Path, kata: Kata) -> frozenset[str]:
    """Return the digests of the kata's own programs, as far as they came with this copy of the course."""
    solutions = solutions_of(course, kata)
    ours = [solutions.reference, *(source for _, source in solutions.alternatives)] if solutions else []
    wrong = sorted((course / "solutions" / kata.slug / WRONG_SOLUTIONS).glob("*.py"))
    return digests([*ours, *(path.read_bytes() for path in (kata.stub, *wrong) if path.is_file())])


def parties(kept: Iterable[StoredSubmission]) -> tuple[frozenset[str], ...]:
    """Return who handed these in: sets of students who share nobody; somebody's group is theirs."""
    apart: list[frozenset[str]] = []
    for one in kept:
        whole = frozenset(one.members or (one.owner,))
        joined = [party for party in apart if party & whole]
        apart = [party for party in apart if not party & whole]
        apart.append(whole.union(*joined))
    return tuple(apart)


def _newest(book: Gradebook, kata: Kata, verdicts: Collection[Verdict]) -> Iterator[Sent]:
    """Yield each submission whose newest attempt that was able to grade it came to one of these verdicts."""
    made = (one for one in book.attempts(kata=kata.id) if one.verdict is not Verdict.UNABLE_TO_GRADE)
    newest = {attempt.submission: attempt for attempt in made}
    for kept in book.submissions(kata=kata.id):
        attempt = newest.get(kept.id)
        if attempt is not None and attempt.verdict in verdicts:
            yield kept, attempt


def _alike(kata: Kata, found: Fingerprint, some: Sequence[Sent]) -> Alike:
    first = some[0][1]
    return Alike(
        kata=kata.id,
        title=kata.title,
        parties=tuple(tuple(sorted(party)) for party in parties(kept for kept, _ in some)),
        submissions=tuple(kept.id for kept, _ in some),
        nodes=found.nodes,
        points=first.points,
        max=first.max,
        misconceptions=first.misconceptions,
        same_file=len({kept.sha256 for kept, _ in some}) == 1,
    )


def _rarest_first(alike: Alike) -> tuple[object, ...]:
    """Few people before many: what many do is what one does. Then the longer program, which is less by chance."""
    return len(alike.parties), -alike.nodes, alike.kata, alike.parties


def sources_of(book: Gradebook, alike: Alike) -> tuple[tuple[str, bytes], ...]:
    """Return the different files of a group, each with whose the first of it is."""
    found: dict[str, tuple[str, bytes]] = {}
    for number in alike.submissions:
        kept = book.submission(number)
        found.setdefault(kept.sha256, (kept.owner, book.source(kept.sha256)))
    return tuple(found.values())


JUDGED = (Verdict.ACCEPTED, Verdict.REJECTED)
CAUGHT = (str(Outcome.FAILED), str(Outcome.ERRORED), str(Outcome.TIMED_OUT))
A_REJECTED_ONE = "a submission that was rejected"


@dataclass(frozen=True, slots=True)
class Known:
    """What a kata's own programs look like, as far as they came with this copy of the course.

    `right` and `wrong` are digests, of the wrong ones with the name of the file; `caught` holds the check and the
    misconception that each wrong solution names, `locked` tells whether one is given away by a locked name.
    """

    held: Held
    stub: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    wrong: Mapping[str, str] = field(default_factory=dict)
    caught: frozenset[tuple[str, str]] = frozenset()
    locked: bool = False


def find_new(
    book: Gradebook,
    katas: Sequence[Kata],
    known: Callable[[Kata], Known],
    reader: FingerprintReader,
    on_step: Callable[[], None] = lambda: None,
) -> News:
    """Hold what was judged in each kata against what is known of it, and accepted ones against earlier ones.

    Where no wrong solution is known, nothing is said of rejected ones.
    """
    accepted: list[Novel] = []
    rejected: list[Novel] = []
    held: list[Held] = []
    shapes = _Shapes(book, reader, on_step)
    for kata in katas:
        ours = known(kata)
        held.append(ours.held)
        judged = _judged(book, kata)
        right = shapes.of(sent for sent in judged if sent[1].verdict is Verdict.ACCEPTED)
        wrong = shapes.of(sent for sent in judged if sent[1].verdict is Verdict.REJECTED)
        accepted += _accepted(kata, right, wrong, ours)
        rejected += _rejected(book, kata, wrong, ours) if ours.held.wrong else ()
    return News(
        tuple(sorted(accepted, key=_odd_first)),
        tuple(sorted(rejected, key=_often_first)),
        tuple(held),
        shapes.read,
        shapes.unreadable,
    )


def _accepted(
    kata: Kata, right: Mapping[Fingerprint, list[Sent]], wrong: Iterable[Fingerprint], ours: Known
) -> Iterator[Novel]:
    rejected = {found.digest for found in wrong}
    for found, some in right.items():
        if found.digest not in ours.right:
            like = ours.wrong.get(found.digest, A_REJECTED_ONE if found.digest in rejected else "")
            yield _novel(kata, found, some, like=like)


def _rejected(book: Gradebook, kata: Kata, shapes: Mapping[Fingerprint, list[Sent]], ours: Known) -> Iterator[Novel]:
    for found, some in shapes.items():
        if found.nodes < FEWEST_NODES or found.digest in ours.stub or found.digest in ours.wrong:
            continue
        document = book.document(some[0][1].id)
        failed = [check for check in document["checks"] if check["outcome"] in CAUGHT]
        if document["reason"] and ours.locked:
            continue
        if not any((check["id"], check["misconception"]) in ours.caught for check in failed):
            yield _novel(kata, found, some, check=failed[0]["id"] if failed else "")


def _judged(book: Gradebook, kata: Kata) -> list[Sent]:
    """Return each submission with its newest attempt that came to a verdict on a program that runs; the earliest
    first.
    """
    found = [(kept, attempt) for kept, attempt in _newest(book, kata, JUDGED) if not kept.not_started]
    return sorted(found, key=lambda sent: (sent[0].submitted or sent[0].collected_at, sent[0].id))


def _novel(kata: Kata, found: Fingerprint, some: Sequence[Sent], *, like: str = "", check: str = "") -> Novel:
    kept, attempt = some[0]
    return Novel(
        kata=kata.id,
        title=kata.title,
        students=kept.members or (kept.owner,),
        submission=kept.id,
        others=len({other.owner for other, _ in some} - {kept.owner}),
        nodes=found.nodes,
        points=attempt.points,
        max=attempt.max,
        like=like,
        check=check,
        misconceptions=attempt.misconceptions,
    )


def _odd_first(novel: Novel) -> tuple[object, ...]:
    """Return what has the shape of something wrong, then what fewest do: what many do is what one does."""
    return not novel.like, novel.others, novel.kata, -novel.nodes, novel.submission


def _often_first(novel: Novel) -> tuple[object, ...]:
    """Return what many get wrong in a way that nobody wrote down is worth a file first."""
    return -novel.others, novel.kata, novel.nodes, novel.submission
