"""Mutants graded, a kata at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from grader.authoring.mutants.deriving import Derived, Mutant, derive
from grader.authoring.mutants.records import Accepted, Fate, StoredFates, read_survivors
from grader.authoring.mutants.table import inputs
from grader.authoring.mutants.tally import MutantTally, tally
from grader.classroom.marking.queue import Batch, QueuedSubmission, Runner
from grader.engine.submission import Submission
from grader.errors import BrokenKata
from grader.model import Kata, Outcome, Report, Verdict

SEEDS = 3
CAUGHT = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class Bench:
    """Who marks, how many at once, and who hears how many have ended."""

    run: Runner
    jobs: int
    tell: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MutantsOrder:
    """Mutants of one kata to mark, and what is known of them."""

    kata: Kata
    mutants: Sequence[Mutant]
    kept: StoredFates


@dataclass(frozen=True, slots=True)
class _One:
    kata: Kata
    mutant: Mutant
    kept: StoredFates

    @property
    def key(self) -> str:
        return f"{self.kata.id} {self.mutant.id}"

    @property
    def entry(self) -> QueuedSubmission:
        source = self.mutant.source.encode()
        return QueuedSubmission(
            self.key, self.kata.id, Submission(self.kata.submit, source, sha256(source).hexdigest())
        )


def mark(orders: Sequence[MutantsOrder], bench: Bench) -> list[Mapping[str, tuple[Fate, ...]]]:
    """For each order its mutants' fates by id, one for each seed until it was killed; what is kept is not marked again.

    One that could not be marked, by our own fault, is tried once more.
    """
    ones = [[_One(order.kata, mutant, order.kept) for mutant in order.mutants] for order in orders]
    left = [one for several in ones for one in several]
    fates: dict[str, tuple[Fate, ...]] = {one.key: () for one in left}
    for number in range(SEEDS):
        # The later rounds are short, and what lives was told as ended by the first.
        tell = bench.tell if number == 0 else _to_nobody
        found = _with(left, number, Bench(bench.run, bench.jobs, tell))
        for one in left:
            fates[one.key] += (found[one.key],)
        left = [one for one in left if found[one.key].verdict is Verdict.ACCEPTED]
    return [{one.mutant.id: fates[one.key] for one in several} for several in ones]


def seed_of(kata: str, number: int) -> str:
    """The seed of this number for the kata of this id, the same on every machine."""
    return sha256(f"dev mutants/{kata}/{number}".encode()).hexdigest()[:32]


def _with(ones: Sequence[_One], number: int, bench: Bench) -> dict[str, Fate]:
    """The fate of each with the seed of this number."""
    by_key = {one.key: one for one in ones}
    known = {one.key: one.kept.get(one.mutant.source, seed_of(one.kata.id, number)) for one in ones}
    found = {key: fate for key, fate in known.items() if fate is not None}

    def hear(entry: QueuedSubmission, report: Report) -> None:
        fate = _fate(report)
        found[entry.key] = fate
        if fate.verdict is not Verdict.UNABLE_TO_GRADE:
            one = by_key[entry.key]
            one.kept.put(one.mutant.source, seed_of(entry.kata, number), fate)
        bench.tell(len(found))

    for _ in range(2):
        unknown = [one for one in ones if _is_unknown(found.get(one.key))]
        if unknown:
            batch = Batch(
                {one.kata.id: one.kata for one in unknown},
                [one.entry for one in unknown],
                seed_of=lambda entry: seed_of(entry.kata, number),
                on_report=hear,
                jobs=bench.jobs,
                accept_unconfined=True,
            )
            bench.run(batch)
    bench.tell(len(found))
    return found


def _is_unknown(fate: Fate | None) -> bool:
    return fate is None or fate.verdict is Verdict.UNABLE_TO_GRADE


def _fate(report: Report) -> Fate:
    caught_by = tuple(result.check.name for result in report.results if result.outcome in CAUGHT)
    return Fate(report.verdict, caught_by)


def _to_nobody(done: int) -> None:
    """Nobody counts."""


SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Laid:
    """A kata whose mutants are derived and not marked yet; `made_from` is a hash of all that decides what comes."""

    kata: Kata
    source: str
    derived: Derived
    accepted: tuple[Accepted, ...]
    made_from: str


def lay(kata: Kata, solutions: Path) -> Laid:
    """Derive a kata's mutants. Raises BrokenKata where it has no reference or its survivors.yaml is wrong."""
    folder = solutions / kata.slug
    try:
        source = (folder / kata.submit).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BrokenKata(
            f"{kata.id} has no reference here: solutions/{kata.slug}/{kata.submit}.",
            hint="Mutants are made in an author's clone.",
        ) from None
    derived = derive(source, kata.submit)
    return Laid(kata, source, derived, read_survivors(folder), inputs(kata, derived, solutions))


def tallied(laid: Sequence[Laid], kept: Path, bench: Bench) -> list[MutantTally]:
    """Mark all that is not known yet and count; `kept` is the folder that remembers."""
    orders = [MutantsOrder(each.kata, each.derived.mutants, StoredFates(kept, each.kata)) for each in laid]
    fates = mark(orders, bench)
    for order in orders:
        order.kept.sweep()
    return [tally(each.kata.id, each.derived, ends, each.accepted) for each, ends in zip(laid, fates, strict=True)]


def sampled(laid: Sequence[Laid], bench: Bench) -> list[MutantTally]:
    """A few mutants of all marked afresh and held against what is accepted; katas none was drawn from are left out."""
    drawn = sample(laid)
    few = [replace(each, derived=replace(each.derived, mutants=drawn[each.kata.id])) for each in laid]
    few = [replace(each, accepted=_of_these(each)) for each in few if each.derived.mutants]
    with tempfile.TemporaryDirectory() as nowhere:
        return tallied(few, Path(nowhere), bench)


def sample(laid: Sequence[Laid]) -> dict[str, tuple[Mutant, ...]]:
    """A few mutants by kata: the same for the same katas, others for another version of them."""
    all_there_are = [(each, mutant) for each in laid for mutant in each.derived.mutants]
    all_there_are.sort(key=lambda one: sha256(f"{one[0].made_from}{one[1].id}".encode()).digest())
    few = all_there_are[:SAMPLE]
    return {each.kata.id: tuple(mutant for whose, mutant in few if whose is each) for each in laid}


def _of_these(laid: Laid) -> tuple[Accepted, ...]:
    names = {mutant.id for mutant in laid.derived.mutants}
    return tuple(one for one in laid.accepted if one.mutant in names)
