"""Submissions that look like nothing known: right in a way of their own, or wrong in one that nobody wrote down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.fingerprints import Fingerprint, Reader
from grader.course.gradebook import Attempt, Gradebook, Kept
from grader.course.similar import FEWEST_NODES
from grader.model import Kata, Outcome, Verdict
from grader.render.novel import Held, News, Novel

JUDGED = (Verdict.ACCEPTED, Verdict.REJECTED)
CAUGHT = (str(Outcome.FAILED), str(Outcome.ERRORED), str(Outcome.TIMED_OUT))
A_REJECTED_ONE = "a submission that was rejected"

Sent = tuple[Kept, Attempt]


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
    reader: Reader,
    on_step: Callable[[], None] = lambda: None,
) -> News:
    """Hold what was judged in each kata against what is known of it, and accepted ones against earlier ones.

    Where no wrong solution is known, nothing is said of rejected ones.
    """
    accepted: list[Novel] = []
    rejected: list[Novel] = []
    held: list[Held] = []
    read = unreadable = 0
    for kata in katas:
        ours = known(kata)
        held.append(ours.held)
        prints: dict[str, Fingerprint | None] = {}
        shapes: dict[Verdict, dict[Fingerprint, list[Sent]]] = {verdict: {} for verdict in JUDGED}
        for kept, attempt in _judged(book, kata):
            if kept.sha256 not in prints:
                prints[kept.sha256] = reader.read(book.source(kept.sha256))
                on_step()
            found = prints[kept.sha256]
            if found is not None:
                shapes[attempt.verdict].setdefault(found, []).append((kept, attempt))
        read += len(prints)
        unreadable += sum(found is None for found in prints.values())
        accepted += _accepted(kata, shapes, ours)
        rejected += _rejected(book, kata, shapes[Verdict.REJECTED], ours) if ours.held.wrong else ()
    return News(
        tuple(sorted(accepted, key=_odd_first)),
        tuple(sorted(rejected, key=_often_first)),
        tuple(held),
        read,
        unreadable,
    )


def _accepted(kata: Kata, shapes: Mapping[Verdict, Mapping[Fingerprint, list[Sent]]], ours: Known) -> Iterator[Novel]:
    wrong = {found.digest for found in shapes[Verdict.REJECTED]}
    for found, some in shapes[Verdict.ACCEPTED].items():
        if found.digest not in ours.right:
            like = ours.wrong.get(found.digest, A_REJECTED_ONE if found.digest in wrong else "")
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
    """Each submission with its newest attempt that came to a verdict on a program that runs; the earliest first."""
    made = (one for one in book.attempts(kata=kata.id) if one.verdict is not Verdict.UNABLE_TO_GRADE)
    newest = {attempt.submission: attempt for attempt in made}
    found = [
        (kept, newest[kept.id])
        for kept in book.submissions(kata=kata.id)
        if kept.id in newest and newest[kept.id].verdict in JUDGED and not kept.not_started
    ]
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
    """What has the shape of something wrong, then what fewest do: what many do is what one does."""
    return not novel.like, novel.others, novel.kata, -novel.nodes, novel.submission


def _often_first(novel: Novel) -> tuple[object, ...]:
    """What many get wrong in a way that nobody wrote down is worth a file first."""
    return -novel.others, novel.kata, novel.nodes, novel.submission
