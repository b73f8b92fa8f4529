"""Submissions that are wrong in the identical way: right answers of fifteen lines all look alike, wrong ones do not.

What a class is known to get wrong is taken out: the stub, the shipped wrong solutions, and, since a locked name may
reject one, the references and alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.fingerprints import Fingerprint, Reader, digests
from grader.course.gradebook import Attempt, Gradebook, Kept
from grader.curriculum.solutions import solutions_of
from grader.model import Kata, Verdict
from grader.render.similar import Alike

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
    reader: Reader,
    on_step: Callable[[], None] = lambda: None,
) -> Compared:
    """Compare everything wrong that was handed in, within each kata; `course` is the folder that holds katas/.

    Somebody's own submissions, and those of a group they are in, are not compared with each other.
    """
    groups: list[Alike] = []
    read = unreadable = 0
    for kata in katas:
        alike: dict[Fingerprint, list[tuple[Kept, Attempt]]] = {}
        known = known_digests(course, kata)
        prints: dict[str, Fingerprint | None] = {}
        for kept, attempt in _wrong(book, kata):
            if kept.sha256 not in prints:
                prints[kept.sha256] = reader.read(book.source(kept.sha256))
                on_step()
            found = prints[kept.sha256]
            if found is not None and found.digest not in known and found.nodes >= FEWEST_NODES:
                alike.setdefault(found, []).append((kept, attempt))
        read += len(prints)
        unreadable += sum(found is None for found in prints.values())
        groups += [one for found, some in alike.items() if len((one := _alike(kata, found, some)).parties) > 1]
    return Compared(tuple(sorted(groups, key=_rarest_first)), read, unreadable)


def known_digests(course: Path, kata: Kata) -> frozenset[str]:
    """The digests of the kata's own programs, as far as they came with this copy of the course."""
    solutions = solutions_of(course, kata)
    ours = [solutions.reference, *(source for _, source in solutions.alternatives)] if solutions else []
    wrong = sorted((course / "solutions" / kata.slug / WRONG_SOLUTIONS).glob("*.py"))
    return digests([*ours, *(path.read_bytes() for path in (kata.stub, *wrong) if path.is_file())])


def parties(kept: Iterable[Kept]) -> tuple[frozenset[str], ...]:
    """Who handed these in: sets of students who share nobody; somebody's group is theirs."""
    apart: list[frozenset[str]] = []
    for one in kept:
        whole = frozenset(one.members or (one.owner,))
        joined = [party for party in apart if party & whole]
        apart = [party for party in apart if not party & whole]
        apart.append(whole.union(*joined))
    return tuple(apart)


def _wrong(book: Gradebook, kata: Kata) -> Iterator[tuple[Kept, Attempt]]:
    """Each submission whose newest attempt that was able to grade it found it wrong."""
    made = (one for one in book.attempts(kata=kata.id) if one.verdict is not Verdict.UNABLE_TO_GRADE)
    newest = {attempt.submission: attempt for attempt in made}
    for kept in book.submissions(kata=kata.id):
        attempt = newest.get(kept.id)
        if attempt is not None and attempt.verdict in WRONG:
            yield kept, attempt


def _alike(kata: Kata, found: Fingerprint, some: Sequence[tuple[Kept, Attempt]]) -> Alike:
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
    """The different files of a group, each with whose the first of it is."""
    found: dict[str, tuple[str, bytes]] = {}
    for number in alike.submissions:
        kept = book.submission(number)
        found.setdefault(kept.sha256, (kept.owner, book.source(kept.sha256)))
    return tuple(found.values())
