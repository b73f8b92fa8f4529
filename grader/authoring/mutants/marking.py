"""Mutants marked: all with one seed, and those that live with two more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from grader.authoring.mutants.deriving import Mutant
from grader.authoring.mutants.kept import Fate, Kept
from grader.course.entries import Entry
from grader.course.marking import Runner
from grader.intake import Submission
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
class Order:
    """Mutants of one kata to mark, and what is known of them."""

    kata: Kata
    mutants: Sequence[Mutant]
    kept: Kept


@dataclass(frozen=True, slots=True)
class _One:
    kata: Kata
    mutant: Mutant
    kept: Kept

    @property
    def key(self) -> str:
        return f"{self.kata.id} {self.mutant.id}"

    @property
    def entry(self) -> Entry:
        source = self.mutant.source.encode()
        return Entry(self.key, self.kata.id, Submission(self.kata.submit, source, sha256(source).hexdigest()))


def mark(orders: Sequence[Order], bench: Bench) -> list[Mapping[str, tuple[Fate, ...]]]:
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

    def hear(entry: Entry, report: Report) -> None:
        fate = _fate(report)
        found[entry.key] = fate
        if fate.verdict is not Verdict.UNABLE_TO_GRADE:
            one = by_key[entry.key]
            one.kept.put(one.mutant.source, seed_of(entry.kata, number), fate)
        bench.tell(len(found))

    for _ in range(2):
        unknown = [one for one in ones if _is_unknown(found.get(one.key))]
        if unknown:
            bench.run(
                {one.kata.id: one.kata for one in unknown}.values(),
                [one.entry for one in unknown],
                jobs=bench.jobs,
                seed_of=lambda entry: seed_of(entry.kata, number),
                on_report=hear,
                accept_unconfined=True,
            )
    bench.tell(len(found))
    return found


def _is_unknown(fate: Fate | None) -> bool:
    return fate is None or fate.verdict is Verdict.UNABLE_TO_GRADE


def _fate(report: Report) -> Fate:
    caught_by = tuple(result.check.name for result in report.results if result.outcome in CAUGHT)
    return Fate(report.verdict, caught_by)


def _to_nobody(done: int) -> None:
    """Nobody counts."""
