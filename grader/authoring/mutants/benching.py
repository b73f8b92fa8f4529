"""One kata on the bench: its mutants derived, marked and counted, or a few of them tried again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from grader.authoring.mutants.deriving import Derived, Mutant, derive
from grader.authoring.mutants.kept import Kept
from grader.authoring.mutants.marking import mark
from grader.authoring.mutants.survivors import Accepted, read_survivors
from grader.authoring.mutants.table import inputs
from grader.authoring.mutants.tally import Tally, tally
from grader.course.marking import Runner
from grader.errors import BrokenKata
from grader.model import Kata

SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Laid:
    """A kata whose mutants are derived and not marked yet; `made_from` is a hash of all that decides what comes."""

    kata: Kata
    source: str
    derived: Derived
    accepted: tuple[Accepted, ...]
    made_from: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Who marks, how many at once, and who hears how many have ended."""

    run: Runner
    jobs: int
    tell: Callable[[int], None]


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


def tallied(laid: Laid, kept: Path, bench: Bench) -> Tally:
    """Mark all that is not known yet and count; `kept` is the folder that remembers."""
    memory = Kept(kept, laid.kata)
    fates = mark(laid.kata, laid.derived.mutants, memory, run=bench.run, jobs=bench.jobs, tell=bench.tell)
    memory.sweep()
    return tally(laid.kata.id, laid.derived, fates, laid.accepted)


def sampled(laid: Laid, bench: Bench) -> Tally:
    """A few mutants marked afresh, the same ones for the same kata, held against what is accepted."""
    few = replace(laid.derived, mutants=sample(laid))
    names = {mutant.id for mutant in few.mutants}
    with tempfile.TemporaryDirectory() as nowhere:
        memory = Kept(Path(nowhere), laid.kata)
        fates = mark(laid.kata, few.mutants, memory, run=bench.run, jobs=bench.jobs, tell=bench.tell)
    accepted = [one for one in laid.accepted if one.mutant in names]
    return tally(laid.kata.id, few, fates, accepted)


def sample(laid: Laid) -> tuple[Mutant, ...]:
    """A few mutants, others for another version of the kata."""
    drawn = sorted(laid.derived.mutants, key=lambda one: sha256(f"{laid.made_from}{one.id}".encode()).digest())
    return tuple(drawn[:SAMPLE])
