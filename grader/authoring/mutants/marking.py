"""Mutants marked: all with one seed, and those that live with two more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from grader.authoring.mutants.deriving import Mutant
from grader.authoring.mutants.kept import Fate, Kept
from grader.course.entries import Entry
from grader.course.marking import Runner
from grader.intake import Submission
from grader.model import Kata, Outcome, Report, Verdict

SEEDS = 3
CAUGHT = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


def mark(
    kata: Kata, mutants: Sequence[Mutant], kept: Kept, *, run: Runner, jobs: int, tell: Callable[[int], None]
) -> Mapping[str, tuple[Fate, ...]]:
    """Each mutant's fates by its id, one for each seed until it was killed; what is kept is not marked again.

    `tell` hears how many have ended. One that could not be marked, by our own fault, is tried once more.
    """
    fates: dict[str, tuple[Fate, ...]] = {mutant.id: () for mutant in mutants}
    left = list(mutants)
    for number in range(SEEDS):
        seed = seed_of(kata, number)
        # The later rounds are short, and what lives was told as ended by the first.
        found = _with(kata, left, seed, kept, run, jobs, (lambda done: None) if number else tell)
        for mutant in left:
            fates[mutant.id] += (found[mutant.id],)
        left = [mutant for mutant in left if found[mutant.id].verdict is Verdict.ACCEPTED]
    return fates


def seed_of(kata: Kata, number: int) -> str:
    """The kata's seed of this number, the same on every machine."""
    return sha256(f"dev mutants/{kata.id}/{number}".encode()).hexdigest()[:32]


def _with(
    kata: Kata,
    mutants: Sequence[Mutant],
    seed: str,
    kept: Kept,
    run: Runner,
    jobs: int,
    tell: Callable[[int], None],
) -> dict[str, Fate]:
    """The fate of each with one seed."""
    found = {mutant.id: fate for mutant in mutants if (fate := kept.get(mutant.source, seed)) is not None}
    by_id = {mutant.id: mutant for mutant in mutants}

    def hear(entry: Entry, report: Report) -> None:
        fate = _fate(report)
        found[entry.key] = fate
        if fate.verdict is not Verdict.UNABLE_TO_GRADE:
            kept.put(by_id[entry.key].source, seed, fate)
        tell(len(found))

    for _ in range(2):
        unknown = [mutant for mutant in mutants if _is_unknown(found.get(mutant.id))]
        if unknown:
            entries = [_entry(kata, mutant) for mutant in unknown]
            run([kata], entries, jobs=jobs, seed_of=lambda entry: seed, on_report=hear, accept_unconfined=True)
    return found


def _is_unknown(fate: Fate | None) -> bool:
    return fate is None or fate.verdict is Verdict.UNABLE_TO_GRADE


def _entry(kata: Kata, mutant: Mutant) -> Entry:
    source = mutant.source.encode()
    return Entry(mutant.id, kata.id, Submission(kata.submit, source, sha256(source).hexdigest()))


def _fate(report: Report) -> Fate:
    caught_by = tuple(result.check.name for result in report.results if result.outcome in CAUGHT)
    return Fate(report.verdict, caught_by)
