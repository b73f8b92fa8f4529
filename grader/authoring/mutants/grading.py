"""Mutants graded, a kata at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from grader.authoring.mutants import table
from grader.authoring.mutants.deriving import Derived, Mutant, derive
from grader.authoring.mutants.fates import Accepted, Fate, MutantTally, StoredFates, read_survivors, tally
from grader.classroom.marking.queue import Batch, QueuedSubmission, Runner
from grader.engine.submission import Submission
from grader.errors import BrokenKata
from grader.model import Kata, Outcome, Report, Verdict

SEEDS = 3
CAUGHT = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class Bench:
    """Who grades, how many at once, and who hears how many have ended."""

    run: Runner
    jobs: int
    tell: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MutantsToGrade:
    """Mutants of one kata to grade, and what is known of them."""

    kata: Kata
    mutants: Sequence[Mutant]
    stored: StoredFates


@dataclass(frozen=True, slots=True)
class _One:
    kata: Kata
    mutant: Mutant
    stored: StoredFates

    @property
    def key(self) -> str:
        return f"{self.kata.id} {self.mutant.id}"

    @property
    def entry(self) -> QueuedSubmission:
        source = self.mutant.source.encode()
        return QueuedSubmission(
            self.key, self.kata.id, Submission(self.kata.submit, source, sha256(source).hexdigest())
        )


def grade_mutants(orders: Sequence[MutantsToGrade], bench: Bench) -> list[Mapping[str, tuple[Fate, ...]]]:
    """For each order its mutants' fates by id, one for each seed until it was killed; what is kept is not graded again.

    One that could not be graded, by our own fault, is tried once more.
    """
    ones = [[_One(order.kata, mutant, order.stored) for mutant in order.mutants] for order in orders]
    alive = [one for several in ones for one in several]
    fates: dict[str, tuple[Fate, ...]] = {one.key: () for one in alive}
    for number in range(SEEDS):
        # The later rounds are short, and what lives was told as ended by the first.
        tell = bench.tell if number == 0 else _to_nobody
        found = _with(alive, number, Bench(bench.run, bench.jobs, tell))
        for one in alive:
            fates[one.key] += (found[one.key],)
        alive = [one for one in alive if found[one.key].verdict is Verdict.ACCEPTED]
    return [{one.mutant.id: fates[one.key] for one in several} for several in ones]


def seed_of(kata: str, number: int) -> str:
    """Return the seed of this number for the kata of this id, the same on every machine."""
    return sha256(f"dev mutants/{kata}/{number}".encode()).hexdigest()[:32]


def _with(ones: Sequence[_One], number: int, bench: Bench) -> dict[str, Fate]:
    """Return the fate of each with the seed of this number."""
    by_key = {one.key: one for one in ones}
    known = {one.key: one.stored.get(one.mutant.source, seed_of(one.kata.id, number)) for one in ones}
    found = {key: fate for key, fate in known.items() if fate is not None}

    def hear(entry: QueuedSubmission, report: Report) -> None:
        fate = _fate(report)
        found[entry.key] = fate
        if fate.verdict is not Verdict.UNABLE_TO_GRADE:
            one = by_key[entry.key]
            one.stored.put(one.mutant.source, seed_of(entry.kata, number), fate)
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
class DerivedKata:
    """A kata and its mutants, not graded yet; `made_from` is a hash of all that decides what comes."""

    kata: Kata
    source: str
    derived: Derived
    accepted: tuple[Accepted, ...]
    made_from: str


def derive_mutants(kata: Kata, solutions: Path) -> DerivedKata:
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
    return DerivedKata(kata, source, derived, read_survivors(folder), table.inputs(kata, derived, solutions))


def count(katas: Sequence[DerivedKata], *, quick: bool) -> int:
    """Return how many mutants are to be graded, or sampled."""
    return sum(map(len, sample(katas).values() if quick else (each.derived.mutants for each in katas)))


def graded(katas: Sequence[DerivedKata], folder: Path, bench: Bench, *, quick: bool) -> list[MutantTally]:
    """Return the mutants of all, with what `folder` remembers; or a few of them, graded afresh."""
    return sampled(katas, bench) if quick else tallied(katas, folder, bench)


def tallied(katas: Sequence[DerivedKata], stored: Path, bench: Bench) -> list[MutantTally]:
    """Grade all that is not known yet and count; `kept` is the folder that remembers."""
    orders = [MutantsToGrade(each.kata, each.derived.mutants, StoredFates(stored, each.kata)) for each in katas]
    fates = grade_mutants(orders, bench)
    for order in orders:
        order.stored.sweep()
    return [tally(each.kata.id, each.derived, ends, each.accepted) for each, ends in zip(katas, fates, strict=True)]


def sampled(katas: Sequence[DerivedKata], bench: Bench) -> list[MutantTally]:
    """Return a few mutants of all graded afresh and held against what is accepted; katas none was drawn from are left
    out.
    """
    drawn = sample(katas)
    few = [replace(each, derived=replace(each.derived, mutants=drawn[each.kata.id])) for each in katas]
    few = [replace(each, accepted=_of_these(each)) for each in few if each.derived.mutants]
    with tempfile.TemporaryDirectory() as nowhere:
        return tallied(few, Path(nowhere), bench)


def sample(katas: Sequence[DerivedKata]) -> dict[str, tuple[Mutant, ...]]:
    """Return a few mutants by kata: the same for the same katas, others for another version of them."""
    all_there_are = [(each, mutant) for each in katas for mutant in each.derived.mutants]
    all_there_are.sort(key=lambda one: sha256(f"{one[0].made_from}{one[1].id}".encode()).digest())
    few = all_there_are[:SAMPLE]
    return {each.kata.id: tuple(mutant for whose, mutant in few if whose is each) for each in katas}


def _of_these(katas: DerivedKata) -> tuple[Accepted, ...]:
    names = {mutant.id for mutant in katas.derived.mutants}
    return tuple(one for one in katas.accepted if one.mutant in names)


def write_table(
    solutions: Path, katas: Sequence[DerivedKata], found: Sequence[MutantTally], *, keep_others: bool
) -> None:
    """Write the table anew; rows of other katas stay, where that is wanted."""
    earlier = table.read_rows(solutions) if keep_others else {}
    table.write_rows(solutions, earlier | _rows(katas, found))


@dataclass(frozen=True, slots=True)
class TableCheck:
    """The table held against what was found: of all katas if `whole`, and of a sample of their mutants if `quick`."""

    solutions: Path
    whole: bool
    quick: bool

    def problems(self, katas: Sequence[DerivedKata], found: Sequence[MutantTally]) -> Iterator[str]:
        """Yield why these katas, or the table of all, are not where they should be.

        A share is asked for of all together.
        """
        yield from table.unexplained(found)
        rows = table.read_rows(self.solutions)
        fresh = {} if self.quick else _rows(katas, found)
        for each in katas:
            row = rows.get(each.kata.id)
            yield from table.row_problems(row, each.kata.id, each.made_from, fresh.get(each.kata.id, row))
        gone = rows.keys() - {each.kata.id for each in katas} if self.whole else set()
        yield from (f"{kata}: solutions/{table.TABLE} has a line for it, and it is not here." for kata in sorted(gone))
        yield from table.shortcoming({kata: row for kata, row in (rows | fresh).items() if kata not in gone})


def _rows(katas: Sequence[DerivedKata], found: Sequence[MutantTally]) -> dict[str, str]:
    return {one.kata: table.row(one, each.made_from) for one, each in zip(found, katas, strict=True)}
